"""Keeping away, or reporting, whoever wrote what somebody reads: one form and one answer, wherever people's words arrive."""

from __future__ import annotations

from bot.chat import Form, Option, choice, paragraph
from bot.community import reports
from bot.community.act import Act


class Quiet(Form, title="Report or mute", send="Do it"):
    """What is to be done about them."""

    what: str = choice("What shall I do?", [Option("mute", "Keep them away from me"), Option("report", "Tell the conduct contacts too")])
    words: str = paragraph("What happened?", hint="Only for a report", longest=1000)


def quieten(act: Act, other: int, ask: Quiet) -> None:
    """Keep whoever asks and a member apart, and tell the contacts if that is what is asked. Raises Refusal for oneself."""
    reports.quieten(act, other, ask.words if ask.what == "report" else None)


def quietened(ask: Quiet, who: str = "the two of you") -> str:
    """What they read then."""
    told = " The conduct contacts have been told; you hear from me when one of them sees to it." if ask.what == "report" else ""
    return f"Done: {who} are kept apart, and they are never told.{told} /safety blocked undoes it."
