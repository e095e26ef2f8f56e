"""What a card has besides, where its organiser prepared something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import Button, Card, Control, Fact, Part, elsewhere
from bot.chat.limits import most, shortened
from bot.community import meetups
from bot.community.before import agenda, bringing, reading, speakers
from bot.community.before.bringing import Wanted
from bot.community.before.reading import Preparation
from bot.community.before.speakers import Speaker
from bot.community.meetups import Meetup
from bot.schema import Connection


class Prepared(Part):
    """Leads to what is prepared."""

    bring_something = elsewhere("before.bring")
    see_programme = elsewhere("before.programme")

    async def with_more(self, meetup: Meetup, card: Card) -> Card:
        """The card everyone sees, with what is prepared."""
        if meetup.state != meetups.ANNOUNCED:
            return card
        prepared, wanted, people = await self.read(_prepared, meetup)
        controls: list[Control] = [Button("I bring something", self.bring_something, meetup.id)] if prepared.brings else []
        controls += [Button("Programme", self.see_programme, meetup.id)] if prepared.agenda or people else []
        facts = (*card.facts, *_programme(meetup, prepared, people), *_wanted(wanted))
        return replace(card, facts=facts, controls=(*card.controls, *controls))


def _prepared(conn: Connection, meetup: Meetup) -> tuple[Preparation, list[Wanted], list[Speaker]]:
    prepared = reading.of(conn, meetup)
    wanted = bringing.still_wanted(conn, meetup) if prepared.brings else []
    return prepared, wanted, speakers.at(conn, meetup.id) if prepared.speaks else []


def _programme(meetup: Meetup, prepared: Preparation, people: Sequence[Speaker]) -> tuple[Fact, ...]:
    parts = " · ".join(f"{each.at(meetup.starts_at, meetup.zone)} {each.words}" for each in agenda.of(prepared))
    names = ", ".join(each.name for each in people)
    return tuple(Fact(label, shortened(words, most("fact"))) for label, words in (("Programme", parts), ("Speaking", names)) if words)


def _wanted(wanted: Sequence[Wanted]) -> tuple[Fact, ...]:
    words = ", ".join(each.words for each in wanted)
    return (Fact("Somebody could bring", shortened(words, most("fact"))),) if words else ()
