"""Announcements: any words of the organisers, in the group's channels, now, later or again and again at the same wall time.

What they are, and looking at them; `announcing` has the rules.

When its time comes, an announcement is *posted*: a card in each place, kept true from then on. A posting has its own words, so that
changing what is said every Monday changes last Monday's card and those to come, and leaves the others as they were read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    select,
)

from bot.chat.typed import read_id
from bot.clock import Wall
from bot.community import repeating
from bot.schema import Instant, holds, metadata, personal

announcements = Table(
    "announcements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False, index=True),
    Column("title", String(150), nullable=False),
    Column("words", Text, nullable=False),
    Column("wall_at", String(16), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("repeat", String(12), nullable=False),
    Column("until", Instant),
    Column("everywhere", Boolean, nullable=False),
    Column("place_id", Integer, ForeignKey("places.id")),
    Column("state", String(8), nullable=False),
    Column("number", Integer, nullable=False),
    Column("next_at", Instant),
    Column("made_at", Instant, nullable=False),
    Column("organiser_id", Integer, ForeignKey("members.id"), nullable=False, info=personal("Announcements you made")),
    Column("draft_id", String(32), unique=True),
    info=holds("Announcements you made", erase="stub"),
)

postings = Table(
    "postings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("announcement_id", Integer, ForeignKey("announcements.id"), nullable=False),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", String(150), nullable=False),
    Column("words", Text, nullable=False),
    Column("posted_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("shown", Boolean, nullable=False),
    UniqueConstraint("announcement_id", "number"),
)
Index("ix_postings_news", postings.c.group_id, postings.c.posted_at)

ON, OVER, BACK = "on", "over", "back"
UNDO: Final = timedelta(minutes=2)
NOT_HERE: Final = "I can't find that announcement in this group. /organise shows what is planned."


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announcement as it stands. `number` and `next_at`: which comes next and when, None when nothing more does."""

    id: int
    group_id: int
    title: str
    words: str
    wall_at: str
    zone: str
    repeat: str
    until: datetime | None
    everywhere: bool
    place_id: int | None
    state: str
    number: int
    next_at: datetime | None
    made_at: datetime

    @property
    def first(self) -> Wall:
        """When it is said for the first time, as the organiser put it."""
        return Wall(datetime.fromisoformat(self.wall_at), self.zone)

    @property
    def subject(self) -> str:
        """What its planning is about."""
        return f"announcement:{self.id}"

    def can_be_undone(self, now: datetime) -> bool:
        """Whether it has only just been said, or not at all yet."""
        return self.state != BACK and now < max(self.made_at, self.first.instant) + UNDO


@dataclass(frozen=True, slots=True)
class Said:
    """One posting. `shown`: not taken back. `uid`: what feeds know it by."""

    id: int
    announcement: int
    number: int
    title: str
    words: str
    posted_at: datetime
    changed_at: datetime
    shown: bool

    @property
    def subject(self) -> str:
        """What its cards are about."""
        return f"posting:{self.id}"

    @property
    def uid(self) -> str:
        """Ids alone may be given again where a database begins anew; with the moment they are not."""
        return f"posting {self.id} {self.posted_at.isoformat()}"


COLUMNS: Final = [announcements.c[name] for name in Announcement.__dataclass_fields__]
_BY_ID: Final = select(*COLUMNS).where(announcements.c.id == bindparam("announcement"))
_P: Final = postings.c
_SAID: Final = select(_P.id, _P.announcement_id, _P.number, _P.title, _P.words, _P.posted_at, _P.changed_at, _P.shown)
_LATEST: Final = _SAID.where(_P.announcement_id == bindparam("announcement")).order_by(_P.number.desc()).limit(1)
_NEWS: Final = (
    _SAID.where(_P.group_id == bindparam("group"), _P.shown)
    .order_by(_P.posted_at.desc(), _P.id.desc())
    .limit(bindparam("most", type_=Integer))
)


def get(conn: Connection, announcement: int) -> Announcement:
    """One. Raises NoResultFound."""
    return Announcement(*conn.execute(_BY_ID, {"announcement": announcement}).one())


def find(conn: Connection, announcement: int | str) -> Announcement | None:
    """One, if there is such a one; by its id, or that as a button carries it."""
    number = read_id(announcement) if isinstance(announcement, str) else announcement
    row = conn.execute(_BY_ID, {"announcement": number}).first() if number is not None else None
    return Announcement(*row) if row else None


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose it is."""
    found = find(conn, payload)
    return found.group_id if found else None


def latest(conn: Connection, announcement: int) -> Said | None:
    """What was said last."""
    row = conn.execute(_LATEST, {"announcement": announcement}).first()
    return Said(*row) if row else None


def said(conn: Connection, posting: int) -> Said:
    """One posting. Raises NoResultFound."""
    return Said(*conn.execute(_SAID.where(_P.id == posting)).one())


def news(conn: Connection, group_id: int, most: int = 20) -> list[Said]:
    """What a group has said and not taken back, newest first."""
    return [Said(*row) for row in conn.execute(_NEWS, {"group": group_id, "most": most})]


def in_hand(conn: Connection, group_id: int, now: datetime, *, skip: int = 0, most: int = 10) -> list[Announcement]:
    """What an organiser may still want to change: all that is to come, soonest first, then what was said in the last thirty days."""
    table = announcements.c
    mine = select(*COLUMNS).where(table.group_id == group_id, table.state != BACK)
    wanted = mine.where((table.state == ON) | (table.made_at > now - timedelta(days=30)))
    rows = conn.execute(wanted.order_by(table.state != ON, table.next_at, table.id.desc()).offset(skip).limit(most))
    return [Announcement(*row) for row in rows]


def to_come(conn: Connection, group_id: int, last: datetime) -> list[tuple[datetime, Announcement]]:
    """Every time something will be said until `last`, in order; what repeats is there as often as it will be said."""
    mine = select(*COLUMNS).where(announcements.c.group_id == group_id, announcements.c.state == ON)
    found: list[tuple[datetime, Announcement]] = []
    for each in (Announcement(*row) for row in conn.execute(mine)):
        ends = min(last, each.until) if each.until else last
        found += [(wall.instant, each) for wall in repeating.until(each.first, each.repeat, each.number, ends)]
    return sorted(found, key=lambda one: (one[0], one[1].id))
