"""One row that has been taken: addressed, looked for, sent, and what became of it written down.

The courier may die at any line. Until something has left, the row is as if it had not been touched; from then until `sent` is written
it is unknown, and whoever takes it next looks first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.chat import Card
from bot.chat.errors import Gone, Never, NotNow, PortError, Unreadable
from bot.chat.people import MessageRef, Person
from bot.chat.port import Port
from bot.clock import Clock
from bot.community import circles
from bot.delivery import tell
from bot.delivery.address import Address, Gathering, NotConnected, address, addresses
from bot.delivery.aside import Aside
from bot.delivery.budget import Budget
from bot.delivery.dice import Dice
from bot.delivery.hold import Hold
from bot.delivery.outcome import Arrived, Dropped, Off, Outcome, Ran
from bot.delivery.patience import CALL
from bot.delivery.quiet import Asleep, let_sleep
from bot.delivery.render import Renderer, card_for
from bot.delivery.showing import show
from bot.outbox import KINDS, settle
from bot.outbox.rows import LOOK_AFTER, Row
from bot.outbox.settle import Again, back_off
from bot.pace import urgent
from bot.schema import Connection
from bot.store import Store
from bot.tally import Tally

log = structlog.get_logger("wallflower.delivery")

LOOKS: Final = 5
"""Looks at a history that can't be read, about a minute in all, before a person is asked."""
BREAKS: Final = 16
"""Tries, about an hour in all, of something that breaks on our side before organisers hear of it."""
UNCONNECTED: Final = timedelta(seconds=30)
"""The longest wait for a platform that is not connected: once it is, people should not wait much longer."""
AWAY: Final = timedelta(seconds=60)
"""The same for one that has trouble of its own or can't be reached: what is due leaves within two minutes of its coming back."""
OUTLAST: Final = 600
"""Looks, about eight hours in all, at a platform that can't be reached before a person is asked: no outage we must outlast is as long."""
PLEASE_LOOK: Final = "It may have been posted, but I could not look. Please check, and post it by hand if it is missing."
TOO_LATE: Final = "too late to be of use"
NO_LONGER: Final = "no longer applies"


@dataclass(slots=True)
class Trip:
    """A row under way. `since`: the earliest moment at which something may have left that nobody has ruled out."""

    row: Row
    hold: Hold
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the line should know: whether the row is out of the way, and for how long the line must pause."""

    settled: bool
    pause: timedelta = timedelta()


class Courier:
    """Handles rows one at a time, each for itself; `ports` are those connected just now."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        renderers: Mapping[str, Renderer],
        dice: Dice,
        ports: Mapping[str, Port],
        tally: Tally,
    ) -> None:
        self.store = store
        self.clock = clock
        self.renderers = renderers
        self.dice = dice
        self.ports = ports
        self.tally = tally
        self.budget = Budget(store)
        self.aside = Aside(store)

    async def handle(self, row: Row, hold: Hold) -> Verdict:
        """One row, whatever happens: never raises, so that a row that breaks can't stop the others."""
        trip = Trip(row, hold, row.tried_at if row.look else None)
        urgent.set(row.kind in KINDS and KINDS[row.kind].urgency == 0)
        outcome = await self._outcome(trip)
        self.tally.deliveries[type(outcome).__name__.lower()] += 1
        try:
            verdict = await self._settle(trip, outcome)
            await self._scrub(row)
            return verdict
        except Exception as broken:
            # The row stays ours, and unknown; a hook that breaks must not have it looked for every second.
            log.exception("could not write down", row=row.id, kind=row.kind)
            return await self._later(trip, broken)

    async def _scrub(self, row: Row) -> None:
        """Nothing is to be left of the words a row of some kinds wipes, in the database's own log either."""
        if (kind := KINDS.get(row.kind)) and kind.wipes:
            try:
                await self.store.scrub()
            except Exception:  # the words are gone from the tables; the next of its kind, or tidying, empties the log
                log.exception("could not empty the log", row=row.id, kind=row.kind)

    # --- trying -----------------------------------------------------------------------------------------------------------------

    async def _outcome(self, trip: Trip) -> Outcome:
        try:
            match trip.row.mode:
                case "do":
                    return await self._run(trip.row)
                case "show":
                    return await self._show(trip)
                case _:
                    return await self._deliver(trip)
        except PortError as error:
            return error
        except Exception as broken:
            log.exception("broke", row=trip.row.id, kind=trip.row.kind)
            return broken

    async def _run(self, row: Row) -> Ran:
        kind = KINDS[row.kind]
        prepared = await kind.prepare(self.aside, self.clock.now(), row.ref) if kind.prepare else None
        now = self.clock.now()
        await self.store.write(lambda conn: settle.done(conn, now, row, self.dice.lease, prepared))
        return Ran()

    async def _show(self, trip: Trip) -> Outcome:
        before, trip.since = trip.since, trip.since or self.clock.now()
        try:
            trip.hold.must_last()
            return await show(self.store, self.ports, self.renderers, trip.row, self.clock.now())
        except (NotNow, Never):
            trip.since = before
            raise

    async def _deliver(self, trip: Trip) -> Outcome:
        row = trip.row
        if not row.look and row.too_late(self.clock.now()):
            return Dropped(TOO_LATE)
        if row.look and (there := await self._found(trip)):
            return Arrived(there, found=True)
        if row.too_late(self.clock.now()):
            return Dropped(TOO_LATE)
        return await self._post(trip)

    async def _post(self, trip: Trip) -> Outcome:
        row = trip.row
        if row.circle_id is not None and row.message is None and await self.renderers[row.kind](row.ref) is None:
            return Dropped(NO_LONGER)  # before a place is opened: people who may not meet any more are not brought into one
        now = self.clock.now()
        await self.store.read(lambda conn: let_sleep(conn, row, now))
        found = await self.store.read(lambda conn: address(conn, row, self.ports))
        to = await self._gather(trip, found) if isinstance(found, Gathering) else found
        card = await card_for(self.store, self.renderers, row, to.where, self.clock.now())
        if card is None:
            return Dropped(NO_LONGER)
        port = self.ports[to.platform]
        if row.message is None:
            if isinstance(to.to, Person):
                await self.budget.spend(port, self.clock.now())
            return Arrived(await self._send(trip, port, to, card))
        ref = MessageRef.read(row.message)
        trip.hold.must_last()
        await port.edit(ref, card)
        return Arrived(ref)

    async def _gather(self, trip: Trip, them: Gathering) -> Address:
        """Open a circle's place, and remember it before anything is sent there. Dying in between, the next asks for it again."""
        trip.hold.must_last()
        place = await self.ports[them.platform].gather(them.people, them.topic)
        await self.store.write(lambda conn: circles.found_a_place(conn, them.circle, place))
        return Address(place, place)

    async def _found(self, trip: Trip) -> MessageRef | None:
        """Where an earlier attempt arrived, if it did. Raises Unreadable when nobody can tell, unless sending again can do no harm."""
        possible = await self.store.read(lambda conn: addresses(conn, trip.row, self.ports))
        try:
            async with asyncio.timeout(CALL.total_seconds()):
                there = await self._look(possible, trip.row.id)
        except TimeoutError as silence:
            raise NotNow("looking took too long") from silence
        except Unreadable:
            if not all(self._remembered(trip, self.ports[to.platform]) for to in possible):
                raise
            return None
        if there is None:
            trip.since = None
        return there

    async def _look(self, possible: Sequence[Address], delivery: str) -> MessageRef | None:
        for to in possible:
            if there := await self.ports[to.platform].find(to.to, delivery):
                return there
        return None

    def _remembered(self, trip: Trip, port: Port) -> bool:
        """Whether the platform itself would refuse to post it a second time."""
        return trip.since is not None and self.clock.now() - trip.since < port.remembers

    async def _send(self, trip: Trip, port: Port, to: Address, card: Card) -> MessageRef:
        before, trip.since = trip.since, trip.since or self.clock.now()
        try:
            trip.hold.must_last()
            return await port.send(to.to, card, trip.row.id)
        except (NotNow, Never):
            trip.since = before
            raise

    # --- what became of it ------------------------------------------------------------------------------------------------------

    async def _settle(self, trip: Trip, outcome: Outcome) -> Verdict:
        row, now, lease = trip.row, self.clock.now(), self.dice.lease
        match outcome:
            case Ran():
                return Verdict(settled=True)
            case Arrived(ref, found):
                self._count(row, now)
                await self.store.write(lambda conn: settle.sent(conn, now, row, str(ref), lease, found=found))
            case Dropped(why):
                await self.store.write(lambda conn: settle.dropped(conn, now, row, why, lease))
            case Off():
                await self.store.write(lambda conn: settle.taken_off(conn, row, lease))
            case Never():
                await self._park(trip, outcome)
            case _:
                return await self._unsettled(trip, outcome)
        return Verdict(settled=True)

    def _count(self, row: Row, now: datetime) -> None:
        if row.message is None:
            self.tally.late.add(max(0.0, (now - row.due_at).total_seconds()))

    async def _unsettled(self, trip: Trip, error: Exception) -> Verdict:
        row, now, lease = trip.row, self.clock.now(), self.dice.lease
        if row.look and row.too_late(now):
            why = f"{TOO_LATE}; whether it arrived is not known"
            await self.store.write(lambda conn: settle.dropped(conn, now, row, why, lease))
        elif row.look and row.attempts >= (LOOKS if isinstance(error, Unreadable) else OUTLAST):
            await self._park(trip, Never(PLEASE_LOOK))
        elif not isinstance(error, PortError) and row.attempts >= BREAKS:
            await self._park(trip, Never("It breaks on our side, again and again. Whoever runs Wallflower finds why in its log."))
        else:
            return await self._later(trip, error)
        return Verdict(settled=True)

    async def _later(self, trip: Trip, error: Exception) -> Verdict:
        """Try again in a while. If even that can't be written, the row is found in our own hands, and looked for."""
        row, now = trip.row, self.clock.now()
        pause = error.after if isinstance(error, NotNow) else timedelta()
        first_doubt = trip.since is not None and not row.look
        attempts = row.attempts if pause else 1 if first_doubt else row.attempts + 1
        again = Again(now + (pause or self._wait(row, error)), attempts, trip.since, str(error) or type(error).__name__)
        try:
            await self.store.write(lambda conn: settle.again(conn, row, again, self.dice.lease))
        except Exception:
            log.exception("could not write down", row=row.id, kind=row.kind)
        return Verdict(settled=False, pause=timedelta() if isinstance(error, Asleep) else pause)

    def _wait(self, row: Row, error: Exception) -> timedelta:
        if isinstance(error, NotConnected):
            return back_off(row.attempts, self.dice.jitter(), UNCONNECTED)
        if not isinstance(error, PortError):
            return max(back_off(row.attempts, self.dice.jitter()), LOOK_AFTER)
        wait = back_off(row.attempts, self.dice.jitter(), AWAY)
        return wait if isinstance(error, NotNow) else max(wait, LOOK_AFTER)

    async def _park(self, trip: Trip, never: Never) -> None:
        """A person decides. So it is too with an edit of what somebody has taken away: nothing is posted anew behind their back.

        An event taken off a list by hand is no mishap: the desk says so, and nobody is written to.
        """
        row, now, gone = trip.row, self.clock.now(), isinstance(never, Gone)

        def work(conn: Connection) -> None:
            if settle.parked(conn, now, row, never.words, self.dice.lease, since=trip.since, gone=gone) and not gone:
                tell.organisers(conn, now, row, never.words)

        await self.store.write(work)
