"""What organisers read of a meetup: how it stands, who comes, and what a change will mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat import Button, Card, Fact, Text, When
from bot.chat.limits import shortened
from bot.chat.typed import read_id
from bot.community import changing, recurrence, seats
from bot.community.attendance.forecast import Range
from bot.community.changing import Changed, Move
from bot.community.guests import Tally
from bot.community.meetups import ANNOUNCED, POSTPONED, WITHDRAWN, Meetup
from bot.community.near import FEWEST, Areas
from bot.community.seats import Seat
from bot.community.series import Series
from bot.schema import Connection
from cogs.meetups import cards
from cogs.meetups.cards import number, strong
from cogs.meetups.letters import part_of

A_LIST = 12
"""People on a page: the longest names, guests and hours of so many still fit one card."""
_STATES = {seats.GOING: "", seats.OFFERED: "offered a seat", seats.WAITING: "waiting"}


def group_of_change(conn: Connection, payload: str) -> int | None:
    """In which group a change was made."""
    return changing.group_of(conn, read_id(payload))


def in_one_line(meetup: Meetup, tally: Tally, now: datetime) -> Text:
    """When, and how it stands."""
    if meetup.state == POSTPONED:
        return Text(f"put off; {number(tally.going, 'seat')} kept")
    online = f" ({tally.going_online} online)" if meetup.side(online=True) else ""
    out = f"{tally.going} going{online}, {tally.waiting} waiting" if now >= meetup.publish_at else "not announced yet"
    return Text(When(meetup.starts_at, meetup.zone), f" · {out}")


def one(meetup: Meetup, tally: Tally, comes: Series | None, expected: Range | None, now: datetime, controls: tuple[Button, ...]) -> Card:
    """A meetup, with everything that can be done about it."""
    when = () if now >= meetup.publish_at else (Fact("Announced", Text(When(meetup.publish_at, meetup.zone))),)
    again = (Fact("Comes again", recurrence.in_words(comes.rule) if comes.next_day else "no more"),) if comes else ()
    shown = cards.meetup(meetup, tally, ())
    likely = (Fact("I'd expect", how_many(expected)),) if expected and now < meetup.starts_at else ()
    return replace(shown, facts=(*shown.facts, *likely, *when, *again), controls=controls)


def wants_a_place(meetup: Meetup, name_it: Button) -> Card:
    """People keep the date free, and can't plan how to come."""
    then = "People were asked to save the date. Once you say where, they are told, and asked whether they come."
    words = Text(When(meetup.starts_at, meetup.zone), f". {then}")
    return Card(f"No place yet: {shortened(meetup.title, 60)}", words, controls=(name_it,))


def how_many(expected: Range) -> str:
    """How many are likely to come, and how little that is known."""
    shown = f"{expected.low} to {expected.high}" if expected.low < expected.high else f"{expected.low}"
    if expected.meetups:
        return f"{shown} of {expected.said}; based on {number(expected.meetups, 'meetup')}"
    return f"{shown} of {expected.said}; about half come to a free meetup, and I've no counts of yours yet"


def moved(meetup: Meetup, to: Move) -> Meetup:
    """As it would be."""
    where = {"venue": to.venue, "how": to.how, "online": to.online}
    at = {"wall_at": to.when.at.isoformat(timespec="minutes"), "zone": to.when.zone, "starts_at": to.when.instant}
    return replace(meetup, state=ANNOUNCED, notice="", **where, **at)  # pyright: ignore[reportArgumentType]  each as its field has it


def who_comes(meetup: Meetup, found: Sequence[tuple[str, Seat]]) -> Card:
    """Names, guests and hours, a line each."""
    lines = "\n".join(f"{shortened(name, 60)}{_details(meetup, seat)}" for name, seat in found)
    note = "Only organisers see this list. Please keep it among yourselves."
    return Card(f"Who is coming: {shortened(meetup.title, 120)}", lines or "Nobody has said yes so far.", note=note)


def _details(meetup: Meetup, seat: Seat) -> str:
    guest = f"with {seat.guest or 'a guest'}" if seat.brings and not seat.absent else ""
    alone = f"only the guest, {seat.guest}" if seat.guest else "only the guest"
    asked = "has not said since it changed" if seat.asked is not None else ""
    online = "online" if seat.online and meetup.side(online=True) is not None else ""
    said = [_STATES[seat.state], alone if seat.absent else guest, online, part_of(seat), asked]
    return "".join(f" · {words}" for words in said if words)


def where(areas: Areas | None) -> list[Card]:
    """Where a year's meetups were, once there is an area with members and no meetup."""
    if areas is None or all(there for _, _, there in areas.areas):
        return []
    lines = [
        f"{area}: {number(people, 'member')}, {number(there, 'meetup') if there else 'no meetup'}" for area, people, there in areas.areas
    ]
    rest = f" {number(areas.elsewhere, 'member')} said somewhere else." if areas.elsewhere >= FEWEST else ""
    body = f"A year of meetups in the room: {areas.meetups}. {'; '.join(lines)}.{rest} A series can take other places in turn."
    return [Card("Where you meet", body)]


# --- what a change means --------------------------------------------------------------------------------------------------------


def who_is_asked(meetup: Meetup, tally: Tally, now: datetime) -> str:
    """Before a move."""
    if now < meetup.publish_at:
        return "Nobody has been told of it yet, so nobody is told now."
    if not tally.going + tally.waiting + tally.offered:
        return "The card changes, and the thread is told in two minutes. Nobody has said yes so far."
    return (
        f"In two minutes {_people(tally)} told once, and whoever said yes is asked again; their seats are kept until they answer. "
        "Reminders follow the new date."
    )


def who_is_told(tally: Tally) -> str:
    """Before it is put or called off."""
    if not tally.going + tally.waiting + tally.offered:
        return "The card says so at once, and the thread is told in two minutes. Nobody has said yes so far."
    return f"The card says so at once; in two minutes {_people(tally)} told, once. No reminder is sent any more."


def _people(tally: Tally) -> str:
    said = tally.going + tally.offered + tally.waiting
    return f"{number(said, 'person', 'people')} who said yes or {'waits is' if said == 1 else 'wait are'}"


def what_happens(to: Meetup, tally: Tally) -> str:
    """Before there are more seats or fewer."""
    over = [side for side in to.sides if (total := to.total(side)) is not None and tally.of(side).held > total]
    if over:
        return "More seats are taken than there would be. Nobody loses theirs; a freed one is offered once there are fewer than that."
    if tally.waiting:
        return "What is free is offered to those waiting, in order. Offers that were made stand, even if you undo this."
    return "The card changes; nobody is notified."


def done(changed: Changed, what: str, undo: tuple[Button, ...]) -> Card:
    """To the organiser, after it; pressed twice it says that it stands."""
    meetup = changed.meetup
    if meetup.state == WITHDRAWN:
        return Card(body=Text(f"{what}: ", strong(meetup.title), ". Nobody had been told of it."))
    if not undo:
        return Card(body=Text(strong(meetup.title), " stands like that already. /meetup manage changes it."))
    told = f" {number(changed.told, 'person', 'people')} will be told in two minutes." if changed.told else ""
    return Card(body=Text(f"{what}: ", strong(meetup.title), f".{told}"), controls=undo, note="You can undo it for two minutes.")
