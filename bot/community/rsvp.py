"""Saying yes, maybe or no to a meetup. A meetup never seats more than its number, and nobody is jumped without being told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, Unpack

from sqlalchemy import Connection

from bot import outbox
from bot.chat import Refusal
from bot.community import clashes, interests, meetups, seats, waiting_list
from bot.community.act import Act
from bot.community.before import bringing
from bot.community.meetups import HYBRID, Meetup, Side
from bot.community.newcomers import buddies
from bot.community.seats import GOING, HELD, MAYBE, NO, OFFERED, WAITING, Changes, Seat


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an answer came out. `position` counts from 1, for those waiting; `before` is the answer it replaces; `seat` as it is now.

    `clash`: nothing was changed, because they have a seat at this one at the same time.
    """

    meetup: Meetup
    state: str
    position: int = 0
    before: str | None = None
    seat: Seat | None = None
    clash: Meetup | None = None


Answer: TypeAlias = Callable[[Act, int], Outcome]
"""A rule below: who answers, and which meetup."""


def say_yes(act: Act, meetup_id: int, *, online: bool | None = None, sure: bool = True) -> Outcome:
    """A seat if one is free and nobody waits for it, or it is on offer to this member; else the end of the waiting list.

    `online`: where, at a meetup that is both in a room and online; None: as before. Whoever changes over keeps the seat they have until
    there is another. `sure`: even when they have a seat somewhere else at that time. An offer holds until it has lapsed, even where its
    time was up a moment ago: nobody else has been given the seat yet. Raises Refusal for a meetup that is over, called off, or that nobody
    has been told of yet, and where there is no seat to change to.
    """
    meetup = open_to_answers(act, meetup_id)
    mine = seats.mine_at(act.conn, meetup.id, act.member)
    if not sure and not (mine and mine.state == GOING) and (other := clashes.other(act.conn, meetup, act.member)):
        return Outcome(meetup, mine.state if mine else NO, seat=mine, clash=other)
    as_before = online is None or meetup.how != HYBRID
    there = bool(mine and mine.online) if as_before else bool(online)
    side = meetup.side(online=there)
    if mine is not None and mine.state in HELD:
        return _has_one(act, meetup, mine, side)
    before, party = (mine.state, mine.party) if mine else (None, 1)
    if takes_free(act, meetup, side, party):
        return Outcome(meetup, GOING, before=before, seat=write(act, meetup, mine, state=GOING, online=there))
    if mine is None or before != WAITING or mine.online != there:
        turn = seats.next_turn(act.conn, meetup.id)
        mine = write(act, meetup, mine, state=WAITING, online=there, turn=turn)
    return Outcome(meetup, WAITING, seats.position(act.conn, mine, side), before, mine)


def _has_one(act: Act, meetup: Meetup, mine: Seat, side: Side) -> Outcome:
    """Yes from somebody who has a seat, or is offered one."""
    if side is None or side == mine.online:
        return _still_coming(act, meetup, mine)
    if not takes_free(act, meetup, side, mine.party):
        raise Refusal(f"There is no seat free {'online' if side else 'in the room'} just now, so yours stays as it is.")
    seat = write(act, meetup, mine, state=GOING, online=side, asked=None)
    waiting_list.move_up(act.conn, act.now, meetup)
    return Outcome(meetup, GOING, before=mine.state, seat=seat)


def _still_coming(act: Act, meetup: Meetup, mine: Seat) -> Outcome:
    if mine.state == OFFERED:
        return Outcome(meetup, GOING, before=OFFERED, seat=write(act, meetup, mine, state=GOING, asked=None))
    if mine.absent:
        if not takes_free(act, meetup, meetup.side(online=mine.online), 1):
            raise Refusal("There is no second seat free just now. Your guest's is safe; try again when somebody steps back.")
        return Outcome(meetup, GOING, before=GOING, seat=write(act, meetup, mine, party=mine.party + 1, absent=False, asked=None))
    if mine.asked is not None:
        mine = write(act, meetup, mine, asked=None)
    return Outcome(meetup, GOING, before=GOING, seat=mine)


def say_maybe(act: Act, meetup_id: int) -> Outcome:
    """Not sure yet: no seat is held."""
    outcome = _step_back(act, meetup_id, MAYBE)
    interests.forget(act.conn, meetup_id, act.member)  # said in so many words, it is no longer a platform's to take back
    return outcome


def say_no(act: Act, meetup_id: int) -> Outcome:
    """Can't come: a seat held is freed with their guest's, an offer declined, a place in line left."""
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
    meetup = open_to_answers(act, meetup_id)
    mine = seats.mine_at(act.conn, meetup.id, act.member)
    before = mine.state if mine else None
    if before != state:
        anew: Changes = {**seats.ANEW, "state": state}
        mine = write(act, meetup, mine, **anew)
    if before in HELD:
        waiting_list.move_up(act.conn, act.now, meetup)
        buddies.seat_given_up(act.conn, act.now, meetup, act.member)
        bringing.seat_given_up(act.conn, meetup, act.member)
    return Outcome(meetup, state, before=before, seat=mine)


def open_to_answers(act: Act, meetup_id: int) -> Meetup:
    """The meetup, held, if it can be answered. Raises Refusal."""
    meetup = meetups.hold(act, meetup_id)
    if act.now < meetup.publish_at:
        raise Refusal("That meetup isn't announced yet. /meetup list shows what is coming up.")
    if meetup.state != meetups.ANNOUNCED:
        raise Refusal(f"{_WHY_NOT[meetup.state]} /meetup list shows what is coming up.")
    if act.now >= meetup.ends_at:
        raise Refusal("That meetup is over. /meetup list shows what is coming up.")
    return meetup


_WHY_NOT = {
    meetups.WITHDRAWN: "The organiser took that announcement back.",
    meetups.CANCELLED: "That meetup is cancelled.",
    meetups.POSTPONED: "That meetup is put off until there is a new date; whoever said yes is asked again then.",
}


def takes_free(act: Act, meetup: Meetup, side: Side, party: int) -> bool:
    """Whether seats for this many are there for the taking. Those in line for whom they are too few are told that they were passed over."""
    total = meetup.total(side)
    if total is None:
        return True
    free = total - seats.held(act.conn, meetup.id, side)
    if free < party:
        return False
    if meetup.first_to_tap or act.now >= meetup.starts_at:
        return True
    line = [seat for seat in seats.waiting(act.conn, meetup.id, side) if seat.member_id != act.member]
    if any(seat.party <= free for seat in line):
        return False
    waiting_list.tell_passed_over(act.conn, act.now, meetup, line)
    return True


def write(act: Act, meetup: Meetup, mine: Seat | None, **changes: Unpack[Changes]) -> Seat:
    """A first answer, or the same with something different about it; the cards follow."""
    if mine is None:
        written = seats.add(act.conn, act.now, meetup.id, act.member, **changes)
    else:
        written = seats.change(act.conn, act.now, mine, **changes)
    outbox.touch(act.conn, act.now, meetup.subject)
    return written
