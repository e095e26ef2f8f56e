"""A village that has coffee rounds: what is prepared beside the loop is prepared here and now, and a table is told or comes to nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from sqlalchemy import Connection, select

from bot.community import groups, safety
from bot.community.coffee import afterwards, drawing, people, rounds, together
from bot.community.coffee.tables import coffee_rounds, coffee_tables
from bot.community.groups import Habits
from bot.outbox import KINDS, Hook, settle
from bot.outbox.rows import Row
from tests.community.village import Do, Told, Village

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Here:
    """What a kind's `prepare` is handed: the village's database, and work done on the spot."""

    do: Do

    async def read(self, query: Callable[[Connection], T]) -> T:
        """As the store's."""
        return self.do(query)

    async def work(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """As a worker's, but here."""
        return function(*args, **kwargs)


async def _prepared(rule: Awaitable[Hook]) -> Hook:
    return await rule


@dataclass
class Cafe(Village):
    """Mondays at ten. `between`: something to happen after a round is worked out and before it is written."""

    between: Callable[[], None] = field(default=lambda: None)

    def __post_init__(self) -> None:
        super().__post_init__()

        def begin(conn: Connection) -> None:
            groups.change(conn, self.group, "Information Officers, Scotland", "Europe/London", Habits(coffee="monday"))
            drawing.plan(conn, self.now, self.group)

        self.do(begin)

    def joins(self, *names: str, often: str = "weekly", threes: bool = True, zone: str = "") -> None:
        """They join."""
        for name in names:
            self.acts(name, lambda act: people.join(act, often, threes=threes, zone=zone))

    def blocks(self, one: str, other: str) -> None:
        """One keeps the other away."""
        who = self.who(other)
        self.acts(one, lambda act: safety.keep_apart(act, who))

    def _deliver(self, conn: Connection, row: Row) -> None:
        kind = KINDS[row.kind]
        if kind.prepare:
            rule = asyncio.run(_prepared(kind.prepare(Here(lambda work: work(conn)), self.now, row.ref)))
            between, self.between = self.between, lambda: None
            between()
            settle.done(conn, self.now, row, "village", rule)
        elif row.kind == together.TOGETHER.name:
            self._tell(conn, row)
        else:
            super()._deliver(conn, row)

    def _tell(self, conn: Connection, row: Row) -> None:
        found = together.may_be_told(conn, int(row.ref))
        if found is None or row.too_late(self.now):
            settle.dropped(conn, self.now, row, "no longer applies", "village")
            return
        settle.sent(conn, self.now, row, "chat:W1:room//1", "village")
        names = {member: name for name, member in self.people.items()}
        self.told += [Told(names[each], row.kind, row.ref, self.now) for each in found.sitting]

    def _applies(self, conn: Connection, row: Row) -> bool:
        if row.kind == together.LEFT_OVER.name:
            return together.alone_still(conn, row.ref) is not None
        if row.kind == afterwards.HAVE_YOU_MET.name:
            return afterwards.asked(conn, row.ref) is not None
        return super()._applies(conn, row)

    def tables(self) -> list[set[str]]:
        """Who was told together, or is to be, in the latest round."""
        names = {member: name for name, member in self.people.items()}

        def look(conn: Connection) -> list[set[str]]:
            latest = conn.execute(select(coffee_rounds.c.id).order_by(coffee_rounds.c.id.desc())).scalars().first()
            gone = set(conn.execute(select(coffee_tables.c.id).where(coffee_tables.c.state == "over")).scalars())
            found = rounds.tables_of(conn, latest or 0)
            return [{names[each] for each in sitting} for table, sitting in found.items() if table not in gone]

        return self.do(look)

    def monday(self) -> None:
        """A week goes by."""
        self.passes(days=7)

    def heard_together(self) -> list[set[str]]:
        """Everybody who was told in one place, message by message, from the first on."""
        found: dict[str, set[str]] = {}
        for told in self.told:
            if told.kind == together.TOGETHER.name:
                found.setdefault(told.ref, set()).add(told.who)
        return list(found.values())
