"""Keeping away, or reporting, whoever wrote what somebody reads."""

from __future__ import annotations

from bot.community import reports
from bot.community.act import Act
from cogs.introduce.asks import Quiet


def quieten(act: Act, other: int, ask: Quiet) -> None:
    """Keep the two apart, and tell the contacts if that is what they ask."""
    reports.quieten(act, other, ask.words if ask.what == "report" else None)


def done(ask: Quiet) -> str:
    """What they read then."""
    told = " The conduct contacts have been told; you hear from me when one of them sees to it." if ask.what == "report" else ""
    return f"Done: the two of you are kept apart, and they are never told.{told} /safety blocked undoes it."
