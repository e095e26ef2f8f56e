"""Marek has joined nothing. He reads a group's page now and then, its calendar is in his, and its feed in his reader: three addresses."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from icalendar import Event

from bot.clock import Wall
from bot.community import changing, members
from bot.community.changing import Move
from bot.community.meetups import ROOM
from tests.pages.conftest import site
from tests.pages.site import PRIYA, THURSDAY, TOM, Site, read_feed

__all__ = ["site"]

PAGE, CALENDAR, FEED = "/g/officers", "/g/officers/calendar.ics", "/g/officers/feed.atom"
NEXT_WEEK = Wall(THURSDAY.at + timedelta(days=7), THURSDAY.zone)


def edition(event: Event) -> int:
    """Which version of an event this is."""
    return int(str(event["SEQUENCE"]))


class Marek:
    """What he keeps from one look to the next: his calendar by UID, his feed by id, and what was new in it this time."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.diary: dict[str, Event] = {}
        self.read: dict[str, str] = {}
        self.new: list[Any] = []
        self.page = ""

    async def looks(self) -> None:
        """At all three, as his programs do: a later SEQUENCE replaces what they hold, an entry is new when its id or its date is."""
        for event in await self.site.events(CALENDAR):
            held = self.diary.get(str(event["UID"]))
            assert held is None or edition(event) >= edition(held)
            self.diary[str(event["UID"])] = event
        entries = read_feed(await self.site.text(FEED)).entries
        self.new = [each for each in entries if self.read.get(each.id) != each.updated]
        self.read.update({each.id: each.updated for each in entries})
        self.page = await self.site.text(PAGE)
        for address in (PAGE, CALENDAR, FEED):
            assert not re.search("Priya|Tom|Canary|2 people|W1", await self.site.text(address)), address

    def event(self) -> Event:
        """The one thing in his diary."""
        (event,) = self.diary.values()
        return event


async def test_marek_sees_what_comes_a_move_and_the_end_of_it_and_nobody(site: Site) -> None:
    marek = Marek(site)
    await site.shows(about="For people who work alone.")
    meetup = await site.announced(details="Bring a question.")
    for who in (PRIYA, TOM):
        await site.says_yes(meetup, who)
        await site.does(lambda act: members.show_name(act, named=True), who)

    # What is coming, when and where, and how to follow: no name, no number of people.
    await marek.looks()
    first = marek.event()
    assert (first["SUMMARY"], first.start, first["LOCATION"]) == ("Pub meet-up", THURSDAY.instant, "The Laurieston")
    assert [each.title for each in marek.new] == ["Pub meet-up"]
    for words in ("For people who work alone.", "Thursday 26 November 2026, 18:30", "The Laurieston", CALENDAR, FEED):
        assert words in marek.page
    await marek.looks()
    assert marek.new == []

    # It moves by a week, to another place: the same event in his diary, and one new line in his reader.
    await site.does(lambda act: changing.move(act, meetup.id, Move(NEXT_WEEK, "The Pot Still", ROOM)))
    await marek.looks()
    event = marek.event()
    assert (event["UID"], event.start, event["LOCATION"]) == (first["UID"], NEXT_WEEK.instant, "The Pot Still")
    assert edition(event) > edition(first)
    assert len(marek.new) == 1
    assert "3 December" in marek.page
    assert "26 November" not in marek.page

    # It is called off: struck out where he reads it, not silently gone.
    await site.does(lambda act: changing.call_off(act, meetup.id, "The cellar is wet."))
    await marek.looks()
    assert marek.event()["STATUS"] == "CANCELLED"
    assert [each.title for each in marek.new] == ["Cancelled: Pub meet-up"]
    assert "Cancelled." in marek.page
