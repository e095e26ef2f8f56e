"""The doormat: what comes in is made fit to keep, whatever platform or hand it comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from bot.chat import Refusal
from bot.chat.inbound import Inbound, Pressed, Submitted, Suggesting, Typed
from bot.chat.limits import shortened
from bot.chat.typed import clean

Came = TypeVar("Came", bound=Inbound)

_PAYLOAD = re.compile(r"[!-~]{0,60}")
"""One short id of ours: printable, no spaces. What `drafts.payload` holds."""
_NAME = 100
"""Characters of a name that are kept: what `members.name` holds."""


def wiped(event: Came) -> Came:
    """The same event without what no database keeps and nobody can read. Raises Refusal for a payload that is no id of ours."""
    name = shortened(clean(event.person.name), _NAME)
    event = replace(event, person=replace(event.person, name=name))
    match event:
        case Pressed():
            if not _PAYLOAD.fullmatch(event.payload):
                raise Refusal("That button doesn't lead anywhere. /wallflower shows what I can do for you here.")
            return replace(event, route=clean(event.route), chosen=clean(event.chosen))
        case Typed():
            return replace(event, route=clean(event.route), values=_each(event.values))
        case Submitted():
            return replace(event, draft=clean(event.draft), values=_each(event.values))
        case Suggesting():
            return replace(event, typed=clean(event.typed))
        case _:
            return event


def _each(values: Mapping[str, str]) -> dict[str, str]:
    return {clean(name): clean(words) for name, words in values.items()}
