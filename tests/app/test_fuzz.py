"""Anything at all comes in at the door: nobody ever sees it break, and nobody reaches what is not theirs.

WALLFLOWER_FUZZ=20000 for the long run; the seed is in the test.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pytest
from sqlalchemy import select

from bot.app.registry import OWN
from bot.chat import Open, Person, Place
from bot.chat.inbound import Arrived, AtHome, Event, Pressed, Submitted, Suggesting, Typed
from bot.community import groups, members
from bot.community.meetups import meetups
from bot.community.seats import seats
from bot.outbox import outbox
from bot.schema import Connection
from bot.store import open_store
from cogs import COGS
from tests.app.world import ADA, AWAY, BEA, DIRECT, ELSEWHERE, LOBBY, NORTH, OWNER, SAM, SOUTH, TOM, ZOE, World, build, said

EVENTS = int(os.environ.get("WALLFLOWER_FUZZ", "2000"))
SEED = 20_261_122
WORDS = [
    *("", " ", "0", "1", "2", "-1", "²", "٣", "9" * 9, "9" * 15, "9" * 400, "1.0", "1.999999999", "..", "a" * 3000, "x" * 10_000),
    *("\x00", "\ud800", "\u202e", "\u200b", "😀" * 60, "עוגה", "@everyone", "<!channel>", "<b>&amp;</b>", "'; DROP TABLE meetups; --"),
    *("tomorrow 6pm", "in 90 minutes", "31 February", "2026-11-26T18:30", "9999-12-31T23:59", "0001-01-01T00:00", "\r\n\r\n", "1\n2\n3"),
    *("slack:T1:north", "slack:T1:lobby", "discord:G9:away", "slack:T1:" + "y" * 90, "::", ":::::", "yes", "no", "London", "Narnia"),
    *("2 hours", "99999999999999999999 hours", "999999 days", "1e309", "NaN", "0 minutes", "12", "100000"),
]
FIELDS = (
    *("title", "when", "where", "length", "seats", "details", "publish", "code", "name", "announcements", "zone", "nonsense", ""),
    *("how", "join", "online_seats", "again", "rule", "others", "last", "guest", "comes", "leaves", "why"),
)


class Anything:
    """Events out of thin air, from a seed; ids of drafts that exist among them."""

    def __init__(self, world: World, seed: int, drafts: list[str]) -> None:
        self.dice = random.Random(seed)
        self.world = world
        self.drafts = drafts
        self.routes = [
            *(d.route for cog in world.app.cogs.values() for d in cog.declared.values()),
            *OWN,
            "meetup.",
            "",
            "a.b",
            "\ud800",
            "x" * 300,
        ]

    def words(self) -> str:
        """Something typed."""
        if self.dice.random() < 0.2:
            return "".join(
                chr(self.dice.choice((self.dice.randrange(128), self.dice.randrange(0x11_0000)))) for _ in range(self.dice.randrange(12))
            )
        return self.dice.choice(WORDS)

    def payload(self) -> str:
        """Something a button might carry."""
        if self.drafts and self.dice.random() < 0.3:
            return self.dice.choice(self.drafts) + self.dice.choice(("", ".0", ".1", ".9", ".x"))
        return self.dice.choice((str(self.dice.randrange(6)), self.words()))

    def event(self, people: tuple[Person, ...], places: tuple[Place, ...]) -> Event | Suggesting:
        """Anything anybody might do."""
        who, where = self.dice.choice(people), self.dice.choice(places)
        where_from: dict[str, Any] = {"id": self.world.fresh(), "person": who, "place": where}
        route = self.dice.choice(self.routes)
        values = {field: self.words() for field in FIELDS if self.dice.random() < 0.6}
        match self.dice.randrange(12):
            case 0 | 1 | 2:
                return Typed(**where_from, route=route, values=values)
            case 3 | 4 | 5 | 6 | 7:
                return Pressed(**where_from, route=route, payload=self.payload(), chosen=self.payload())
            case 8 | 9:
                return Submitted(**where_from, draft=self.payload().partition(".")[0], values=values)
            case 10:
                return Suggesting(**where_from, route=route, field=self.dice.choice(FIELDS), typed=self.words())
            case _:
                return self.dice.choice((Arrived(**where_from), AtHome(**where_from)))


async def let_in(world: World, event: Event | Suggesting) -> str:
    """What comes back, as words."""
    if isinstance(event, Suggesting):
        return str(await world.app.suggest(event))
    answer = await world.handle(event)
    home = await world.app.home(event) if isinstance(event, AtHome) else ()
    return said(answer) + str(home)


async def drafts_of(world: World) -> list[str]:
    """Half-answers of the northern organiser and member, of every feature with a form."""
    opened = [await world.types(who, route) for who in (ADA, TOM) for route in ("meetup.new", "setup.setup")]
    return [answer.sheet.draft for answer in opened if isinstance(answer, Open)]


def northern(conn: Connection, group: int, tables: tuple[str, ...]) -> list[tuple[object, ...]]:
    """All that is the northern group's, in these tables."""
    mine = select(meetups.c.id).where(meetups.c.group_id == group)
    queries = {
        "group": select(groups.groups).where(groups.groups.c.id == group),
        "places": select(groups.places).where(groups.places.c.group_id == group).order_by(groups.places.c.id),
        "roles": select(members.memberships.c.member_id, members.memberships.c.role)
        .where(members.memberships.c.group_id == group, members.memberships.c.role != "member")
        .order_by(members.memberships.c.member_id),
        "meetups": select(meetups).where(meetups.c.group_id == group).order_by(meetups.c.id),
        "seats": select(seats).where(seats.c.meetup_id.in_(mine)).order_by(seats.c.id),
        "outbox": select(outbox).where(outbox.c.group_id == group).order_by(outbox.c.id),
    }
    return [tuple(row) for table in tables for row in conn.execute(queries[table])]


@dataclass(frozen=True, slots=True)
class Who:
    """Who sends anything at all, from where, and which of the northern group's tables they must not change."""

    people: tuple[Person, ...]
    places: tuple[Place, ...]
    tables: tuple[str, ...] = ()


OUTSIDE: Final = Who((BEA, ZOE, OWNER), (SOUTH, AWAY, ELSEWHERE, DIRECT), ("group", "places", "roles", "meetups", "seats", "outbox"))
MEMBERS: Final = Who((TOM, SAM, ZOE, BEA), (NORTH, LOBBY, DIRECT), ("group", "places", "roles", "meetups"))
ORGANISERS: Final = Who((ADA, BEA, TOM), (NORTH, DIRECT, SOUTH))
"""They may do anything, but nobody sees it break."""


async def fuzzed(url: str, seed: int, events: int, who: Who) -> Sequence[str]:
    """So many events out of thin air: what anybody saw break, and what changed that may not."""
    store = await open_store(url)
    try:
        world = await build(store, COGS)
        await world.announced(seats="1")
        anything = Anything(world, seed, await drafts_of(world))
        before = await world.read(northern, world.north, who.tables)
        wrong: list[str] = []
        for _ in range(events):
            event = anything.event(who.people, who.places)
            if "broke on our side" in await let_in(world, event):
                wrong.append(f"broke: {event}")
        after = await world.read(northern, world.north, who.tables)
        return [*wrong, *(f"changed: {row}" for row in after if row not in before), *(f"gone: {row}" for row in before if row not in after)]
    finally:
        await store.close()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("who", [OUTSIDE, MEMBERS, ORGANISERS], ids=["from outside", "by members", "by organisers"])
async def test_nobody_reaches_what_is_not_theirs_and_nothing_breaks(store_url: str, who: Who) -> None:
    assert await fuzzed(store_url, SEED, EVENTS // 4, who) == []
