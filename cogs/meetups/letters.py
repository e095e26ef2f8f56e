"""What one person reads: answers, offers, reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.chat import Button, Card, Control, Fact, Mention, Text, When
from bot.chat.limits import shortened
from bot.community import members, seats, waiting_list
from bot.community.meetups import Meetup
from bot.community.reminders import Step
from bot.community.rsvp import Outcome
from bot.community.seats import Seat
from bot.schema import Connection
from cogs.meetups.cards import ordinal, strong

LAST_DAY_HOURS = 3


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


def reminder(meetup: Meetup, step: Step, to: tuple[Mention, ...], controls: tuple[Control, ...]) -> Card:
    """Seven days, one day or two hours before."""
    opening = {"week": "A week to go", "day": "Tomorrow", "soon": "Soon"}[step.name]
    ask = {"week": "If you can't make it after all, one tap frees your seat for somebody else.", "day": "", "soon": "See you there."}[
        step.name
    ]
    facts = (Fact("When", Text(When(meetup.starts_at, meetup.zone))), Fact("Where", meetup.venue))
    return Card(f"{opening}: {shortened(meetup.title, 120)}", ask or meetup.details, facts, controls=controls, to=to)
