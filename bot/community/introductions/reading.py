"""How introductions stand: what may be answered, what is waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from bot.chat.typed import read_id
from bot.community import members, profiles, safety
from bot.community.introductions.tables import ASKING, YES, introductions, searches


@dataclass(frozen=True, slots=True)
class Introduction:
    """One asking one other. `answer` is the other's alone until it is yes."""

    id: int
    search: int
    group: int
    asker: int
    candidate: int
    answer: str | None
    due_at: datetime
    purpose: str

    def other(self, member: int) -> int:
        """Whom this brings a member together with."""
        return self.candidate if member == self.asker else self.asker


_INTRO: Final = select(
    *(introductions.c[name] for name in ("id", "search_id", "group_id", "asker_id", "candidate_id", "answer", "due_at")), searches.c.purpose
).join_from(introductions, searches)


def get(conn: Connection, intro: int | None) -> Introduction | None:
    """One introduction."""
    row = conn.execute(_INTRO.where(introductions.c.id == intro)).first()
    return Introduction(*row) if row else None


def open_to(conn: Connection, ref: str) -> Introduction | None:
    """What somebody is asked, while they may still answer and the two may meet."""
    found = get(conn, int(ref))
    if found is None or found.answer or not safety.may_meet(conn, found.asker, found.candidate):
        return None
    return found if any(each.member == found.candidate for each in profiles.found_in(conn, found.group)) else None


def together_before(conn: Connection, found: Introduction) -> bool:
    """Whether another introduction has brought the same two together already, whoever asked whom."""
    intro, pair = introductions.c, (found.asker, found.candidate)
    same = (intro.asker_id.in_(pair), intro.candidate_id.in_(pair), intro.id != found.id, intro.answer == YES)
    return conn.execute(select(intro.id).where(*same)).first() is not None


def pair_of(conn: Connection, ref: str) -> tuple[Introduction, int] | None:
    """What a message to one of the two (`"introduction.member"`) is about, and to whom; None where they may not meet any more."""
    number, _, member = ref.partition(".")
    found = get(conn, int(number))
    return (found, int(member)) if found and found.answer == YES and safety.may_meet(conn, found.asker, found.candidate) else None


def asker_of(conn: Connection, search_id: int) -> tuple[str, str] | None:
    """Who looks, and how it stands."""
    row = conn.execute(
        select(members.members.c.name, searches.c.state).join_from(searches, members.members).where(searches.c.id == search_id)
    ).first()
    return (row.name, row.state) if row else None


def waiting(conn: Connection, member_id: int, group_id: int) -> list[datetime]:
    """By when a member hears from those they asked."""
    mine = select(searches.c.due_at).filter_by(member_id=member_id, group_id=group_id, state=ASKING)
    return list(conn.execute(mine.order_by(searches.c.due_at)).scalars())


def asked_of(conn: Connection, member_id: int, group_id: int, now: datetime) -> list[Introduction]:
    """What a member may still answer."""
    intro = introductions.c
    mine = _INTRO.where(intro.candidate_id == member_id, intro.group_id == group_id, intro.answer.is_(None), intro.due_at > now)
    return [found for row in conn.execute(mine.order_by(intro.due_at)) if (found := open_to(conn, str(row.id)))]


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose introduction it is."""
    return conn.execute(select(introductions.c.group_id).where(introductions.c.id == read_id(payload))).scalar()
