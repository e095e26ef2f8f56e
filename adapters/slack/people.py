"""Names and administrators, asked of Slack once and remembered for a while: `users.info` has a limit, and takes its time."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Final

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.shapes import Json, node, text
from adapters.slack.web import read
from bot.chat.people import Person

log = structlog.get_logger(__name__)

FRESH: Final = 3600.0
"""Seconds for which what Slack said of somebody is believed."""
PATIENCE: Final = 0.7
"""Seconds an answer may wait for a name: then the name Slack sent along has to do."""
A_MINUTE: Final = 90
"""People asked about in a minute: Slack allows a hundred and more (tier 4). For the next one the name sent along has to do at once."""


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    admin: bool
    bot: bool
    until: float


class People:
    """Who is who in one workspace. Costs one call for each person new to us in an hour, and no more calls a minute than Slack allows."""

    def __init__(self, web: AsyncWebClient) -> None:
        self._web = web
        self._known: dict[str, _Known] = {}
        self._asked: dict[str, asyncio.Task[_Known | None]] = {}
        self._lately: deque[float] = deque()

    async def person(self, team: str, user: str, hint: str = "") -> Person:
        """The person, with the name they go by and whether they run the workspace. `hint` is the name to use when Slack is slow."""
        known = self._known.get(user)
        if known is None or known.until < asyncio.get_running_loop().time():
            known = await self._ask(user) or known
        if known is None:
            return Person("slack", team, user, hint or "Somebody")
        return Person("slack", team, user, known.name or hint, admin=known.admin)

    def learn(self, user: Json) -> bool:
        """Remember a user object. Whether it is a person: bots are not welcomed."""
        known = _read(user, asyncio.get_running_loop().time() + FRESH)
        self._known[text(user, "id")] = known
        return not known.bot

    def close(self) -> None:
        """Ask no more."""
        for task in set(self._asked.values()):
            task.cancel()

    async def _ask(self, user: str) -> _Known | None:
        task = self._asked.get(user)
        if task is None:
            if not self._may_ask(asyncio.get_running_loop().time()):
                return None
            task = self._asked[user] = asyncio.create_task(self._fetch(user))
            task.add_done_callback(lambda _: self._asked.pop(user, None))
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        return task.result() if done and not task.cancelled() else None

    def _may_ask(self, now: float) -> bool:
        """Whether one more is still within the limit; then it counts."""
        while self._lately and now - self._lately[0] >= 60:
            self._lately.popleft()
        if len(self._lately) >= A_MINUTE:
            return False
        self._lately.append(now)
        return True

    async def _fetch(self, user: str) -> _Known | None:
        try:
            answer = await read(self._web, "users.info", user=user)
        except Exception as error:  # noqa: BLE001  without a name people are still answered
            log.info("who is that?", user=user, error=type(error).__name__)
            return None
        self.learn(node(answer, "user"))
        return self._known.get(user)


def _read(user: Json, until: float) -> _Known:
    profile = node(user, "profile")
    name = text(profile, "display_name") or text(profile, "real_name") or text(user, "real_name") or text(user, "name")
    admin = any(user.get(right) is True for right in ("is_admin", "is_owner", "is_primary_owner"))
    return _Known(name, admin, user.get("is_bot") is True, until)
