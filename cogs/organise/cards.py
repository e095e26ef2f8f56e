"""How the desk reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.chat import Card, Control, Fact, Option, Text, When
from bot.chat.limits import most, shortened
from bot.chat.text import joined
from bot.community.desk import Parked
from bot.community.guests import Tally
from bot.community.meetups import Meetup
from bot.community.outlook import Offers, Planned

FACTS = most("facts of a card")
CONTROLS = most("controls of a card")


def stuck_in_words(item: Parked) -> Text:
    """When it was due, and why it could not be made."""
    return Text("due ", When(item.due_at, item.zone), f". {item.why}")


def stuck(item: Parked, now: datetime, controls: tuple[Control, ...], note: str) -> Card:
    """One that could not be delivered, with what can be done."""
    body = Text(f"I could not deliver {item.kind_words}, due ", When(item.due_at, item.zone), f". {item.why}")
    return Card(body=body + _use(item, now), controls=controls, note=note)


def _use(item: Parked, now: datetime) -> Text:
    if item.useful_until is None:
        return Text()
    words = " It was of use until " if item.too_late(now) else " It is of use until "
    return Text(words, When(item.useful_until, item.zone), ".")


def too_late(item: Parked) -> Card:
    """It was of use once. Nothing is sent, and that is said."""
    until = Text(", until ", When(item.useful_until, item.zone)) if item.useful_until else Text()
    body = Text(f"It is too late for {item.kind_words}: it was of use") + until + Text(". Nothing was sent, and it is off your desk.")
    return Card(body=body, note="If people should still know, /announce tells them in your own words.")


def stuck_options(found: Sequence[Parked]) -> tuple[Option, ...]:
    """To choose from."""
    return tuple(Option(item.id, shortened(item.kind_words, 75), shortened(item.why, 75) or "No reason was given") for item in found)


def week(found: Sequence[tuple[Meetup, Tally]]) -> Text:
    """The meetups of the next seven days, a line each."""
    return joined(
        [Text(shortened(meetup.title, 60), " · ", When(meetup.starts_at, meetup.zone), _going(meetup, tally)) for meetup, tally in found]
    )


def _going(meetup: Meetup, tally: Tally) -> str:
    left = tally.left(meetup)
    free = "" if left is None else f", {left or 'no'} {'seat' if left == 1 else 'seats'} left"
    return f" · {tally.going} going{free}" + (f", {tally.waiting} waiting" if tally.waiting else "")


def running_out(found: Sequence[Offers]) -> Text:
    """Offers, a line each."""
    return joined(
        [Text(f"{shortened(each.title, 60)}: {each.number} on offer, until ", When(each.ends_at, each.zone), " at first") for each in found]
    )


def planned(found: Sequence[Planned], zone: str) -> tuple[Fact, ...]:
    """What will be said, one after the other."""
    return tuple(Fact(shortened(_what(each), 75), Text(When(each.at, zone, "full" if each.about else "day"), _to(each))) for each in found)


def _what(each: Planned) -> str:
    if not each.about:
        return f"{each.times} message{'s' * (each.times != 1)} {each.words}"
    return f"{each.about}: {each.words}"


def _to(each: Planned) -> str:
    return f", in {each.times} places" if each.about and each.times > 1 else ""


# --- a desk with much on it -----------------------------------------------------------------------------------------------------


def laid_out(own: Card, parts: Sequence[Card]) -> tuple[Card, list[int]]:
    """The desk with as much of every feature's part as fits on one card; and the numbers of those parts whose rest is left for a menu.

    A platform that shows ten lines shows the first ten: nothing is left to it to leave out.
    """
    facts, controls, left = list(own.facts), list(own.controls), list[int]()
    for number, part in enumerate(parts):
        fits = len(facts) < FACTS and len(controls) + len(part.controls) < CONTROLS
        if fits:
            facts.append(Fact(part.title, part.body))
            controls += part.controls
        if not fits or part.facts:
            left.append(number)
    return Card(own.title, own.body, tuple(facts), controls=tuple(controls), note=own.note), left


def part_options(parts: Sequence[Card], left: Sequence[int]) -> tuple[Option, ...]:
    """What else is on the desk."""
    return tuple(Option(str(number), shortened(parts[number].title, 75)) for number in left[: most("options")])
