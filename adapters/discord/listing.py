"""The server's own list of events: an entry for each announcement, known by the link to its message, which also leads people there.

https://docs.discord.com/developers/resources/guild-scheduled-event. Create Events is enough: it covers changing and deleting what the bot
itself created. Entries are dated one by one: Discord's recurrence knows no time zone, so a series would shift when the clocks change.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

import discord

from bot.chat.errors import Gone, Never, NotNow
from bot.chat.limits import shortened
from bot.chat.occasion import Occasion
from bot.chat.people import MessageRef, Person, Place

Body: TypeAlias = dict[str, Any]

UNKNOWN_EVENT, FINISHED = 10070, 180000
LATER: Final = timedelta(hours=6)
"""Until something that people have to mend is tried again."""
MENDED_BY_PEOPLE: Final = {
    50001: "I may not create events on the server: give my role Create Events.",
    50013: "I may not create events on the server: give my role Create Events.",
    30038: "The server has 100 events already, which is the most Discord allows.",
}
NAME, DESCRIPTION, LOCATION = 100, 1000, 100
LIVE: Final = (discord.EventStatus.scheduled.value, discord.EventStatus.active.value)
_REMEMBERED = 1000


class EventList:
    """What was put there, so that nothing is sent twice in vain, and what others change is told from what we did ourselves."""

    def __init__(self) -> None:
        self._stands: dict[int, Body] = {}
        self._asked: dict[int, Body | None] = {}

    async def stage(self, client: discord.Client, under: Place, occasion: Occasion, there: MessageRef | None) -> MessageRef | None:
        """As `Port.stage`; raises what discord.py raises, and Gone."""
        guild, link = int(under.workspace), link_to(under)
        event = int(there.id) if there else await _found(client, guild, link)
        if occasion.off:
            if event is not None:
                await self._remove(client, guild, event)
            return None
        body = body_of(occasion, link)
        if event is None:
            event = int((await client.http.create_guild_scheduled_event(guild, **body))["id"])
        elif self._stands.get(event) != body:
            await self._change(client, guild, event, body)
        self._stands[event] = body
        return ref_of(guild, event)

    def by_hand(self, before: discord.ScheduledEvent, after: discord.ScheduledEvent) -> bool:
        """Whether somebody else changed what an entry says. That it begins, ends or interests people is no change."""
        changed = _says(before) != _says(after)
        asked = self._asked.get(after.id)
        if not changed or (asked is not None and _says(after) == _asked_for(asked)):
            return False
        self._stands.pop(after.id, None)
        return True

    def taken_off_by_hand(self, event: int) -> bool:
        """Whether somebody else took it off the list."""
        self._stands.pop(event, None)
        return self._asked.get(event, {}) is not None

    @staticmethod
    def is_right(event: discord.ScheduledEvent, occasion: Occasion | None) -> bool:
        """Whether it says what it should: then it was one of us who changed it, in this process or in another."""
        if occasion is None or occasion.off:
            return False
        return _says(event) == _asked_for(body_of(occasion, (event.description or "").rpartition(" ")[2]))

    async def _change(self, client: discord.Client, guild: int, event: int, body: Body) -> None:
        self._ask(event, body)
        try:
            await client.http.edit_scheduled_event(guild, event, **body)
        except discord.HTTPException as error:
            if error.code == UNKNOWN_EVENT:
                raise Gone("Somebody took it off the list by hand. Trying again puts it there anew.") from error
            if error.code != FINISHED:
                raise

    async def _remove(self, client: discord.Client, guild: int, event: int) -> None:
        self._ask(event, None)
        try:
            await client.http.delete_scheduled_event(guild, event)
        except discord.HTTPException as error:
            if error.code != UNKNOWN_EVENT:
                raise

    def _ask(self, event: int, body: Body | None) -> None:
        """Before it is sent: Discord may tell of the change before it answers."""
        self._stands.pop(event, None)
        self._asked.pop(event, None)
        self._asked[event] = body
        for memory in (self._asked, self._stands):
            if len(memory) > _REMEMBERED:
                del memory[next(iter(memory))]


def body_of(occasion: Occasion, link: str) -> Body:
    """The entry as Discord takes it. Mentions in it would ping nobody, and are not made to look as if they did."""
    end = f"Announced here: {link}"
    what = shortened(discord.utils.escape_mentions(occasion.what), DESCRIPTION - len(end) - 2)
    return {
        "name": shortened(occasion.title, NAME),
        "description": f"{what}\n\n{end}" if what else end,
        "scheduled_start_time": occasion.starts.isoformat(),
        "scheduled_end_time": occasion.ends.isoformat(),
        "entity_type": discord.EntityType.external.value,
        "entity_metadata": {"location": shortened(occasion.where, LOCATION) or "See the announcement"},
        "privacy_level": discord.PrivacyLevel.guild_only.value,
    }


def link_to(under: Place) -> str:
    """The address of the announcement."""
    return f"https://discord.com/channels/{under.workspace}/{under.channel}/{under.thread}"


def ref_of(guild: int, event: int) -> MessageRef:
    """Where an entry stands: the list has no channel."""
    return MessageRef(Place("discord", str(guild), "events"), str(event))


def interested(told: Mapping[str, Any]) -> tuple[Person, MessageRef]:
    """Who, and in which entry.

    https://docs.discord.com/developers/events/gateway-events#guild-scheduled-event-user-add
    """
    return Person("discord", "", str(told["user_id"])), ref_of(int(told["guild_id"]), int(told["guild_scheduled_event_id"]))


def mended_by_people(no: Never) -> Never | NotNow:
    """A refusal that ends when somebody gives a permission or clears the list is tried again, quietly."""
    cause = no.__cause__
    words = MENDED_BY_PEOPLE.get(cause.code) if isinstance(cause, discord.HTTPException) else None
    return NotNow(words, LATER) if words else no


async def _found(client: discord.Client, guild: int, link: str) -> int | None:
    """Our entry that leads there, put there by an attempt whose outcome nobody knew."""
    me = str(client.user.id) if client.user else ""
    for event in await client.http.get_scheduled_events(guild, with_user_count=False):
        ours = str(event.get("creator_id")) == me and int(event["status"]) in LIVE
        if ours and link in (event.get("description") or "").split():
            return int(event["id"])
    return None


def _says(event: discord.ScheduledEvent) -> tuple[object, ...]:
    return event.name, event.description, event.start_time, event.end_time, event.location


def _asked_for(body: Body) -> tuple[object, ...]:
    start, end = (datetime.fromisoformat(body[f"scheduled_{which}_time"]) for which in ("start", "end"))
    return body["name"], body["description"], start, end, body["entity_metadata"]["location"]
