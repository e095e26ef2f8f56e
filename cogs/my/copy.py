"""The copy somebody takes of what is held about them: a page to read, and the same as JSON."""

from __future__ import annotations

import json
import re
from datetime import datetime
from html import escape

from bot.chat import Attachment
from bot.community.person_data import Export, Section
from bot.schema import JsonValue

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1d2a23;background:#fff}"
    "h1,h2{line-height:1.2}dl{margin:0 0 1rem;padding:.75rem 1rem;border:1px solid #cbd5ce;border-radius:.5rem}"
    "dt{font-weight:600}dd{margin:0 0 .4rem;white-space:pre-wrap;overflow-wrap:anywhere}p{color:#49584f}"
)


def files(export: Export) -> tuple[Attachment, Attachment]:
    """Both."""
    return (
        Attachment("wallflower-about-you.html", "text/html", as_page(export).encode()),
        Attachment("wallflower-about-you.json", "application/json", as_json(export).encode()),
    )


def as_json(export: Export) -> str:
    """`{"name", "at", "held": [{"list", "kept", "rows": [{words: value}]}]}`."""
    held: JsonValue = [{"list": each.heading, "kept": each.kept, "rows": [dict(row) for row in each.rows]} for each in export.sections]
    return json.dumps({"name": export.name, "at": export.at.isoformat(timespec="seconds"), "held": held}, ensure_ascii=False, indent=2)


def as_page(export: Export) -> str:
    """A page by itself: nothing in it is fetched from anywhere."""
    lists = "".join(_section(each) for each in export.sections if each.rows)
    empty = "; ".join(each.heading for each in export.sections if not each.rows)
    return (
        '<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>What Wallflower holds about you</title><style>{_STYLE}</style>"
        f"<h1>What Wallflower holds about {escape(export.name)}</h1>"
        f"<p>Everything, on {export.at:%A} {export.at.day} {export.at:%B %Y at %H:%M} UTC. Times are UTC. "
        "Lists with nothing in them are named at the end, so that you can see what could be held.</p>"
        f"{lists}<h2>Nothing is held in these</h2><p>{escape(empty)}.</p>"
        "<p>What you and others wrote on the chat platform itself is kept there, not here. "
        "Logs hold no words and no names.</p></html>\n"
    )


def _section(section: Section) -> str:
    rows = "".join(_row(row) for row in section.rows)
    return f"<h2>{escape(section.heading)}</h2><p>Kept {escape(section.kept)}.</p>{rows}"


def _row(row: dict[str, JsonValue]) -> str:
    return f"<dl>{''.join(f'<dt>{escape(words)}</dt><dd>{escape(_said(value))}</dd>' for words, value in row.items())}</dl>"


def _said(value: JsonValue) -> str:
    match value:
        case None | "" | []:
            return "–"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(_said(each) for each in value)
        case dict():
            return "\n".join(f"{name}: {_said(each)}" for name, each in value.items())
        case str() if _MOMENT.fullmatch(value):
            at = datetime.fromisoformat(value)
            return f"{at.day} {at:%B %Y, %H:%M}"
        case _:
            return str(value)
