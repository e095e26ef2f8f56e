"""The last place of a day, asked for by many at once, on either engine: one has it, and the rest wait."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.chat import Person, Place
from bot.clock import Wall
from bot.community import goals, groups, letters, members
from bot.community.act import Act
from bot.community.questions import answering
from bot.community.questions import asking as questions
from bot.community.shadowing import asking, hosting, looking, placing, tables
from bot.community.shadowing.tables import Offer
from bot.schema import Connection
from bot.store import Store

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
MANY = 8


def village(conn: Connection) -> tuple[int, list[int]]:
    """A group and its members; the first hosts one day for one visitor."""
    group = groups.create(conn, NOW, "North", "Europe/London")
    groups.add_place(conn, group, Place("slack", "T1", "north"))
    people = [members.meet(conn, NOW, Person("slack", "T1", f"u{number}", f"Member {number}")) for number in range(MANY + 1)]
    for each in people:
        members.join(conn, NOW, each, group)
    members.appoint(conn, people[0], group)
    host = Act(conn, NOW, people[0], group)
    hosting.offer(host, Offer("Leeds", "A day"), [Wall.of(NOW + timedelta(days=20), "Europe/London")], 1)
    return group, people


async def test_of_many_who_ask_at_once_one_has_the_last_place(store: Store) -> None:
    group, people = await store.write(village)

    def choose(conn: Connection, member: int) -> int:
        act = Act(conn, NOW, member, group)
        wish = looking.look(act, "To see.", looking.ANYWHERE)
        looking.choose(act, wish, 1)
        return wish

    wishes = [await store.write(lambda conn, member=member: choose(conn, member)) for member in people[1:]]

    async def ask(member: int, wish: int) -> bool:
        return await store.write(lambda conn: asking.send(Act(conn, NOW, member, group), wish)) is not None

    asked = await asyncio.gather(*(ask(member, wish) for member, wish in zip(people[1:], wishes, strict=True)))
    assert sum(asked) == 1
    assert await store.read(lambda conn: placing.waiting(conn, group)) == MANY - 1
    (visit,) = await store.read(lambda conn: hosting.expected(conn, group))
    agreed = await store.write(lambda conn: asking.answer(Act(conn, NOW, people[0], group), visit.id, yes=True))
    assert agreed.state == tables.AGREED


async def test_questions_letters_and_goals_are_kept_on_either_engine(store: Store) -> None:
    group, people = await store.write(village)

    def live(conn: Connection) -> tuple[int, bool, list[str]]:
        one, other = (Act(conn, NOW, each, group) for each in people[1:3])
        question = questions.ask(one, "Bees", "Do they sleep?")
        answering.answer(other, question.id, "They shiver.")
        letters.write(one, letters.open(conn, NOW, group, one.member, other.member, "Bees"), "How do yours winter?")
        goal = goals.aim(one, goals.MEETUP, NOW + timedelta(days=90))
        for what in (goals.MEET, goals.SHADOW):
            goals.aim(one, what, NOW + timedelta(days=90))
        for number in range(1, 4):
            assert goals.LOOK.run
            goals.LOOK.run(conn, NOW + timedelta(days=50), f"{number}.20270101")
        mine = [each.what for each in goals.of_member(conn, one.member, group)]
        return goal.id, letters.to_read(conn, "1") is not None, mine

    assert await store.write(live) == (1, True, ["meetup", "meet", "shadow"])
