"""What a conversation needs of a platform: somebody to speak, and eyes to see. Every adapter has a stage in `tests/stages`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.app import App
from bot.chat import Person, Place
from bot.chat.port import Port
from bot.clock import OffsetClock, SystemClock
from bot.community import groups, members
from bot.run.house import House as Core
from bot.run.house import dice
from bot.schema import Connection

SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
"""When every conversation begins."""
GROUP = "Information Officers, Scotland"


class Citizen(Protocol):
    """One person and what is on their screen."""

    name: str

    async def types(self, command: str, **values: str) -> None:
        """A command with its fields by name: the command line takes what it can, the form that opens takes the rest."""
        ...

    async def presses(self, label: str, on: str = "") -> None:
        """The newest visible button of this label, on something that reads `on`."""
        ...

    async def chooses(self, option: str, on: str = "") -> None:
        """An option of the newest visible menu that offers it."""
        ...

    async def fills(self, **values: str) -> None:
        """The open form, by field name, sent."""
        ...

    def sees(self, *words: str) -> bool:
        """Whether all of these words stand in one thing visible to them now."""
        ...

    def reads(self) -> list[str]:
        """Everything visible, newest last, as plain words with `[Button]` labels."""
        ...

    def answer(self) -> str:
        """The open form, or the last private answer."""
        ...

    def asked(self) -> Mapping[str, str]:
        """What the open form holds, by field name."""
        ...

    def files(self) -> Mapping[str, bytes]:
        """The files handed to them, by name; the last of a name."""
        ...

    def pinged(self) -> int:
        """How many messages notified them."""
        ...


class Stage(Protocol):
    """One platform with our bot on it."""

    name: str
    house: House

    def citizen(self, name: str) -> Citizen:
        """Somebody here; the same one the second time."""
        ...

    async def settle(self) -> None:
        """Deliver what is due and let everything arrive."""
        ...

    async def restart(self) -> None:
        """The bot stops and starts on the same database; the platform lives on."""
        ...

    async def later(self, **by: float) -> None:
        """Time goes by (as `timedelta` counts it), then settle."""
        ...


class StillClock(OffsetClock):
    """A clock at one moment until it is moved; it may be handed to the town, which moves it too."""

    def __init__(self, at: datetime = SUNDAY) -> None:
        super().__init__(SystemClock())
        self._at = at

    def now(self) -> datetime:
        """The moment it was moved to."""
        return self._at + self.offset

    def monotonic(self) -> float:
        """Seconds moved."""
        return self.offset.total_seconds()


class House:
    """The real core on a real database, with a clock the test holds. `close` leaves the database for the next one."""

    def __init__(self, core: Core, clock: StillClock) -> None:
        self.core = core
        self.clock = clock

    @property
    def app(self) -> App:
        """The door adapters are handed."""
        return self.core.app

    def connect(self, port: Port) -> None:
        """Deliveries for this platform leave from now on."""
        self.core.connect(port)

    def advance(self, **by: float) -> None:
        """Time goes by."""
        self.clock.advance(timedelta(**by))

    async def settle(self) -> None:
        """Deliver what is due, and look again as often as the loop would before long."""
        for _ in range(6):
            await self.core.app.drain()
            await self.core.settle()
            due = await self.core.delivery.next_due()
            if due is None or due - self.clock.now() > timedelta(seconds=8):
                return
            self.clock.advance(max(due - self.clock.now(), timedelta()))

    async def close(self) -> None:
        """Stop cleanly."""
        await self.core.close()

    stop = close

    async def group_for(self, place: Place, organisers: Sequence[Person] = (), name: str = GROUP, zone: str = "Europe/London") -> int:
        """The group that announces in this place, made if there is none of this name, run by these people. Returns its id."""
        now = self.clock.now()

        def work(conn: Connection) -> int:
            found = groups.find(conn, name)
            group = found.id if found else groups.create(conn, now, name, zone)
            groups.add_place(conn, group, place)
            for person in organisers:
                member = members.meet(conn, now, person)
                members.join(conn, now, member, group)
                members.appoint(conn, member, group)
            return group

        return await self.core.store.write(work)


HouseFactory = Callable[[], Awaitable[House]]


def houses(url: str, clock: StillClock | None = None) -> HouseFactory:
    """Each call opens the core on this database anew, as a restart does."""
    kept = clock or StillClock()

    async def open_house() -> House:
        core = await Core.open(url, kept)
        core.delivery.dice = dice(1)
        await core.delivery.recover(sole=True)
        return House(core, kept)

    return open_house
