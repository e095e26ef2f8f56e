"""What a card has besides, where its organiser prepared something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import Button, Card, Control, Fact, Part, elsewhere
from bot.chat.limits import most, shortened
from bot.community import meetups
from bot.community.before import bringing, reading
from bot.community.before.bringing import Wanted
from bot.community.before.reading import Preparation
from bot.community.meetups import Meetup
from bot.schema import Connection


class Prepared(Part):
    """Leads to what is prepared."""

    bring_something = elsewhere("before.bring")

    async def with_more(self, meetup: Meetup, card: Card) -> Card:
        """The card everyone sees, with what is prepared."""
        if meetup.state != meetups.ANNOUNCED:
            return card
        prepared, wanted = await self.read(_prepared, meetup)
        controls: list[Control] = [Button("I bring something", self.bring_something, meetup.id)] if prepared.brings else []
        return replace(card, facts=(*card.facts, *_wanted(wanted)), controls=(*card.controls, *controls))


def _prepared(conn: Connection, meetup: Meetup) -> tuple[Preparation, list[Wanted]]:
    prepared = reading.of(conn, meetup)
    return prepared, bringing.still_wanted(conn, meetup) if prepared.brings else []


def _wanted(wanted: Sequence[Wanted]) -> tuple[Fact, ...]:
    words = ", ".join(each.words for each in wanted)
    return (Fact("Somebody could bring", shortened(words, most("fact"))),) if words else ()
