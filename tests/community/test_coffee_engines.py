"""A round from joining to the record, on each database engine."""

from __future__ import annotations

from datetime import timedelta

from bot.chat import Person
from bot.community import groups, members
from bot.community.act import Act
from bot.community.coffee import afterwards, drawing, editing, people, rounds, sending, standing, together
from bot.community.groups import Habits
from bot.community.merging import merge
from bot.delivery.aside import Aside
from bot.outbox import Kind
from bot.schema import Connection
from bot.store import Store
from tests.community.village import SUNDAY

MONDAY = SUNDAY + timedelta(days=8)


def begun(conn: Connection) -> tuple[int, list[int]]:
    """A group with coffee on Mondays, and five who joined."""
    group = groups.create(conn, SUNDAY, "North", "Europe/London")
    groups.change(conn, group, "North", "Europe/London", Habits(coffee="monday"))
    ids = [members.meet(conn, SUNDAY, Person("chat", "W1", name, name)) for name in ("Ada", "Bea", "Cas", "Dee", "Eve")]
    for each in ids:
        members.join(conn, SUNDAY, each, group)
        people.join(Act(conn, SUNDAY, each, group), "weekly", threes=True, zone="Europe/London" if each % 2 else "")
    return group, ids


async def run(store: Store, kind: Kind, ref: str) -> None:
    """As the loop does."""
    assert kind.prepare
    rule = await kind.prepare(Aside(store), MONDAY, ref)
    await store.write(lambda conn: rule(conn, MONDAY, ref))


async def test_a_round_on_this_engine(store: Store) -> None:
    group, ids = await store.write(begun)
    await run(store, drawing.DRAW, f"{group}.2026-11-30")
    drawn = await store.read(lambda conn: rounds.coming(conn, group))
    assert drawn
    plan = await store.read(lambda conn: editing.look(conn, drawn.id))
    assert plan
    assert sorted(len(table.names) for table in plan.tables) == [2, 3]
    assert (await store.read(lambda conn: editing.outlook(conn, MONDAY, group))).seated == 5
    await run(store, sending.SEND, str(drawn.id))
    tables, told = await store.read(lambda conn: rounds.tables_of(conn, drawn.id)), together.TOGETHER.delivered
    assert told
    for table in tables:
        assert await store.read(lambda conn, table=table: together.may_be_told(conn, table))
        await store.write(lambda conn, table=table: told(conn, MONDAY, str(table)))
    week = MONDAY + afterwards.MEET_WITHIN
    (asked,) = await store.read(lambda conn: afterwards.open_to(conn, week, ids[0], group))
    await store.write(lambda conn: afterwards.say_met(Act(conn, week, ids[0], group), asked.table, met=True))
    count = afterwards.COUNT.run
    assert count
    for table in tables:
        await store.write(lambda conn, table=table: count(conn, week, str(table)))
    stands = await store.read(lambda conn: standing.of_member(conn, week, ids[0], group))
    assert stands.last
    assert stands.last.others
    (past,) = await store.read(lambda conn: list(editing.past(conn, group)))
    assert (past.seated, past.met) == (5, None)
    await store.write(lambda conn: merge(conn, week, ids[0], ids[1]))
    left = await store.read(lambda conn: rounds.tables_of(conn, drawn.id))
    assert sum(map(len, left.values())) == 4
