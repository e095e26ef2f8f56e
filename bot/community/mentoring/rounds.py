"""A round: everybody who waits is matched at once. An organiser opens it, looks at a plan, changes it, sends it; members hear at each end.

`rounds_plan` is the plan between opening and sending; nobody but organisers knows of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import groups, members
from bot.community.act import Act
from bot.community.mentoring import matches, people, wishes
from bot.community.mentoring.matches import Match
from bot.community.mentoring.tables import ROUND, TWO_YEARS
from bot.community.mentoring.tables import matches as match_rows
from bot.community.mentoring.tables import wishes as wish_rows
from bot.outbox import Kind, To
from bot.schema import Instant, holds, lock_row, metadata

rounds = Table(
    "mentor_rounds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False, index=True),
    Column("state", String(10), nullable=False),
    Column("number", Integer, nullable=False),
    Column("unmatched", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("sent_at", Instant),
)
OPENED, SENT, DROPPED = "opened", "sent", "dropped"
"""A round: members may still join it; its matches are sent; nothing came of it."""

# Whoever is only planned for somebody is never told: unmarked, so no copy of theirs shows the row. It goes when the round is sent.
pairs = Table(
    "mentor_round_pairs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", Integer, ForeignKey("mentor_rounds.id"), nullable=False),
    Column("wish_id", Integer, ForeignKey("mentor_wishes.id"), nullable=False, index=True),
    Column("mentor_id", Integer, ForeignKey("members.id"), index=True),
    Column("state", String(10), nullable=False),
    Column("by_hand", Boolean, nullable=False),
    Column("planned_at", Instant, nullable=False),
    UniqueConstraint("round_id", "wish_id"),
    info=holds("Whom a round would match you with", kept=TWO_YEARS, since="planned_at"),
)
PLANNED, ASIDE = "planned", "aside"
"""A line of a plan: to be matched with a mentor; left for another time, by hand."""

AT_LEAST: Final = timedelta(hours=1)
AT_MOST: Final = timedelta(days=90)
REMIND_BEFORE: Final = timedelta(days=2)
SENT_WITHIN: Final = timedelta(days=7)
"""Those who wait are promised to hear within so long of a round's last day."""
GONE: Final = "That round isn't open any more. /organise shows how mentoring stands."


@dataclass(frozen=True, slots=True)
class Round:
    """One round. `number`: which plan of it is the latest, 0 for none yet; `unmatched`: how many it brought nobody, once it is sent."""

    id: int
    group: int
    state: str
    number: int
    unmatched: int
    opened_at: datetime
    closes_at: datetime
    sent_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether it is still to be sent."""
        return self.state == OPENED

    @property
    def subject(self) -> str:
        """What deliveries are about."""
        return f"round:{self.id}"


def read(row: Any) -> Round:
    """A row of `rounds`."""
    plain = ("id", "state", "number", "unmatched", "opened_at", "closes_at", "sent_at")
    return Round(group=row.group_id, **{name: getattr(row, name) for name in plain})


def get(conn: Connection, round_id: int) -> Round | None:
    """One round."""
    row = conn.execute(select(rounds).where(rounds.c.id == round_id)).first()
    return read(row) if row else None


def latest(conn: Connection, group: int) -> Round | None:
    """The one that is open, or else the last that was sent."""
    which = (rounds.c.group_id == group, rounds.c.state != DROPPED)
    row = conn.execute(select(rounds).where(*which).order_by(rounds.c.id.desc())).first()
    return read(row) if row else None


def open_one(act: Act, round_id: int) -> Round:
    """An open round of the group. Raises Refusal for any other."""
    lock_row(act.conn, rounds, round_id)  # what is planned and what is sent are one thing after another
    found = get(act.conn, round_id)
    if found is None or found.group != act.group or not found.open:
        raise Refusal(GONE)
    return found


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose round it is; what else the button says stands after a dash."""
    return conn.execute(select(rounds.c.group_id).where(rounds.c.id == read_id(payload.partition("-")[0]))).scalar()


# --- opening, reminding, dropping -----------------------------------------------------------------------------------------------


def begin(act: Act, closes: datetime) -> Round:
    """Open a round until then: told once in the group's place, and to each who waits. Raises Refusal beside another, or for an odd day."""
    lock_row(act.conn, groups.groups, act.group)  # two organisers at once open one
    last = latest(act.conn, act.group)
    if last and last.open:
        raise Refusal("A round is open already. /organise shows it.")
    if (why := not_until(act.now, closes)) is not None:
        raise Refusal(why)
    values = {"group_id": act.group, "state": OPENED, "number": 0, "unmatched": 0, "opened_at": act.now, "closes_at": closes}
    opened = read(act.conn.execute(insert(rounds).values(**values).returning(rounds)).one())
    for place, _ in groups.places_for(act.conn, act.group):
        outbox.keep(act.conn, OPEN, opened.id, To(place=place), group=act.group, subject=opened.subject, due=act.now)
    for each in people.waiting_for_round(act.conn, act.group):
        wishes.hear_by(act.conn, each.wish, closes + SENT_WITHIN)
        if not (each.seeker.paused or each.seeker.gone):
            _say(act.conn, opened, PROMISED, To(member=each.member), act.now, once=opened.opened_at)
    if closes - act.now > 2 * REMIND_BEFORE:
        _remind(act.conn, opened, closes - REMIND_BEFORE)
    outbox.later(act.conn, CLOSES, opened.id, group=act.group, subject=opened.subject, due=closes, once=opened.opened_at)
    return opened


def not_until(now: datetime, closes: datetime) -> str | None:
    """Why a round can't be open until then; None when it can."""
    fits = AT_LEAST <= closes - now <= AT_MOST
    return None if fits else "Choose a day within the next three months, so that people can still join."


def remind(act: Act, round_id: int) -> None:
    """Say in the group's place that the round is open; once a day at most. Raises Refusal when it isn't."""
    _remind(act.conn, open_one(act, round_id), act.now)


def _remind(conn: Connection, of: Round, due: datetime) -> None:
    for place, _ in groups.places_for(conn, of.group):
        once = (of.opened_at, due.date())
        outbox.say(conn, REMINDER, of.id, To(place=place), group=of.group, subject=of.subject, due=due, until=of.closes_at, once=once)


def drop(act: Act, round_id: int) -> None:
    """Nothing comes of it: nobody is matched, and whoever waits waits on. Raises Refusal when it isn't open."""
    found = open_one(act, round_id)
    _over(act.conn, act.now, found, state=DROPPED)
    act.conn.execute(delete(pairs).where(pairs.c.round_id == round_id))


def _over(conn: Connection, now: datetime, of: Round, **values: object) -> None:
    conn.execute(update(rounds).where(rounds.c.id == of.id).values(**values))
    outbox.cancel(conn, of.subject, "the round is over")
    outbox.touch(conn, now, of.subject)


def sent(conn: Connection, now: datetime, of: Round) -> None:
    """Its matches are on their way."""
    _over(conn, now, of, state=SENT, sent_at=now)


def left_over(conn: Connection, of: Round, count: int = 1) -> None:
    """So many more it brought nobody."""
    conn.execute(update(rounds).where(rounds.c.id == of.id).values(unmatched=rounds.c.unmatched + count))


def _say(conn: Connection, of: Round, kind: Kind, to: To, due: datetime, *, once: object) -> None:
    outbox.say(conn, kind, of.id, to, group=of.group, subject=of.subject, due=due, once=once)


def _closes(conn: Connection, now: datetime, ref: str) -> None:
    """Its last day: whoever organises is told that it is time to match, and again a few days later while it isn't sent."""
    found = get(conn, int(ref))
    if found is None or not found.open:
        return
    for organiser in members.organisers(conn, found.group):
        _say(conn, found, TIME_TO_MATCH, To(member=organiser), now, once=now)
    again = now + SENT_WITHIN / 2
    if again < found.closes_at + SENT_WITHIN:
        outbox.later(conn, CLOSES, ref, group=found.group, subject=found.subject, due=again, once=again)


# --- how it stands --------------------------------------------------------------------------------------------------------------


def waiting(conn: Connection, group: int) -> int:
    """How many wait for a round."""
    return conn.execute(select(func.count()).where(wish_rows.c.group_id == group, wish_rows.c.state == ROUND)).scalar_one()


def together(conn: Connection, of: Round) -> int:
    """How many it brought together."""
    return conn.execute(select(func.count()).where(match_rows.c.round == of.id)).scalar_one()


@dataclass(frozen=True, slots=True)
class Going:
    """Two whom a round brought together, as an organiser sees them: first names, how it stands, since and until when."""

    id: int
    mentee: str
    mentor: str
    state: str
    began_at: datetime
    ends_at: datetime


def going(conn: Connection, of: Round, after: int = 0, most: int = 8) -> list[Going]:
    """How those a round brought together are doing, from the one after the id `after` on: states and dates, never words."""
    which = select(match_rows).where(match_rows.c.round == of.id, match_rows.c.id > after).order_by(match_rows.c.id).limit(most)
    found = [matches.read(row) for row in conn.execute(which)]
    named = [(each, [members.first_name(members.name_of(conn, who)) for who in each.pair]) for each in found]
    return [Going(each.id, mentee, mentor, _state(each), each.began_at, each.ends_at) for each, (mentee, mentor) in named]


def _state(each: Match) -> str:
    if not each.on:
        return "ended"
    return "quiet" if each.quiet_at else "they have met" if each.met_at else "going on"


OPEN: Final = Kind("mentor.round_open")
PROMISED: Final = Kind("mentor.round_promised", urgency=2)
REMINDER: Final = Kind("mentor.round_reminder", urgency=2)
TIME_TO_MATCH: Final = Kind("mentor.round_closes")
CLOSES: Final = Kind("mentor.round_due", run=_closes)
