"""The server's list of events: https://docs.discord.com/developers/resources/guild-scheduled-event.

What is checked is what the page says: an external event has a place and an end, begins in the future, and a hundred at most are live.
"""

from __future__ import annotations

from datetime import UTC, datetime

from tests.loopback.discord import payloads
from tests.loopback.discord.rest import route
from tests.loopback.discord.world import Json, Refused, World

SCHEDULED, ACTIVE, COMPLETED, CANCELLED = 1, 2, 3, 4
MOST = 100


@route("GET", "/guilds/{guild}/scheduled-events")
def listed(world: World, body: Json, query: dict[str, str], guild: str) -> list[Json]:
    return list(world.events.values())


@route("POST", "/guilds/{guild}/scheduled-events")
def create(world: World, body: Json, query: dict[str, str], guild: str) -> Json:
    _allowed(world)
    _whole(body)
    if sum(event["status"] in (SCHEDULED, ACTIVE) for event in world.events.values()) >= MOST:
        raise Refused(400, 30038, "Maximum number of uncompleted guild scheduled events reached (100)")
    event: Json = {"id": world.snowflake(), "guild_id": guild, "channel_id": None, "creator_id": world.bot, "status": SCHEDULED}
    event |= {"creator": payloads.user(world, world.bot), "entity_id": None, "image": None, "recurrence_rule": None, "user_count": 0} | body
    world.events[event["id"]] = event
    world.news.append(("GUILD_SCHEDULED_EVENT_CREATE", dict(event)))
    return event


@route("PATCH", "/guilds/{guild}/scheduled-events/{event}")
def change(world: World, body: Json, query: dict[str, str], guild: str, event: str) -> Json:
    found = _event(world, event)
    _allowed(world)
    if found["status"] in (COMPLETED, CANCELLED):
        raise Refused(400, 180000, "Cannot update a finished event")
    _whole(found | body)
    found |= body
    world.news.append(("GUILD_SCHEDULED_EVENT_UPDATE", dict(found)))
    return found


@route("DELETE", "/guilds/{guild}/scheduled-events/{event}")
def remove(world: World, body: Json, query: dict[str, str], guild: str, event: str) -> None:
    found = _event(world, event)
    _allowed(world)
    del world.events[event]
    world.news.append(("GUILD_SCHEDULED_EVENT_DELETE", dict(found)))


def _event(world: World, event: str) -> Json:
    if event not in world.events:
        raise Refused(404, 10070, "Unknown Guild Scheduled Event")
    return world.events[event]


def _allowed(world: World) -> None:
    """Create Events covers what one made oneself; the bot is refused all of it without."""
    if not world.may_list:
        raise Refused(403, 50013, "Missing Permissions")


def _whole(event: Json) -> None:
    whereabouts: Json = event.get("entity_metadata") or {}
    place: str = whereabouts.get("location") or ""
    begins, ends = (event.get(f"scheduled_{which}_time") for which in ("start", "end"))
    whole = 1 <= len(event["name"]) <= 100 and len(event.get("description") or "") <= 1000 and 1 <= len(place) <= 100
    if not whole or not ends or not begins or not datetime.now(UTC) < datetime.fromisoformat(begins) < datetime.fromisoformat(ends):
        raise Refused(400, 50035, "Invalid Form Body")
