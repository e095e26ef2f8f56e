"""Answering people where they are: in modals, on their own page, by response_url. Never of the bot's own accord: that is the port's."""

from __future__ import annotations

from collections.abc import Sequence

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.outcomes import code_of
from adapters.slack.parse import Origin
from adapters.slack.shapes import Json, text
from adapters.slack.web import QUIET, put, read, write
from bot.chat.card import Attachment

log = structlog.get_logger(__name__)

FAILURES = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)
"""All that a call to Slack raises. None of it may reach the person: each way of answering has another behind it."""


class Voice:
    """Each method says whether it worked; why not is in the log."""

    def __init__(self, web: AsyncWebClient) -> None:
        self._web = web

    async def open(self, trigger: str, view: Json) -> str:
        """Open a modal; its id, or "" when the three seconds are over or the trigger was used."""
        return text(await self._try("views.open", trigger_id=trigger, view=view), "view", "id")

    async def update(self, view_id: str, view: Json, hash_: str = "") -> bool:
        """Change a modal. Whoever pressed twice sees the later answer: when `hash_` is out of date it is shown all the same."""
        done = await self._try("views.update", view_id=view_id, view=view, hash=hash_ or None)
        if done == _CONFLICT:
            done = await self._try("views.update", view_id=view_id, view=view)
        return done.get("ok") is True

    async def publish(self, user: str, view: Json) -> bool:
        """Put this on the person's own page."""
        return (await self._try("views.publish", user_id=user, view=view)).get("ok") is True

    async def respond(self, url: str, message: Json) -> bool:
        """Answer by response_url: five times, within half an hour."""
        if not url:
            return False
        try:
            answer = await AsyncWebhookClient(url, session=self._web.session, retry_handlers=[], logger=QUIET).send_dict(message)
        except FAILURES as error:
            log.info("an answer was not taken", by="response_url", error=type(error).__name__)
            return False
        if answer.status_code != 200:
            log.info("an answer was not taken", by="response_url", status=answer.status_code)
        return answer.status_code == 200

    async def whisper(self, origin: Origin, message: Json) -> bool:
        """A message only they see, where they are."""
        where = {"channel": origin.channel, "user": origin.user, "thread_ts": origin.thread or None}
        return (await self._try("chat.postEphemeral", **where, **message)).get("ok") is True

    async def write(self, origin: Origin, message: Json) -> bool:
        """A message in the conversation they wrote in."""
        where = {"channel": origin.channel, "thread_ts": origin.thread or None, "unfurl_links": False, "unfurl_media": False}
        return (await self._try("chat.postMessage", **where, **message)).get("ok") is True

    async def hand_over(self, user: str, files: Sequence[Attachment]) -> bool:
        """Put files into their own conversation with us: an answer only they see can't hold any."""
        channel = text(await self._try("conversations.open", users=user), "channel", "id")
        kept = [id_ for file in files if channel and (id_ := await self._upload(file))]
        if len(kept) == len(files):
            done = await self._try("files.completeUploadExternal", channel_id=channel, files=[{"id": each} for each in kept])
            if done.get("ok") is True:
                return True
        sorry = "Sorry, I could not hand you the files just now. Please ask for them once more."
        await self._try("chat.postMessage", channel=channel or user, text=sorry)
        return False

    async def _upload(self, file: Attachment) -> str:
        """The file on Slack's side, seen by nobody yet: its id, or ""."""
        try:
            place = await read(self._web, "files.getUploadURLExternal", filename=file.name, length=str(len(file.data)))
            taken = await put(self._web, text(place, "upload_url"), file.data)
            return text(place, "file_id") if taken else ""
        except FAILURES as error:
            log.info("a file was not taken", error=code_of(error) if isinstance(error, SlackApiError) else type(error).__name__)
            return ""

    async def _try(self, method: str, **arguments: object) -> Json:
        try:
            return await write(self._web, method, **arguments)
        except SlackApiError as error:
            code = code_of(error)
            log.info("an answer was not taken", by=method, error=code)
            return _CONFLICT if code == "hash_conflict" else {}
        except FAILURES as error:
            log.info("an answer was not taken", by=method, error=type(error).__name__)
            return {}


_CONFLICT: Json = {"error": "hash_conflict"}
