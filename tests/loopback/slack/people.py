"""People: what they do with Slack's own client."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from . import answers, payloads, posting, screens
from .errors import CannotDo, NoAnswer, SlackError
from .fields import fields_of, refusal
from .hands import Hands
from .shapes import Json
from .workspace import Channel, Message, View


@dataclass(frozen=True)
class Submitted:
    """What came of sending a form: errors by the field's label, and the modal now on top, if any.

    `by_slack` is true when Slack's client itself would not send it (a required field empty, words too long).
    """

    errors: dict[str, str] = field(default_factory=dict[str, str])
    view: View | None = None
    by_slack: bool = False


class Person(Hands):
    """Somebody in the workspace. Everything they do returns once the app has acknowledged it; else NoAnswer is raised."""

    async def slash(self, command: str, text: str = "", channel: Channel | None = None) -> None:
        """Type a slash command; in the direct message with the app where no channel is named. Raises: CannotDo, NoAnswer."""
        if self.ws.commands is not None and command not in self.ws.commands:
            raise CannotDo(f"{command} is not a valid command")
        channel = channel or self.dm
        payload = payloads.slash(self.ws, self.user, command, text, channel)
        answer = await self.courier.interact("slash_commands", payload, self.name, wants_answer=True)
        if answer.get("text") or answer.get("blocks"):
            url = self.ws.response_urls[payload["response_url"].rpartition("/")[2]]
            self._shown(lambda: answers.show(self.ws, url, answer))
        self.ws.touch()

    async def says(self, words: str, channel: Channel, thread: Message | None = None) -> Message:
        """Write in a channel; the app hears it as its subscriptions go, and as a mention when `<@app>` is in it."""
        said = posting.Content(words, [])
        message = posting.post(self.ws, channel, said, author=self.id, thread_ts=(thread.thread_ts or thread.ts) if thread else None)
        mentioned = f"<@{self.ws.bot.id}>" in words and channel.kind != "im"
        for mention in (True, False) if mentioned else (False,):
            subscription, inner = payloads.spoken(self.ws, message, mention=mention)
            if self.ws.bot.id in channel.members:
                await self._event(subscription, inner)
        return message

    async def mention(self, words: str, channel: Channel, thread: Message | None = None) -> Message:
        """Write to the app by name."""
        return await self.says(f"<@{self.ws.bot.id}> {words}", channel, thread)

    async def writes(self, words: str) -> Message:
        """Write to the app in private."""
        return await self.says(words, self.dm)

    async def joins(self, channel: Channel) -> None:
        """Join a channel: member_joined_channel."""
        if self.id not in channel.members:
            channel.members.append(self.id)
        if self.ws.bot.id in channel.members:
            inner = {"type": "member_joined_channel", "user": self.id, "channel": channel.id, "channel_type": "C", "team": self.ws.team_id}
            await self._event("member_joined_channel", inner | {"event_ts": self.ws.new_ts()})

    async def invites_app(self, channel: Channel) -> None:
        """Bring the app into a channel, which it hears of itself."""
        channel.members.append(self.ws.bot.id)
        inner = {"type": "member_joined_channel", "user": self.ws.bot.id, "inviter": self.id, "channel": channel.id, "channel_type": "C"}
        await self._event("member_joined_channel", inner | {"team": self.ws.team_id, "event_ts": self.ws.new_ts()})

    async def open_home(self) -> View | None:
        """Look at the app's home tab. What is there once the app has acknowledged; the app may still be painting."""
        inner: Json = {"type": "app_home_opened", "user": self.id, "channel": self.dm.id, "tab": "home", "event_ts": self.ws.new_ts()}
        if self.home is not None:
            inner["view"] = screens.as_json(self.ws, self.home)
        await self._event("app_home_opened", inner)
        return self.home

    async def shortcut(self, callback_id: str, on: Message | None = None) -> None:
        """Use a global shortcut, or a message's when one is named. Raises: CannotDo, NoAnswer."""
        if self.ws.shortcuts is not None and callback_id not in self.ws.shortcuts:
            raise CannotDo(f"there is no shortcut {callback_id!r}; there is {sorted(self.ws.shortcuts)}")
        if on is None:
            payload = payloads.shortcut(self.ws, self.user, callback_id)
        else:
            payload = payloads.message_action(self.ws, self.user, callback_id, self._visible(on))
        await self.courier.interact("interactive", payload, self.name, wants_answer=False)

    async def _event(self, subscription: str, inner: Json) -> None:
        if self.ws.subscriptions is None or subscription in self.ws.subscriptions:
            await self.courier.event(payloads.event(self.ws, inner))

    async def fill(self, values: Mapping[str, object]) -> None:
        """Fill fields of the modal on top, by label, block_id or action_id."""
        for label, value in values.items():
            await self.choose(self._modal(), label, value)

    async def fill_and_submit(self, values: Mapping[str, object] | None = None) -> Submitted:
        """Fill, then send. Raises: CannotDo without a modal, NoAnswer."""
        await self.fill(values or {})
        view = self._modal()
        inputs = [each for each in fields_of(view.blocks) if each.block["type"] == "input"]
        held = {each.label: words for each in inputs if (words := refusal(each, view.values[each.key]))}
        if held:
            return Submitted(held, view, by_slack=True)
        payload = payloads.view_submission(self.ws, self.user, view, self._response_urls(view))
        answer = await self.courier.interact("interactive", payload, self.name, wants_answer=True)
        self._shown(lambda: self._respond(view, answer))
        self.ws.touch()
        labels = {str(each.block["block_id"]): each.label for each in fields_of(view.blocks)}
        return Submitted({labels[block]: words for block, words in view.errors.items()}, self.view)

    def _respond(self, view: View, answer: Json) -> None:
        """Do as the acknowledgement says with the modal on top."""
        view.errors = {}
        match answer.get("response_action"):
            case None:
                if view in self.ws.modals.get(self.id, []):
                    screens.close_view(self.ws, view)
            case "clear":
                self.ws.modals.pop(self.id, None)
            case "update":
                screens.update_view(self.ws, view, answer.get("view"))
            case "push":
                screens.push_view(self.ws, self.id, answer.get("view"))
            case "errors":
                errors: dict[str, str] = answer.get("errors") or {}
                unknown = errors.keys() - {str(block["block_id"]) for block in view.blocks if block["type"] == "input"}
                if unknown or not errors:
                    raise SlackError("invalid_errors", unknown=sorted(unknown))
                view.errors = errors
            case other:
                raise SlackError("unknown_response_action", action=other)

    def _response_urls(self, view: View) -> list[Json]:
        """One for each conversation chosen in a select with response_url_enabled."""
        found: list[Json] = []
        for each in fields_of(view.blocks):
            chosen = view.values.get(each.key, {})
            channel = self.ws.channels.get(str(chosen.get("selected_conversation") or chosen.get("selected_channel")))
            if each.element.get("response_url_enabled") and channel:
                url = self.ws.issue_response_url(self.id, channel)
                found.append({"block_id": each.key[0], "action_id": each.key[1], "channel_id": channel.id, "response_url": url})
        return found

    async def dismiss(self, *, all_of_them: bool = False) -> None:
        """Close the modal on top (or the whole stack); the app hears of it where it asked to."""
        stack = list(reversed(self.ws.modals.get(self.id, [])))
        for view in stack if all_of_them or self._modal().body.get("clear_on_close") else [self._modal()]:
            screens.close_view(self.ws, view)
            if view.body.get("notify_on_close"):
                payload = payloads.view_closed(self.ws, self.user, view, cleared=all_of_them)
                await self.courier.interact("interactive", payload, self.name, wants_answer=False)

    def _modal(self) -> View:
        if self.view is None:
            raise CannotDo(f"{self.name} has no modal open")
        return self.view

    def _shown(self, show: Callable[[], None]) -> None:
        """Put the app's answer on the screen; what Slack would not take is an error the person sees."""
        try:
            show()
        except SlackError as error:
            raise NoAnswer(f"Slack took the acknowledgement but not what was in it: {error.body}; {self.name} sees an error") from error
