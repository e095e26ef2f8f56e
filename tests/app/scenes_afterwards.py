"""After a meetup in the northern group: one of everything that is kept of it."""

from __future__ import annotations

from sqlalchemy import insert

from bot.community.afterwards import feedback, tables
from bot.schema import Connection
from tests.app.northern import MOIRA, act_of
from tests.app.world import TOM, World


async def afterwards(world: World) -> None:
    """Tom and Moira were asked how it was, and both said so in a sentence."""

    def work(conn: Connection) -> None:
        for who in (TOM, MOIRA):
            act = act_of(conn, world, who)
            row = {"meetup_id": 1, "member_id": act.member, "day": f"{act.now:%Y-%m-%d}", "asked_at": act.now}
            ask = conn.execute(insert(tables.feedback).values(row).returning(tables.feedback.c.id)).scalar_one()
            feedback.say_how(act, ask, feedback.GLAD)
            feedback.say_words(act, ask, f"{who.user} had a good evening.", "A walk", feedback.NAMELESS)

    await world.store.write(work)
