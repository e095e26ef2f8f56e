"""The card everyone sees, and words the others share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.chat import Card, Control, Fact, Seats, Strong, Text, When
from bot.chat.limits import shortened
from bot.community import meetups
from bot.community.clashes import Busy
from bot.community.guests import Tally
from bot.community.meetups import HYBRID, ONLINE, ROOM, TO_FOLLOW, Meetup, Plan
from bot.schema import Connection

NEXT = "/meetup list shows what is coming up."
PLACE_OR_NOT_YET = "A place people can find, or a link; left empty, people are asked to save the date"
NOBODY_YET = Tally(0, 0, 0, 0, ())
group_of_meetup = meetups.group_of
HOW = {ROOM: "In person", ONLINE: "Online", HYBRID: "In person and online"}


def group_of_more(conn: Connection, payload: str) -> int | None:
    """As `group_of_meetup`, of a payload that says more after the id: `"12.online"`."""
    return group_of_meetup(conn, payload.partition(".")[0])


def meetup(meetup: Meetup, tally: Tally, answers: tuple[Control, ...]) -> Card:
    """The announcement, kept true."""
    if meetup.state == meetups.WITHDRAWN:
        return Card(meetup.title, "The organiser took this announcement back. Nothing is happening; watch this channel for the next one.")
    if meetup.state == meetups.CANCELLED:
        was = Fact("Was to be", Text(When(meetup.starts_at, meetup.zone)))
        return Card(f"Cancelled: {shortened(meetup.title, 130)}", meetup.notice or "It is not happening.", (was,), note=NEXT)
    if meetup.state == meetups.POSTPONED:
        facts = (Fact("When", "A new date will follow"), *_people(tally))
        return Card(
            f"Put off: {shortened(meetup.title, 130)}", meetup.notice, facts, note="Whoever said yes keeps their seat, and is asked."
        )
    facts = (*when_where(meetup.starts_at, meetup.zone, meetup.minutes, meetup.venue), *_online(meetup, tally), *_people(tally))
    return Card(_title(meetup.title, meetup.venue), meetup.details, facts, seats_of(meetup, tally), controls=answers)


def preview(plan: Plan) -> Card:
    """The announcement as it will look, before there is one."""
    at = when_where(plan.when.instant, plan.when.zone, plan.minutes, plan.venue)
    free = Seats(0, plan.seats, "As many as like to come" if plan.seats is None else f"{number(plan.seats, 'seat')} free")
    return Card(_title(plan.title, plan.venue), plan.details, (*at, *online_seats(plan.how, plan.online_seats, plan.online_seats)), free)


def venue(typed: str, how: str) -> str:
    """Where it is, as an organiser left it: nothing is needed where everybody is online; else only the date stands."""
    return typed or (HOW[ONLINE] if how == ONLINE else TO_FOLLOW)


def _title(title: str, venue: str) -> str:
    """What it is; where only the date stands, that this is to be kept free."""
    return f"Save the date: {shortened(title, 130)}" if venue == TO_FOLLOW else title


def when_where(starts: datetime, zone: str, minutes: int, venue: str) -> tuple[Fact, ...]:
    """When, for how long, and where."""
    lasts = lasting(minutes)
    return Fact("When", Text(When(starts, zone), f", for {lasts}")), Fact("Where", venue)


def lasting(minutes: int) -> str:
    """`"2 hours"`, `"1 hour 30 minutes"`."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (number(hours, "hour") if hours else "", number(rest, "minute") if rest else "") if part)


def online_seats(how: str, total: int | None, left: int | None) -> tuple[Fact, ...]:
    """How it is to join from elsewhere, where it is."""
    if how == ROOM:
        return ()
    seats = "" if how == ONLINE else "as many as like to join; " if total is None or left is None else f"{number(left, 'seat')} left; "
    return (Fact("Online", f"{seats}the way to join comes with your seat".capitalize()),)


def _online(meetup: Meetup, tally: Tally) -> tuple[Fact, ...]:
    return online_seats(meetup.how, meetup.online_seats, tally.left(meetup, side=True))


def _people(tally: Tally) -> tuple[Fact, ...]:
    lines = [Fact("Going", _who_goes(tally))] if tally.going else []
    if tally.maybe:
        lines.append(Fact("Maybe", str(tally.maybe)))
    if tally.waiting:
        lines.append(Fact("Waiting", f"{tally.waiting} in line"))
    return tuple(lines)


def _who_goes(tally: Tally) -> str:
    shown, others = list(tally.names[:3]), tally.going - len(tally.names[:3])
    if not shown:
        return number(tally.going, "person", "people")
    if others:
        shown.append(number(others, "other") if len(shown) > 1 or others > 1 else "1 other")
    return listed(shown)


def seats_of(meetup: Meetup, tally: Tally) -> Seats:
    """How full it is; in the room, where it is online too."""
    side = meetup.side(online=False)
    here, left = tally.of(side), tally.left(meetup, side)
    where = " in the room" if side is not None else ""
    if left is None:
        return Seats(here.going, None, f"As many as like to come{where}")
    if left:
        return Seats(here.held, meetup.seats, f"{number(left, 'seat')} left{where}")
    if here.offered:
        return Seats(here.held, meetup.seats, f"Full{where}; {number(here.offered, 'seat')} on offer to whoever is next in line")
    return Seats(here.held, meetup.seats, f"Full{where}; I'll be there puts you on the waiting list")


A_FEW = 5
"""Fewer members than this who go elsewhere are not counted out: one is somebody."""


def same_time(busy: Busy) -> tuple[Fact, ...]:
    """What only whoever picks a date reads: what else is on then."""
    words = at_that_time(busy)
    return (Fact("At the same time", f"{words[:1].upper()}{words[1:]}"),) if words else ()


def at_that_time(busy: Busy) -> str:
    """`"your own Reading group; a meetup of another group, where a few of your members have a seat"`."""
    own = [f"your own {listed([shortened(title, 60) for title in busy.ours[:3]])}"] if busy.ours else []
    if not busy.elsewhere:
        return "; ".join(own)
    what = "a meetup of another group" if busy.elsewhere == 1 else f"{busy.elsewhere} meetups of other groups"
    who = "a few" if busy.seated < A_FEW else str(busy.seated)
    return "; ".join(
        [*own, f"{what}, where {who} of your members have a seat" if busy.seated else f"{what} some of your members belong to"]
    )


def listed(words: Sequence[str]) -> str:
    """`"one, two and three"`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def number(count: int, one: str, many: str = "") -> str:
    """`"1 seat"`, `"1,200 seats"`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def strong(title: str) -> Strong:
    """A title among other words."""
    return Strong(shortened(title, 100))


def ordinal(number: int) -> str:
    """`"1st"`, `"12th"`."""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
