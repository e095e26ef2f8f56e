"""The waiting list, and the offers that move it up, strictly in order.

A freed seat is held for the first in line and offered to them. The offer's clock starts when the offer has been delivered: 24 hours,
3 hours on the last day. When an offer on the last day lapses, or too little time is left for one, everybody still waiting is told and
the first to tap has the seat.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, update

from bot import outbox
from bot.community import meetups, members, seats
from bot.community.meetups import Meetup
from bot.community.seats import HELD, LAPSED, OFFERED, Seat
from bot.outbox import Kind, To

OFFER = timedelta(hours=24)
LAST_DAY_OFFER = timedelta(hours=3)
LAST_DAY = timedelta(hours=24)


def move_up(conn: Connection, now: datetime, meetup: Meetup) -> None:
    """Offer what is free to those waiting, strictly in order. Runs in the transaction that freed it."""
    if meetup.seats is None or now >= meetup.starts_at:
        return
    free = meetup.seats - seats.count(conn, meetup.id, HELD)
    line = seats.waiting(conn, meetup.id, free) if free > 0 else []
    if line and (meetup.first_to_tap or meetup.starts_at - now <= LAST_DAY_OFFER):
        _first_to_tap(conn, now, meetup)
        return
    for seat in line:
        conn.execute(update(seats.seats).where(seats.seats.c.id == seat.id).values(state=OFFERED, changed_at=now, offer_ends_at=None))
        _tell(conn, now, meetup, OFFER_MADE, seat)


def _first_to_tap(conn: Connection, now: datetime, meetup: Meetup) -> None:
    conn.execute(update(meetups.meetups).where(meetups.meetups.c.id == meetup.id).values(first_to_tap=True))
    for seat in seats.waiting(conn, meetup.id):
        _tell(conn, now, meetup, SEAT_FREE, seat, once=now.isoformat())
    outbox.touch(conn, now, meetup.subject)


def _tell(conn: Connection, now: datetime, meetup: Meetup, kind: Kind, seat: Seat, *, once: object = "") -> None:
    """Directly, or in the meetup's thread for those who prefer it."""
    _, reach = members.consent(conn, seat.member_id, meetup.group_id)
    where = _threads(conn, meetup) if reach == members.THREAD else [To(member=seat.member_id)]
    for to in where:
        _say(conn, now, meetup, kind, seat, to, once)


def _threads(conn: Connection, meetup: Meetup) -> list[To]:
    return [To(under=card) for card in outbox.kept(conn, meetups.CARD, meetup.subject)]


def _say(conn: Connection, now: datetime, meetup: Meetup, kind: Kind, seat: Seat, to: To, once: object = "") -> None:
    about = {"group": meetup.group_id, "subject": meetup.subject, "due": now, "until": meetup.starts_at, "once": once}
    outbox.say(conn, kind, f"{seat.id}.{seat.turn}", to, **about)


def _start_clock(conn: Connection, now: datetime, ref: str) -> None:
    """The offer has arrived, or never will: from now it lasts 24 hours, or 3 on the last day."""
    meetup, seat = offer(conn, ref)
    if seat is None or seat.state != OFFERED or seat.offer_ends_at is not None:
        return
    span = LAST_DAY_OFFER if meetup.starts_at - now <= LAST_DAY else OFFER
    ends = min(now + span, meetup.starts_at)
    conn.execute(update(seats.seats).where(seats.seats.c.id == seat.id).values(offer_ends_at=ends))
    outbox.later(conn, OFFER_ENDS, ref, group=meetup.group_id, subject=meetup.subject, due=ends)


def _undelivered(conn: Connection, now: datetime, ref: str) -> None:
    """Their direct messages are closed: say it in the thread instead, and let the clock run so that nobody waits for ever."""
    meetup, seat = offer(conn, ref)
    if seat is None:
        return
    for to in _threads(conn, meetup):
        _say(conn, now, meetup, OFFER_MADE, seat, to)
    _start_clock(conn, now, ref)


def _lapse(conn: Connection, now: datetime, ref: str) -> None:
    meetup, seat = offer(conn, ref)
    if seat is None or seat.state != OFFERED or now >= meetup.starts_at:
        return
    conn.execute(update(seats.seats).where(seats.seats.c.id == seat.id).values(state=LAPSED, offer_ends_at=None, changed_at=now))
    _tell(conn, now, meetup, OFFER_LAPSED, seat)
    if meetup.starts_at - now <= LAST_DAY:
        meetup = replace(meetup, first_to_tap=True)
    move_up(conn, now, meetup)
    outbox.touch(conn, now, meetup.subject)


OFFER_MADE = Kind("seat.offered", urgency=0, delivered=_start_clock, failed=_undelivered)
OFFER_ENDS = Kind("seat.offer_ends", run=_lapse)
OFFER_LAPSED = Kind("seat.lapsed", urgency=0)
SEAT_FREE = Kind("seat.free", urgency=0)


def offer(conn: Connection, ref: str) -> tuple[Meetup, Seat | None]:
    """The seat an offer was about; None once it has moved on (another turn)."""
    seat_id, turn = map(int, ref.split("."))
    seat = seats.get(conn, seat_id)
    return meetups.get(conn, seat.meetup_id), seat if seat.turn == turn else None
