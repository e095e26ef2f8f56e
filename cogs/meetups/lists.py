"""What is coming up, and one's own meetups, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot import outbox
from bot.chat import Option, Text, When
from bot.chat.limits import shortened
from bot.chat.typed import read_id
from bot.clock import DAY
from bot.community import guests, meetups, near, seats
from bot.community.act import Act
from bot.community.guests import Tally
from bot.community.meetups import Meetup
from bot.community.seats import Seat
from bot.schema import Connection
from cogs.meetups.cards import ordinal, seats_of

A_WEEK = 5
"""Meetups on the desk."""


def in_one_line(meetup: Meetup, tally: Tally) -> Text:
    """When, where and how full."""
    if meetup.state == meetups.POSTPONED:
        return Text("put off; no new date yet")
    return Text(When(meetup.starts_at, meetup.zone), f" · {shortened(meetup.venue, 80)} · {seats_of(meetup, tally).words}")


def options(found: Sequence[Meetup]) -> tuple[Option, ...]:
    """Meetups to choose from; those of one title, as in a series, are told apart by their days."""
    titles = Counter(meetup.title for meetup in found)
    return tuple(Option(str(meetup.id), _label(meetup, alone=titles[meetup.title] == 1), _day_and_hour(meetup)) for meetup in found)


def _label(meetup: Meetup, *, alone: bool) -> str:
    return shortened(meetup.title, 75) if alone else f"{shortened(meetup.title, 60)}, {meetup.when.at.day} {meetup.when.at:%b %Y}"


def _day_and_hour(meetup: Meetup) -> str:
    return f"{meetup.when.at:%a} {meetup.when.at.day} {meetup.when.at:%b, %H:%M}"


def coming(conn: Connection, group_id: int, now: datetime, *, skip: int, most: int) -> list[tuple[Meetup, Tally]]:
    """A page of what is coming up, with how each stands: one read, however long the page."""
    return [(meetup, guests.tally(conn, meetup)) for meetup in meetups.coming_up(conn, group_id, now, skip=skip, most=most)]


def nearby(conn: Connection, member_id: int, group_id: int, now: datetime, *, skip: int, most: int) -> list[tuple[Meetup, Tally]]:
    """A page of what is coming up near a member or online, with how each stands."""
    found = near.coming(conn, member_id, group_id, now, skip=skip, most=most)
    return [(meetup, guests.tally(conn, meetup)) for meetup in found]


def to_manage(conn: Connection, group_id: int, now: datetime, *, skip: int, most: int) -> list[tuple[Meetup, Tally]]:
    """A page of what organisers can change, with how each stands."""
    return [(meetup, guests.tally(conn, meetup)) for meetup in meetups.to_manage(conn, group_id, now, skip=skip, most=most)]


def this_week(conn: Connection, group_id: int, now: datetime) -> list[tuple[Meetup, Tally]]:
    """The first few that begin within seven days, or were put off."""
    soon = to_manage(conn, group_id, now, skip=0, most=A_WEEK)
    return [(meetup, tally) for meetup, tally in soon if meetup.state == meetups.POSTPONED or meetup.starts_at < now + 7 * DAY]


def mine(conn: Connection, member_id: int, group_id: int, now: datetime, *, skip: int, most: int) -> list[tuple[Meetup, Text]]:
    """A page of a member's answers, with how they stand with each."""
    found = guests.of_member(conn, member_id, group_id, now, skip=skip, most=most)
    return [(meetup, standing(conn, meetup, seat)) for meetup, seat in found]


def cursors(about: int, skip: int, found: int, page: int) -> tuple[str | None, str | None]:
    """The pages before and after, as `about.skip`: a list read in a direct message stays about its group, or meetup."""
    before = f"{about}.{max(skip - page, 0)}" if skip else None
    return before, f"{about}.{skip + page}" if found > page else None


def group_of_cursor(_: Connection, cursor: str) -> int | None:
    """Which group a list is about."""
    return read_id(cursor.partition(".")[0])


def id_of_cursor(cursor: str) -> int:
    """What a list is about."""
    return read_id(cursor.partition(".")[0]) or 0


def skip_of_cursor(cursor: str) -> int:
    """How many were shown before this page."""
    return read_id(cursor.partition(".")[2]) or 0


def standing(conn: Connection, meetup: Meetup, seat: Seat) -> Text:
    """How a member stands with one meetup."""
    if meetup.state == meetups.POSTPONED:
        return Text("put off; I'll tell you the new date")
    two = seat.brings and not seat.absent
    words = {
        seats.GOING: "your guest has a seat" if seat.absent else f"you have {'two seats' if two else 'a seat'}",
        seats.MAYBE: "maybe; no seat is held",
        seats.LAPSED: "your offer ran out; you can join the line again",
        seats.WAITING: "waiting",
        seats.OFFERED: "a seat is yours to take",
    }[seat.state]
    if seat.state == seats.WAITING:
        words = f"{ordinal(seats.position(conn, seat, meetup.side(online=seat.online)))} in line{', the two of you' if two else ''}"
    if seat.state == seats.GOING and seat.asked is not None:
        words += ", kept until you say whether you still come"
    when = When(meetup.starts_at, meetup.zone)
    if seat.offer_ends_at is not None:
        return Text(when, f" · {words} until ", When(seat.offer_ends_at, meetup.zone))
    return Text(when, f" · {shortened(meetup.venue, 80)} · {words}")


def touch(act: Act, meetup: Meetup) -> None:
    """The meetup's cards are to be read anew."""
    outbox.touch(act.conn, act.now, meetup.subject)
