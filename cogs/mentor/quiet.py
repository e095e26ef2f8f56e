"""Muting and reporting, from any message that carries somebody's words."""

from __future__ import annotations

from bot.app.quieten import Quiet, quieten
from bot.chat import Refusal
from bot.community.act import Act
from bot.community.mentoring import asking, matches


def request(act: Act, number: int, ask: Quiet) -> None:
    """Whoever asks me is kept away; what they asked runs out by itself. Raises Refusal for anybody else's."""
    found = asking.get(act.conn, number)
    if found is None or found.mentor != act.member:
        raise Refusal(matches.GONE)
    quieten(act, found.mentee, ask)


def match(act: Act, number: int, ask: Quiet) -> None:
    """Whom I am together with is kept away, and it ends as any other does. Raises Refusal for anybody else's."""
    found = matches.get(act.conn, number)
    if found is None or act.member not in found.pair:
        raise Refusal(matches.GONE)
    if found.on:
        matches.end(act.conn, act.now, found, "asked")
    quieten(act, found.other(act.member), ask)
