"""The practice town's people: brought in from CSV by the ordinary import, each claiming their own row by its one-time code."""

from __future__ import annotations

import asyncio
from pathlib import Path

from adapters.web.people import Citizen
from adapters.web.town import Town
from bot.chat import Person, Place
from bot.community import groups, roll_call
from bot.community.roll import MemberRow, read_members
from bot.run.house import House
from bot.schema import Connection

EXAMPLES = Path(__file__).parents[2] / "examples"
GROUP = "Information Officers, Scotland"
CHANNELS = ("announcements", "introductions", "pub-meet-up")
HERE = Place("web", "town", CHANNELS[0])


async def settle(house: House, town: Town, members: Path = EXAMPLES / "members.csv") -> None:
    """A town full of people in a group of their own. Done already: nothing changes."""
    rows, _ = read_members(await asyncio.to_thread(members.read_bytes))
    await town.settle([_citizen(row) for row in rows], CHANNELS, GROUP)
    now = house.clock.now()

    def work(conn: Connection) -> None:
        if groups.at(conn, HERE):
            return
        group = groups.create(conn, now, GROUP, "Europe/London", practice=True)
        groups.add_place(conn, group, HERE)
        groups.say_hello_in(conn, group, Place(HERE.platform, HERE.workspace, CHANNELS[1]), near=HERE)
        for row in rows:
            code = roll_call.enrol(conn, now, group, row).code
            roll_call.claim(conn, now, Person("web", "town", row.handle, row.name), code)

    await house.store.write(work)


def _citizen(row: MemberRow) -> Citizen:
    does = " · ".join(part for part in (row.role, row.area) if part)
    return Citizen(row.handle, row.name, row.zone or "Europe/London", does, row.organiser)
