"""Putting dates to a group: asking, taking it back, closing.

Asked, it is one card wherever the group announces (or in one channel), kept true. Closing it by hand can be undone for two minutes, before
anybody is told; then each who answered hears of it once, and by themselves: a thread would show who had answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, insert, select, update

from bot import drafts, outbox
from bot.chat import Place, Refusal
from bot.clock import Wall
from bot.community import announcing, groups, members
from bot.community.act import Act
from bot.community.meetups import UNDO
from bot.community.polls import looking
from bot.community.polls.looking import CLOSED, OPEN, TAKEN_BACK, Poll
from bot.community.polls.tables import dates, polls
from bot.outbox import About, Kind, To
from bot.schema import lock_row

FEWEST: Final = 2
MOST: Final = 10
NOT_HERE: Final = "I can't find those dates in this group. /meetup manage shows what is planned."
_A_WEEK: Final = timedelta(days=7)
_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Question:
    """What an organiser puts to the group. `closes` None: in a week, or a day before the first date. `only`: in this one channel."""

    title: str
    walls: Sequence[Wall]
    minutes: int
    hours: bool = False
    closes: datetime | None = None
    only: Place | None = None

    def closes_at(self, now: datetime) -> datetime:
        """Until when people can answer."""
        first = min(wall.instant for wall in self.walls)
        usual = min(now + _A_WEEK, first - _A_DAY)
        return self.closes or (usual if usual > now else first)


def ask(act: Act, question: Question) -> Poll:
    """Put the dates to the group; the same draft asks once. Raises Refusal for too few or too many, times gone by, or nowhere to ask."""
    if act.draft and (already := _from_draft(act, act.draft)):
        return already
    _check(question, act.now)
    places = [announcing.place_for(act, question.only)] if question.only else [id_ for id_, _ in groups.places_for(act.conn, act.group)]
    if not places:
        raise Refusal("This group has no channel for announcements yet. An organiser can choose one with /setup.")
    poll = looking.get(act.conn, _insert(act, question))
    for place in places:
        outbox.keep(act.conn, CARD, poll.id, To(place=place), group=act.group, subject=poll.subject, due=act.now)
    outbox.later(act.conn, CLOSE, poll.id, group=act.group, subject=poll.subject, due=poll.closes_at)
    return poll


def _from_draft(act: Act, draft: str) -> Poll | None:
    """What this draft has asked already. Pressed twice at once: the second waits here for the first."""
    lock_row(act.conn, drafts.drafts, draft)
    found = act.conn.execute(select(polls.c.id).where(polls.c.draft_id == draft)).scalar()
    return looking.get(act.conn, found) if found is not None else None


def _check(question: Question, now: datetime) -> None:
    instants = {wall.instant for wall in question.walls}
    if not FEWEST <= len(instants) <= MOST:
        raise Refusal(f"I can put {FEWEST} to {MOST} different dates to people. Change how many and ask again.")
    if min(instants) <= now or not now < question.closes_at(now) <= min(instants):
        raise Refusal("One of these times has gone by, or people could answer after the first of them. Choose later ones.")


def _insert(act: Act, question: Question) -> int:
    values = {
        "group_id": act.group,
        "title": question.title,
        "minutes": question.minutes,
        "hours": question.hours,
        "closes_at": question.closes_at(act.now),
        "state": OPEN,
        "asked_at": act.now,
        "organiser_id": act.member,
        "draft_id": act.draft,
    }
    poll = act.conn.execute(insert(polls).values(values).returning(polls.c.id)).scalar_one()
    walls = {wall.instant: wall for wall in question.walls}
    rows = [
        {"poll_id": poll, "wall_at": wall.at.isoformat(timespec="minutes"), "zone": wall.zone, "starts_at": starts}
        for starts, wall in sorted(walls.items())
    ]
    act.conn.execute(insert(dates), rows)
    return poll


def hold(act: Act, poll_id: int) -> Poll:
    """The poll, held until this transaction ends. Raises Refusal when it is not this group's."""
    lock_row(act.conn, polls, poll_id)
    found = looking.find(act.conn, poll_id)
    if found is None or found.group != act.group:
        raise Refusal(NOT_HERE)
    return found


# --- taking it back, closing it -------------------------------------------------------------------------------------------------


def take_back(act: Act, poll_id: int) -> Poll:
    """As if it had not been asked: the card says so, and nobody is told. Twice is once. Raises Refusal after two minutes."""
    poll = hold(act, poll_id)
    if poll.state == TAKEN_BACK:
        return poll
    if poll.state != OPEN or act.now >= poll.asked_at + UNDO:
        raise Refusal("The two minutes to take it back are over, and people have seen it. You can close it instead.")
    outbox.cancel(act.conn, poll.subject, "taken back")
    return change(act.conn, act.now, poll, state=TAKEN_BACK)


def close(act: Act, poll_id: int) -> Poll:
    """No more answers; each who gave one is told in two minutes. Raises Refusal when it is closed already."""
    poll = hold(act, poll_id)
    if poll.state != OPEN:
        raise Refusal("That is closed already. Choose one of the dates to announce it.")
    closed = change(act.conn, act.now, poll, state=CLOSED, closed_at=act.now)
    others = [each for each in looking.who_answered(act.conn, poll.id) if each != act.member]
    tell(act.conn, closed, others, act.now + UNDO)
    return closed


def reopen(act: Act, poll_id: int) -> Poll:
    """Not closed after all: nobody has been told. Raises Refusal after two minutes."""
    poll = hold(act, poll_id)
    undone = poll.state == CLOSED and poll.closed_at is not None and act.now < min(poll.closed_at + UNDO, poll.closes_at)
    if not undone or looking.decided(act.conn, poll):
        raise Refusal("The two minutes to undo it are over. /meetup manage puts other dates to people.")
    outbox.cancel(act.conn, poll.subject, "not closed after all", kinds=(TOLD,))
    return change(act.conn, act.now, poll, state=OPEN, closed_at=None)


def _close(conn: Connection, now: datetime, ref: str) -> None:
    """Its time is up."""
    lock_row(conn, polls, int(ref))
    poll = looking.find(conn, int(ref))
    if poll is None or poll.state != OPEN:
        return
    closed = change(conn, now, poll, state=CLOSED, closed_at=now)
    deciders = _deciders(conn, poll)
    tell(conn, closed, (each for each in looking.who_answered(conn, poll.id) if each not in deciders), now)
    for organiser in deciders:
        outbox.say(conn, DECIDE, f"{poll.id}.{organiser}", To(member=organiser), **_about(conn, closed, now))


def _deciders(conn: Connection, poll: Poll) -> list[int]:
    """Whoever asked, or where they don't run the group any more, those who do."""
    running = members.organisers(conn, poll.group)
    return [poll.organiser] if poll.organiser in running else running


def tell(conn: Connection, poll: Poll, who: Iterable[int], due: datetime) -> None:
    """That it is closed, each by themselves."""
    about = _about(conn, poll, due)
    for member in who:
        outbox.say(conn, TOLD, f"{poll.id}.{member}", To(member=member), **about)


def _about(conn: Connection, poll: Poll, due: datetime) -> About:
    last = looking.dates_of(conn, poll.id)[-1].starts_at
    until = max(last, due + timedelta(hours=1))
    return About(group=poll.group, subject=poll.subject, due=due, until=until, once=poll.closed_at or "")


def change(conn: Connection, now: datetime, poll: Poll, **values: object) -> Poll:
    """Something different about it; the card follows."""
    conn.execute(update(polls).where(polls.c.id == poll.id).values(**values))
    outbox.touch(conn, now, poll.subject)
    return looking.get(conn, poll.id)


CARD: Final = Kind("poll.card", words="a question which date suits")
CLOSE: Final = Kind("poll.close", run=_close)
TOLD: Final = Kind("poll.closed", ends_in_member=True)
"""To each who answered, once; its reference is `poll.member`."""
DECIDE: Final = Kind("poll.decide", ends_in_member=True)
"""To whoever asked, once its time is up."""
