"""A chat platform on disk and 300 groups on it, for the soak: nothing of it grows in the memory that is being measured."""

from __future__ import annotations

import itertools
import json
import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.app import App
from bot.chat import Button, Card, Menu, MessageRef, Occasion, Option, Person, Place
from bot.chat.inbound import Event, Pressed, Typed
from bot.clock import Clock, Wall
from bot.community import announcing, groups, meetups, members, profiles, recurrence, reminders, repeating, series
from bot.community.act import Act
from bot.community.meetups import Plan
from bot.community.profiles import Said
from bot.schema import Connection
from tests.simulation import prologue
from tests.simulation.acting import RARELY, Actors
from tests.simulation.people import Somebody

MEMBERS: Final = 300
"""In each group."""
ACTIVE: Final = 12
"""In each group: who does most of what is done."""
ZONE: Final = "Europe/London"
_TABLES: Final = (
    "CREATE TABLE posted (id INTEGER PRIMARY KEY, delivery TEXT UNIQUE, place TEXT, ref TEXT, controls TEXT)",
    "CREATE INDEX by_place ON posted (place, id)",
    "CREATE TABLE rooms (who TEXT PRIMARY KEY, id INTEGER)",
)


def account(group: int, number: int) -> Person:
    """Member `number` of a group; every second group is on Discord."""
    platform = ("slack", "discord")[group % 2]
    return Person(platform, f"T{group}" if platform == "slack" else "", f"U{group}-{number}", f"Member {number}")


def channel(group: int) -> Place:
    """Where a group announces."""
    return Place(("slack", "discord")[group % 2], f"{'TG'[group % 2]}{group}", f"C{group}")


class Chat:
    """What was posted, in a file."""

    def __init__(self, file: Path) -> None:
        self._file = sqlite3.connect(file, isolation_level=None)
        for statement in ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", *_TABLES):
            self._file.execute(statement)
        self.doubled = 0

    def post(self, place: str, delivery: str, card: Card, where: Place) -> int:
        """Returns its number; the second of one delivery is counted."""
        found = self._file.execute("SELECT id FROM posted WHERE delivery = ?", (delivery,)).fetchone()
        if found:
            self.doubled += 1
            return int(found[0])
        row = (delivery, place, str(MessageRef(where, "0")), _controls(card))
        return self._file.execute("INSERT INTO posted (delivery, place, ref, controls) VALUES (?, ?, ?, ?)", row).lastrowid or 0

    def change(self, number: int, card: Card) -> None:
        """It reads otherwise now."""
        self._file.execute("UPDATE posted SET controls = ? WHERE id = ?", (_controls(card), number))

    def find(self, delivery: str) -> int | None:
        """The number of a delivery."""
        found = self._file.execute("SELECT id FROM posted WHERE delivery = ?", (delivery,)).fetchone()
        return int(found[0]) if found else None

    def room(self, who: str) -> int:
        """The same people have the same place."""
        self._file.execute("INSERT OR IGNORE INTO rooms SELECT ?, count(*) + 1 FROM rooms", (who,))
        return int(self._file.execute("SELECT id FROM rooms WHERE who = ?", (who,)).fetchone()[0])

    def offered(self, places: Sequence[str], last: int = 6) -> Iterator[tuple[Place, Button | Menu]]:
        """What can be pressed on the last messages of some places."""
        for place in places:
            lately = self._file.execute("SELECT ref, controls FROM posted WHERE place = ? ORDER BY id DESC LIMIT ?", (place, last))
            for ref, controls in lately.fetchall():
                for route, payload, options in json.loads(controls):
                    menu = Menu("", route, tuple(Option(each, each) for each in options), payload)
                    yield MessageRef.read(ref).place, menu if options else Button("", route, payload)

    def count(self) -> int:
        """Messages posted."""
        return int(self._file.execute("SELECT count(*) FROM posted").fetchone()[0])


def _controls(card: Card) -> str:
    found = [each for each in card.controls if isinstance(each, Button | Menu)]
    return json.dumps([(c.route, str(c.payload), [o.value for o in c.options] if isinstance(c, Menu) else []) for c in found])


@dataclass(slots=True)
class DiskPort:
    """A `Port` that always answers, at once and without limits."""

    platform: str
    chat: Chat
    remembers: timedelta = timedelta()
    direct_budget: Mapping[timedelta, int] = field(default_factory=dict[timedelta, int])

    async def send(self, to: Place | Person, card: Card, delivery: str) -> MessageRef:
        """As `Port.send`."""
        where = to if isinstance(to, Place) else Place(self.platform, to.workspace, f"D-{to.user}", direct=True)
        return MessageRef(where, str(self.chat.post(_name(to), delivery, card, where)))

    async def edit(self, ref: MessageRef, card: Card) -> None:
        """As `Port.edit`."""
        self.chat.change(int(ref.id), card)

    async def find(self, to: Place | Person, delivery: str) -> MessageRef | None:
        """As `Port.find`."""
        found = self.chat.find(delivery)
        where = to if isinstance(to, Place) else Place(self.platform, to.workspace, f"D-{to.user}", direct=True)
        return MessageRef(where, str(found)) if found else None

    async def gather(self, people: Sequence[Person], topic: str) -> Place:  # noqa: ARG002 - as every port
        """As `Port.gather`."""
        room = self.chat.room(" ".join(sorted(map(str, people))))
        return Place(self.platform, people[0].workspace or "G", f"R{room}")

    async def stage(self, under: Place, occasion: Occasion, there: MessageRef | None) -> MessageRef | None:  # noqa: ARG002 - the same
        """As `Port.stage`: Discord has a list of events."""
        return (
            None
            if occasion.off or self.platform != "discord"
            else MessageRef(Place(self.platform, under.workspace, "events"), under.thread)
        )


def _name(to: Place | Person) -> str:
    return f"{to.channel}/{to.thread}" if isinstance(to, Place) and to.thread else to.channel if isinstance(to, Place) else f"@{to.user}"


_IDS: Final = itertools.count(1)


class Visitors(Actors):
    """One person of a group, and a few beside them, for as long as they are there. They read their channel, and what was sent to them."""

    def __init__(self, group: int, dice: random.Random, clock: Clock, chat: Chat) -> None:
        self.group, self.chat = group, chat
        most = ACTIVE if dice.random() < 0.5 else MEMBERS
        there = [Somebody(f"{group}-{number}", (account(group, number),), ()) for number in dice.sample(range(most), 4)]
        super().__init__(there, {}, dice, clock)
        self.last = (there[0], there[0].accounts[0])

    def fresh(self) -> str:
        """An event's id, of all of them."""
        return f"event-{next(_IDS)}"

    def next(self, app: App) -> tuple[Somebody, Event]:
        """The one who came does something: half of it is pressing what they read."""
        assert self.last
        who, whose = self.last
        own, read = list(self._answered(who, whose)), list(self.chat.offered([f"C{self.group}", f"@{whose.user}"]))
        offered = own if own and self.dice.random() < 0.6 else read
        if offered and self.dice.random() < 0.6:
            return who, self._pressed(whose, *self.dice.choice(offered))
        return who, self._typed(app, who, whose)

    def _typed(self, app: App, who: Somebody, account: Person) -> Typed:
        typed = super()._typed(app, who, account)
        return typed if typed.route not in RARELY else super()._typed(app, who, account)

    def _place(self, who: Somebody, account: Person) -> Place:  # noqa: ARG002 - always where their group is
        return channel(self.group)

    def _channel_beside(self, account: Person) -> Place:  # noqa: ARG002 - the same
        return channel(self.group)

    def join(self, meetup: int) -> Event:
        """The one who came says yes to a meetup."""
        assert self.last
        person = self.last[1]
        return Pressed(id=self.fresh(), person=person, place=channel(self.group), route="meetup.going", payload=str(meetup))


def settle(conn: Connection, now: datetime, number: int, *, rounds: bool) -> None:
    """Group `number` and its members. The first two organise it: a meetup and a notice every week, and with `rounds` all the rest."""
    group = groups.create(conn, now, f"Group {number}", ZONE)
    groups.add_place(conn, group, channel(number))
    people = [members.meet(conn, now, account(number, each)) for each in range(MEMBERS)]
    for member in people:
        members.join(conn, now, member, group)
    for organiser in people[:2]:
        members.appoint(conn, organiser, group)
    for member in people[:ACTIVE]:
        act = Act(conn, now, member, group)
        profiles.say(act, Said("Inverness", 25, "School", "", "2to5", ("Copyright", "Bees")[: 1 + member % 2]))
        members.be_found(act, found=True)
    if rounds:
        prologue.begin(conn, now, group, people[:ACTIVE])
    else:
        _again_and_again(Act(conn, now, people[1], group), days=number % 7)


def _again_and_again(organiser: Act, days: int) -> None:
    when = Wall.of(organiser.now + timedelta(days=4 + days, hours=8), ZONE)
    first = meetups.announce(organiser, Plan("Reading group", when, "The library", seats=20))
    reminders.plan(organiser.conn, organiser.now, first)
    series.begin(organiser, first, series.Repeat(recurrence.rule_for(recurrence.WEEKLY, when.at.date())))
    said = Wall.of(organiser.now + timedelta(days=2 + days), ZONE)
    announcing.announce(organiser, announcing.Notice("Hours", "Open until five.", said, repeating.WEEKLY))


def announce(conn: Connection, now: datetime, number: int) -> int:
    """One more meetup of a group, in ten days. Returns its id."""
    group = groups.at(conn, channel(number))[0].id
    organiser = members.organisers(conn, group)[0]
    when = Wall.of(now + timedelta(days=10, hours=8), ZONE)
    meetup = meetups.announce(Act(conn, now, organiser, group), Plan("Pub meet-up", when, "The Laurieston", seats=20))
    reminders.plan(conn, now, meetup)
    return meetup.id
