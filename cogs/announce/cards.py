"""How announcements read, to everybody and to whoever makes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.chat import Card, Control, Option, Place, Strong, Text, When
from bot.chat.limits import shortened
from bot.clock import say_date
from bot.community import groups, repeating
from bot.community.announcements import BACK, Announcement, Said
from bot.community.announcing import Notice
from bot.community.meetups import Meetup
from bot.schema import Connection
from cogs.announce.asks import ALL, BOTH, WhenAndWhere, Words

AGAIN = {
    repeating.WEEKLY: "every week",
    repeating.FORTNIGHTLY: "every other week",
    repeating.WEEKDAY: "every month, on that weekday",
    repeating.DATE: "every month, on that date",
}


def shown(title: str, words: str) -> Card:
    """What everybody sees, the same in every channel."""
    return Card(title, words)


def said(posting: Said) -> Card:
    """As it stands in a channel."""
    if not posting.shown:
        return Card(posting.title, "The organisers took this announcement back.")
    return shown(posting.title, posting.words)


def notice(ask: Words, rest: WhenAndWhere) -> Notice:
    """What was decided."""
    until = rest.until if rest.repeat != repeating.ONCE else None
    also = rest.channel if rest.where != ALL else None
    return Notice(ask.title, ask.words, rest.when, rest.repeat, until, everywhere=rest.where in {ALL, BOTH}, also=also)


def places(conn: Connection, group: int, wanted: Notice) -> list[Place]:
    """Where it will stand."""
    found = [place for _, place in groups.places_for(conn, group)] if wanted.everywhere else []
    return list(dict.fromkeys([*found, *([wanted.also] if wanted.also else [])]))


def who_sees(group: str, found: Sequence[Place], wanted: Notice) -> Text:
    """Where, when and how often."""
    when = Text("from ", When(wanted.when.instant, wanted.when.zone)) if wanted.when else Text("at once")
    channels = f"{channels_in_words(found)}, exactly like this, "
    return Text(f"Everyone in {group} sees it in {channels}") + when + _again(wanted) + _then(wanted)


def channels_in_words(found: Sequence[Place]) -> str:
    """`"2 channels"`, and on what when there are several."""
    platforms = sorted({place.platform.capitalize() for place in found})
    on = f", on {' and '.join(platforms)}" if len(platforms) > 1 else ""
    return f"{len(found)} channel{'s' * (len(found) != 1)}{on}"


def _again(wanted: Notice) -> Text:
    if wanted.repeat == repeating.ONCE:
        return Text()
    until = Text(" until ", When(wanted.until.instant, wanted.until.zone)) if wanted.until else Text(", until you stop it")
    return Text(f", then {AGAIN[wanted.repeat]}") + until


def _then(wanted: Notice) -> str:
    return "." if wanted.when else ". You can change it or take it back afterwards, everywhere at once."


def announced(found: Announcement, now: datetime, controls: tuple[Control, ...]) -> Card:
    """To the organiser, after it; pressed twice it says the same."""
    title = Strong(shortened(found.title, 100))
    if found.state == BACK:
        return Card(body=Text("You took ", title, " back. /announce starts a new one."))
    if found.first.instant > now and found.number == 0:
        body = Text("Planned: ", title, ", ", When(found.first.instant, found.zone), ".")
    else:
        body = Text("Announced: ", title, ".")
    return Card(body=body + following(found), controls=controls, note="For two minutes Undo is at hand; /organise changes it later too.")


def following(found: Announcement) -> Text:
    """When it comes again."""
    if found.repeat == repeating.ONCE or found.next_at is None:
        return Text()
    return Text(f" It comes {AGAIN[found.repeat]}; next ", When(found.next_at, found.zone), ".")


def one(found: Announcement, controls: tuple[Control, ...]) -> Card:
    """An announcement, with all that can be done about it."""
    if found.state == BACK:
        return Card(body=Text(Strong(shortened(found.title, 100)), " was taken back. /announce starts a new one."))
    return Card(found.title, found.words, controls=controls, note=_stands(found))


def _stands(found: Announcement) -> Text:
    if found.next_at is None:
        return Text("Said ", When(found.first.instant, found.zone), "; nothing more of it comes.")
    again = "" if found.repeat == repeating.ONCE else f", {AGAIN[found.repeat]}"
    return Text("Next ", When(found.next_at, found.zone), again, ".")


def taken_back(found: Announcement, was_said: bool) -> Card:  # noqa: FBT001  read in one place, by name
    """After it."""
    where = "Where it stood, it says so." if was_said else "Nobody had seen it."
    return Card(body=Text("Taken back: ", Strong(shortened(found.title, 100)), f". {where} Nothing more of it comes."))


def options(found: Sequence[Announcement]) -> tuple[Option, ...]:
    """To choose from."""
    return tuple(Option(str(each.id), shortened(each.title, 75), _about(each)) for each in found)


def meetup_options(found: Sequence[Meetup]) -> tuple[Option, ...]:
    """Meetups to choose from."""
    return tuple(Option(str(each.id), shortened(each.title, 75), say_date(each.when.at.date())) for each in found)


def _about(found: Announcement) -> str:
    if found.next_at is None:
        return "Said already"
    return "Planned" if found.repeat == repeating.ONCE else f"Planned, {AGAIN[found.repeat]}"[:75]
