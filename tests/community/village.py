"""A group, its people and its meetups, with the real rules on a real database, and time that passes when told to."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol, TypeVar

from sqlalchemy import Connection, StaticPool, create_engine, delete, select

from bot.chat import Person, Place
from bot.clock import Wall
from bot.community import (
    changing,
    groups,
    introductions,
    letters,
    meetups,
    members,
    parties,
    reminders,
    rsvp,
    seats,
    taking_back,
    waiting_list,
)
from bot.community.act import Act
from bot.community.afterwards import feedback, first_words
from bot.community.attendance import day
from bot.community.before import agenda, waking
from bot.community.changing import Changed, Move
from bot.community.introductions import two
from bot.community.meetups import Meetup, Plan
from bot.community.newcomers import buddies, greeting, hello, requests
from bot.community.polls import asking as polls
from bot.community.polls import deciding
from bot.community.questions import asking as questions
from bot.community.rsvp import Outcome
from bot.community.shadowing import asking as shadowing
from bot.outbox import outbox, rows, settle
from bot.outbox.rows import Row
from bot.store.tables import metadata

T = TypeVar("T")

SUNDAY: Final = datetime(2026, 11, 22, 10, tzinfo=UTC)
PLACE: Final = Place("chat", "W1", "announcements")


class Do(Protocol):
    """Runs a rule in one transaction of a database."""

    def __call__(self, work: Callable[[Connection], T], /) -> T:
        """Run and commit, or undo and raise."""
        ...


@contextmanager
def in_memory() -> Generator[Do]:
    """A SQLite database that nobody else sees, with every table."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    metadata.create_all(engine)

    def do(work: Callable[[Connection], T], /) -> T:
        with engine.begin() as conn:
            return work(conn)

    yield do
    engine.dispose()


@dataclass(frozen=True, slots=True)
class Told:
    """Something that arrived: with whom (a name; "thread" or "channel"), what kind, about what, when."""

    who: str
    kind: str
    ref: str
    at: datetime


# What the feature's cards ask before they are sent: whether it is still true.
_STILL: Final = {
    waiting_list.OFFER_MADE.name: seats.OFFERED,
    waiting_list.OFFER_LAPSED.name: seats.LAPSED,
    waiting_list.SEAT_FREE.name: seats.WAITING,
}
_ASKED: Final[dict[str, Callable[[Connection, str], object]]] = {
    greeting.PLEASE.name: greeting.open_to,
    greeting.NUDGE.name: greeting.open_to,
    greeting.UNANSWERED.name: greeting.for_organiser,
    hello.QUESTION.name: hello.question,
    buddies.PLEASE.name: buddies.open_to,
    buddies.MATCHED.name: lambda conn, ref: (ask := requests.get_ask(conn, int(ref))) and ask.holds(conn),
    buddies.TOMORROW.name: lambda conn, ref: (pair := requests.buddy_of(conn, ref)) and pair[0].holds(conn),
    introductions.ASKED.name: introductions.open_to,
    introductions.NUDGE.name: introductions.open_to,
    introductions.TOGETHER.name: lambda conn, ref: introductions.pair_of(conn, f"{ref}.0"),
    introductions.HAVE_YOU_MET.name: introductions.pair_of,
    two.TWO_TOGETHER.name: two.together_now,
    two.TWO_MADE.name: two.together_now,
    two.TWO_ASKED.name: two.two_open_to,
    two.TWO_NUDGE.name: two.two_open_to,
}

_ASKS: Final[dict[str, Callable[[Connection, str], object]]] = {
    feedback.HOW_WAS_IT.name: lambda conn, ref: feedback.open_to(conn, ref) or None,
    first_words.FIRST_WORD.name: first_words.open_to,
    letters.LETTER.name: letters.to_read,
    polls.TOLD.name: deciding.closed,
    deciding.INVITED.name: deciding.invited,
    day.HOW_MANY.name: day.still_open,
    questions.HELP.name: questions.for_helper,
    shadowing.ASK.name: shadowing.open_to,
    agenda.STAGE.name: agenda.begins,
    waking.WAKE.name: waking.company,
    waking.PROMPT.name: waking.prompt,
    shadowing.NUDGE.name: shadowing.open_to,
    shadowing.AGREED_NOW.name: shadowing.agreed,
    shadowing.DID_IT.name: shadowing.agreed,
}
"""The same of features whose renderers read one thing: what they are given, None where it is not true any more."""


@dataclass
class Village:
    """One group, organised by Priya. Everybody else is known and a member from their first mention on."""

    do: Do
    now: datetime = SUNDAY
    told: list[Told] = field(default_factory=list[Told])
    closed: set[str] = field(default_factory=set[str])
    people: dict[str, int] = field(default_factory=dict[str, int])
    group: int = 0
    meetup: int = 0
    begun: datetime = SUNDAY

    def __post_init__(self) -> None:
        def begin(conn: Connection) -> int:
            conn.execute(delete(outbox))  # a database that earlier villages stood on
            group = groups.create(conn, self.now, "Information Officers, Scotland", "Europe/London")
            groups.add_place(conn, group, Place(PLACE.platform, PLACE.workspace, f"announcements-{group}"))
            return group

        self.group = self.do(begin)
        priya = self.who("Priya")
        self.do(lambda conn: members.appoint(conn, priya, self.group))

    # --- people -----------------------------------------------------------------------------------------------------------------

    def who(self, name: str) -> int:
        """Somebody's id."""
        if name not in self.people:
            self.people[name] = self.do(lambda conn: self._meet(conn, name))
        return self.people[name]

    def _meet(self, conn: Connection, name: str) -> int:
        member = members.meet(conn, self.now, Person("chat", "W1", f"{name}-{self.group}", name))
        members.join(conn, self.now, member, self.group)
        return member

    def act(self, conn: Connection, name: str, draft: str | None = None) -> Act:
        """Somebody does something in this group."""
        return Act(conn, self.now, self.people[name], self.group, draft)

    def acts(self, name: str, rule: Callable[[Act], T]) -> T:
        """Somebody does something; then what is to be said of it is delivered."""
        self.who(name)
        result = self.do(lambda conn: rule(self.act(conn, name)))
        self.deliver()
        return result

    # --- meetups ----------------------------------------------------------------------------------------------------------------

    def announce(
        self,
        seats: int | None = None,
        *,
        starts_in: timedelta = timedelta(days=30),
        publish: timedelta | None = None,
        lasts: int = 120,
        how: str = meetups.ROOM,
        online_seats: int | None = None,
    ) -> Meetup:
        """Priya announces a meetup; the others' answers are to the latest."""
        when = Wall.of(self.now + starts_in, "Europe/London")
        published = self.now + publish if publish else None
        plan = Plan("Pub meet-up", when, "The Laurieston", lasts, seats, "", published, how, "https://meet.example/1", online_seats)

        def announce(act: Act) -> Meetup:
            meetup = meetups.announce(act, plan)
            reminders.plan(act.conn, act.now, meetup)
            return meetup

        meetup = self.acts("Priya", announce)
        self.meetup = meetup.id
        return meetup

    def yes(self, name: str, *, online: bool | None = None) -> Outcome:
        """I'll be there."""
        return self.acts(name, lambda act: rsvp.say_yes(act, self.meetup, online=online))

    def brings(self, name: str, guest: str = "") -> Outcome:
        """Somebody comes with me."""
        return self.acts(name, lambda act: parties.bring(act, self.meetup, guest))

    def alone(self, name: str) -> Outcome:
        """Nobody comes with me after all."""
        return self.acts(name, lambda act: parties.come_alone(act, self.meetup))

    def sends_guest(self, name: str) -> Outcome:
        """I can't come, my guest does."""
        return self.acts(name, lambda act: parties.send_guest(act, self.meetup))

    def resize(self, seats: int | None, online: int | None = None) -> Changed:
        """Priya changes how many there are."""
        return self.acts("Priya", lambda act: changing.resize(act, self.meetup, seats, online))

    def move(self, *, by: timedelta = timedelta(), venue: str = "The Pot Still", how: str = meetups.ROOM) -> Changed:
        """Priya moves it."""
        when = Wall.of(self.stands().starts_at + by, "Europe/London")
        return self.acts("Priya", lambda act: changing.move(act, self.meetup, Move(when, venue, how)))

    def no(self, name: str) -> Outcome:
        """Can't make it."""
        return self.acts(name, lambda act: rsvp.say_no(act, self.meetup))

    def maybe(self, name: str) -> Outcome:
        """Maybe."""
        return self.acts(name, lambda act: rsvp.say_maybe(act, self.meetup))

    def undo(self) -> Meetup:
        """Priya takes it back."""
        return self.acts("Priya", lambda act: taking_back.undo(act, self.meetup))

    # --- looking ----------------------------------------------------------------------------------------------------------------

    def seat(self, name: str) -> seats.Seat | None:
        """Somebody's answer."""
        member = self.who(name)
        return self.do(lambda conn: seats.mine_at(conn, self.meetup, member))

    def state(self, name: str) -> str | None:
        """Somebody's answer, in a word."""
        seat = self.seat(name)
        return seat.state if seat else None

    def of(self, *states: str, online: bool | None = None) -> list[str]:
        """Whose answers are these, in the order of their turns; of one side alone, if said."""
        names = {member: name for name, member in self.people.items()}
        found = self.do(lambda conn: seats.of_states(conn, self.meetup, states))
        return [names[seat.member_id] for seat in found if online is None or seat.online == online]

    def stands(self) -> Meetup:
        """The meetup as it is now."""
        return self.do(lambda conn: meetups.get(conn, self.meetup))

    def heard(self, name: str) -> list[str]:
        """The kinds of what arrived with somebody, in order."""
        return [told.kind for told in self.told if told.who == name]

    # --- time -------------------------------------------------------------------------------------------------------------------

    def passes(self, **by: float) -> None:
        """Time goes by; everything that falls due is done at its moment."""
        self.until(self.now + timedelta(**by))

    def until(self, then: datetime) -> None:
        """As `passes`, to a moment."""
        while (due := self.do(rows.next_due)) is not None and due <= then:
            self.now = max(self.now, due)
            self.deliver()
        self.now = then

    def deliver(self) -> None:
        """What is due, as the delivery loop does it, on a platform that never fails except where messages are closed."""
        while taken := self.do(lambda conn: rows.take(conn, self.now, "village", busy=())):
            for row in taken:
                self.do(lambda conn, row=row: self._deliver(conn, row))

    def _deliver(self, conn: Connection, row: Row) -> None:
        who = next((name for name, member in self.people.items() if member == row.member_id), "thread" if row.under else "channel")
        if row.mode == "do":
            settle.done(conn, self.now, row, "village")
        elif row.too_late(self.now) or not self._applies(conn, row):
            settle.dropped(conn, self.now, row, "no longer applies", "village")
        elif who in self.closed:
            settle.parked(conn, self.now, row, "Their messages are closed.", "village")
        else:
            settle.sent(conn, self.now, row, row.message or "a message", "village")
            self.told.append(Told(who, row.kind, row.ref, self.now))

    def _applies(self, conn: Connection, row: Row) -> bool:
        if row.kind in _ASKED:
            return bool(_ASKED[row.kind](conn, row.ref))
        if asked := _ASKS.get(row.kind):
            return asked(conn, row.ref) is not None
        if row.kind == waiting_list.ASKED_AGAIN.name:
            return changing.told(conn, row.ref) is not None
        if row.kind == changing.IN_THREAD.name:
            return changing.changed(conn, row.ref) is not None
        if row.kind not in _STILL:
            return True
        _, seat = waiting_list.offer(conn, row.ref)
        return seat is not None and seat.state == _STILL[row.kind]

    def planned(self, *kinds: str) -> list[datetime]:
        """When what waits of these kinds is due."""
        waiting = select(outbox.c.due_at).where(outbox.c.kind.in_(kinds), outbox.c.state == "waiting").order_by(outbox.c.due_at)
        return self.do(lambda conn: list(conn.execute(waiting).scalars()))
