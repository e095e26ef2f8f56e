"""Goals: "go to one meetup by June". Remembered, reminded of once when something fits, done when it happened; no word of it otherwise.

A goal is looked at once a day, by a row of the outbox that plans the next, so that whatever is announced in between is seen in time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, exists, insert, or_, select, update

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import meetups, near, pausing, profiles, seats
from bot.community.act import Act
from bot.community.attendance.tables import check_ins
from bot.community.introductions import introductions
from bot.community.meetups import Meetup
from bot.community.shadowing.tables import visits
from bot.outbox import Kind, To
from bot.schema import Instant, holds, metadata, personal

goals = Table(
    "goals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("what", String(8), nullable=False, info=personal("What you would like")),
    Column("by_at", Instant, nullable=False, info=personal("By")),
    Column("state", String(8), nullable=False, info=personal("How it stands")),
    Column("reminded_at", Instant, info=personal("Reminded")),
    Column("made_at", Instant, nullable=False, info=personal("Since")),
    info=holds("Your goals", kept=timedelta(days=730), since="made_at"),
)

MEETUP, MEET, SHADOW = "meetup", "meet", "shadow"
WHATS: Final = {MEETUP: "Go to a meetup", MEET: "Meet somebody new", SHADOW: "Spend a day shadowing somebody"}
OPEN, DONE, PASSED, LET_GO = "open", "done", "passed", "let_go"
A_DAY: Final = timedelta(days=1)
FARTHEST: Final = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Goal:
    """What somebody would like to have done, and by when. `what` is a key of WHATS."""

    id: int
    group: int
    member: int
    what: str
    by_at: datetime
    state: str
    reminded_at: datetime | None
    made_at: datetime

    @property
    def words(self) -> str:
        """What it is, as one says it."""
        return WHATS[self.what]


_G: Final = goals.c
_GOALS: Final = select(_G.id, _G.group_id, _G.member_id, _G.what, _G.by_at, _G.state, _G.reminded_at, _G.made_at)


def aim(act: Act, what: str, by: datetime) -> Goal:
    """Remember what I would like to have done by then; another of its kind takes the place of the one before. Raises Refusal."""
    if by <= act.now:
        raise Refusal("That time has gone by already. Choose a later one.")
    if by > act.now + FARTHEST:
        raise Refusal("Two years is as far as I look ahead. Choose something nearer.")
    same = (_G.member_id == act.member, _G.group_id == act.group, _G.what == what, _G.state == OPEN)
    act.conn.execute(update(goals).where(*same).values(state=LET_GO))
    row = {"group_id": act.group, "member_id": act.member, "what": what, "by_at": by, "state": OPEN, "made_at": act.now}
    made = act.conn.execute(insert(goals).values(row).returning(_G.id)).scalar_one()
    goal = Goal(made, act.group, act.member, what, by, OPEN, None, act.now)
    _look_again(act.conn, goal, act.now)
    return goal


def let_go(act: Act, goal_id: int) -> None:
    """I no longer aim for it. Raises Refusal when it is none of mine, or over."""
    mine = update(goals).where(_G.id == goal_id, _G.member_id == act.member, _G.state == OPEN)
    if act.conn.execute(mine.values(state=LET_GO)).rowcount == 0:
        raise Refusal("That one is over already. /my goals shows yours.")


def get(conn: Connection, goal_id: int) -> Goal | None:
    """One goal."""
    row = conn.execute(_GOALS.where(_G.id == goal_id)).first()
    return Goal(*row) if row else None


def of_member(conn: Connection, member: int, group: int) -> list[Goal]:
    """What a member aims for, the soonest first."""
    mine = _GOALS.where(_G.member_id == member, _G.group_id == group, _G.state == OPEN)
    return [Goal(*row) for row in conn.execute(mine.order_by(_G.by_at, _G.id))]


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose goal it is."""
    return conn.execute(select(_G.group_id).where(_G.id == read_id(payload))).scalar()


# --- a look every day -----------------------------------------------------------------------------------------------------------


def _look_again(conn: Connection, goal: Goal, due: datetime) -> None:
    """One row a goal at a time: those that have run are forgotten."""
    outbox.forget(conn, (LOOK,), f"{goal.id}.")
    ref = f"{goal.id}.{due:%Y%m%d}"
    outbox.later(conn, LOOK, ref, group=goal.group, subject=f"goal:{goal.id}", due=due)


def _look(conn: Connection, now: datetime, ref: str) -> None:
    goal = get(conn, int(ref.partition(".")[0]))
    if goal is None or goal.state != OPEN:
        return
    if _HAPPENED[goal.what](conn, now, goal):
        _end(conn, now, goal, DONE, REACHED)
    elif now >= goal.by_at:
        _end(conn, now, goal, PASSED, DATE_PASSED)
    else:
        if goal.reminded_at is None and pausing.until(conn, goal.member) is None:
            _remind(conn, now, goal)
        _look_again(conn, goal, min(now + A_DAY, max(goal.by_at, now + timedelta(minutes=1))))


def _end(conn: Connection, now: datetime, goal: Goal, state: str, kind: Kind) -> None:
    conn.execute(update(goals).where(_G.id == goal.id).values(state=state))
    outbox.say(conn, kind, goal.id, To(member=goal.member), group=goal.group, subject=f"goal:{goal.id}", due=now)


def _remind(conn: Connection, now: datetime, goal: Goal) -> None:
    """Once: of a meetup when one fits, of the others at half time."""
    fitting = fits(conn, now, goal) if goal.what == MEETUP else None
    if fitting is None and (goal.what == MEETUP or now < goal.made_at + (goal.by_at - goal.made_at) / 2):
        return
    conn.execute(update(goals).where(_G.id == goal.id).values(reminded_at=now))
    ref = f"{goal.id}.{fitting.id}" if fitting else f"{goal.id}."
    until = fitting.starts_at if fitting else goal.by_at
    to, about = To(member=goal.member), f"goal:{goal.id}"
    outbox.say(conn, REMINDER, ref, to, group=goal.group, subject=about, due=now, until=until)


def fits(conn: Connection, now: datetime, goal: Goal) -> Meetup | None:
    """The soonest meetup before the day that is near them or online, and not answered yet."""
    mine = profiles.get(conn, goal.member)
    for each in meetups.coming_up(conn, goal.group, now, most=20):
        if each.starts_at <= goal.by_at and near.is_near(mine, each) and seats.mine_at(conn, each.id, goal.member) is None:
            return each
    return None


def reminder(conn: Connection, ref: str) -> tuple[Goal, Meetup | None] | None:
    """What a reminder (`"goal.meetup"`) is about; None when the goal is over."""
    number, _, meetup = ref.partition(".")
    goal = get(conn, int(number))
    return (goal, meetups.find(conn, int(meetup)) if meetup else None) if goal and goal.state == OPEN else None


# --- whether it happened --------------------------------------------------------------------------------------------------------


def _went_to_a_meetup(conn: Connection, now: datetime, goal: Goal) -> bool:
    """They checked in at one that begins after the goal was set, or had a seat at one that is over."""
    since = (meetups.meetups.c.group_id == goal.group, meetups.meetups.c.starts_at > goal.made_at)
    here_now = select(check_ins.c.id).join_from(check_ins, meetups.meetups).where(check_ins.c.member_id == goal.member, *since)
    if conn.execute(here_now.limit(1)).first():
        return True
    there = select(meetups.meetups.c.id).join(seats.seats).where(seats.seats.c.member_id == goal.member, seats.seats.c.state == seats.GOING)
    here = (*since, meetups.meetups.c.starts_at <= now)
    found = conn.execute(there.where(*here, meetups.meetups.c.state == meetups.ANNOUNCED)).scalars().all()
    return any(meetups.get(conn, each).ends_at <= now for each in found)


def _met_somebody(conn: Connection, _now: datetime, goal: Goal) -> bool:
    c = introductions.c
    met = or_((c.asker_id == goal.member) & (c.asker_met == "yes"), (c.candidate_id == goal.member) & (c.candidate_met == "yes"))
    return bool(conn.execute(select(exists().where(met, c.asked_at >= goal.made_at))).scalar())


def _shadowed(conn: Connection, _now: datetime, goal: Goal) -> bool:
    went = (visits.c.visitor_id == goal.member, visits.c.visitor_went == "yes", visits.c.asked_at >= goal.made_at)
    return bool(conn.execute(select(exists().where(*went))).scalar())


_HAPPENED: Final[dict[str, Callable[[Connection, datetime, Goal], bool]]] = {
    MEETUP: _went_to_a_meetup,
    MEET: _met_somebody,
    SHADOW: _shadowed,
}

LOOK: Final = Kind("goal.look", run=_look)
REMINDER: Final = Kind("goal.reminder", urgency=2)
REACHED: Final = Kind("goal.reached", urgency=2)
DATE_PASSED: Final = Kind("goal.passed", urgency=2)
