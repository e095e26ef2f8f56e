"""Every answer of tests/faults/codes.py, to everything the bot asks of a platform: what becomes of it, of others, and of the bot.

The real core, loop and adapters; time is simulated and goes on to whatever is due next, so that five seconds are five of its own.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol, TypedDict, TypeVar

from sqlalchemy import select

from bot import outbox
from bot.chat import Card, Occasion, Place
from bot.community import announcing, circles, desk, goals, groups, occasions, reminders
from bot.community.act import Act
from bot.delivery.tell import PARKED
from bot.outbox import To
from bot.run.house import House
from bot.schema import Connection
from tests.faults.codes import Means, Told
from tests.stage import StillClock

T = TypeVar("T")

WORD, KEPT, LISTED, OTHER = reminders.ALONE, announcing.CARD, occasions.OCCASION, goals.REMINDER
CANARY: Final = "Quokka"
"""In everything that is said here; a log line that holds it repeats people's words."""
SOON: Final = timedelta(seconds=5)
LASTS: Final = timedelta(seconds=90)
ENOUGH: Final = timedelta(hours=7)
"""What people have to mend on the list of events is tried again after six."""
ORGANISER, FRIEND = 1, 2


class Plain(TypedDict):
    """What a row says of itself here."""

    group: int
    subject: str
    due: datetime


class Ward(Protocol):
    """A platform with our bot on it, where a group (1) has an organiser (1) and one more member (2)."""

    house: House
    clock: StillClock

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def codes(self) -> Sequence[Told]:
        """All it may say."""
        ...

    @property
    def asks(self) -> Sequence[str]:
        """All that is asked of it."""
        ...

    def channel(self) -> Place:
        """A new one."""
        ...

    async def titles(self, place: Place | None) -> list[str]:
        """What stands there; of None, what the organiser was written."""
        ...

    def direct(self) -> Place:
        """Where the friend is written to."""
        ...

    def listed(self) -> list[str]:
        """What stands on the list of events."""
        ...

    def spoil(self, told: Told, ask: str, place: Place) -> Callable[[], None]:
        """From now on what is asked there is answered so; until what this gives is called."""
        ...

    def lose_reply(self, place: Place) -> None:
        """The next message arrives there, and its reply is lost."""
        ...

    async def alive(self) -> bool:
        """Whether somebody who gives a command is answered."""
        ...


@dataclass
class Cell:
    """One answer to one thing asked."""

    ward: Ward
    told: Told
    ask: str
    number: int
    changed: set[int]
    wrong: list[str] = field(default_factory=list[str])
    there: Place | None = None
    row: str = ""
    circle: int = 0

    async def tried(self) -> list[str]:
        """What was wrong."""
        ward = self.ward
        place, aside = ward.channel(), ward.channel()
        ids = [await self._write(lambda conn, where=where: groups.add_place(conn, 1, where)) for where in (place, aside)]
        said = len(await ward.titles(None))
        asked = await self._prepared(place, ids[0])
        heal = ward.spoil(self.told, self.ask, self.there or place)
        await asked()
        if self.ask == "find":  # the reply that is lost is its own, not the others'
            await ward.house.delivery.deliver_due()
        await self._others_move_on(aside, ids[1])
        await self._passes(LASTS)
        state, why = await self._state()
        heal()
        if state == "parked":
            self._expect(self._may_park, f"parked: {why}")
            await self._write(lambda conn: desk.try_again(Act(conn, ward.clock.now(), ORGANISER, 1), self.row))
            await self._passes(timedelta(minutes=2))
        else:
            self._expect(not self._must_park, f"not parked but {state}")
        await self._until_settled()
        await self._opened()
        self._expect((there := await self._arrived()) == 1, f"there {there} times in the end: {' '.join(await self._state())}")
        told = len(await ward.titles(None)) - said
        self._expect(told == (state == "parked"), f"an organiser was told {told} times")
        self._expect(await ward.alive(), "nobody is answered any more")
        return [f"{ward.name}, {self.ask}, {self.told}: {each}" for each in self.wrong]

    @property
    def _must_park(self) -> bool:
        """Looking is no use where it is refused, but a platform that remembers may be told again; the list of events waits for people."""
        return self.told.means.permanent and self.ask not in {"find", "stage", "answer"}

    @property
    def _may_park(self) -> bool:
        return self.told.means.permanent

    def _expect(self, so: bool, words: str) -> None:  # noqa: FBT001  what is expected
        if not so:
            self.wrong.append(words)

    # --- asking -----------------------------------------------------------------------------------------------------------------

    async def _prepared(self, place: Place, number: int) -> Callable[[], Awaitable[object]]:
        """What has to stand there before; and then what is to be asked."""
        self.title = f"{CANARY} {self.number}"
        match self.ask:
            case "edit":
                await self._plan(
                    lambda conn, about: outbox.keep(
                        conn, KEPT, f"{self.number}.0", To(place=number), group=1, subject=f"cell:{self.number}", due=about["due"]
                    )
                )
                await self._passes(timedelta(seconds=10))
                self.there, self.title = place, f"{CANARY} {self.number} changed"
                return self._changed
            case "find":
                self.ward.lose_reply(place)
                self.there = place
                return lambda: self._said(To(place=number))
            case "gather":
                now = self.ward.clock.now()
                self.circle = await self._write(lambda conn: circles.gather(conn, now, 1, [ORGANISER, FRIEND], f"Talk {self.number}"))
                return lambda: self._said(To(circle=self.circle))
            case "stage":
                card = await self._plan(
                    lambda conn, about: outbox.keep(
                        conn, KEPT, f"{self.number}.0", To(place=number), group=1, subject=f"cell:{self.number}", due=about["due"]
                    )
                )
                await self._passes(timedelta(seconds=10))
                return lambda: self._plan(
                    lambda conn, about: outbox.show(
                        conn, LISTED, f"{self.number}.1", card, group=1, subject=f"cell:{self.number}", due=about["due"]
                    )
                )
            case _ if self.told.means is Means.PERSON:
                self.there = self.ward.direct()
                return lambda: self._said(To(member=FRIEND))
            case _:
                self.there = place
                return lambda: self._said(To(place=number))

    async def _said(self, to: To) -> str:
        return await self._plan(lambda conn, about: outbox.say(conn, WORD, f"{self.number}.1", to, **about))

    async def _changed(self) -> None:
        now = self.ward.clock.now()
        self.changed.add(self.number)
        await self._write(lambda conn: outbox.touch(conn, now, f"cell:{self.number}"))

    async def _plan(self, plan: Callable[[Connection, Plain], str]) -> str:
        about = Plain(group=1, subject=f"cell:{self.number}", due=self.ward.clock.now())
        self.row = await self._write(lambda conn: plan(conn, about))
        return self.row

    async def _write(self, work: Callable[[Connection], T]) -> T:
        return await self.ward.house.store.write(work)

    # --- time -------------------------------------------------------------------------------------------------------------------

    async def _others_move_on(self, aside: Place, number: int) -> None:
        clock, began = self.ward.clock, self.ward.clock.now()
        about = Plain(group=1, subject=f"other:{self.number}", due=began)
        await self._write(lambda conn: outbox.say(conn, OTHER, f"{self.number}.2", To(place=number), **about))
        for _ in range(int(SOON.total_seconds())):
            await self.ward.house.delivery.deliver_due()
            if await self.ward.titles(aside):
                break
            clock.advance(timedelta(seconds=1))
        self._expect(len(await self.ward.titles(aside)) == 1, "others did not move on")

    async def _passes(self, time: timedelta) -> None:
        clock, delivery = self.ward.clock, self.ward.house.delivery
        until = clock.now() + time
        while clock.now() < until:
            await delivery.deliver_due()
            due = await delivery.next_due() or until
            clock.advance(min(max(due - clock.now(), timedelta(seconds=1)), until - clock.now()))
        await delivery.deliver_due()

    async def _until_settled(self) -> None:
        until = self.ward.clock.now() + ENOUGH
        while (await self._state())[0] != "sent" and self.ward.clock.now() < until:
            await self._passes(timedelta(minutes=1))

    async def _state(self) -> tuple[str, str]:
        table = outbox.outbox
        row = await self.ward.house.store.read(lambda conn: conn.execute(select(table.c.state, table.c.why).filter_by(id=self.row)).one())
        return row.state, row.why or ""

    async def _arrived(self) -> int:
        if self.ask == "stage":
            return self.ward.listed().count(self.title)
        return [title.partition("\n")[0] for title in await self.ward.titles(self.there)].count(self.title) if self.there else 0

    async def _opened(self) -> None:
        """Where the two were brought together in the end."""
        if self.circle:
            self.there = await self.ward.house.store.read(lambda conn: circles.place_of(conn, self.circle))


def say_numbers(house: House, changed: set[int]) -> None:
    """Every kind used here reads as the number of its cell."""

    def title(ref: str) -> str:
        number = int(ref.partition(".")[0])
        return f"{CANARY} {number} changed" if number in changed else f"{CANARY} {number}"

    async def card(ref: str) -> Card:
        return Card(title(ref))

    async def occasion(ref: str) -> Occasion:
        starts = house.clock.now() + timedelta(days=300)
        return Occasion(title(ref), "", starts.replace(microsecond=0), (starts + timedelta(hours=1)).replace(microsecond=0), "Edinburgh")

    async def told(ref: str) -> Card:
        return Card(f"Could not be delivered: {ref}")

    said = {WORD.name: card, KEPT.name: card, OTHER.name: card, LISTED.name: occasion, PARKED.name: told}
    house.delivery.courier.renderers = {**house.delivery.courier.renderers, **said}


async def matrix(ward: Ward, codes: Sequence[Told], changed: set[int]) -> tuple[int, list[str]]:
    """Each of these to each thing asked that it fits: how many that was, and what was wrong."""
    cells, wrong = 0, list[str]()
    for told in codes:
        for ask in [told.only] if told.only else ward.asks:
            if told.means is not Means.PERSON or ask == "send":
                cells += 1
                wrong += await Cell(ward, told, ask, cells, changed).tried()
    return cells, wrong
