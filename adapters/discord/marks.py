"""How a message says which delivery it is, in a place that history keeps.

Discord forgets a nonce after a few minutes and never shows it again. A component's `id` is ours to choose, comes back
with the message, and is an integer of 32 bits (https://docs.discord.com/developers/components/reference): two of them carry 60 bits of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

import discord


class Mark(NamedTuple):
    """The ids of a card's frame and of its first text."""

    frame: int
    text: int


_HIGH = 1 << 30
"""Set in both, so that neither can be one of the small numbers Discord gives components that have none."""


def mark_of(delivery: str) -> Mark:
    """The mark of a delivery id: always the same one."""
    digest = sha256(delivery.encode()).digest()
    frame, text = (int.from_bytes(digest[at : at + 4], "big") % _HIGH + _HIGH for at in (0, 4))
    return Mark(frame, text if text != frame else text ^ 1)


def mark_on(components: Iterable[object]) -> Mark | None:
    """The mark a message carries, None if it has none."""
    for component in components:
        if isinstance(component, discord.Container) and component.children:
            first = component.children[0]
            frame, text = component.id or 0, (isinstance(first, discord.TextDisplay) and first.id) or 0
            return Mark(frame, text) if min(frame, text) >= _HIGH else None
    return None
