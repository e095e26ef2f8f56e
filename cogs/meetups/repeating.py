"""Meetups that come again: said when one is announced, or of one that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from bot.app import Call
from bot.chat import (
    Button,
    Card,
    Fact,
    Form,
    FormError,
    Option,
    Part,
    Preview,
    Refusal,
    Reply,
    Text,
    Update,
    button,
    choice,
    confirm,
    line,
    moment,
)
from bot.chat.typed import read_id
from bot.clock import Wall, say_date
from bot.community import meetups, recurrence, series
from bot.community.act import Act
from bot.community.recurrence import RULE
from bot.community.series import Repeat
from bot.schema import Connection
from cogs.meetups import cards

NOT_AGAIN = "no"
_HOW_OFTEN = [Option(NOT_AGAIN, "Just this once"), *(Option(*each) for each in recurrence.WORDS.items()), Option(RULE, "By a rule I type")]


class Repeating(Form, title="Repeat it", send="See the preview", edit="Repeat it"):
    again: str = choice("How often?", _HOW_OFTEN, default=NOT_AGAIN)
    rule: str = line("The rule, if it goes by one", hint="FREQ=MONTHLY;BYDAY=2TU: every second Tuesday", required=False, longest=200)
    others: str = line("Other places, in turn", hint="Glasgow, then Perth; empty for the same place", required=False, longest=300)
    last: Wall | None = moment("Until when?", hint="The last day and hour it may be; empty for no end", required=False)


def read(ask: Repeating, when: Wall) -> Repeat | None:
    """What was chosen, None for just this once. Raises FormError for a rule that isn't one, or an end before the second."""
    first = when.at.date()
    if ask.again == NOT_AGAIN:
        return None
    try:
        rule = recurrence.read_rule(ask.rule, first) if ask.again == RULE else recurrence.rule_for(ask.again, first)
    except ValueError as unclear:
        raise FormError("rule", str(unclear)) from unclear
    last = ask.last.at.date() if ask.last else None
    second = recurrence.following(rule, first)
    if last and second and second > last:
        raise FormError("last", f"It would come again on {say_date(second)} for the first time. Choose a later day, or leave it empty.")
    return Repeat(rule, series.read_others(ask.others), last)


def facts(repeat: Repeat | None, when: Wall, venue: str) -> tuple[Fact, ...]:
    """The rhythm, the next days, and whose turn it is."""
    if repeat is None:
        return ()
    coming = list(islice(recurrence.days(repeat.rule, when.at.date(), repeat.last), 1, 5))
    return (Fact("Comes again", f"{recurrence.in_words(repeat.rule)}: {_dates(coming)}"), *_turns((venue, *repeat.others)))


def _dates(days: Sequence[date]) -> str:
    return ", ".join(f"{day.day} {day:%B %Y}" for day in days[:3]) + (" …" if len(days) > 3 else "")


def _turns(venues: Sequence[str]) -> tuple[Fact, ...]:
    return (Fact("In turn", ", then ".join(venues)),) if len(venues) > 1 else ()


def group_of_series(conn: Connection, payload: str) -> int | None:
    """Whose series a button is about."""
    return series.group_of(conn, read_id(payload))


class ComingAgain(Part):
    """What an organiser does about a series."""

    @button(only="organiser", about_what=cards.group_of_meetup)
    async def repeat(self, call: Call, ask: Repeating) -> Reply:
        meetup = await call.read(meetups.get, call.number())
        repeat = read(ask, meetup.when)
        if repeat is None:
            raise FormError("again", "Choose how often it comes again.")
        shown = cards.meetup(meetup, cards.NOBODY_YET, ())
        shown = replace(shown, seats=None, facts=(*shown.facts, *facts(repeat, meetup.when, meetup.venue)))
        return Preview(shown, self.keep_repeating, "Repeat it", ANNOUNCED_ONE_BY_ONE)

    @confirm(only="organiser")
    async def keep_repeating(self, call: Call, ask: Repeating) -> Reply:
        meetup = await call.read(meetups.get, call.number())
        repeat = read(ask, meetup.when)
        if repeat is None:
            raise Refusal("It is just this once. Press Repeat it again to choose how often.")
        made = await call.write(_begin, meetup.id, repeat)
        words = Text(cards.strong(meetup.title), f" comes again {recurrence.in_words(repeat.rule)}. /meetup manage shows what is planned.")
        return Card(body=words, controls=(Button("Stop the series", self.stop, made, look="stop"),))

    @button(only="organiser", about_what=group_of_series)
    async def stop(self, call: Call) -> Reply:
        words = "Stop the series? What is announced already stays, each to be called off by itself; what nobody has been told of goes."
        return Card(body=words, controls=(Button("Yes, stop it", self.stopped, call.number(), look="stop"),))

    @button(only="organiser", about_what=group_of_series)
    async def stopped(self, call: Call) -> Reply:
        left = await call.write(series.stop, call.number())
        stays = f" {cards.number(left, 'meetup')} announced already {'stays' if left == 1 else 'stay'}." if left else ""
        return Update(Card(body=f"Stopped: it comes no more.{stays} /meetup manage shows what is planned."))


ANNOUNCED_ONE_BY_ONE = "Each is announced by itself, when the one before it takes place, at most six weeks ahead. You can change any one."


def _begin(act: Act, meetup_id: int, repeat: Repeat) -> int:
    return series.begin(act, meetups.hold(act, meetup_id), repeat)
