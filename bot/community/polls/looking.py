"""How dates put to a group stand. Only reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from bot.chat.typed import read_id
from bot.clock import Wall
from bot.community import meetups
from bot.community.meetups import WITHDRAWN, Meetup
from bot.community.polls.best import Count
from bot.community.polls.tables import answers, dates, polls
from bot.schema import Instant

OPEN, CLOSED, TAKEN_BACK = "open", "closed", "withdrawn"
"""The states of a poll."""
CAN, MUST, CANNOT = "can", "must", "no"
"""What is said of a date: I can; if I must, or if my manager agrees; I can't."""
NINE, FIVE = time(9), time(17)


@dataclass(frozen=True, slots=True)
class Date:
    """One of the dates: a wall time and the instant it stands for."""

    id: int
    poll: int
    wall_at: str
    zone: str
    starts_at: datetime

    @property
    def when(self) -> Wall:
        """As the organiser put it."""
        return Wall(datetime.fromisoformat(self.wall_at), self.zone)

    @property
    def at_work(self) -> bool:
        """Whether most people are at work then."""
        return at_work(self.when)


@dataclass(frozen=True, slots=True)
class Poll:
    """Dates put to a group. `hours`: working hours are fine with the organiser. `meetup_id`: what was announced on one of them."""

    id: int
    group: int
    title: str
    minutes: int
    hours: bool
    closes_at: datetime
    state: str
    asked_at: datetime
    closed_at: datetime | None
    meetup_id: int | None
    organiser: int

    @property
    def subject(self) -> str:
        """What its messages are about."""
        return f"poll:{self.id}"

    def takes_answers(self, now: datetime) -> bool:
        """Whether people can say something, or something else."""
        return self.state == OPEN and now < self.closes_at


_P: Final = polls.c
_POLL: Final = (
    *(_P.id, _P.group_id, _P.title, _P.minutes, _P.hours, _P.closes_at),
    *(_P.state, _P.asked_at, _P.closed_at, _P.meetup_id, _P.organiser_id),
)
_DATE: Final = (dates.c.id, dates.c.poll_id, dates.c.wall_at, dates.c.zone, dates.c.starts_at)

# Made once: SQLAlchemy takes longer to build a statement than a database to run it.
_BY_ID: Final = select(*_POLL).where(_P.id == bindparam("poll"))
_DATES: Final = select(*_DATE).where(dates.c.poll_id == bindparam("poll")).order_by(dates.c.starts_at)
_ONE_DATE: Final = select(*_DATE).where(dates.c.id == bindparam("date"))
_COUNTS: Final = (
    select(answers.c.date_id, answers.c.answer, func.count())
    .join_from(answers, dates, dates.c.id == answers.c.date_id)
    .where(dates.c.poll_id == bindparam("poll"))
    .group_by(answers.c.date_id, answers.c.answer)
)
_WHO: Final = (
    select(answers.c.member_id)
    .join_from(answers, dates, dates.c.id == answers.c.date_id)
    .where(dates.c.poll_id == bindparam("poll"))
    .distinct()
    .order_by(answers.c.member_id)
)
_MINE: Final = (
    select(answers.c.date_id, answers.c.answer)
    .join_from(answers, dates, dates.c.id == answers.c.date_id)
    .where(dates.c.poll_id == bindparam("poll"), answers.c.member_id == bindparam("member"))
)
_ANSWERED: Final = (
    select(dates.c.poll_id)
    .join_from(answers, dates, dates.c.id == answers.c.date_id)
    .where(answers.c.member_id == bindparam("member"))
    .distinct()
)
_LAST: Final = select(func.max(dates.c.starts_at)).where(dates.c.poll_id == _P.id).scalar_subquery()
_IN_HAND: Final = (
    select(*_POLL)
    .where(_P.group_id == bindparam("group"), _P.closes_at > bindparam("since", type_=Instant))
    .where(_P.state != TAKEN_BACK, bindparam("now", type_=Instant) < _LAST)
    .order_by(_P.closes_at, _P.id)
)


def at_work(wall: Wall) -> bool:
    """Whether it is between nine and five on a weekday."""
    return wall.at.weekday() < 5 and NINE <= wall.at.time() < FIVE


def find(conn: Connection, poll: int) -> Poll | None:
    """One poll, if there is such a one."""
    row = conn.execute(_BY_ID, {"poll": poll}).first()
    return Poll(*row) if row else None


def get(conn: Connection, poll: int) -> Poll:
    """One poll. Raises NoResultFound."""
    return Poll(*conn.execute(_BY_ID, {"poll": poll}).one())


def dates_of(conn: Connection, poll: int) -> Sequence[Date]:
    """Its dates, soonest first."""
    return [Date(*row) for row in conn.execute(_DATES, {"poll": poll})]


def date(conn: Connection, date_id: int) -> Date | None:
    """One date, if there is such a one."""
    row = conn.execute(_ONE_DATE, {"date": date_id}).first()
    return Date(*row) if row else None


def counts(conn: Connection, poll: int) -> list[Count]:
    """How many said what of each date, soonest first."""
    found = {(date_id, answer): many for date_id, answer, many in conn.execute(_COUNTS, {"poll": poll})}
    return [Count(each.id, *(found.get((each.id, answer), 0) for answer in (CAN, MUST, CANNOT))) for each in dates_of(conn, poll)]


def who_answered(conn: Connection, poll: int) -> list[int]:
    """Everybody who said something."""
    return list(conn.execute(_WHO, {"poll": poll}).scalars())


def mine(conn: Connection, poll: int, member: int) -> dict[int, str]:
    """What a member said, by date."""
    return {row.date_id: row.answer for row in conn.execute(_MINE, {"poll": poll, "member": member})}


def answered_by(conn: Connection, member: int) -> list[Poll]:
    """The polls a member said something to."""
    return [get(conn, poll) for poll in conn.execute(_ANSWERED, {"member": member}).scalars().all()]


def decided(conn: Connection, poll: Poll) -> Meetup | None:
    """What was announced on one of its dates, unless that was taken back."""
    meetup = meetups.find(conn, poll.meetup_id) if poll.meetup_id is not None else None
    return meetup if meetup and meetup.state != WITHDRAWN else None


def in_hand(conn: Connection, group: int, now: datetime) -> list[Poll]:
    """Those an organiser has still to do with: open, or closed with nothing announced yet, while a date is to come."""
    since = now - timedelta(days=366)
    found = [Poll(*row) for row in conn.execute(_IN_HAND, {"group": group, "now": now, "since": since})]
    return [each for each in found if each.state == OPEN or decided(conn, each) is None]


def group_of(conn: Connection, payload: str) -> int | None:
    """In whose group a poll is: what a button is about."""
    found = find(conn, read_id(payload) or 0)
    return found.group if found else None


def group_of_date(conn: Connection, payload: str) -> int | None:
    """The same of a date, as `"12"` or `"12.can"`."""
    found = date(conn, read_id(payload.partition(".")[0]) or 0)
    return get(conn, found.poll).group if found else None
