"""What one person reads: answers, offers, reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.chat import Button, Card, Control, Fact, Link, Mention, Text, When, Words
from bot.chat.limits import shortened
from bot.community import meetups, members, seats, waiting_list
from bot.community.meetups import HYBRID, ONLINE, TO_FOLLOW, Meetup
from bot.community.newcomers import requests
from bot.community.newcomers.requests import Ask
from bot.community.reminders import Step
from bot.community.rsvp import Outcome
from bot.community.seats import Seat
from bot.schema import Connection
from cogs.meetups.cards import HOW, NEXT, listed, ordinal, strong

LAST_DAY_HOURS = 3
OPENINGS = {"week": "A week to go", "tomorrow": "Tomorrow", "today": "Today", "soon": "Soon"}


def times(ahead: Sequence[Step]) -> str:
    """`"1 day and 2 hours"` before: the reminders that will come."""
    words = [{"week": "7 days", "day": "1 day", "soon": "2 hours"}[step.name] for step in ahead]
    return listed(words)


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
    meetup, seat = outcome.meetup, outcome.seat
    first = "You already have a seat at " if outcome.before == seats.GOING else "You have a seat at "
    body = Text(_for_whom(seat) or first, strong(meetup.title), ", ", When(meetup.starts_at, meetup.zone), ".")
    how = "mention you in the thread" if named else "write to you"
    after = f"Next: I'll {how} {times(ahead)} before." if ahead else "Next: see you there."
    where = () if seat and seat.online and meetup.how == HYBRID else (Fact("Where", meetup.venue),)
    facts = (*where, *_way_in(meetup, seat), *_hours(seat))
    return Card(body=body, facts=facts, controls=controls, note=after if named else f"{after} Only organisers see your name.")


def _for_whom(seat: Seat | None) -> str:
    """How a seat with a guest begins."""
    if seat is None or not seat.brings:
        return ""
    guest = seat.guest or "your guest"
    return f"There is a seat for {guest}, without you, at " if seat.absent else f"There are seats for you and {guest} at "


def _way_in(meetup: Meetup, seat: Seat | None) -> tuple[Fact, ...]:
    online = meetup.how == ONLINE or (meetup.how == HYBRID and seat is not None and seat.online)
    return (Fact("Join", way_in(meetup)),) if online else ()


def way_in(meetup: Meetup) -> Words:
    """How to join from elsewhere: a link where it is an address, else the organiser's words."""
    words = meetup.online
    if not words:
        return "The organiser will say how before it begins"
    return Text(Link("Join online", words)) if words.startswith(("https://", "http://")) and not set(words) & set(" <>|") else words


def joining(meetup: Meetup) -> Card:
    """To whoever asks how to join."""
    when = Text(When(meetup.starts_at, meetup.zone))
    return Card(f"Joining {shortened(meetup.title, 120)}", facts=(Fact("Join", way_in(meetup)), Fact("When", when)))


def part_of(seat: Seat) -> str:
    """`"from 19:00 until 20:00"`, or nothing for who comes to all of it."""
    return " ".join(
        part for part in (f"from {seat.comes_at}" if seat.comes_at else "", f"until {seat.leaves_at}" if seat.leaves_at else "") if part
    )


def _hours(seat: Seat | None) -> tuple[Fact, ...]:
    words = part_of(seat) if seat else ""
    return (Fact("You are there", words),) if words else ()


def waiting(outcome: Outcome, *, reach: str, controls: tuple[Control, ...]) -> Card:
    """To whoever joined the waiting list."""
    how = "in the meetup's thread" if reach == members.THREAD else "directly"
    two = outcome.seat is not None and outcome.seat.brings
    body = Text(
        f"You're on the waiting list, {ordinal(outcome.position)} in line for ",
        strong(outcome.meetup.title),
        ", the two of you" if two else "",
        f". I'll tell you {how} the moment {'two seats are' if two else 'a seat is'} yours, and hold "
        f"{'them' if two else 'it'} for you: 24 hours, or {LAST_DAY_HOURS} on the last day.",
    )
    return Card(body=body, controls=controls)


def clash(other: Meetup, controls: tuple[Control, ...]) -> Card:
    """Before somebody says yes to two at one time."""
    body = Text(
        "You have a seat at ", strong(other.title), " at that time: ", When(other.starts_at, other.zone), ". I haven't changed anything."
    )
    return Card("Two at one time", body, controls=controls, note="If you come to the other for a part only, tell me so in /meetup mine.")


def offer(meetup: Meetup, seat: Seat, to: Mention, controls: tuple[Control, ...]) -> Card:
    """A seat is theirs to take."""
    first, is_, it = ("Two seats at ", " are", "them") if seat.brings else ("A seat at ", " is", "it")
    where = "online" if seat.online and meetup.how == HYBRID else TO_FOLLOW.lower() if meetup.only_dated else meetup.venue
    body = Text(first, strong(meetup.title), f"{is_} yours if you want {it}: ", When(meetup.starts_at, meetup.zone), ", ", where, ".")
    return Card(
        "Two seats for you" if seat.brings else "A seat for you",
        body,
        controls=controls,
        note=f"I'll hold {it} for 24 hours, or 3 on the last day; then {'they go' if seat.brings else 'it goes'} to the next in line.",
        to=(to,),
    )


def passed_over(meetup: Meetup, to: Mention, controls: tuple[Control, ...]) -> Card:
    """Too few were free for the two of them."""
    body = Text(
        "A seat came free at ",
        strong(meetup.title),
        ", but you are two and there was only one, so it went to the next in line. You keep your place: the next two are yours first.",
    )
    return Card(body=body, controls=controls, note="If you'd come alone, the next single seat is yours.", to=(to,))


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
        note=NEXT,
    )


def buddy_of(conn: Connection, ref: str) -> Ask | None:
    """The pair they belong to, in the reminder (`"12.day.3"`) of the day before: that one says who it is."""
    meetup_id, step, member = ref.split(".")
    return requests.beside(conn, meetups.get(conn, int(meetup_id)), int(member)) if step == "day" else None


def buddy(conn: Connection, ref: str, pair: Ask) -> tuple[Fact, ...]:
    """Who is whose buddy, where they meet and by what sign."""
    member = ref.split(".")[2]
    ours = pair.member == int(member)
    name = members.first_name(members.name_of(conn, pair.request.member if ours else pair.member))
    point = requests.meeting_point(conn, pair)
    return (
        Fact("You are the buddy of" if ours else "Your buddy", name),
        *((Fact("You meet", point),) if point else ()),
        Fact("They look for you" if ours else "How to know them", pair.sign),
    )


def reminder(meetup: Meetup, opening: str, to: tuple[Mention, ...], controls: tuple[Control, ...], more: tuple[Fact, ...] = ()) -> Card:
    """Seven days, one day or two hours before; `opening` as `reminders.opening_of`."""
    ask = {"week": "If you can't make it after all, one tap frees your seat for somebody else.", "soon": "See you there."}.get(opening)
    facts = (Fact("When", Text(When(meetup.starts_at, meetup.zone))), Fact("Where", meetup.venue), *more)
    return Card(f"{OPENINGS[opening]}: {shortened(meetup.title, 120)}", ask or meetup.details, facts, controls=controls, to=to)


def several(coming: Sequence[Meetup], opening: str, controls: tuple[Control, ...], more: tuple[Fact, ...] = ()) -> Card:
    """As `reminder`, of several that fall together."""
    facts = tuple(Fact(shortened(each.title, 75), Text(When(each.starts_at, each.zone), f" · {each.venue}")) for each in coming)
    titles = listed([shortened(each.title, 40) for each in coming])
    first = "In a week" if opening == "week" else OPENINGS[opening]
    return Card(f"{first}: {titles}", "If you can't make one after all, one tap frees your seat.", (*facts, *more), controls=controls)


def asked_again(meetup: Meetup, seat: Seat, to: Mention, controls: tuple[Control, ...]) -> Card:
    """To each who said yes or waits, when something about it changed."""
    title, why = strong(meetup.title), f" {meetup.notice}" if meetup.notice else ""
    if meetup.state == meetups.CANCELLED:
        return Card("Cancelled", Text(title, " is cancelled.", why, " You need do nothing."), note=NEXT, to=(to,))
    if meetup.state == meetups.POSTPONED:
        kept = "your seat" if seat.state == seats.GOING else "your place in line"
        return Card("Put off", Text(title, f" is put off; you keep {kept}, and hear from me when there is a new date.", why), to=(to,))
    facts = (Fact("When", Text(When(meetup.starts_at, meetup.zone))), Fact("Where", f"{HOW[meetup.how]}: {meetup.venue}"))
    if seat.state == seats.WAITING:
        return Card("It has changed", Text(title, " has changed; you keep your place in line."), facts, controls=controls, to=(to,))
    ask = Text(title, " has changed. Can you still come? Your seat is kept until you say.")
    return Card("Can you still come?", ask, facts, controls=controls, to=(to,))


def changed(meetup: Meetup) -> Card:
    """To all who follow the thread."""
    why = f" {meetup.notice}" if meetup.notice else ""
    if meetup.state == meetups.CANCELLED:
        return Card(body=Text(strong(meetup.title), " is cancelled.", why), note=NEXT)
    if meetup.state == meetups.POSTPONED:
        return Card(body=Text(strong(meetup.title), " is put off until there is a new date.", why, " Seats are kept."))
    facts = (Fact("When", Text(When(meetup.starts_at, meetup.zone))), Fact("Where", f"{HOW[meetup.how]}: {meetup.venue}"))
    return Card(body=Text(strong(meetup.title), " has changed. Whoever said yes is asked whether that still suits them."), facts=facts)
