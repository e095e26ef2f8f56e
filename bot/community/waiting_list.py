"""The waiting list, and the offers that move it up, strictly in order.

A freed seat is held for the first in line and offered to them. The offer's clock starts when the offer has been delivered: 24 hours;
3 hours on the last day, but never ending in the quiet hours, in which three hours are no chance at all. When an offer made on the last
day lapses, or too little time is left for one, everybody still waiting is told and the first to tap has the seat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, update

from bot import outbox
from bot.clock import after_quiet_hours
from bot.community import groups, meetups, members, seats
from bot.community.meetups import ANNOUNCED, Meetup, Side
from bot.community.seats import LAPSED, OFFERED, WAITING, Seat
from bot.outbox import About, Kind, To

OFFER: Final = timedelta(hours=24)
LAST_DAY_OFFER: Final = timedelta(hours=3)
LAST_DAY: Final = timedelta(hours=24)

_FIRST_TO_TAP: Final = update(meetups.meetups).where(meetups.meetups.c.id == bindparam("meetup")).values(first_to_tap=True)


def move_up(conn: Connection, now: datetime, meetup: Meetup) -> None:
    """Offer what is free to those waiting, strictly in order. Runs in the transaction that freed it, which holds the meetup.

    Somebody who waits with a guest is offered both seats or none. Where too few are free for them, the next for whom there are enough has
    the offer, and they are told so.
    """
    if now >= meetup.starts_at or meetup.state != ANNOUNCED:
        return
    for side in meetup.sides:
        _move_up(conn, now, meetup, side)


def _move_up(conn: Connection, now: datetime, meetup: Meetup, side: Side) -> None:
    total = meetup.total(side)
    free = seats.EVERYBODY if total is None else total - seats.held(conn, meetup.id, side)
    last = 0
    while free > 0 and (fitting := seats.waiting(conn, meetup.id, side, fits=free, most=1)):
        if meetup.first_to_tap or meetup.starts_at - now <= LAST_DAY_OFFER:
            _first_to_tap(conn, now, meetup, side)
            return
        _offer(conn, now, meetup, fitting[0])
        free -= fitting[0].party
        last = fitting[0].turn
    if last:
        tell_passed_over(conn, now, meetup, seats.waiting(conn, meetup.id, side, before=last))


def _offer(conn: Connection, now: datetime, meetup: Meetup, seat: Seat) -> None:
    _tell(conn, now, meetup, OFFER_MADE, seats.change(conn, now, seat, state=OFFERED), once=meetup.moves or "")
    # Whatever becomes of the message, the offer ends when the meetup begins.
    outbox.later(conn, BEGUN, meetup.id, group=meetup.group_id, subject=meetup.subject, due=meetup.starts_at, once=meetup.dated)


def _first_to_tap(conn: Connection, now: datetime, meetup: Meetup, side: Side) -> None:
    conn.execute(_FIRST_TO_TAP, {"meetup": meetup.id})
    for seat in seats.waiting(conn, meetup.id, side):
        _tell(conn, now, meetup, SEAT_FREE, seat, once=now.isoformat())
    outbox.touch(conn, now, meetup.subject)


def tell_passed_over(conn: Connection, now: datetime, meetup: Meetup, line: Sequence[Seat]) -> None:
    """Somebody behind these has had a seat, because too few were free for them and their guest. They keep their places."""
    for seat in line:
        _tell(conn, now, meetup, PASSED_OVER, seat, once=now.isoformat())


def end_offers(conn: Connection, now: datetime, meetup: Meetup) -> None:
    """Nothing is on offer any more: those who had an offer are first in line again, as they were."""
    for seat in seats.of_states(conn, meetup.id, (OFFERED,)):
        seats.change(conn, now, seat, state=WAITING)
    outbox.cancel(conn, meetup.subject, "put off", kinds=(OFFER_MADE, OFFER_ENDS, LAST_DAY_OFFER_ENDS, SEAT_FREE))


# --- telling --------------------------------------------------------------------------------------------------------------------


def _tell(conn: Connection, now: datetime, meetup: Meetup, kind: Kind, seat: Seat, *, once: object = "") -> None:
    _say(conn, now, meetup, kind, seat, reach(conn, meetup, seat), once=once)


def reach(conn: Connection, meetup: Meetup, seat: Seat) -> list[To]:
    """Where to tell somebody of their seat: directly, or in the meetup's thread for those who prefer it."""
    _, how = members.consent(conn, seat.member_id, meetup.group_id)
    return _threads(conn, meetup) if how == members.THREAD else [To(member=seat.member_id)]


def _threads(conn: Connection, meetup: Meetup) -> list[To]:
    return [To(under=card) for card in outbox.kept(conn, meetups.CARD, meetup.subject)]


def _say(conn: Connection, now: datetime, meetup: Meetup, kind: Kind, seat: Seat, where: list[To], *, once: object = "") -> None:
    about = About(group=meetup.group_id, subject=meetup.subject, due=now, until=meetup.starts_at, once=once)
    for to in where:
        outbox.say(conn, kind, f"{seat.id}.{seat.turn}", to, **about)


# --- what the delivery loop runs ------------------------------------------------------------------------------------------------


def _start_clock(conn: Connection, now: datetime, ref: str) -> None:
    """The offer has arrived, or never will: from now it lasts 24 hours, or 3 on the last day."""
    meetup, seat = _held(conn, ref)
    if seat is None or seat.state != OFFERED or seat.offer_ends_at is not None:
        return
    last_day = meetup.starts_at - now <= LAST_DAY
    ends = after_quiet_hours(now + LAST_DAY_OFFER, meetup.zone, groups.habits(conn, meetup.group_id).quiet) if last_day else now + OFFER
    ends = min(ends, meetup.starts_at)
    seats.change(conn, now, seat, state=OFFERED, offer_ends_at=ends)
    kind = LAST_DAY_OFFER_ENDS if last_day else OFFER_ENDS
    outbox.later(conn, kind, ref, group=meetup.group_id, subject=meetup.subject, due=ends, once=meetup.moves or "")


def _undelivered(conn: Connection, now: datetime, ref: str) -> None:
    """They can't be written to, which an organiser is told. Let the clock run, so that nobody waits for ever.

    Those who agreed to be named find it in the thread as well.
    """
    meetup, seat = _held(conn, ref)
    if seat is None:
        return
    named, _ = members.consent(conn, seat.member_id, meetup.group_id)
    _say(conn, now, meetup, OFFER_MADE, seat, _threads(conn, meetup) if named else [], once=meetup.moves or "")
    _start_clock(conn, now, ref)


def _lapse(conn: Connection, now: datetime, ref: str) -> None:
    """Nobody took it in time: the next in line has it."""
    _on_to_the_next(conn, now, ref, first_to_tap=False)


def _last_lapse(conn: Connection, now: datetime, ref: str) -> None:
    """Nobody took it in time, and there is none left for another: whoever taps first has it."""
    _on_to_the_next(conn, now, ref, first_to_tap=True)


def _on_to_the_next(conn: Connection, now: datetime, ref: str, *, first_to_tap: bool) -> None:
    meetup, seat = _held(conn, ref)
    if seat is None or seat.state != OFFERED or now >= meetup.starts_at:
        return
    seats.change(conn, now, seat, state=LAPSED)
    _tell(conn, now, meetup, OFFER_LAPSED, seat, once=meetup.moves or "")
    move_up(conn, now, replace(meetup, first_to_tap=first_to_tap or meetup.first_to_tap))
    outbox.touch(conn, now, meetup.subject)


def _begun(conn: Connection, now: datetime, ref: str) -> None:
    """It begins: what is still on offer lapses, and a free seat is for whoever taps first."""
    meetup = meetups.held(conn, int(ref))
    if meetup is None or meetup.state != ANNOUNCED or now < meetup.starts_at:
        return
    for seat in seats.of_states(conn, meetup.id, (OFFERED,)):
        seats.change(conn, now, seat, state=LAPSED)
    outbox.touch(conn, now, meetup.subject)


OFFER_MADE = Kind("seat.offered", urgency=0, delivered=_start_clock, failed=_undelivered)
OFFER_ENDS = Kind("seat.offer_ends", run=_lapse)
LAST_DAY_OFFER_ENDS = Kind("seat.last_day_offer_ends", run=_last_lapse)
OFFER_LAPSED = Kind("seat.lapsed", urgency=0)
SEAT_FREE = Kind("seat.free", urgency=0)
PASSED_OVER = Kind("seat.passed_over", urgency=0)
ASKED_AGAIN = Kind("meetup.asked_again", urgency=0)
"""To each who said yes or waits, when the meetup was changed; its reference is `seat.moves`."""
BEGUN = Kind("meetup.begun", run=_begun)


def forget(conn: Connection, seat: Seat) -> None:
    """Nothing more is to be said or done about this answer: it is about to go, with everything of its owner."""
    outbox.forget(conn, (OFFER_MADE, OFFER_ENDS, LAST_DAY_OFFER_ENDS, OFFER_LAPSED, SEAT_FREE, PASSED_OVER, ASKED_AGAIN), f"{seat.id}.")


def offer(conn: Connection, ref: str) -> tuple[Meetup, Seat | None]:
    """The seat an offer was about; None once it has moved on (another turn) or the meetup was taken back."""
    seat_id, turn = map(int, ref.split("."))
    seat = seats.get(conn, seat_id)
    meetup = meetups.get(conn, seat.meetup_id)
    return meetup, seat if seat.turn == turn and meetup.state == ANNOUNCED else None


def _held(conn: Connection, ref: str) -> tuple[Meetup, Seat | None]:
    """The same, with the meetup held, so that nobody answers meanwhile."""
    meetups.held(conn, seats.get(conn, int(ref.partition(".")[0])).meetup_id)
    return offer(conn, ref)
