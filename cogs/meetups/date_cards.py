"""How dates put to a group read: to everybody, to whoever answers, to organisers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.chat import Card, Control, Fact, Option, Text, When
from bot.chat.limits import shortened
from bot.chat.text import joined
from bot.clock import Wall
from bot.community import clashes, members
from bot.community.clashes import Busy
from bot.community.meetups import Meetup
from bot.community.polls import best, looking
from bot.community.polls.asking import Question
from bot.community.polls.best import Best, Count
from bot.community.polls.looking import CAN, CANNOT, CLOSED, MUST, OPEN, TAKEN_BACK, Date, Poll
from bot.schema import Connection
from cogs.meetups.cards import at_that_time, number

HOURS = " · in working hours"
OPTIONS = {CAN: "I can", MUST: "If I must", CANNOT: "I can't"}
AT_WORK = {**OPTIONS, MUST: "If my manager agrees"}
SAID = {CAN: "you can", MUST: "you can if you must", CANNOT: "you can't"}
SAID_AT_WORK = {**SAID, MUST: "you can if your manager agrees"}
ONLY_COUNTS = "Only counts are shown, to organisers too: nobody sees who can when."


@dataclass(frozen=True, slots=True)
class Standing:
    """A poll with everything its cards say."""

    poll: Poll
    dates: tuple[Date, ...]
    counts: tuple[Count, ...]
    people: int
    meetup: Meetup | None

    @property
    def best(self) -> Best:
        """The best dates, and why."""
        return best.best(self.counts)

    def date(self, date_id: int) -> Date:
        """One of them."""
        return next(each for each in self.dates if each.id == date_id)

    @property
    def best_first(self) -> list[Date]:
        """The best dates, then the others."""
        first = [self.date(each.date) for each in self.best.counts]
        return [*first, *(each for each in self.dates if each not in first)]


def standing(conn: Connection, poll_id: int) -> Standing:
    """As it is now. Raises NoResultFound."""
    poll = looking.get(conn, poll_id)
    dates, counts = tuple(looking.dates_of(conn, poll_id)), tuple(looking.counts(conn, poll_id))
    return Standing(poll, dates, counts, len(looking.who_answered(conn, poll_id)), looking.decided(conn, poll))


def in_hand(conn: Connection, group: int, now: datetime) -> list[Standing]:
    """All an organiser has still to do with."""
    return [standing(conn, each.id) for each in looking.in_hand(conn, group, now)]


# --- before it is asked ---------------------------------------------------------------------------------------------------------


def busy(conn: Connection, group: int, walls: Sequence[Wall], minutes: int) -> list[Busy]:
    """What else is on at each time."""
    lasts = timedelta(minutes=minutes)
    return [clashes.busy(conn, group, wall.instant, wall.instant + lasts) for wall in walls]


def preview(question: Question, found: Sequence[Busy], now: datetime) -> Card:
    """As everybody will see it, with what only the organiser is shown: what else is on at each time."""
    lines = [
        Fact(str(at), Text(When(wall.instant, wall.zone), HOURS if looking.at_work(wall) else "", _meanwhile(each)))
        for at, (wall, each) in enumerate(zip(question.walls, found, strict=True), start=1)
    ]
    until = When(question.closes_at(now), question.walls[0].zone)
    return Card(_title(question.title), _body(hours=question.hours), (*lines, Fact("Answers until", Text(until))))


def _meanwhile(each: Busy) -> str:
    words = at_that_time(each)
    return f" · at the same time: {words}" if words else ""


# --- to everybody ---------------------------------------------------------------------------------------------------------------


def card(found: Standing, controls: tuple[Control, ...]) -> Card:
    """The card, kept true."""
    poll = found.poll
    if poll.state == TAKEN_BACK:
        return Card(_title(poll.title), "The organiser took these dates back. Watch this channel for others.")
    if poll.state == CLOSED:
        return Card(f"Closed: {_title(poll.title)}", _outcome(found), _facts(found))
    note = Text("Answers until ", When(poll.closes_at, found.dates[0].zone), ". Change yours as often as you like until then.")
    return Card(_title(poll.title), _body(hours=poll.hours), _facts(found), controls=controls, note=note)


def _title(title: str) -> str:
    return f"Which date suits? {shortened(title, 120)}"


def _body(*, hours: bool) -> str:
    work = " Some dates may be in working hours: say so if your manager has to agree first." if hours else ""
    return f"Say of each date whether you can.{work} {ONLY_COUNTS}"


def _facts(found: Standing) -> tuple[Fact, ...]:
    pairs = enumerate(zip(found.dates, found.counts, strict=True), start=1)
    return tuple(Fact(str(at), Text(*_when(date), f" · {said(count)}")) for at, (date, count) in pairs)


def _when(date: Date, zone: str = "") -> tuple[When | str, ...]:
    return When(date.starts_at, zone or date.zone), HOURS if date.at_work else ""


def said(count: Count) -> str:
    """`"5 can, 2 if they must, 1 can't"`."""
    parts = [f"{count.can} can", f"{count.must} if they must", f"{count.cannot} can't"]
    told = [words for words, many in zip(parts, (count.can, count.must, count.cannot), strict=True) if many]
    return ", ".join(told) or "nobody has said yet"


# --- what came of it ------------------------------------------------------------------------------------------------------------


def in_words(found: Standing) -> Text:
    """The best dates, and why they are."""
    chosen = found.best
    if chosen.why == "nobody":
        return Text("Nobody has answered yet." if not found.people else "Nobody can on any of these dates.")
    days: list[str | When] = []
    for each in chosen.counts:
        date = found.date(each.date)
        days += [" and " if days else "", When(date.starts_at, date.zone)]
    best_of_all = "Best: " if len(chosen.counts) == 1 else "Equally good: "
    return Text(best_of_all, *days, f". {_why(chosen)}")


def _why(chosen: Best) -> str:
    first = chosen.counts[0]
    more = f", and {first.must} more if they must" if first.must else ""
    most = (
        f"{number(first.can, 'person', 'people')} can{more}" if first.can else f"{number(first.must, 'person', 'people')} can if they must"
    )
    return {
        "most": f"Most can: {most}.",
        "fewest_cannot": f"As many can on another, but here fewest can't: {most}.",
        "fewest_must": f"As many can on another, but here fewest only if they must: {most}.",
        "equal": f"On each, {most}.",
    }[chosen.why]


def _outcome(found: Standing) -> Text:
    if meetup := found.meetup:
        return Text("It is on ", When(meetup.starts_at, meetup.zone), ". Its own card has the seats.")
    return in_words(found) + " The organisers choose."


def told(found: Standing) -> Card:
    """To each who answered."""
    then = "" if found.meetup else " If it is on a date you can, I ask you, once, to take a seat."
    note = "You are told because you answered; nobody sees what you said."
    return Card(f"Closed: {_title(found.poll.title)}", _outcome(found) + then, note=note)


def invited(meetup: Meetup, controls: tuple[Control, ...]) -> Card:
    """To each who can then."""
    body = Text("It is on ", When(meetup.starts_at, meetup.zone), ", and you said you can then. No seat is held until you say so.")
    note = "You are asked once, because you answered which date suits."
    return Card(f"You said you can: {shortened(meetup.title, 120)}", body, (Fact("Where", meetup.venue),), controls=controls, note=note)


# --- to whoever answers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mine:
    """What a member said, in whose zone they read it, and where they have a seat at the same time, by date."""

    said: Mapping[int, str]
    zone: str
    elsewhere: Mapping[int, Meetup]


def mine(conn: Connection, found: Standing, member: int) -> Mine:
    """As it is now."""
    lasts = timedelta(minutes=found.poll.minutes)
    seats = {each.id: clashes.at(conn, member, each.starts_at, each.starts_at + lasts) for each in found.dates}
    zone = members.zone_in(conn, member, found.poll.group)
    return Mine(looking.mine(conn, found.poll.id, member), zone, {date: meetup for date, meetup in seats.items() if meetup})


def my_answers(found: Standing, mine: Mine, controls: tuple[Control, ...]) -> Card:
    """A member's own answers: for them alone."""
    facts = tuple(Fact(str(at), _my_line(date, mine)) for at, date in enumerate(found.dates, start=1))
    left = sum(each.id not in mine.said for each in found.dates)
    body = "Choose for each date below." if left else "You have said something of every date. Thank you; that is all."
    note = Text("Kept as you choose; change it until ", When(found.poll.closes_at, mine.zone), ". Nobody sees it: only counts are shown.")
    return Card(f"When can you? {shortened(found.poll.title, 120)}", body, facts, controls=controls, note=note)


def _my_line(date: Date, mine: Mine) -> Text:
    answer = (SAID_AT_WORK if date.at_work else SAID).get(mine.said.get(date.id, ""), "you haven't said")
    other = mine.elsewhere.get(date.id)
    seat = f" · you have a seat at {shortened(other.title, 60)} then" if other else ""
    return Text(*_when(date, mine.zone), f" · {answer}{seat}")


def short(date: Date, zone: str) -> str:
    """`"Thu 26 Nov, 18:30"`, for a label, in the reader's zone."""
    at = Wall.of(date.starts_at, zone).at
    return f"{at:%a} {at.day} {at:%b}, {at:%H:%M}"


def choices(date: Date, zone: str) -> tuple[Option, ...]:
    """What can be said of a date; each says of which, for whoever hears them one by one."""
    words = AT_WORK if date.at_work else OPTIONS
    return tuple(Option(f"{date.id}.{answer}", f"{short(date, zone)}: {label}") for answer, label in words.items())


# --- to organisers --------------------------------------------------------------------------------------------------------------


def one(found: Standing, meanwhile: Sequence[Busy], controls: tuple[Control, ...]) -> Card:
    """How it stands, with what else is on at each time."""
    facts = tuple(
        replace(fact, words=joined([fact.words, _meanwhile(each)], between="")) for fact, each in zip(_facts(found), meanwhile, strict=True)
    )
    people = number(found.people, "person has", "people have")
    body = Text(f"{people} answered. ") + (_outcome(found) if found.meetup else in_words(found))
    return Card(shortened(found.poll.title, 150), body, facts, controls=controls, note=ONLY_COUNTS)


def in_one_line(found: Standing) -> Text:
    """For the desk."""
    people = number(found.people, "answer")
    if found.poll.state != OPEN:
        return Text(f"{shortened(found.poll.title, 60)}: closed, {people}. Choose a date to announce it on.")
    return Text(f"{shortened(found.poll.title, 60)}: {people} so far, open until ", When(found.poll.closes_at, found.dates[0].zone), ".")
