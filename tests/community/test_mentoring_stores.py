"""Mentoring's rules on either database, and two organisers at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.chat import Person, Place, Refusal
from bot.community import groups, members, merging, safety
from bot.community.act import Act
from bot.community.mentoring import asking, beginning, check_ins, feedback, helps, matches, offers, people, standing, wishes
from bot.community.mentoring.offers import Said
from bot.community.mentoring.tables import SIX, WELL
from bot.community.mentoring.wishes import Hope
from bot.schema import Connection
from bot.store import Store

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
HOPE, OFFER = Hope(("Copyright",), "To learn.", SIX, kind="any"), Said(("Copyright",), 1, (SIX,))


def town(conn: Connection) -> dict[str, int]:
    """Jo offers one place; Tom, Dee and Priya are there."""
    group = groups.create(conn, NOW, "North", "Europe/London")
    groups.add_place(conn, group, Place("slack", "T1", "north"))
    ids = {"group": group}
    for name in ("Jo", "Tom", "Dee", "Priya"):
        ids[name] = members.meet(conn, NOW, Person("slack", "T1", name, name))
        members.join(conn, NOW, ids[name], group)
    offers.offer(Act(conn, NOW, ids["Jo"], group), OFFER)
    return ids


async def test_from_asking_to_three_questions(store: Store) -> None:
    def life(conn: Connection) -> tuple[object, ...]:
        ids = town(conn)

        def act(name: str, days: int = 0) -> Act:
            return Act(conn, NOW + timedelta(days=days), ids[name], ids["group"])

        safety.keep_apart(act("Jo"), ids["Dee"])
        wish = wishes.look(act("Tom"), HOPE)
        (jo,) = wishes.suggested(conn, wish)
        asking.ask(act("Tom"), jo.id)
        ((request, _),) = asking.asked_of(conn, ids["Jo"], ids["group"], NOW)
        asking.answer(act("Jo"), request.id, yes=True)
        (match,) = matches.of_member(conn, ids["Tom"], ids["group"])
        check_ins.answer(act("Tom", 8), match.id, WELL)
        look = standing.look(conn, ids["group"])
        matches.end_mine(act("Tom", 9), match.id)
        feedback.give(act("Jo", 10), match.id, "yes", "yes", "no")
        return look.pairs, look.places, len(people.available(conn, ids["group"])), matches.of_member(conn, ids["Tom"], ids["group"])

    assert await store.write(life) == (1, 0, 1, [])


async def test_of_two_brought_to_the_last_place_at_once_one_is_refused(store: Store) -> None:
    ids = await store.write(town)

    def waits(conn: Connection, name: str) -> int:
        act = Act(conn, NOW, ids[name], ids["group"])
        wish = wishes.look(act, HOPE)
        wishes.wait_for_round(act, wish)
        return wish

    waiting = [await store.write(lambda conn, name=name: waits(conn, name)) for name in ("Tom", "Dee")]

    def bring(wish: int) -> Callable[[Connection], None]:
        def work(conn: Connection) -> None:
            found = wishes.get(conn, wish)
            assert found
            beginning.begin(conn, NOW, found, ids["Jo"], 1)

        return work

    async def outcome(doing: Awaitable[None]) -> str:
        try:
            await doing
        except Refusal as no:
            return no.words
        return "together"

    said = await asyncio.gather(*(outcome(store.write(bring(wish))) for wish in waiting))
    assert sorted(said) == sorted(["together", beginning.FULL])
    assert len(await store.read(lambda conn: matches.of_member(conn, ids["Jo"], ids["group"]))) == 1


async def test_a_mentor_and_a_mentee_who_turn_out_to_be_one_person_are_together_no_more(store: Store) -> None:
    def work(conn: Connection) -> tuple[object, object]:
        ids = town(conn)
        tom, jo = (Act(conn, NOW, ids[name], ids["group"]) for name in ("Tom", "Jo"))
        (shown,) = wishes.suggested(conn, wishes.look(tom, HOPE))
        asking.ask(tom, shown.id)
        asking.answer(jo, 1, yes=True)
        check_ins.answer(tom, 1, WELL)
        helper = ids["Priya"]
        members.appoint(conn, helper, ids["group"])
        helps.ask(jo, 1)
        kept = merging.merge(conn, NOW, ids["Tom"], ids["Jo"])
        return matches.get(conn, 1), matches.of_member(conn, kept, ids["group"])

    assert await store.write(work) == (None, [])
