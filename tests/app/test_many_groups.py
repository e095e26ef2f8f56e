"""Somebody in more groups than fit into one menu."""

from __future__ import annotations

from bot.chat import Menu
from bot.chat.limits import most
from bot.community import groups, members
from bot.schema import Connection
from tests.app.world import DIRECT, SAM, World, controls, said


async def test_whoever_is_in_sixty_groups_can_choose_every_one_of_them_by_name(world: World) -> None:
    def joins_many(conn: Connection) -> None:
        for number in range(58):
            group = groups.create(conn, world.clock.now(), f"Branch {number:02}", "Europe/London")
            member = members.meet(conn, world.clock.now(), SAM)
            members.join(conn, world.clock.now(), member, group)
            members.appoint(conn, member, group)

    await world.store.write(joins_many)
    asked = await world.types(SAM, "meetup.new", DIRECT, title="Late shift lunch")
    assert "Which group is this for?" in said(asked)
    menus = [each for each in controls(asked) if isinstance(each, Menu)]
    offered = [option.label for menu in menus for option in menu.options]
    assert offered == [*(f"Branch {number:02}" for number in range(58)), "North", "South"]
    assert all(len(menu.options) <= most("options") for menu in menus)
    assert [menu.label for menu in menus] == ["Branch 00 to Branch 24", "Branch 25 to Branch 49", "Branch 50 to South"]
    assert len({menu.payload for menu in menus}) == 3
    last = next(option for option in menus[-1].options if option.label == "Branch 57")
    opened = await world.forges(SAM, menus[-1].route, str(menus[-1].payload), DIRECT, chosen=last.value)
    assert "Late shift lunch" in said(opened)
