"""How meetups read: the words of `cogs.meetups`, in one place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import outbox
from bot.chat import Button, Card, Control, Fact, Mention, Option, Seats, Strong, Text, When
from bot.chat.limits import shortened
from bot.chat.typed import read_id
from bot.community import guests, meetups, members, seats, waiting_list
from bot.community.act import Act
from bot.community.guests import Tally
from bot.community.meetups import Meetup, Plan
from bot.community.newcomers import requests
from bot.community.newcomers.requests import Ask
from bot.community.reminders import Step
from bot.community.rsvp import Outcome
from bot.community.seats import Seat
from bot.schema import Connection

LAST_DAY_HOURS = 3


def strong(title: str) -> Strong:
    """A title among other words."""
    return Strong(shortened(title, 100))


def group_of_meetup(conn: Connection, payload: str) -> int | None:
    """Whose meetup a button is about; None for one that isn't there, or a payload that is no id of ours."""
    meetup_id = read_id(payload)
    found = meetups.find(conn, meetup_id) if meetup_id is not None else None
    return found.group_id if found else None


# --- the card everyone sees -----------------------------------------------------------------------------------------------------


def meetup(meetup: Meetup, tally: Tally, answers: tuple[Control, ...]) -> Card:
    """The announcement, kept true."""
    if meetup.state == meetups.WITHDRAWN:
        return Card(meetup.title, "The organiser took this announcement back. Nothing is happening; watch this channel for the next one.")
    facts = (*_when_where(meetup.starts_at, meetup.zone, meetup.minutes, meetup.venue), *_people(tally))
    return Card(meetup.title, meetup.details, facts, _seats(meetup, tally), controls=answers)


def preview(plan: Plan) -> Card:
    """The announcement as it will look, before there is one."""
    at = _when_where(plan.when.instant, plan.when.zone, plan.minutes, plan.venue)
    free = (
        Seats(0, plan.seats, f"{_number(plan.seats, 'seat')} free") if plan.seats is not None else Seats(0, None, "As many as like to come")
    )
    return Card(plan.title, plan.details, at, free)


def _when_where(starts: datetime, zone: str, minutes: int, venue: str) -> tuple[Fact, ...]:
    lasts = lasting(minutes)
    return Fact("When", Text(When(starts, zone), f", for {lasts}")), Fact("Where", venue)


def lasting(minutes: int) -> str:
    """`"2 hours"`, `"1 hour 30 minutes"`."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (_number(hours, "hour") if hours else "", _number(rest, "minute") if rest else "") if part)


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
        return _number(tally.going, "person", "people")
    if others:
        shown.append(_number(others, "other") if len(shown) > 1 or others > 1 else "1 other")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _seats(meetup: Meetup, tally: Tally) -> Seats:
    left = tally.left(meetup)
    if left is None:
        return Seats(tally.going, None, "As many as like to come")
    if left:
        return Seats(tally.held, meetup.seats, f"{_number(left, 'seat')} left")
    if tally.offered:
        return Seats(tally.held, meetup.seats, f"Full; {_number(tally.offered, 'seat')} on offer to whoever is next in line")
    return Seats(tally.held, meetup.seats, "Full; I'll be there puts you on the waiting list")


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


# --- what one person reads ------------------------------------------------------------------------------------------------------


def times(ahead: Sequence[Step]) -> str:
    """`"1 day and 2 hours"` before: the reminders that will come."""
    words = [{"week": "7 days", "day": "1 day", "soon": "2 hours"}[step.name] for step in ahead]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def published(meetup: Meetup, now: datetime, ahead: Sequence[Step], undo: Button) -> Card:
    """To the organiser, after Publish; pressed twice it says the same."""
    when = When(meetup.starts_at, meetup.zone)
    if meetup.publish_at > now:
        words = Text("Planned: ", strong(meetup.title), ", ", when, ". I'll publish it ", When(meetup.publish_at, meetup.zone), ".")
    else:
        words = Text("Published: ", strong(meetup.title), ", ", when, f". I'll remind people {times(ahead)} before." if ahead else ".")
    controls = (undo,) if meetup.can_be_undone(now) else ()
    return Card(body=words, controls=controls, note="You can take it back for two minutes." if controls else "")


def seated(outcome: Outcome, ahead: Sequence[Step], *, named: bool, controls: tuple[Control, ...]) -> Card:
    """To whoever has a seat."""
    meetup = outcome.meetup
    first = "You already have a seat at " if outcome.before == seats.GOING else "You have a seat at "
    body = Text(first, strong(meetup.title), ", ", When(meetup.starts_at, meetup.zone), ".")
    how = "mention you in the thread" if named else "write to you"
    after = f"Next: I'll {how} {times(ahead)} before." if ahead else "Next: see you there."
    return Card(
        body=body, facts=(Fact("Where", meetup.venue),), controls=controls, note=after if named else f"{after} Your name is not shown."
    )


def waiting(outcome: Outcome, *, reach: str, controls: tuple[Control, ...]) -> Card:
    """To whoever joined the waiting list."""
    how = "in the meetup's thread" if reach == members.THREAD else "directly"
    body = Text(
        f"You're on the waiting list, {ordinal(outcome.position)} in line for ",
        strong(outcome.meetup.title),
        f". I'll tell you {how} the moment a seat is yours, and hold it for you: 24 hours, or {LAST_DAY_HOURS} on the last day.",
    )
    return Card(body=body, controls=controls)


def ordinal(number: int) -> str:
    """`"1st"`, `"12th"`."""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def offer(meetup: Meetup, to: Mention, controls: tuple[Control, ...]) -> Card:
    """A seat is theirs to take."""
    body = Text(
        "A seat at ", strong(meetup.title), " is yours if you want it: ", When(meetup.starts_at, meetup.zone), ", ", meetup.venue, "."
    )
    return Card(
        "A seat for you",
        body,
        controls=controls,
        note="I'll hold it for 24 hours, or 3 on the last day; then it goes to the next in line.",
        to=(to,),
    )


def offered_to(conn: Connection, ref: str) -> tuple[Meetup, Seat | None, Mention]:
    """What an offer is about, and whom it addresses."""
    meetup, seat = waiting_list.offer(conn, ref)
    member = seats.get(conn, int(ref.split(".", maxsplit=1)[0])).member_id
    return meetup, seat, Mention(members.first_name(members.name_of(conn, member)), member)


def taken_back(meetup: Meetup) -> Card:
    """To whoever had said yes."""
    when = When(meetup.starts_at, meetup.zone)
    return Card(
        body=Text("The organiser took back ", strong(meetup.title), ", ", when, ": it is not happening as announced. You need do nothing."),
        note="/meetup list shows what is coming up.",
    )


def buddy_of(conn: Connection, ref: str) -> Ask | None:
    """The pair they belong to, in the reminder (`"12.day.3"`) of the day before: that one says who it is."""
    meetup_id, step, member = ref.split(".")
    return requests.beside(conn, meetups.get(conn, int(meetup_id)), int(member)) if step == "day" else None


def buddy(conn: Connection, ref: str, pair: Ask) -> tuple[Fact, ...]:
    """Who is whose buddy, and the sign they meet by."""
    member = ref.split(".")[2]
    ours = pair.member == int(member)
    name = members.first_name(members.name_of(conn, pair.request.member if ours else pair.member))
    return (
        Fact("You are the buddy of" if ours else "Your buddy", name),
        Fact("They look for you" if ours else "How to find them", pair.sign),
    )


def reminder(meetup: Meetup, step: Step, to: tuple[Mention, ...], controls: tuple[Control, ...], more: tuple[Fact, ...] = ()) -> Card:
    """Seven days, one day or two hours before."""
    opening = {"week": "A week to go", "day": "Tomorrow", "soon": "Soon"}[step.name]
    ask = {"week": "If you can't make it after all, one tap frees your seat for somebody else.", "day": "", "soon": "See you there."}[
        step.name
    ]
    facts = (Fact("When", Text(When(meetup.starts_at, meetup.zone))), Fact("Where", meetup.venue), *more)
    return Card(f"{opening}: {shortened(meetup.title, 120)}", ask or meetup.details, facts, controls=controls, to=to)


# --- lists ----------------------------------------------------------------------------------------------------------------------


def in_one_line(meetup: Meetup, tally: Tally) -> Text:
    """When, where and how full."""
    return Text(When(meetup.starts_at, meetup.zone), f" · {shortened(meetup.venue, 80)} · {_seats(meetup, tally).words}")


def options(found: Sequence[Meetup]) -> tuple[Option, ...]:
    """Meetups to choose from."""
    return tuple(
        Option(str(meetup.id), shortened(meetup.title, 75), f"{meetup.when.at:%a} {meetup.when.at.day} {meetup.when.at:%b, %H:%M}")
        for meetup in found
    )


def coming(conn: Connection, group_id: int, now: datetime, *, skip: int, most: int) -> list[tuple[Meetup, Tally]]:
    """A page of what is coming up, with how each stands: one read, however long the page."""
    return [(meetup, guests.tally(conn, meetup)) for meetup in meetups.coming_up(conn, group_id, now, skip=skip, most=most)]


def mine(conn: Connection, member_id: int, group_id: int, now: datetime, *, skip: int, most: int) -> list[tuple[Meetup, Text]]:
    """A page of a member's answers, with how they stand with each."""
    found = guests.of_member(conn, member_id, group_id, now, skip=skip, most=most)
    return [(meetup, standing(conn, meetup, seat)) for meetup, seat in found]


def cursors(group: int, skip: int, found: int, page: int) -> tuple[str | None, str | None]:
    """The pages before and after, as `group.skip`: a list read in a direct message stays about its group."""
    before = f"{group}.{max(skip - page, 0)}" if skip else None
    return before, f"{group}.{skip + page}" if found > page else None


def group_of_cursor(_: Connection, cursor: str) -> int | None:
    """Which group a list is about."""
    return read_id(cursor.partition(".")[0])


def skip_of_cursor(cursor: str) -> int:
    """How many were shown before this page."""
    return read_id(cursor.partition(".")[2]) or 0


def standing(conn: Connection, meetup: Meetup, seat: Seat) -> Text:
    """How a member stands with one meetup."""
    words = {
        seats.GOING: "you have a seat",
        seats.MAYBE: "maybe; no seat is held",
        seats.LAPSED: "your offer ran out; you can join the line again",
        seats.WAITING: "waiting",
        seats.OFFERED: "a seat is yours to take",
    }[seat.state]
    if seat.state == seats.WAITING:
        words = f"{ordinal(seats.position(conn, seat))} in line"
    when = When(meetup.starts_at, meetup.zone)
    if seat.offer_ends_at is not None:
        return Text(when, f" · {words} until ", When(seat.offer_ends_at, meetup.zone))
    return Text(when, f" · {shortened(meetup.venue, 80)} · {words}")


def touch(act: Act, meetup: Meetup) -> None:
    """The meetup's cards are to be read anew."""
    outbox.touch(act.conn, act.now, meetup.subject)
