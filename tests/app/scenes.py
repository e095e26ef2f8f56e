"""One of everything in the northern group, so that somebody may try to reach it: Tom's own things, others' with him, and the group's.

A feature whose tables belong to a group adds a scene here; `test_everything_there_is_has_a_scene` fails until it does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from bot.chat import Person
from bot.community import accounts, members, profiles, reports, roll_call, safety, setting_up
from bot.community.act import Act
from bot.community.introductions import Wish, answer, ask, look, suggested
from bot.community.profiles import Said
from bot.community.roll import MemberRow
from bot.schema import Connection
from tests.app.world import ADA, TOM, World

MOIRA, EWAN, IONA = (Person("slack", "T1", name.lower(), f"{name} North") for name in ("Moira", "Ewan", "Iona"))
"""Members of the northern group, as Tom is. Nobody of the other groups has met them."""

Scene = Callable[[World], Awaitable[None]]


def act_of(conn: Connection, world: World, who: Person) -> Act:
    """Somebody doing something in the northern group."""
    now = world.clock.now()
    member = members.meet(conn, now, who)
    members.join(conn, now, member, world.north)
    return Act(conn, now, member, world.north)


async def meetups(world: World) -> None:
    """A meetup with two seats, both taken, one of them Tom's; Iona is in line."""
    await world.announced(seats="2")
    for who in (TOM, MOIRA, IONA):
        await world.forges(who, "meetup.going", "1")


async def people(world: World) -> None:
    """Profiles, a report, contacts, an employer hidden from, accounts about to be joined, and somebody from a list."""

    def work(conn: Connection) -> None:
        for who in (TOM, MOIRA, EWAN, IONA):
            act = act_of(conn, world, who)
            profiles.say(act, Said("Inverness", 25, "School", "", "2to5", ("Bees",)))
            members.be_found(act, found=True)
        tom = act_of(conn, world, TOM)
        safety.hide(tom, "Highland Health")
        reports.name_contact(act_of(conn, world, ADA), MOIRA)
        reports.report_member(tom, members.meet(conn, tom.now, IONA), "She follows me about.")
        accounts.begin(tom)
        setting_up.invite(act_of(conn, world, ADA))
        roll_call.enrol(conn, tom.now, world.north, MemberRow(2, "Lena Listed"))

    await world.store.write(work)


async def introductions(world: World) -> None:
    """Tom asked Moira, who said yes, and Ewan, who has not answered."""

    def work(conn: Connection) -> None:
        for name in ("Moira", "Ewan"):
            tom = act_of(conn, world, TOM)
            search = look(tom, Wish("like", "", "To talk about bees."))
            assert search
            ask(tom, next(each.id for each in suggested(conn, search) if each.name == name))
            if name == "Moira":
                answer(act_of(conn, world, MOIRA), 1, yes=True)

    await world.store.write(work)


SCENES: Final[tuple[Scene, ...]] = (meetups, people, introductions)


async def one_of_everything(world: World) -> None:
    """Play every scene."""
    for scene in SCENES:
        await scene(world)
