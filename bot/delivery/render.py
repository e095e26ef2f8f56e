"""How a row reads at the moment it is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.chat import Card, Occasion, Text, When
from bot.chat.localise import localised, mentioned
from bot.chat.people import Place
from bot.chat.text import joined
from bot.community import groups, members
from bot.delivery.quiet import awaited_from
from bot.outbox.rows import Row
from bot.store import Store

Renderer = Callable[[str], Awaitable[Card | Occasion | None]]
"""`@delivers`: the row's reference in, the card (or list entry) from what is true now out; None if it no longer applies."""

LATE: Final = timedelta(minutes=5)
"""Later than this is said; a kept card goes on saying it."""


async def card_for(store: Store, renderers: Mapping[str, Renderer], row: Row, where: Place, now: datetime) -> Card | None:
    """The card this row is to show there, labelled if it is or was late; None if it no longer applies."""
    card = await renderers[row.kind](row.ref)
    if not isinstance(card, Card):
        return None
    arrives = row.sent_at or now
    if arrives - row.due_at > LATE:
        due = await store.read(lambda conn: awaited_from(conn, row))
        card = await _apologised(store, card, row, due, arrives) if arrives - due > LATE else card
    if not (named := mentioned(card)):
        return localised(card, {}, where)
    return localised(card, await store.read(lambda conn: members.accounts_of(conn, named)), where)


async def _apologised(store: Store, card: Card, row: Row, due: datetime, arrives: datetime) -> Card:
    zone = (await store.read(lambda conn: groups.get(conn, row.group_id))).zone
    same_day = arrives - due < timedelta(hours=12)
    sorry = Text("Sorry, this should have reached you at ", When(due, zone, "time" if same_day else "full"), ".")
    return replace(card, note=joined([sorry, card.note]) if card.note else sorry)
