"""Meetups on a platform's own list of events, where it keeps one and the group wants it.

An entry is planned when the meetup's card has arrived, in the transaction that records it: it leads to the card, where seats are taken.
One for each server or workspace, however often the card stands there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, select

from bot import outbox
from bot.community import groups
from bot.outbox import Kind

OCCASION: Final = Kind("meetup.occasion", urgency=2)
"""Its reference is the meetup's id."""
A_WHILE: Final = timedelta(minutes=10)
"""What fails for less is no news."""

_ROW = outbox.outbox.c
_CARDS: Final = (
    select(_ROW.id, _ROW.group_id, groups.places.c.platform, groups.places.c.workspace)
    .join_from(outbox.outbox, groups.places, groups.places.c.id == _ROW.place_id)
    .where(_ROW.subject == bindparam("about"), _ROW.mode == "keep", _ROW.message.is_not(None))
    .order_by(_ROW.id)
)
_LISTED: Final = select(_ROW.under).where(_ROW.subject == bindparam("about"), _ROW.kind == OCCASION.name)
_FAILING: Final = (
    select(_ROW.ref, _ROW.why)
    .where(_ROW.group_id == bindparam("group"), _ROW.kind == OCCASION.name, _ROW.state.in_(("waiting", "unknown")))
    .where(_ROW.why.is_not(None), _ROW.due_at < bindparam("before"))
    .order_by(_ROW.due_at)
)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A meetup that can't be put on the list just now, and why."""

    meetup_id: int
    why: str


def plan(conn: Connection, now: datetime, ref: str) -> None:
    """Have a meetup's entry put wherever its card stands, if the group wants it there. Planned already, nothing changes."""
    about = f"meetup:{ref}"
    cards = conn.execute(_CARDS, {"about": about}).all()
    if not cards or not groups.habits(conn, cards[0].group_id).listed:
        return
    chosen = set(conn.execute(_LISTED, {"about": about}).scalars())
    homes: dict[tuple[str, str], str] = {}
    for card in sorted(cards, key=lambda card: card.id not in chosen):
        homes.setdefault((card.platform, card.workspace), card.id)
    for card in homes.values():
        outbox.show(conn, OCCASION, ref, card, group=cards[0].group_id, subject=about, due=now)


def unlisted(conn: Connection, group_id: int, now: datetime) -> list[Unlisted]:
    """What has failed for a while and is still tried: a missing permission, a list that is full."""
    rows = conn.execute(_FAILING, {"group": group_id, "before": now - A_WHILE})
    return [Unlisted(int(ref), why) for ref, why in rows]
