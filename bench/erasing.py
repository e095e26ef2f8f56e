"""What it costs to erase somebody from a large group's database, and to start with a list of those who were erased."""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert

from bot.chat import Person
from bot.community import groups, members, person_data
from bot.outbox import outbox
from bot.store import open_store

MEMBERS, MESSAGES = 5_000, 100_000
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def main() -> None:
    """Print seconds."""
    asyncio.run(_measure())


async def _measure() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite:///{folder}/wallflower.db")
        people = await store.write(_fill)
        ledger = person_data.Ledger.beside(Path(folder) / "wallflower.db")
        print(f"{MEMBERS:,} members, {MESSAGES:,} messages to them")
        for number in (0, MEMBERS // 2):
            began = time.perf_counter()
            receipt = await store.write(lambda conn, who=people[number]: person_data.erase(conn, NOW, who, ledger))
            await store.scrub()
            print(f"  erased {receipt.things} things and emptied the log: {time.perf_counter() - began:.3f} s")
        began = time.perf_counter()
        back = await store.write(lambda conn: person_data.again_after_restore(conn, NOW, ledger))
        print(f"  looked for those erased before: {time.perf_counter() - began:.3f} s, {back} found")
        await store.close()


def _fill(conn: Connection) -> list[int]:
    group = groups.create(conn, NOW, "Large", "Europe/London")
    people = [members.meet(conn, NOW, Person("slack", "T1", f"U{number}", f"Member {number}")) for number in range(MEMBERS)]
    for member in people:
        members.join(conn, NOW, member, group)
    row = {"mode": "say", "kind": "seat.free", "ref": "1", "group_id": group, "urgency": 1, "state": "sent"}
    rows = [
        row | {"id": f"{number}", "subject": "m", "line": f"m{who}", "member_id": who, "due_at": at, "ready_at": at}
        for number in range(MESSAGES)
        for who, at in [(people[number % MEMBERS], NOW - timedelta(minutes=number))]
    ]
    conn.execute(insert(outbox), rows)
    return people


if __name__ == "__main__":
    main()
