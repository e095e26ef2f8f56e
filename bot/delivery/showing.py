"""Entries on a platform's own list of events: put there, kept true, taken off. `Port.stage` looks before it puts anything there anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.chat import Occasion
from bot.chat.people import MessageRef
from bot.chat.port import Port
from bot.delivery.address import shown_under
from bot.delivery.outcome import Arrived, Dropped, Off, Outcome
from bot.delivery.render import Renderer
from bot.outbox.rows import Row
from bot.store import Store


async def show(store: Store, ports: Mapping[str, Port], renderers: Mapping[str, Renderer], row: Row, now: datetime) -> Outcome:
    """Have the list say what is true now. Whether an earlier attempt arrived is for the port to look up: the outcome is never guessed."""
    occasion = await renderers[row.kind](row.ref)
    if not isinstance(occasion, Occasion):
        return Dropped("no longer applies")
    if now >= (occasion.ends if occasion.off else occasion.starts):
        return Dropped("it has begun")
    under = await store.read(lambda conn: shown_under(conn, row, ports))
    there = MessageRef.read(row.message) if row.message else None
    stands = await ports[under.platform].stage(under, occasion, there)
    return Arrived(stands) if stands else Off()
