"""What the loop asks every second is looked up, never read through: its cost is what is due, not what is stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert
from sqlalchemy.engine import Engine

from bot import outbox
from bot.community import groups, members
from bot.community.person_data import forget_old
from bot.outbox import overview
from bot.store import Store, tables
from tests.delivery.conftest import Desk
from tests.stage import SUNDAY

assert tables.metadata  # every table there is, for what hangs on what
STORED = 3_000
PARTIAL = ("ix_outbox_ready", "ix_outbox_ahead", "ix_outbox_sending", "ix_outbox_unknown", "ix_outbox_parked")
"""Indexes that hold only what is open, in somebody's hands, in doubt or stuck: reading one of them whole reads what is due."""


def _stored(conn: Connection) -> None:
    """What was said in the last months, and what is to be said later."""
    row = {"mode": "say", "kind": "reminder.alone", "ref": "x", "group_id": 1, "place_id": 1, "urgency": 1}
    for number in range(STORED):
        at, state = _at(number)
        one = row | {
            "id": f"{number}",
            "subject": f"meetup:{number}",
            "line": f"p{number % 50}",
            "due_at": at,
            "ready_at": at,
            "state": state,
        }
        conn.execute(insert(outbox.outbox), one)
    conn.exec_driver_sql("ANALYZE")


def _at(number: int) -> tuple[Any, str]:
    return (SUNDAY + timedelta(days=9), "waiting") if number % 30 == 0 else (SUNDAY - timedelta(minutes=number), "sent")


async def test_no_question_of_the_loop_reads_a_table_through(desk: Desk) -> None:
    await desk.store.write(_stored)
    asked: dict[str, Any] = {}

    def hear(_: object, __: object, words: str, values: Any, *___: object) -> None:
        asked.setdefault(words, values)

    event.listen(Engine, "before_cursor_execute", hear)
    await desk.say("a")
    await desk.tell("b", member=2)
    await desk.keep("c")
    await desk.settle()
    await desk.delivery.next_due()
    await desk.delivery.recover(sole=True)
    await desk.store.read(lambda conn: overview.overview(conn, SUNDAY))
    event.remove(Engine, "before_cursor_execute", hear)
    assert len(asked) > 10
    assert await _read_through(desk.store, asked) == []


@pytest.mark.parametrize("column", ["under", "circle_id"])
async def test_what_hangs_on_a_row_is_looked_up_when_it_is_deleted(desk: Desk, column: str) -> None:
    """SQLite asks this by itself, once for each row that goes: of a hundred thousand, that would be minutes."""
    await desk.store.write(_stored)
    explain = f"EXPLAIN QUERY PLAN SELECT id FROM outbox WHERE {column} = ?"
    [step] = await desk.store.read(lambda conn: conn.exec_driver_sql(explain, ("1",)).all())
    assert step[3].startswith("SEARCH outbox USING")


async def test_more_than_a_question_may_hold_is_forgotten_at_once(store: Store) -> None:
    """After a long time away, or in a large community, in one tidying."""
    row = {"mode": "say", "kind": "reminder.alone", "ref": "x", "group_id": 1, "member_id": 1, "urgency": 1, "state": "sent", "line": "m1"}
    old = {"due_at": SUNDAY - timedelta(days=99), "ready_at": SUNDAY - timedelta(days=99)}
    rows = [row | old | {"id": f"{number}", "subject": f"meetup:{number}"} for number in range(40_000)]

    def add(conn: Connection) -> None:
        groups.create(conn, SUNDAY, "Group", "Europe/London")
        members.add(conn, SUNDAY, "Tom")
        conn.execute(insert(outbox.outbox), rows)

    await store.write(add)
    assert await store.write(lambda conn: forget_old(conn, SUNDAY)) == len(rows)


async def _read_through(store: Store, asked: dict[str, Any]) -> list[str]:
    """Steps of SQLite's plans that go through all of a table that grows."""
    found: list[str] = []
    for words, values in asked.items():
        if words.startswith(("SELECT", "UPDATE", "DELETE")):
            explain = f"EXPLAIN QUERY PLAN {words}"
            plan = await store.read(lambda conn, explain=explain, values=values: conn.exec_driver_sql(explain, values).all())
            found += [f"{step[3]} for {words}" for step in plan if _is_whole(step[3])]
    return found


def _is_whole(step: str) -> bool:
    of_nothing = step.startswith(("SCAN CONSTANT ROW", "SCAN (subquery"))
    return step.startswith("SCAN") and not of_nothing and not any(index in step for index in PARTIAL)
