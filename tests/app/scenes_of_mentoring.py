"""Mentoring in the northern group: one of everything it keeps, each made by its own rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from bot.chat import Person
from bot.community import members
from bot.community.act import Act
from bot.community.mentoring import asking, check_ins, feedback, helps, matches, offers, rounds, rounds_plan, wishes
from bot.community.mentoring.matches import Match
from bot.community.mentoring.rounds_plan import Line
from bot.community.mentoring.tables import FLASH, MODES, SIX, STUCK, requests
from bot.community.mentoring.wishes import Hope
from bot.schema import Connection
from tests.app.northern import EWAN, IONA, MOIRA, act_of
from tests.app.world import ADA, TOM, World

BEES: Final = ("Bees",)


async def mentoring(world: World) -> None:
    """Everything there can be of mentoring, all of it Tom's or somebody's beside him, but for what Ada does for the group."""

    def work(conn: Connection) -> None:
        for who in (MOIRA, EWAN):
            offers.offer(act_of(conn, world, who), offers.Said(BEES, 3, tuple(MODES), wont="Write references."))
        _a_match_gone_by(conn, world)
        _a_match(conn, world)
        _looks(act_of(conn, world, TOM), FLASH)
        iona = act_of(conn, world, IONA)
        _asks(iona, _looks(iona, FLASH), act_of(conn, world, EWAN))
        _a_round(conn, world)

    await world.store.write(work)


def _a_match(conn: Connection, world: World) -> None:
    """Moira mentors Tom; he has said how it goes, and waits for an organiser's help."""
    tom, found = act_of(conn, world, TOM), _together(conn, world, TOM, MOIRA, SIX)
    check_ins.answer(tom, found.id, STUCK)
    helps.ask(tom, found.id)


def _a_match_gone_by(conn: Connection, world: World) -> None:
    """Ewan answered a question of Tom's; it has ended, and he has said whether it helped."""
    tom, found = act_of(conn, world, TOM), _together(conn, world, TOM, EWAN, FLASH)
    matches.end_mine(tom, found.id)
    feedback.give(tom, found.id, "yes", "yes", "partly")


def _a_round(conn: Connection, world: World) -> None:
    """Ewan waits for a round; Ada has opened one, and has a plan in which Moira is his mentor."""
    ewan, ada = act_of(conn, world, EWAN), act_of(conn, world, ADA)
    wish = _looks(ewan, SIX)
    wishes.wait_for_round(ewan, wish)
    opened = rounds.begin(ada, ada.now + timedelta(days=7))
    rounds_plan.keep(ada, opened.id, 0, [Line(wish, act_of(conn, world, MOIRA).member, by_hand=True)])


def _together(conn: Connection, world: World, mentee: Person, mentor: Person, mode: str) -> Match:
    """One asks, the other says yes."""
    mine, theirs = act_of(conn, world, mentee), act_of(conn, world, mentor)
    asking.answer(theirs, _asks(mine, _looks(mine, mode), theirs), yes=True)
    return next(each for each in matches.of_member(conn, mine.member, mine.group) if each.mentor == theirs.member)


def _looks(act: Act, mode: str) -> int:
    return wishes.look(act, Hope(BEES, "To keep them alive.", mode))


def _asks(act: Act, wish: int, mentor: Act) -> int:
    """The request to a mentor who was suggested."""
    name = members.first_name(members.name_of(act.conn, mentor.member))
    asking.ask(act, next(each.id for each in wishes.suggested(act.conn, wish) if each.name == name))
    return act.conn.execute(select(requests.c.id).order_by(requests.c.id.desc())).scalars().first() or 0
