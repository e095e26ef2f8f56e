"""A platform made of nothing: what people do goes straight in at the door, and the answer is at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from sqlalchemy import func, select

from bot.app import App
from bot.chat import Answer, Button, Card, Change, Cog, Menu, Nothing, Open, Person, Place, Say
from bot.chat.inbound import AtHome, Event, Pressed, Submitted, Suggesting, Typed
from bot.chat.plain import card_text, sheet_text
from bot.community import groups, members
from bot.outbox import outbox
from bot.schema import Connection
from bot.store import Store
from tests.stage import StillClock

NORTH = Place("slack", "T1", "north")
SOUTH = Place("slack", "T1", "south")
LOBBY = Place("slack", "T1", "lobby")
DIRECT = Place("slack", "T1", "D1", direct=True)
AWAY = Place("discord", "G9", "away")
ELSEWHERE = Place("slack", "T2", "general")

ADA = Person("slack", "T1", "ada", "Ada North")
BEA = Person("slack", "T1", "bea", "Bea South")
TOM = Person("slack", "T1", "tom", "Tom North")
SAM = Person("slack", "T1", "sam", "Sam Both")
ZOE = Person("slack", "T1", "zoe", "Zoe New")
OWNER = Person("slack", "T2", "owner", "Olu Owner", admin=True)


@dataclass
class World:
    """Two groups in one workspace, a third on another platform, and the door."""

    app: App
    store: Store
    clock: StillClock
    north: int = 0
    south: int = 0
    away: int = 0

    def __post_init__(self) -> None:
        self._ids = count(1)

    def fresh(self) -> str:
        """An event's id."""
        return f"event-{next(self._ids)}"

    async def handle(self, event: Event) -> Answer:
        """Straight in at the door."""
        return await self.app.handle(event)

    async def types(self, who: Person, route: str, place: Place = NORTH, /, **values: str) -> Answer:
        """A command."""
        return await self.handle(Typed(id=self.fresh(), person=who, place=place, route=route, values=values))

    async def sends(self, who: Person, opened: Answer, place: Place = NORTH, /, **values: str) -> Answer:
        """The form that is open."""
        assert isinstance(opened, Open), said(opened)
        return await self.handle(Submitted(id=self.fresh(), person=who, place=place, draft=opened.sheet.draft, values=values))

    async def presses(self, who: Person, label: str, on: Answer, place: Place = NORTH) -> Answer:
        """A button on an answer."""
        button = next(one for one in controls(on) if isinstance(one, Button) and one.label == label)
        return await self.handle(pressed(self.fresh(), who, button, place))

    async def chooses(self, who: Person, value: str, on: Answer, place: Place = NORTH) -> Answer:
        """An option of a menu."""
        menu = next(one for one in controls(on) if isinstance(one, Menu))
        payload, event = str(menu.payload), self.fresh()
        return await self.handle(Pressed(id=event, person=who, place=place, route=menu.route, payload=payload, chosen=value))

    async def forges(self, who: Person, route: str, payload: str, place: Place = NORTH, chosen: str = "") -> Answer:
        """A press no card of ours offered."""
        return await self.handle(Pressed(id=self.fresh(), person=who, place=place, route=route, payload=payload, chosen=chosen))

    async def suggestions(self, who: Person, route: str, field: str, typed: str, place: Place = NORTH) -> list[str]:
        """What is offered while typing."""
        event = Suggesting(id=self.fresh(), person=who, place=place, route=route, field=field, typed=typed)
        return [option.value for option in await self.app.suggest(event)]

    async def home(self, who: Person, place: Place = DIRECT) -> list[Card]:
        """Somebody's own page."""
        return await self.app.home(AtHome(id=self.fresh(), person=who, place=place))

    async def read(self, query: Callable[..., Any], *args: object) -> Any:
        """Look at what is true."""
        return await self.store.read(lambda conn: query(conn, *args))

    async def announced(self, who: Person = ADA, place: Place = NORTH, title: str = "Pub meet-up", **more: str) -> Answer:
        """A meetup, all the way from the command to Publish."""
        values = {"title": title, "when": "Thursday 26 November, 6.30pm", "where": "The Laurieston", **more}
        return await self.presses(who, "Publish", await self.types(who, "meetup.new", place, **values), place)

    async def titles(self, group: int | None = None) -> list[str]:
        """The meetups announced in a group (the northern one) and not taken back, in order."""
        from bot.community.meetups import meetups

        mine = select(meetups.c.title).where(meetups.c.group_id == (group or self.north), meetups.c.state != "withdrawn")
        return await self.store.read(lambda conn: list(conn.execute(mine.order_by(meetups.c.id)).scalars()))

    async def effects(self) -> tuple[int, ...]:
        """Counts that only an effect changes."""

        def look(conn: Connection) -> tuple[int, ...]:
            from bot.community.meetups import meetups
            from bot.community.seats import seats

            tables = (groups.groups, groups.places, meetups, seats, outbox)
            return tuple(conn.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)

        return await self.store.read(look)


def pressed(event: str, who: Person, button: Button, place: Place) -> Pressed:
    """A press, as an adapter would hand it in."""
    return Pressed(id=event, person=who, place=place, route=button.route, payload=str(button.payload))


def controls(answer: Answer) -> Sequence[object]:
    """What can be pressed on an answer."""
    return answer.card.controls if isinstance(answer, Say | Change) else ()


def said(answer: Answer) -> str:
    """Any answer as words."""
    match answer:
        case Say() | Change():
            return card_text(answer.card)
        case Open():
            return sheet_text(answer.sheet)
        case Nothing():
            return ""


async def build(store: Store, cogs: Sequence[type[Cog]]) -> World:
    """The world, peopled."""
    clock = StillClock()
    world = World(App(store, clock, cogs), store, clock)
    now = clock.now()

    def people(conn: Connection) -> tuple[int, int, int]:
        made: list[int] = []
        for name, place, organiser in (
            ("North", NORTH, ADA),
            ("South", SOUTH, BEA),
            ("Away", AWAY, replace(BEA, platform="discord", workspace="")),
        ):
            group = groups.create(conn, now, name, "Europe/London")
            groups.add_place(conn, group, place)
            member = members.meet(conn, now, organiser)
            members.join(conn, now, member, group)
            members.appoint(conn, member, group)
            made.append(group)
        for who, belongs in ((TOM, made[:1]), (SAM, made[:2])):
            for group in belongs:
                members.join(conn, now, members.meet(conn, now, who), group)
        return made[0], made[1], made[2]

    world.north, world.south, world.away = await store.write(people)
    return world
