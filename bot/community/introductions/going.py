"""What becomes of introductions when one of the two goes for good, or two records turn out to be one person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, or_, select, update

from bot import outbox
from bot.community.introductions.tables import OVER, candidates, introductions, searches


def leave(conn: Connection, _now: datetime, member_id: int) -> None:
    """Their introductions and searches are about to go, with all that waits to be said of them: the ids may be given again.

    Whoever asked them hears on the last day, and the same as ever: the search stays open until then.
    """
    mine = select(introductions.c.id).where(or_(introductions.c.asker_id == member_id, introductions.c.candidate_id == member_id))
    for intro in conn.execute(mine).scalars().all():
        outbox.forget_about(conn, f"introduction:{intro}")
    for search in conn.execute(select(searches.c.id).where(searches.c.member_id == member_id)).scalars().all():
        outbox.forget_about(conn, f"search:{search}")


def merge(conn: Connection, _now: datetime, kept: int, gone: int) -> None:
    """Nobody is introduced or suggested to themselves: such an introduction goes, its search is over. What waits is said once."""
    both = (kept, gone)
    to_themselves = select(introductions.c.id, introductions.c.search_id).where(
        introductions.c.asker_id.in_(both), introductions.c.candidate_id.in_(both)
    )
    for intro, search in conn.execute(to_themselves).all():
        outbox.forget_about(conn, f"introduction:{intro}")
        conn.execute(delete(introductions).where(introductions.c.id == intro))
        conn.execute(update(searches).where(searches.c.id == search).values(state=OVER, due_at=None))
    own = select(searches.c.id).where(searches.c.member_id.in_(both))
    conn.execute(delete(candidates).where(candidates.c.candidate_id.in_(both), candidates.c.search_id.in_(own)))
