"""Muting and reporting, from any message that carries somebody's words."""

from __future__ import annotations

from bot.chat import Refusal
from bot.community import reports, safety
from bot.community.act import Act
from bot.community.mentoring import asking, matches
from cogs.mentor.asks import Quiet


def request(act: Act, number: int, ask: Quiet) -> None:
    """Whoever asks me is kept away; what they asked runs out by itself. Raises Refusal for anybody else's."""
    found = asking.get(act.conn, number)
    if found is None or found.mentor != act.member:
        raise Refusal(matches.GONE)
    _keep_away(act, found.mentee, ask)


def match(act: Act, number: int, ask: Quiet) -> None:
    """Whom I am together with is kept away, and it ends as any other does. Raises Refusal for anybody else's."""
    found = matches.get(act.conn, number)
    if found is None or act.member not in found.pair:
        raise Refusal(matches.GONE)
    if found.on:
        matches.end(act.conn, act.now, found, "asked")
    _keep_away(act, found.other(act.member), ask)


def _keep_away(act: Act, other: int, ask: Quiet) -> None:
    if ask.what == "report":
        reports.report_member(act, other, ask.words or "No words were added.")
    else:
        safety.keep_apart(act, other)


def done(ask: Quiet) -> str:
    """What is said of it."""
    told = " The conduct contacts have been told; you hear from me when one of them sees to it." if ask.what == "report" else ""
    return f"Done: the two of you are kept apart, and they are never told.{told} /safety blocked undoes it."
