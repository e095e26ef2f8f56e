"""Promise 10, whole: every command, button, menu, confirmation and form there is, by everybody whose business it is not, live and stale.

What may not change is read from the tables themselves: nothing of a group by those outside it, nothing of a person by anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Column, Select, Table, select

from bot.app.registry import OWN
from bot.chat import Answer, Open, Person, Place
from bot.chat.cog import Declared, Owner
from bot.community import members
from bot.community.person_data.held import held
from bot.drafts import drafts
from bot.schema import Connection
from bot.store.tables import metadata
from tests.app.northern import IONA
from tests.app.scenes import one_of_everything
from tests.app.world import ADA, AWAY, BEA, DIRECT, ELSEWHERE, NORTH, OWNER, SAM, SOUTH, TOM, ZOE, World, said

Rows = dict[tuple[str, object], tuple[object, ...]]
COMINGS_AND_GOINGS: Final = {"inbound", "drafts", "accounts", "members", "memberships"}
"""Tables in which being here at all leaves a row."""
THE_ORGANISERS: Final = {"groups", "places", "meetups", "date_polls", "conduct_contacts", "invitations"}
"""Tables that only organisers add to."""
MAY: Final[dict[str, str]] = {
    "my.erase mentor_candidates": "whom somebody was suggested goes with what they looked for; those mentors never knew of it",
    "my.erase outbox": "a message to somebody whom they had asked for something goes with what they asked",
}
"""Routes (with a table: for its rows alone) by which a member rightly changes what is another's, and why."""
MAY_ORGANISE: Final[dict[str, str]] = {
    "after.post": "an organiser says a write-up differently, whoever posted it",
    "after.take_down": "takes a write-up down",
    "after.show_link": "has a link shown that somebody added",
    "after.remove_link": "takes a link away that somebody added",
    "after.aside": "sets a sentence aside that shouldn't be there: nobody reads it any more",
    "ask.settle": "an organiser may say that a question is answered",
    "ask.take_down": "an organiser may take a question down",
    "before.take_off": "an organiser takes something off the list of what people bring",
    "before.close_list": "the list of what people bring is the organisers' to close: it goes with all that is on it",
    "before.keep_list": "an organiser wants other things: what was brought for one of them is then of one's own choice",
    "coffee.do_call_off": "calls a round off: everybody in it is told, and comes first in the next",
    "coffee.send_now": "has a round go out before its day",
    "meetup.undo_change": "takes a change back within two minutes: who was to hear of it hears nothing, or how it stands",
    "meetup.reopen_dates": "takes the closing of dates back within two minutes: who was to hear of it hears nothing",
    "meetup.undo": "takes a meetup back within two minutes: those who said yes are told",
    "mentor_round.drop": "drops a round: its plan goes, of which nobody but organisers knew",
    "mentor_round.send": "sends a round: its pairs are brought together, and whoever is left over hears so",
    "mentor_round.open": "opens a round: whoever waits for one hears by its day",
    "safety.release": "organisers name the conduct contacts, and release them",
    "safety.take": "once no contact is named, organisers see to reports",
}
"""Routes by which an organiser does."""
OUTSIDE: Final = [(BEA, SOUTH), (BEA, DIRECT), (OWNER, ELSEWHERE), (ZOE, AWAY), (ZOE, DIRECT), (SAM, SOUTH)]
BESIDE: Final = [(SAM, ""), (ZOE, ""), (ADA, ""), (ADA, "backwards")]


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


@dataclass
class Tried:
    """What is pressed with: every number in use, and what hangs on two; every other id there is; every half-answer."""

    numbers: list[str]
    others: list[str]
    halves: list[str]
    known: dict[Owner, list[str]] = field(default_factory=dict[Owner, list[str]])

    @property
    def single(self) -> list[str]:
        """Of everything that isn't a half-answer, and two of those beside."""
        return ["", *self.numbers, *self.others, *self.halves[:2]]

    def two(self, among: list[str], beside: list[str]) -> list[str]:
        """One number and another, as payloads have them."""
        return [f"{one}{between}{other}" for between in ".-" for one in among for other in beside]

    def by(self, conn: Connection, declared: Declared | None) -> list[str]:
        """Those with which this is pressed."""
        if declared is None:
            return [f"{one}.0" for one in self.halves]
        if declared.sort == "command":
            return [""]
        if declared.sort == "confirm":
            return [*self.halves, *self.single[:3]]
        if (about := declared.about_what) is None:
            return [*self.single, *self.two(self.numbers[:3], self.numbers[:3])]
        if about not in self.known:
            self.known[about] = self.there(conn, about)
        return self.known[about]

    def there(self, conn: Connection, about: Owner) -> list[str]:
        """All that is about something. What belongs to nothing there is, the door refuses unseen: of that, two will do."""
        every = [*self.single, *self.two(self.numbers, self.numbers[:2])]
        found = [one for one in every if about(conn, one) is not None]
        return [*found, *[one for one in every if one not in found][:2]]


def payloads(conn: Connection) -> Tried:
    """Everything there is to press with just now."""
    keys = [
        select(table.c[key.name])
        for table in metadata.sorted_tables
        for key in table.primary_key
        if table.name not in {"outbox", "inbound", "drafts"}
    ]
    ids = {str(value) for query in keys for value in conn.execute(query).scalars()}
    halves = list(conn.execute(select(drafts.c.id).order_by(drafts.c.id)).scalars())
    numbers = sorted((one for one in ids if one.isdecimal()), key=int)
    return Tried(numbers, sorted(one for one in ids if not one.isdecimal() and len(one) < 60), halves)


def routes(world: World) -> dict[str, Declared | None]:
    """Every route there is; None for those of the door itself."""
    declared = {each.route: each for cog in world.app.cogs.values() for each in cog.declared.values() if each.sort != "arrival"}
    return {**declared, **dict.fromkeys(OWN)}


async def presses(world: World, *, backwards: bool = False) -> list[tuple[str, str, list[str]]]:
    """Every route, what it is, and with what it is used, in order; backwards, what one of them ends is there for those it came before.

    Those that erase or join whoever uses them come last: nobody acts after them.
    """

    def work(conn: Connection) -> list[tuple[str, str, list[str]]]:
        tried = payloads(conn)
        return [(route, each.sort if each else "button", tried.by(conn, each)) for route, each in routes(world).items()]

    found: list[tuple[str, str, list[str]]] = await world.read(work)
    return sorted(sorted(found, reverse=backwards), key=lambda one: one[0].startswith("my."))


def plausible(opened: Open) -> dict[str, str]:
    """A form filled as somebody would who wants it to go through."""
    words = {"person": str(TOM), "place": str(NORTH), "moment": "Thursday 26 November, 6.30pm", "yes_no": "yes"}
    filled: dict[str, str] = {}
    for each in opened.sheet.fields:
        options = each.ask.options
        filled[each.ask.name] = options[0].value if options else words.get(each.ask.kind, each.value or "5")
    return filled


async def does(world: World, who: Person, where: Place, route: str, sort: str, payload: str) -> Answer:
    """A command or a press; a form that opens is filled in and sent."""
    if sort == "command":
        answer = await world.types(who, route, where)
    else:
        answer = await world.forges(who, route, payload, where, chosen=payload)
    return await world.sends(who, answer, where, **plausible(answer)) if isinstance(answer, Open) else answer


async def half_answers(world: World) -> None:
    """Tom and Ada have forms open, of every command that has one."""
    for route, declared in sorted(routes(world).items()):
        if declared and declared.sort == "command":
            for who in (TOM, ADA):
                await world.types(who, route, NORTH)


# --- what gives way -------------------------------------------------------------------------------------------------------------------


@dataclass
class Walls:
    """What came of leaning against them: how often it was tried, and what gave way."""

    tried: int = 0
    wrong: list[object] = field(default_factory=list[object])

    async def lean(self, world: World, who: Person, where: Place, press: tuple[str, str, list[str]]) -> None:
        """Use one route with everything."""
        route, sort, payloads = press
        for payload in payloads:
            self.tried += 1
            answer = said(await does(world, who, where, route, sort, payload))
            if "broke" in answer:
                self.wrong.append((route, payload, answer))


async def live(world: World, later: timedelta) -> None:
    """One of everything there is, so much later."""
    await one_of_everything(world)
    await half_answers(world)
    world.clock.advance(later)


async def from_outside(world: World, who: Person, where: Place, later: timedelta, every: int = 1) -> Walls:
    """Nothing of a group is changed from outside it. `every`: only each so manieth route."""
    walls = Walls()
    await live(world, later)
    before = await world.read(theirs, world.north)
    for press in (await presses(world))[::every]:
        await walls.lean(world, who, where, press)
        after = await world.read(theirs, world.north)
        walls.wrong += [(press[0], *change) for change in changes(before, after)]
        before = after
    return walls


async def by_another(world: World, who: Person, later: timedelta, every: int = 1, *, backwards: bool = False) -> Walls:
    """Nothing of a person is changed by another. `every`: only each so manieth route."""
    walls, may = Walls(), {**MAY, **MAY_ORGANISE} if who == ADA else MAY
    await live(world, later)
    actor = await world.store.write(lambda conn: members.meet(conn, world.clock.now(), who))
    before = await world.read(of_others, actor)
    for press in (await presses(world, backwards=backwards))[::every]:
        await walls.lean(world, who, NORTH, press)
        after, route = await world.read(of_others, actor), press[0]
        touched = [change for change in changes(before, after) if change[1] != "new" or (change[0] in THE_ORGANISERS and who != ADA)]
        walls.wrong += [(route, *change) for change in touched if route not in may and f"{route} {change[0]}" not in may]
        before = after
    return walls


def changes(before: Rows, after: Rows) -> list[tuple[str, str, object]]:
    """What is new, other or gone: table, how, key."""
    return [
        *((key[0], "new", key[1]) for key in after.keys() - before.keys()),
        *((key[0], "gone", key[1]) for key in before.keys() - after.keys()),
        *((key[0], "other", (key[1], before[key], after[key])) for key in before.keys() & after.keys() if before[key] != after[key]),
    ]


# --- nobody can -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("later", [timedelta(), timedelta(days=40)], ids=["live", "stale"])
@pytest.mark.parametrize(("who", "where"), OUTSIDE, ids=lambda one: one.user if isinstance(one, Person) else one.channel)
async def test_nothing_of_a_group_is_changed_from_outside_it(world: World, who: Person, where: Place, later: timedelta) -> None:
    walls = await from_outside(world, who, where, later)
    assert walls.tried > 1_000
    assert walls.wrong == []


@pytest.mark.timeout(300)  # everything there is, by a person to whom nearly all of it is open: over a minute on a busy machine
@pytest.mark.parametrize("later", [timedelta(), timedelta(days=40)], ids=["live", "stale"])
@pytest.mark.parametrize(("who", "order"), BESIDE, ids=["member", "newcomer", "organiser", "organiser, backwards"])
async def test_nothing_of_a_person_is_changed_by_another(world: World, who: Person, order: str, later: timedelta) -> None:
    walls = await by_another(world, who, later, backwards=bool(order))
    assert walls.tried > 1_000
    assert walls.wrong == []


async def test_everything_there_is_has_a_scene(world: World) -> None:
    await live(world, timedelta())
    there = {table for table, _ in await world.read(theirs, world.north)}
    wanted = {table.name for table in metadata.sorted_tables if of_group(table, 1) is not None} - COMINGS_AND_GOINGS
    assert wanted - there == set()


async def test_whose_it_is_may(world: World) -> None:
    await one_of_everything(world)
    before = await world.read(theirs, world.north)
    await world.forges(IONA, "meetup.cannot", "1")
    assert changes(before, await world.read(theirs, world.north)) != []
