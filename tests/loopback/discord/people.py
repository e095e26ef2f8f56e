"""What people do on this Discord, sent to the bot as interactions."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.loopback.discord import payloads
from tests.loopback.discord.world import Asked, Json, Message, walk

if TYPE_CHECKING:
    from tests.loopback.discord.server import LoopbackDiscord

COMMAND, COMPONENT, SUGGESTING, FORM = 2, 3, 4, 5
PATIENCE = 3.0
"""Seconds Discord waits before it says "The application did not respond"."""


class Person:
    """Somebody on the server."""

    def __init__(self, discord: LoopbackDiscord, name: str, *, admin: bool = False) -> None:
        self._discord = discord
        self._world = discord.world
        self._admin = admin
        self.name = name
        self.id = self._world.snowflake()
        self._world.users[self.id] = name

    async def command(self, words: str, **options: object) -> Asked:
        """`meetup list`, with its options."""
        return await self._ask(COMMAND, self._command(words, options))

    async def command_alone(self, words: str) -> Asked:
        """The same in their direct conversation with the bot, which is on no server."""
        return await self._ask(COMMAND, self._command(words, {}), where=self._world.direct(self.id).id)

    async def types_into(self, words: str, option: str, typed: str) -> list[Json]:
        """The suggestions for what is typed so far."""
        asked = await self._ask(SUGGESTING, self._command(words, {option: typed}, focused=True))
        return (asked.response or {})["data"]["choices"]

    async def press(self, message: Message, label: str) -> Asked:
        """A button of a message."""
        button = next(each for each in walk(message.body["components"]) if each["type"] == 2 and each.get("label") == label)
        return await self._ask(COMPONENT, {"custom_id": button["custom_id"], "component_type": 2}, message)

    async def send_id(self, message: Message, custom_id: str) -> Asked:
        """A press made up: any id at all."""
        return await self._ask(COMPONENT, {"custom_id": custom_id, "component_type": 2}, message)

    async def submit(self, opened: Asked, values: Mapping[str, str]) -> Asked:
        """The form that was opened, with these texts."""
        form = (opened.response or {})["data"]
        labels = [label for label in form["components"] if label["type"] == 18]
        fields = [_filled(label["component"], values) for label in labels]
        data = {
            "custom_id": form["custom_id"],
            "components": [{"type": 18, "id": n, "component": field} for n, field in enumerate(fields, 1)],
        }
        return await self._ask(FORM, data)

    async def again(self, asked: Asked, data: Json) -> None:
        """The same interaction delivered once more."""
        await self._discord.gateway.tell("INTERACTION_CREATE", payloads.interaction(self._world, asked, data, admin=self._admin))

    async def marks(self, event: str, *, yes: bool = True) -> None:
        """An event on the server's list, as interesting or no longer."""
        told = {"guild_scheduled_event_id": event, "user_id": self.id, "guild_id": self._world.guild}
        await self._discord.gateway.tell(f"GUILD_SCHEDULED_EVENT_USER_{'ADD' if yes else 'REMOVE'}", told)

    def _command(self, words: str, given: Mapping[str, object], *, focused: bool = False) -> Json:
        name, _, sub = words.partition(" ")
        known = next((each for each in self._world.commands if each["name"] == name), None)
        assert known, f"there is no /{name}"
        leaf = next(each for each in known["options"] if each["name"] == sub) if sub else known
        types = {option["name"]: option["type"] for option in leaf["options"]}
        more = {"focused": True} if focused else {}
        options = [{"name": option, "type": types[option], "value": value} | more for option, value in given.items()]
        nested = [{"type": 1, "name": sub, "options": options}] if sub else options
        return {"id": known["id"], "name": name, "type": 1, "options": nested}

    async def _ask(self, kind: int, data: Json, on: Message | None = None, where: str = "") -> Asked:
        world = self._world
        channel = on.channel if on else where or world.announcements
        asked = Asked(world.snowflake(), f"token-{world.snowflake()}", self.id, channel, on.id if on else "", kind)
        world.asked[asked.token] = asked
        payload = payloads.interaction(world, asked, data, admin=self._admin)
        if on:
            payload["message"] = payloads.message(world, on)
        begun = time.perf_counter()
        await self._discord.gateway.tell("INTERACTION_CREATE", payload)
        async with asyncio.timeout(PATIENCE):
            await asked.answered.wait()
        asked.taken = time.perf_counter() - begun
        return asked


def _filled(field: Json, values: Mapping[str, str]) -> Json:
    name = field["custom_id"]
    if field["type"] == 23:
        return {"type": 23, "custom_id": name, "value": values.get(name) == "yes"}
    if field["type"] in (3, 5, 8, 22):
        return {"type": field["type"], "custom_id": name, "values": values[name].splitlines() if name in values else []}
    return {"type": field["type"], "custom_id": name, "value": values.get(name, field.get("value") or "")}
