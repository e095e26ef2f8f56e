"""What is prepared of the northern meetup; see `scenes`."""

from __future__ import annotations

from bot.community.before import agenda, bringing, speakers, waking
from bot.community.before.agenda import Stage
from bot.schema import Connection
from tests.app.northern import MOIRA, act_of
from tests.app.world import ADA, TOM, World


async def preparing(world: World) -> None:
    """Ada wakes its thread, where Tom and Moira are to be welcomed; he brings a cake, and she brings crisps."""

    def work(conn: Connection) -> None:
        waking.switch_on(act_of(conn, world, ADA), 1, 3, ())
        agenda.keep(act_of(conn, world, ADA), 1, (Stage(0, "Welcome"),), said=True)
        speakers.add(act_of(conn, world, ADA), 1, "Ana", "On bees", "")
        bringing.open_list(act_of(conn, world, ADA), 1, ("Cake", "A projector"))
        for who, what in ((TOM, "Cake"), (MOIRA, "Crisps")):
            bringing.bring(act_of(conn, world, who), 1, what)
            waking.welcome_me(act_of(conn, world, who), 1)

    await world.store.write(work)
