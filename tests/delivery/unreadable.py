"""Where a channel's history can't be read: what may have been said, and nobody can tell, waits for a person; there and only there.

So does what belongs in the thread under an announcement that waits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from bot.community import desk, groups, members
from bot.delivery.courier import PLEASE_LOOK
from bot.delivery.tell import PARKED
from bot.outbox import outbox
from tests.delivery.pretend import Platform
from tests.delivery.world import place_of


@dataclass(frozen=True, slots=True)
class Rules:
    """What a platform offers whoever doesn't know whether something was posted.

    `remembers`: for so long it refuses to post the same twice; `readable`: what was posted can be looked for.
    """

    name: str
    remembers: timedelta
    readable: bool


WINDOW: Final = timedelta(minutes=2)
HISTORY: Final = Rules("history alone", timedelta(), readable=True)
BOTH: Final = Rules("history and a nonce", WINDOW, readable=True)
NONCE: Final = Rules("a nonce of two minutes alone", WINDOW, readable=False)
NEITHER: Final = Rules("neither", timedelta(), readable=False)
RULES: Final = (HISTORY, BOTH, NONCE, NEITHER)

Rows = Mapping[str, Row[Any]]


def amiss(conn: Connection, platform: Platform, rules: Rules) -> Counter[str]:
    """What is wrong on a platform whose history can't be read: all that arrived, once and in its place; all else said, or on the desk."""
    rows: Rows = {row.id: row for row in conn.execute(select(outbox))}
    arrived, found = Counter(each.delivery for each in platform.posted), Counter[str]()
    found["doubled"] = sum(times - 1 for times in arrived.values())
    places = _places(conn, rows)
    found["misplaced"] = sum(place_of(each.place) != places.get(each.delivery) for each in platform.posted)
    found["lost"] = sum(row.state == "sent" and row.mode in {"say", "keep"} and not arrived[row.id] for row in rows.values())
    found.update(_parked_amiss(conn, rows, rules))
    return +found


def _places(conn: Connection, rows: Rows) -> dict[str, str]:
    """Where each is to go, as `place_of` names it."""
    channels = {row.id: row.channel for row in conn.execute(select(groups.places))}
    people = {row.member_id: row.user for row in conn.execute(select(members.accounts))}

    def where(row: Row[Any]) -> str:
        if row.member_id is not None:
            return f"@{people[row.member_id]}"
        return f"thread in {where(rows[row.under])}" if row.under else channels[row.place_id]

    return {row.id: where(row) for row in rows.values() if row.member_id or row.under or row.place_id}


def _parked_amiss(conn: Connection, rows: Rows, rules: Rules) -> Counter[str]:
    """Each is on the desk with what to do, an organiser was written to about it, and no sooner than the platform forgot."""
    found: Counter[str] = Counter()
    parked = [row for row in rows.values() if row.state == "parked"]
    on_desk = {item.id: item.why for item in desk.parked(conn, 1, most=len(rows))}
    told = {rows[row.ref].subject for row in rows.values() if row.kind == PARKED.name and row.ref in rows}
    for row in parked:
        follows = row.under is not None and rows[row.under].state == "parked"
        found[f"parked, as {row.why}"] += not follows and row.why != PLEASE_LOOK
        found["parked, though it can't have left"] += not follows and row.tried_at is None
        found["parked, and not on the desk"] += not row.why or on_desk.get(row.id) != row.why
        found["parked, and nobody told"] += row.kind != PARKED.name and row.subject not in told
    for row in rows.values():
        about = rows.get(row.ref) if row.kind == PARKED.name else None
        if about is not None and about.tried_at is not None and about.why == PLEASE_LOOK:
            found["parked too early"] += row.due_at - about.tried_at < rules.remembers
    return found
