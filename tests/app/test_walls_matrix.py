"""Promise 10, whole: every command, button, menu, confirmation and form there is, by everybody whose business it is not, live and stale.

What may not change is read from the tables themselves: nothing of a group by those outside it, nothing of a person by anybody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Column, Select, Table, select

from bot.app.registry import OWN
from bot.chat import Answer, Open, Person, Place
from bot.community import members
from bot.community.person_data.held import held
from bot.drafts import drafts
from bot.schema import Connection
from bot.store.tables import metadata
from tests.app.scenes import IONA, one_of_everything
from tests.app.world import ADA, AWAY, BEA, DIRECT, ELSEWHERE, NORTH, OWNER, SAM, SOUTH, TOM, ZOE, World, said

Rows = dict[tuple[str, object], tuple[object, ...]]
COMINGS_AND_GOINGS: Final = {"inbound", "drafts", "accounts", "members", "memberships"}
"""Tables in which being here at all leaves a row."""
THE_ORGANISERS: Final = {"groups", "places", "meetups", "conduct_contacts", "invitations"}
"""Tables that only organisers add to."""
MAY: Final[dict[str, str]] = {}
"""Routes by which a member rightly changes what is another's, and why."""
MAY_ORGANISE: Final[dict[str, str]] = {
    "ask.settle": "an organiser may say that a question is answered",
    "ask.take_down": "an organiser may take a question down",
    "coffee.do_call_off": "calls a round off: everybody in it is told, and comes first in the next",
    "coffee.send_now": "has a round go out before its day",
    "meetup.undo": "takes a meetup back within two minutes: those who said yes are told",
    "safety.release": "organisers name the conduct contacts, and release them",
    "safety.take": "once no contact is named, organisers see to reports",
}
"""Routes by which an organiser does."""
OUTSIDE: Final = [(BEA, SOUTH), (BEA, DIRECT), (OWNER, ELSEWHERE), (ZOE, AWAY), (ZOE, DIRECT), (SAM, SOUTH)]


# --- what there is ----------------------------------------------------------------------------------------------------------------


def of_group(table: Table, group: int) -> Select[Any] | None:
    """The rows of a table that are a group's, however far the reference to it; None where none leads there."""
    if table.name == "groups":
        return select(table).where(table.c.id == group)
    if "group_id" in table.c:
        return select(table).where(table.c.group_id == group)
    for column in table.columns:
        for key in column.foreign_keys:
            further = None if key.column.table.name in {"members", table.name} else of_group(key.column.table, group)
            if further is not None:
                return select(table).where(column.in_(further.with_only_columns(key.column)))
    return None


def key_of(table: Table, row: Any) -> tuple[str, object]:
    """By what a row is known."""
    return table.name, tuple(row._mapping[column] for column in table.primary_key)


def theirs(conn: Connection, group: int) -> Rows:
    """Everything that is a group's."""
    found: Rows = {}
    for table in metadata.sorted_tables:
        query = None if table.name in COMINGS_AND_GOINGS else of_group(table, group)
        if query is not None:
            found.update({key_of(table, row): tuple(row) for row in conn.execute(query)})
    return found


def of_others(conn: Connection, actor: int) -> Rows:
    """Every row that has people, the actor not among them."""
    found: Rows = {}
    for each in held():
        people: tuple[Column[Any], ...] = (*each.owners, *each.others)
        if each.table.name in COMINGS_AND_GOINGS:
            continue
        for row in conn.execute(select(each.table)):
            there = {row._mapping[column] for column in people} - {None}
            if there and actor not in there:
                found[key_of(each.table, row)] = tuple(row)
    return found


# --- everything anybody can do ----------------------------------------------------------------------------------------------------


def payloads(conn: Connection) -> list[str]:
    """Every number in use, what hangs on two numbers, and every half-answer and code there is."""
    keys = [
        select(table.c[key.name])
        for table in metadata.sorted_tables
        for key in table.primary_key
        if table.name not in {"outbox", "inbound"}
    ]
    ids = {str(value) for query in keys for value in conn.execute(query).scalars()}
    numbers = sorted((one for one in ids if one.isdecimal()), key=int)[:9]
    others = sorted(one for one in ids if not one.isdecimal() and len(one) < 30)[:12]
    open_ = conn.execute(select(drafts.c.id).order_by(drafts.c.id)).scalars()
    return [
        "",
        *numbers,
        *(f"{one}.{other}" for one in numbers[:3] for other in numbers[:3]),
        *others,
        *(f"{one}.0" for one in list(open_)[:4]),
    ]


def plausible(opened: Open) -> dict[str, str]:
    """A form filled as somebody would who wants it to go through."""
    words = {"person": str(TOM), "place": str(NORTH), "moment": "Thursday 26 November, 6.30pm", "yes_no": "yes"}
    filled: dict[str, str] = {}
    for field in opened.sheet.fields:
        options = field.ask.options
        filled[field.ask.name] = options[0].value if options else words.get(field.ask.kind, field.value or "5")
    return filled


async def does(world: World, who: Person, where: Place, route: str, sort: str, payload: str) -> Answer:
    """A command or a press; a form that opens is filled in and sent."""
    if sort == "command":
        answer = await world.types(who, route, where)
    else:
        answer = await world.forges(who, route, payload, where, chosen=payload)
    return await world.sends(who, answer, where, **plausible(answer)) if isinstance(answer, Open) else answer


def everything(world: World) -> Iterator[tuple[str, str]]:
    """Every route and what it is. Routes that erase or join whoever uses them come last: nobody is left to act after them."""
    routes = {declared.route: declared.sort for cog in world.app.cogs.values() for declared in cog.declared.values()}
    routes.update(dict.fromkeys(OWN, "button"))
    yield from sorted(((r, s) for r, s in routes.items() if s != "arrival"), key=lambda one: (one[0].startswith("my."), one[0]))


async def half_answers(world: World) -> None:
    """Tom and Ada have forms open, of every command that has one."""
    for route, sort in everything(world):
        if sort == "command":
            for who in (TOM, ADA):
                await world.types(who, route, NORTH)


# --- nobody can -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("later", [timedelta(), timedelta(days=40)], ids=["live", "stale"])
@pytest.mark.parametrize(("who", "where"), OUTSIDE, ids=lambda one: one.user if isinstance(one, Person) else one.channel)
async def test_nothing_of_a_group_is_changed_from_outside_it(world: World, who: Person, where: Place, later: timedelta) -> None:
    await one_of_everything(world)
    await half_answers(world)
    world.clock.advance(later)
    before, tried = await world.read(theirs, world.north), await world.read(payloads)
    for route, sort in everything(world):
        for payload in tried if sort != "command" else [""]:
            answer = said(await does(world, who, where, route, sort, payload))
            assert "broke" not in answer, (route, payload, answer)
        assert changes(before, await world.read(theirs, world.north)) == [], route


@pytest.mark.parametrize("later", [timedelta(), timedelta(days=40)], ids=["live", "stale"])
@pytest.mark.parametrize(("who", "may"), [(SAM, MAY), (ZOE, MAY), (ADA, {**MAY, **MAY_ORGANISE})], ids=["member", "newcomer", "organiser"])
async def test_nothing_of_a_person_is_changed_by_another(world: World, who: Person, may: dict[str, str], later: timedelta) -> None:
    await one_of_everything(world)
    await half_answers(world)
    world.clock.advance(later)
    actor = await world.store.write(lambda conn: members.meet(conn, world.clock.now(), who))
    tried = await world.read(payloads)
    for route, sort in everything(world):
        before = await world.read(of_others, actor)
        for payload in tried if sort != "command" else [""]:
            answer = said(await does(world, who, NORTH, route, sort, payload))
            assert "broke" not in answer, (route, payload, answer)
        after = await world.read(of_others, actor)
        touched = [change for change in changes(before, after) if change[1] != "new" or (change[0] in THE_ORGANISERS and who != ADA)]
        assert touched == [] or route in may, (route, touched)


def changes(before: Rows, after: Rows) -> list[tuple[str, str, object]]:
    """What is new, other or gone: table, how, key."""
    return [
        *((key[0], "new", key[1]) for key in after.keys() - before.keys()),
        *((key[0], "gone", key[1]) for key in before.keys() - after.keys()),
        *((key[0], "other", (key[1], before[key], after[key])) for key in before.keys() & after.keys() if before[key] != after[key]),
    ]


async def test_everything_there_is_has_a_scene(world: World) -> None:
    await one_of_everything(world)
    await half_answers(world)
    there = {table for table, _ in await world.read(theirs, world.north)}
    wanted = {table.name for table in metadata.sorted_tables if of_group(table, 1) is not None} - COMINGS_AND_GOINGS
    assert wanted - there == set()


async def test_whose_it_is_may(world: World) -> None:
    await one_of_everything(world)
    before = await world.read(theirs, world.north)
    await world.forges(IONA, "meetup.cannot", "1")
    assert changes(before, await world.read(theirs, world.north)) != []
