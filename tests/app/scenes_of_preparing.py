"""What is prepared of the northern meetup; see `scenes`."""

from __future__ import annotations

from bot.community.before import waking
from bot.schema import Connection
from tests.app.northern import MOIRA, act_of
from tests.app.world import ADA, TOM, World


async def preparing(world: World) -> None:
    """Ada wakes its thread, where Tom and Moira are to be welcomed."""

    def work(conn: Connection) -> None:
        waking.switch_on(act_of(conn, world, ADA), 1, 3, ())
        for who in (TOM, MOIRA):
            waking.welcome_me(act_of(conn, world, who), 1)

    await world.store.write(work)
