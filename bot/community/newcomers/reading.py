"""How a newcomer's hello stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, select

from bot.chat.typed import read_id
from bot.community.members import first_name, members
from bot.community.newcomers.tables import greetings, hellos

UP: Final = "up"


@dataclass(frozen=True, slots=True)
class Hello:
    """What somebody said of themselves to the group, and how many said hello."""

    id: int
    group: int
    member: int
    name: str
    words: str
    topics: str
    place: str
    area: str
    state: str
    posted_at: datetime
    answered: bool
    greeted: int

    @property
    def first_name(self) -> str:
        """As they are called."""
        return first_name(self.name)

    @property
    def open(self) -> bool:
        """Whether somebody should still say hello."""
        return self.state == UP and not self.answered


_H: Final = hellos.c
_GREETED: Final = select(func.count()).where(greetings.c.hello_id == _H.id).correlate(hellos).scalar_subquery()
_ONE: Final = select(
    *(_H.id, _H.group_id, _H.member_id, members.c.name, _H.words, _H.topics, _H.place, _H.area, _H.state, _H.posted_at),
    *(_H.answered_at.is_not(None), _GREETED),
).join_from(hellos, members, members.c.id == _H.member_id)


def get(conn: Connection, hello_id: int) -> Hello | None:
    """One, if it is still held."""
    row = conn.execute(_ONE.where(_H.id == hello_id)).first()
    return Hello(*row) if row else None


def mine_up(conn: Connection, member_id: int, group_id: int) -> Hello | None:
    """The hello of a member that is up in a group."""
    row = conn.execute(_ONE.where(_H.member_id == member_id, _H.group_id == group_id, _H.state == UP).order_by(_H.id.desc())).first()
    return Hello(*row) if row else None


def unanswered(conn: Connection, group_id: int, before: datetime, most: int = 5) -> list[Hello]:
    """Those that nobody has answered, posted before then, the longest first."""
    waiting = (_H.group_id == group_id, _H.state == UP, _H.answered_at.is_(None), _H.posted_at <= before)
    return [Hello(*row) for row in conn.execute(_ONE.where(*waiting).order_by(_H.posted_at).limit(most))]


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose hello a button (`"12"`, or `"12.3"` for the third day's question) is about."""
    return conn.execute(select(_H.group_id).where(_H.id == read_id(payload.partition(".")[0]))).scalar()
