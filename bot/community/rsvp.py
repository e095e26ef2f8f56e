"""Saying yes, maybe or no to a meetup. A meetup never seats more than its number, and nobody is jumped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection

from bot import outbox
from bot.chat import Refusal
from bot.community import interests, meetups, seats, waiting_list
from bot.community.act import Act
from bot.community.meetups import Meetup
from bot.community.seats import GOING, HELD, MAYBE, NO, OFFERED, WAITING, Seat


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an answer came out. `position` counts from 1, for those waiting; `before` is the answer it replaces."""

    meetup: Meetup
    state: str
    position: int = 0
    before: str | None = None


Answer: TypeAlias = Callable[[Act, int], Outcome]
"""A rule below: who answers, and which meetup."""


def say_yes(act: Act, meetup_id: int) -> Outcome:
    """A seat if one is free and nobody waits for it, or it is on offer to this member; else the end of the waiting list.

    An offer holds until it has lapsed, even where its time was up a moment ago: nobody else has been given the seat yet.
    Raises Refusal for a meetup that is over, was taken back, or that nobody has been told of yet.
    """
    meetup = _open(act, meetup_id)
    mine = seats.mine_at(act.conn, meetup.id, act.member)
    before = mine.state if mine else None
    if before == GOING:
        return Outcome(meetup, GOING, before=GOING)
    if before == OFFERED or _takes_free_seat(act, meetup):
        _write(act, meetup, mine, GOING)
        return Outcome(meetup, GOING, before=before)
    if mine is None or before != WAITING:
        mine = _write(act, meetup, mine, WAITING)
    return Outcome(meetup, WAITING, seats.position(act.conn, mine), before)


def say_maybe(act: Act, meetup_id: int) -> Outcome:
    """Not sure yet: no seat is held."""
    outcome = _step_back(act, meetup_id, MAYBE)
    interests.forget(act.conn, meetup_id, act.member)  # said in so many words, it is no longer a platform's to take back
    return outcome


def say_no(act: Act, meetup_id: int) -> Outcome:
    """Can't come: a seat held is freed, an offer declined, a place in line left."""
    return _step_back(act, meetup_id, NO)


def leave(conn: Connection, now: datetime, member_id: int) -> None:
    """Somebody goes for good: what they hold is freed, their name leaves the cards, and nothing waits to be said of their answers."""
    for seat in seats.of_member(conn, member_id):
        give_up(conn, now, seat)


def give_up(conn: Connection, now: datetime, seat: Seat) -> None:
    """One answer is about to go, with everything that waits to be said of it; a seat held is freed for the next in line."""
    meetup = meetups.get(conn, seat.meetup_id)
    if meetup.state == meetups.ANNOUNCED and meetup.publish_at <= now < meetup.ends_at:
        say_no(Act(conn, now, seat.member_id, meetup.group_id), meetup.id)
    waiting_list.forget(conn, seat)
    outbox.touch(conn, now, meetup.subject)


def _step_back(act: Act, meetup_id: int, state: str) -> Outcome:
    meetup = _open(act, meetup_id)
    mine = seats.mine_at(act.conn, meetup.id, act.member)
    before = mine.state if mine else None
    if before != state:
        _write(act, meetup, mine, state)
    if before in HELD:
        waiting_list.move_up(act.conn, act.now, meetup)
    return Outcome(meetup, state, before=before)


def _open(act: Act, meetup_id: int) -> Meetup:
    meetup = meetups.hold(act, meetup_id)
    if act.now < meetup.publish_at:
        raise Refusal("That meetup isn't announced yet. /meetup list shows what is coming up.")
    if meetup.state == meetups.WITHDRAWN:
        raise Refusal("The organiser took that announcement back. /meetup list shows what is coming up.")
    if act.now >= meetup.ends_at:
        raise Refusal("That meetup is over. /meetup list shows what is coming up.")
    return meetup


def _takes_free_seat(act: Act, meetup: Meetup) -> bool:
    if meetup.seats is None:
        return True
    if seats.held(act.conn, meetup.id) >= meetup.seats:
        return False
    no_line_holds = meetup.first_to_tap or act.now >= meetup.starts_at
    return no_line_holds or not seats.has_line(act.conn, meetup.id)


def _write(act: Act, meetup: Meetup, mine: Seat | None, state: str) -> Seat:
    turn = seats.next_turn(act.conn, meetup.id) if state == WAITING else None
    if mine is None:
        written = seats.add(act.conn, act.now, meetup.id, act.member, state, turn or 0)
    else:
        written = seats.change(act.conn, act.now, mine, state, turn=turn)
    outbox.touch(act.conn, act.now, meetup.subject)
    return written
