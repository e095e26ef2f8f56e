"""Who plays the scenes: members of the northern group beside Tom, and each of them doing something in it."""

from __future__ import annotations

from bot.chat import Person
from bot.community import members
from bot.community.act import Act
from bot.schema import Connection
from tests.app.world import World

MOIRA, EWAN, IONA = (Person("slack", "T1", name.lower(), f"{name} North") for name in ("Moira", "Ewan", "Iona"))
"""Members of the northern group, as Tom is. Nobody of the other groups has met them."""


def act_of(conn: Connection, world: World, who: Person) -> Act:
    """Somebody doing something in the northern group."""
    now = world.clock.now()
    member = members.meet(conn, now, who)
    members.join(conn, now, member, world.north)
    return Act(conn, now, member, world.north)
