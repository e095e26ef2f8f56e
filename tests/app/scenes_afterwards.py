"""After a meetup in the northern group: one of everything that is kept of it."""

from __future__ import annotations

from sqlalchemy import insert

from bot.community.afterwards import feedback, first_words, links, recaps, tables
from bot.schema import Connection
from tests.app.northern import MOIRA, act_of
from tests.app.world import ADA, TOM, World


async def afterwards(world: World) -> None:
    """Tom and Moira were asked how it was, and both said so in a sentence; Ada wrote it up; Tom's link waits, Moira's is shown."""

    def work(conn: Connection) -> None:
        for who in (TOM, MOIRA):
            act = act_of(conn, world, who)
            row = {"meetup_id": 1, "member_id": act.member, "day": f"{act.now:%Y-%m-%d}", "asked_at": act.now}
            ask = conn.execute(insert(tables.feedback).values(row).returning(tables.feedback.c.id)).scalar_one()
            feedback.say_how(act, ask, feedback.GLAD)
            feedback.say_words(act, ask, f"{who.user} had a good evening.", "A walk", feedback.NAMELESS)
            state = links.SHOWN if who is MOIRA else links.WAITING
            link = {"url": f"https://{who.user}.example/", "title": "Slides", "credit": "", "state": state, "added_at": act.now}
            conn.execute(insert(tables.recap_links).values(meetup_id=1, member_id=act.member, **link))
        ada = act_of(conn, world, ADA)
        row = {"meetup_id": 1, "group_id": ada.group, "author_id": ada.member, "words": "We met.", "quotes": True}
        row |= {"state": recaps.UP, "posted_at": ada.now, "changed_at": ada.now}
        recap = conn.execute(insert(tables.recaps).values(row).returning(tables.recaps.c.id)).scalar_one()
        for who in (TOM, MOIRA):
            first_words.say(act_of(conn, world, who), recap, first_words.THANKS)

    await world.store.write(work)
