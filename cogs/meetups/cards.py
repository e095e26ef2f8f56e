"""The card everyone sees, and words the others share."""

from __future__ import annotations

from datetime import datetime

from bot.chat import Card, Control, Fact, Seats, Strong, Text, When
from bot.chat.limits import shortened
from bot.chat.typed import read_id
from bot.community import meetups
from bot.community.guests import Tally
from bot.community.meetups import Meetup, Plan
from bot.schema import Connection


def group_of_meetup(conn: Connection, payload: str) -> int | None:
    """Whose meetup a button is about; None for one that isn't there, or a payload that is no id of ours."""
    meetup_id = read_id(payload)
    found = meetups.find(conn, meetup_id) if meetup_id is not None else None
    return found.group_id if found else None


def meetup(meetup: Meetup, tally: Tally, answers: tuple[Control, ...]) -> Card:
    """The announcement, kept true."""
    if meetup.state == meetups.WITHDRAWN:
        return Card(meetup.title, "The organiser took this announcement back. Nothing is happening; watch this channel for the next one.")
    facts = (*when_where(meetup.starts_at, meetup.zone, meetup.minutes, meetup.venue), *_people(tally))
    return Card(meetup.title, meetup.details, facts, seats_of(meetup, tally), controls=answers)


def preview(plan: Plan) -> Card:
    """The announcement as it will look, before there is one."""
    at = when_where(plan.when.instant, plan.when.zone, plan.minutes, plan.venue)
    free = (
        Seats(0, plan.seats, f"{number(plan.seats, 'seat')} free") if plan.seats is not None else Seats(0, None, "As many as like to come")
    )
    return Card(plan.title, plan.details, at, free)


def when_where(starts: datetime, zone: str, minutes: int, venue: str) -> tuple[Fact, ...]:
    """When, for how long, and where."""
    lasts = lasting(minutes)
    return Fact("When", Text(When(starts, zone), f", for {lasts}")), Fact("Where", venue)


def lasting(minutes: int) -> str:
    """`"2 hours"`, `"1 hour 30 minutes"`."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (number(hours, "hour") if hours else "", number(rest, "minute") if rest else "") if part)


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
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def seats_of(meetup: Meetup, tally: Tally) -> Seats:
    """How full it is."""
    left = tally.left(meetup)
    if left is None:
        return Seats(tally.going, None, "As many as like to come")
    if left:
        return Seats(tally.held, meetup.seats, f"{number(left, 'seat')} left")
    if tally.offered:
        return Seats(tally.held, meetup.seats, f"Full; {number(tally.offered, 'seat')} on offer to whoever is next in line")
    return Seats(tally.held, meetup.seats, "Full; I'll be there puts you on the waiting list")


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
