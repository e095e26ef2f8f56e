"""Everything Slack tells us, turned into events for the core and answers for the person. Nothing of any feature."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from adapters.slack import views
from adapters.slack.answers import InConversation, InReply, Surface, files_in
from adapters.slack.commands import EVERYTHING, ROUTE, Commands, Understood, choose
from adapters.slack.modals import AfterForm, InModal, OverPage
from adapters.slack.parse import Origin, Press, answers, event_id
from adapters.slack.people import People
from adapters.slack.render import option
from adapters.slack.shapes import Json, node, text
from adapters.slack.voice import Voice
from bot.app import App, Late
from bot.chat.answer import Answer, Say
from bot.chat.card import Attachment, Card, Option
from bot.chat.inbound import Arrived, AtHome, Event, Pressed, Submitted, Suggesting, Typed
from bot.chat.limits import LIMITS
from bot.chat.people import Person, Place

SHORTCUT: Final = EVERYTHING
"""The callback_id of our two shortcuts: Slack takes no slash command in a thread."""


@dataclass
class Ears:
    """One workspace, heard. `me` is the bot's own user id."""

    app: App
    commands: Commands
    people: People
    voice: Voice
    me: str = ""
    busy: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    async def heard(self, body: Json) -> Json:
        """What to acknowledge with. The answer itself, when it comes in time and fits in there."""
        hear = {
            "command": self._command,
            "block_actions": self._pressed,
            "view_submission": self._submitted,
            "block_suggestion": self._suggesting,
            "shortcut": self._shortcut,
            "message_action": self._shortcut,
            "event_callback": self._event,
        }.get(text(body, "type") or ("command" if "command" in body else ""))
        return await hear(body) if hear else {}

    async def drain(self) -> None:
        """Wait until every answer under way has been shown."""
        while self.busy:
            await asyncio.wait(set(self.busy))

    async def close(self, within: float) -> None:
        """Show the answers under way, if that takes no longer than `within` seconds; then stop."""
        if self.busy:
            await asyncio.wait(set(self.busy), timeout=within)
        for task in set(self.busy):
            task.cancel()
        self.people.close()

    # --- what people do ---------------------------------------------------------------------------------------------------------

    async def _command(self, body: Json) -> Json:
        origin = Origin.of(body)
        surface = InConversation(self.voice, origin, text(body, "trigger_id"), command=True)
        meant = self.commands.understand(text(body, "command"), text(body, "text"), origin.team)
        return await self._do(meant, body, origin, surface, text(body, "user_name"))

    async def _pressed(self, body: Json) -> Json:
        press, origin = Press.of(body), Origin.of(body)
        if press.route == "link":
            return {}
        surface = self._surface(body, origin)
        hint = text(body, "user", "name")
        if press.route == ROUTE:
            return await self._do(Understood(press.payload, {}), body, origin, surface, hint)
        event = Pressed(
            id=event_id(body),
            person=await self._person(origin, hint),
            place=origin.place,
            message=origin.ref,
            route=press.route,
            payload=press.payload,
            chosen=press.chosen,
        )
        ack = await self._answered(event, surface)
        if text(body, "view", "type") == "home":
            self._own(self._paint_home(event.person, origin, f"{event.id}.home"))
        return ack

    def _surface(self, body: Json, origin: Origin) -> Surface:
        view, trigger = node(body, "view"), text(body, "trigger_id")
        match text(view, "type"):
            case "home":
                return OverPage(self.voice, origin, trigger)
            case "modal":
                return InModal(self.voice, origin, text(view, "id"), text(view, "hash"))
            case _:
                return InConversation(self.voice, origin, trigger)

    async def _submitted(self, body: Json) -> Json:
        origin, view = Origin.of(body), node(body, "view")
        draft = text(view, "callback_id").removeprefix("draft:")
        event = Submitted(
            id=event_id(body),
            person=await self._person(origin, text(body, "user", "name")),
            place=origin.place,
            message=origin.ref,
            draft=draft,
            values=answers(body),
        )
        blocks = frozenset(text(block, "block_id") for block in view.get("blocks", []))
        surface = AfterForm(self.voice, origin, text(body, "trigger_id"), view_id=text(view, "id"), draft=draft, blocks=blocks)
        return await self._answered(event, surface)

    async def _suggesting(self, body: Json) -> Json:
        origin, typed = Origin.of(body), text(body, "value")
        person = await self._person(origin, text(body, "user", "name"))
        where = Suggesting(
            id=event_id(body), person=person, place=origin.place, route=origin.route, field=text(body, "action_id"), typed=typed
        )
        offered = [each for each in await self.app.suggest(where) if len(each.value) <= LIMITS["option value"].slack]
        if typed.strip() and all(typed.strip().casefold() != each.label.casefold() for each in offered):
            # Slack's menu takes nothing but what it offers. A line takes any words, so the words typed are always among them.
            offered.append(Option(typed.strip()[: LIMITS["option value"].slack], typed))
        return {"options": [option(each) for each in offered]}

    async def _shortcut(self, body: Json) -> Json:
        origin = Origin.of(body)
        card = choose("What would you like to do?", self.commands.all)
        return self._told(Say(card), OverPage(self.voice, origin, text(body, "trigger_id")))

    # --- what happens -----------------------------------------------------------------------------------------------------------

    async def _event(self, body: Json) -> Json:
        event, origin = node(body, "event"), Origin.of_event(body)
        match text(event, "type"):
            case "app_mention":
                return await self._written(body, origin)
            case "message" if text(event, "channel_type") == "im" and not event.get("subtype") and not event.get("bot_id"):
                return await self._written(body, origin)
            case "team_join" if self.people.learn(node(event, "user")):
                return await self._arrived(body, origin)
            case "member_joined_channel" if origin.user != self.me:
                return await self._arrived(body, origin)
            case "app_home_opened" if text(event, "tab") == "home":
                self._own(self._opened_home(body, origin))
            case _:
                pass
        return {}

    async def _written(self, body: Json, origin: Origin) -> Json:
        words = text(body, "event", "text").replace(f"<@{self.me}>", "", 1)
        return await self._do(self.commands.line(words, origin.team), body, origin, InReply(self.voice, origin), "")

    async def _arrived(self, body: Json, origin: Origin) -> Json:
        # Whoever joins the workspace is nowhere yet: not even in a conversation with us.
        place = origin.place if origin.channel else Place("slack", origin.team, "")
        await self.app.handle(Arrived(id=event_id(body), person=await self._person(origin, ""), place=place))
        return {}

    async def _opened_home(self, body: Json, origin: Origin) -> None:
        # The channel Slack names is the direct conversation that page hangs under.
        await self._paint_home(await self._person(origin, ""), origin, event_id(body))

    async def _paint_home(self, person: Person, origin: Origin, event: str) -> None:
        cards = await self.app.home(AtHome(id=event, person=person, place=origin.place))
        await self.voice.publish(origin.user, views.home([*cards, choose("What I can do", self.commands.all)]))

    # --- answering --------------------------------------------------------------------------------------------------------------

    async def _person(self, origin: Origin, hint: str) -> Person:
        return await self.people.person(origin.team, origin.user, hint)

    async def _do(self, meant: Understood | Card, body: Json, origin: Origin, surface: Surface, hint: str) -> Json:
        if isinstance(meant, Card):
            return self._told(Say(meant), surface)
        person = await self._person(origin, hint)
        event = Typed(id=event_id(body), person=person, place=origin.place, message=origin.ref, route=meant.route, values=meant.values)
        return await self._answered(event, surface)

    async def _answered(self, event: Event, surface: Surface) -> Json:
        answer = await self.app.promptly(event)
        if isinstance(answer, Late):
            self._own(self._later(answer, surface))
            return surface.meanwhile()
        return self._told(answer, surface)

    def _told(self, answer: Answer, surface: Surface) -> Json:
        ack = surface.at_once(answer)
        if ack is None:
            self._own(surface.show(answer))
        if files := files_in(answer):
            self._own(self._hand_over(surface, files))
        return ack or {}

    async def _later(self, late: Late, surface: Surface) -> None:
        await surface.wait()
        answer = await asyncio.shield(late.rest)
        await surface.show(answer)
        if files := files_in(answer):
            await self._hand_over(surface, files)

    async def _hand_over(self, surface: Surface, files: Sequence[Attachment]) -> None:
        await surface.voice.hand_over(surface.origin.user, files)

    def _own(self, work: Coroutine[Any, Any, None]) -> None:
        """Work that goes on after the acknowledgement: Bolt forgets it, we don't."""
        task = asyncio.create_task(work)
        self.busy.add(task)
        task.add_done_callback(self.busy.discard)
