"""Changing a meetup that has been announced.

Its words and its seats change quietly: the card follows. A new date or place, putting it off and calling it off are told to everybody who
said yes or waits, once, two minutes later, so that an organiser who slipped can undo it and nobody ever hears. Whoever said yes is asked
again, and keeps their seat until they answer. Fewer seats take none away; a freed one is offered only when there are fewer than that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, Table, delete, func, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.clock import Wall
from bot.community import meetups, reminders, seats, waiting_list
from bot.community.act import Act
from bot.community.before import agenda, waking
from bot.community.meetups import ANNOUNCED, CANCELLED, HYBRID, POSTPONED, UNDO, WITHDRAWN, Meetup
from bot.community.seats import GOING, WAITING, Changes, Seat
from bot.community.waiting_list import ASKED_AGAIN
from bot.outbox import About, Kind, To
from bot.schema import Instant, Json, holds, metadata, personal

changes = Table(
    "meetup_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meetup_id", Integer, ForeignKey("meetups.id"), nullable=False, index=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("made_at", Instant, nullable=False, info=personal("When")),
    Column("before", Json, nullable=False),
    info=holds("Changes you made to meetups", kept=timedelta(days=90), since="made_at"),
)

IN_THREAD: Final = Kind("meetup.changed", urgency=0)
"""To all who follow the thread; its reference is `meetup.moves`."""
_WHERE_AND_WHEN: Final = {"wall_at", "zone", "starts_at", "venue", "how", "online", "state"}
_TOLD: Final = (reminders.REMIND, reminders.IN_THREAD, reminders.ALONE, ASKED_AGAIN, IN_THREAD)


@dataclass(frozen=True, slots=True)
class Changed:
    """A meetup as it is now. `change` undoes it; 0: nothing to undo. `told`: how many people hear of it."""

    meetup: Meetup
    change: int
    told: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """When and where it is to be."""

    when: Wall
    venue: str
    how: str
    online: str = ""


def edit(act: Act, meetup_id: int, title: str, details: str, minutes: int) -> Changed:
    """Other words, or another length. Raises Refusal for what is over or called off."""
    return _change(act, _hold(act, meetup_id), {"title": title, "details": details, "minutes": minutes})


def resize(act: Act, meetup_id: int, total: int | None, online: int | None) -> Changed:
    """More seats or fewer, None without a limit; `online` counts where it is hybrid. Who waits is offered what is new. Raises as `edit`."""
    meetup = _hold(act, meetup_id)
    changed = _change(act, meetup, {"seats": total, "online_seats": online if meetup.how == HYBRID else None})
    waiting_list.move_up(act.conn, act.now, changed.meetup)
    return changed


def move(act: Act, meetup_id: int, to: Move) -> Changed:
    """Another date, place or way to meet; gives a date to one that was put off. Raises Refusal as `edit`, and for times gone by."""
    meetup = _hold(act, meetup_id)
    if to.when.instant <= max(act.now, meetup.publish_at):
        raise Refusal("That time has gone by, or is before it is announced. Choose a later one.")
    values = {
        "wall_at": to.when.at.isoformat(timespec="minutes"),
        "zone": to.when.zone,
        "starts_at": to.when.instant,
        "venue": to.venue,
        "how": to.how,
        "online": to.online,
        "state": ANNOUNCED,
        "notice": "",
    }
    return _change(act, meetup, values)


def postpone(act: Act, meetup_id: int, why: str) -> Changed:
    """It will be, but nobody knows yet when. Seats are kept. Raises Refusal as `edit`, and for what nobody has been told of yet."""
    meetup = _hold(act, meetup_id)
    if act.now < meetup.publish_at:
        raise Refusal("Nobody has been told of it yet: move it to another date, or take it out of the plan.")
    if meetup.state == POSTPONED:
        raise Refusal("It is put off already. Move it gives it a new date.")
    return _change(act, meetup, {"state": POSTPONED, "notice": why})


def call_off(act: Act, meetup_id: int, why: str) -> Changed:
    """It will not be. One that nobody has been told of goes without a word. Raises Refusal as `edit`."""
    meetup = _hold(act, meetup_id)
    if act.now >= meetup.publish_at:
        return _change(act, meetup, {"state": CANCELLED, "notice": why})
    gone = _write(act.conn, meetup, {"state": WITHDRAWN})
    outbox.cancel(act.conn, meetup.subject, "taken out of the plan")
    return Changed(gone, 0)


def undo(act: Act, change_id: int) -> Meetup:
    """As it was before. Raises Refusal after two minutes, or when something else was changed since."""
    row = act.conn.execute(select(changes).where(changes.c.id == change_id)).first()
    meetup = meetups.hold(act, row.meetup_id) if row else None
    latest = act.conn.execute(select(func.max(changes.c.id)).where(changes.c.meetup_id == meetup.id)).scalar() if meetup else None
    if row is None or meetup is None or latest != change_id or act.now >= row.made_at + UNDO:
        raise Refusal("The two minutes to undo it are over, or it was changed again since. /meetup manage changes it anew.")
    act.conn.execute(delete(changes).where(changes.c.id == change_id))
    before = {name: datetime.fromisoformat(value) if name == "starts_at" else value for name, value in row.before.items()}
    if before.keys() & _WHERE_AND_WHEN:
        _unask(act.conn, meetup)
    back, _ = _take_effect(act, meetup, before, tell=False)
    waiting_list.move_up(act.conn, act.now, back)
    return back


def group_of(conn: Connection, change_id: int | None) -> int | None:
    """In whose meetup a change was made."""
    mine = select(meetups.meetups.c.group_id).join_from(changes, meetups.meetups).where(changes.c.id == change_id)
    return conn.execute(mine).scalar()


# --- how a change takes effect --------------------------------------------------------------------------------------------------


def _hold(act: Act, meetup_id: int) -> Meetup:
    meetup = meetups.hold(act, meetup_id)
    if meetup.state in {WITHDRAWN, CANCELLED}:
        raise Refusal("That meetup is called off already. /meetup new announces another.")
    if meetup.state == ANNOUNCED and act.now >= meetup.ends_at:
        raise Refusal("That meetup is over. /meetup manage shows what can be changed.")
    return meetup


def _change(act: Act, meetup: Meetup, values: Mapping[str, Any]) -> Changed:
    differs = {name: value for name, value in values.items() if getattr(meetup, name) != value}
    if not differs:
        return Changed(meetup, 0)
    before = {name: getattr(meetup, name) for name in differs}
    kept = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in before.items()}
    row = {"meetup_id": meetup.id, "member_id": act.member, "made_at": act.now, "before": kept}
    change = act.conn.execute(insert(changes).values(row).returning(changes.c.id)).scalar_one()
    now, told = _take_effect(act, meetup, differs, tell=act.now >= meetup.publish_at)
    return Changed(now, change, told)


def _take_effect(act: Act, meetup: Meetup, values: Mapping[str, Any], *, tell: bool) -> tuple[Meetup, int]:
    """Written, with everything that follows from it. Returns the meetup and how many people will be told."""
    outbox.touch(act.conn, act.now, meetup.subject)
    if not _WHERE_AND_WHEN & values.keys():
        return _write(act.conn, meetup, values), 0
    outbox.cancel(act.conn, meetup.subject, "changed", kinds=_TOLD)
    waiting_list.end_offers(act.conn, act.now, meetup)
    now = _write(act.conn, meetup, {**values, "moves": meetup.moves + 1, "first_to_tap": False})
    agenda.replan(act.conn, act.now, waking.replan(act.conn, act.now, now))
    told = _tell(act, now, anew=meetup.starts_at != now.starts_at) if tell else 0
    if now.state == ANNOUNCED:
        reminders.plan(act.conn, act.now, now)
        waiting_list.move_up(act.conn, act.now, now)
    return now, told


def _write(conn: Connection, meetup: Meetup, values: Mapping[str, Any]) -> Meetup:
    written = update(meetups.meetups).where(meetups.meetups.c.id == meetup.id).values(**values, sequence=meetup.sequence + 1)
    return Meetup(*conn.execute(written.returning(meetups.meetups)).one())


def _tell(act: Act, meetup: Meetup, *, anew: bool) -> int:
    """Everybody who said yes or waits, once; where it takes place after all, who said yes is asked again."""
    people = seats.of_states(act.conn, meetup.id, (GOING, WAITING))
    until = max(meetup.starts_at, act.now + timedelta(hours=1))
    about = About(group=meetup.group_id, subject=meetup.subject, due=act.now + UNDO, until=until)
    for seat in people:
        if seat.state == GOING and meetup.state == ANNOUNCED:
            seats.change(act.conn, act.now, seat, **_asked(meetup, seat, anew=anew))
        for to in waiting_list.reach(act.conn, meetup, seat):
            outbox.say(act.conn, ASKED_AGAIN, f"{seat.id}.{meetup.moves}", to, **about)
    for card in outbox.kept(act.conn, meetups.CARD, meetup.subject):
        outbox.say(act.conn, IN_THREAD, f"{meetup.id}.{meetup.moves}", To(under=card), **about)
    return len(people)


def _asked(meetup: Meetup, seat: Seat, *, anew: bool) -> Changes:
    """About the first move they have not answered. Who comes for a part of it chose the part by the old hours."""
    asked: Changes = {"asked": meetup.moves if seat.asked is None else seat.asked}
    return {**asked, "comes_at": None, "leaves_at": None} if anew else asked


def _unask(conn: Connection, meetup: Meetup) -> None:
    """Nobody is asked about the move that is undone; who had not answered an earlier one is still asked about that."""
    table = seats.seats
    conn.execute(update(table).where(table.c.meetup_id == meetup.id, table.c.asked == meetup.moves).values(asked=None))


# --- what is said, when it is said ----------------------------------------------------------------------------------------------


def told(conn: Connection, ref: str) -> tuple[Meetup, Seat] | None:
    """What a message to one of them is about; None once it was changed again, they have answered, or have a seat on offer instead."""
    seat_id, moves = map(int, ref.split("."))
    seat = seats.get(conn, seat_id)
    meetup = meetups.get(conn, seat.meetup_id)
    answered = seat.state == GOING and meetup.state == ANNOUNCED and seat.asked is None
    return (meetup, seat) if meetup.moves == moves and seat.state in {GOING, WAITING} and not answered else None


def changed(conn: Connection, ref: str) -> Meetup | None:
    """What a message in the thread is about; None once it was changed again."""
    meetup_id, moves = map(int, ref.split("."))
    meetup = meetups.get(conn, meetup_id)
    return meetup if meetup.moves == moves else None
