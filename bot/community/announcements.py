"""Announcements: any words of the organisers, in the group's channels, now, later or again and again at the same wall time.

When its time comes, an announcement is *posted*: a card in each place, kept true from then on. A posting has its own words, so that
changing what is said every Monday changes last Monday's card and those to come, and leaves the others as they were read.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    insert,
    select,
    update,
)

from bot import drafts, outbox
from bot.chat import Place, Refusal
from bot.chat.typed import read_id
from bot.clock import Wall
from bot.community import groups, repeating
from bot.community.act import Act
from bot.outbox import Kind, To
from bot.schema import Instant, holds, lock_row, metadata, personal

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
CHANNEL: Final = "channel"
"""What a place is for that is only announced in when somebody says so."""
FURTHEST: Final = timedelta(days=366)
NOT_HERE: Final = "I can't find that announcement in this group. /organise shows what is planned."


@dataclass(frozen=True, slots=True)
class Notice:
    """What an organiser decides. `when` None: now. `everywhere`: in every announcement channel; `also`: in this one."""

    title: str
    words: str
    when: Wall | None = None
    repeat: str = repeating.ONCE
    until: Wall | None = None
    everywhere: bool = True
    also: Place | None = None


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


_COLUMNS: Final = [announcements.c[name] for name in Announcement.__dataclass_fields__]
_BY_ID: Final = select(*_COLUMNS).where(announcements.c.id == bindparam("announcement"))
_FROM_DRAFT: Final = select(*_COLUMNS).where(announcements.c.draft_id == bindparam("draft"))
_P: Final = postings.c
_SAID: Final = select(_P.id, _P.announcement_id, _P.number, _P.title, _P.words, _P.posted_at, _P.changed_at, _P.shown)
_LATEST: Final = _SAID.where(_P.announcement_id == bindparam("announcement")).order_by(_P.number.desc()).limit(1)
_NEWS: Final = (
    _SAID.where(_P.group_id == bindparam("group"), _P.shown)
    .order_by(_P.posted_at.desc(), _P.id.desc())
    .limit(bindparam("most", type_=Integer))
)


def announce(act: Act, notice: Notice) -> Announcement:
    """Say it now or plan it; the same draft announces once.

    Raises Refusal when its time has gone by or is more than a year ahead, or there is nowhere to say it.
    """
    if act.draft and (already := _from_draft(act, act.draft)):
        return already
    zone = groups.get(act.conn, act.group).zone
    first = notice.when or Wall.of(act.now, zone)
    if notice.when and not act.now < notice.when.instant < act.now + FURTHEST:
        raise Refusal("That time has gone by, or is more than a year ahead. Choose another one and I'll say it then.")
    place = _place(act, notice.also) if notice.also else None
    if place is None and not groups.places_for(act.conn, act.group):
        raise Refusal("This group has no channel for announcements yet. An organiser can choose one with /setup.")
    made = _insert(act, notice, first, place)
    if notice.when is None:
        _post(act.conn, act.now, made, act.now)
    else:
        _plan(act.conn, made, first.instant)
    return get(act.conn, made.id)


def _from_draft(act: Act, draft: str) -> Announcement | None:
    """What this draft has announced already. Pressed twice at once: the second waits here for the first."""
    lock_row(act.conn, drafts.drafts, draft)
    row = act.conn.execute(_FROM_DRAFT, {"draft": draft}).first()
    return Announcement(*row) if row else None


def _place(act: Act, place: Place) -> int:
    """The id of a channel of this group, which it becomes if it is nobody's. Raises Refusal when it is another group's."""
    table = groups.places
    where = {"platform": place.platform, "workspace": place.workspace, "channel": place.channel, "group_id": act.group}
    known = act.conn.execute(select(table.c.id).filter_by(**where)).scalar()
    return known or groups.add_place(act.conn, act.group, place, CHANNEL)


def _insert(act: Act, notice: Notice, first: Wall, place: int | None) -> Announcement:
    values = {
        "group_id": act.group,
        "title": notice.title,
        "words": notice.words,
        "wall_at": first.at.isoformat(timespec="minutes"),
        "zone": first.zone,
        "repeat": notice.repeat,
        "until": notice.until.instant if notice.until else None,
        "everywhere": notice.everywhere or place is None,
        "place_id": place,
        "state": ON,
        "number": 0,
        "made_at": act.now,
        "organiser_id": act.member,
        "draft_id": act.draft,
    }
    return Announcement(*act.conn.execute(insert(announcements).values(values).returning(*_COLUMNS)).one())


# --- when its time comes --------------------------------------------------------------------------------------------------------


def _plan(conn: Connection, announcement: Announcement, due: datetime) -> None:
    _set(conn, announcement.id, next_at=due)
    ref, group = f"{announcement.id}.{announcement.number}", announcement.group_id
    outbox.later(conn, DUE, ref, group=group, subject=announcement.subject, due=due)


def _due(conn: Connection, now: datetime, ref: str) -> None:
    found = find(conn, ref.partition(".")[0])
    if found and found.state == ON and ref == f"{found.id}.{found.number}" and found.next_at and found.next_at <= now:
        _post(conn, now, found, found.next_at)


def _post(conn: Connection, now: datetime, announcement: Announcement, due: datetime) -> None:
    """Say it in every place there is now, and plan when it is said again: what was missed meanwhile is said once, not over and over."""
    values = {"announcement_id": announcement.id, "group_id": announcement.group_id, "number": announcement.number}
    words = {"title": announcement.title, "words": announcement.words, "posted_at": due, "changed_at": due, "shown": True}
    posting = conn.execute(insert(postings).values({**values, **words}).returning(postings.c.id)).scalar_one()
    for place in _places(conn, announcement):
        outbox.keep(conn, CARD, posting, To(place=place), group=announcement.group_id, subject=f"posting:{posting}", due=due)
    following = repeating.after(announcement.first, announcement.repeat, announcement.number, now)
    when = repeating.nth(announcement.first, announcement.repeat, following).instant if following is not None else None
    if following is None or when is None or (announcement.until and when > announcement.until):
        _set(conn, announcement.id, state=OVER, next_at=None)
        return
    _set(conn, announcement.id, number=following)
    _plan(conn, get(conn, announcement.id), when)


def _places(conn: Connection, announcement: Announcement) -> Sequence[int]:
    found = [place for place, _ in groups.places_for(conn, announcement.group_id)] if announcement.everywhere else []
    return list(dict.fromkeys([*found, *([announcement.place_id] if announcement.place_id else [])]))


DUE: Final = Kind("announcement.due", run=_due, words="an announcement")
CARD: Final = Kind("announcement.card", words="an announcement")


# --- changing one's mind --------------------------------------------------------------------------------------------------------


def edit(act: Act, announcement: int, title: str, words: str) -> Announcement:
    """Say it differently: what was said last is changed in every place, and so is what is still to come. Raises Refusal as `_held`."""
    found = _held(act, announcement)
    if found.state == BACK:
        raise Refusal("That one was taken back. /announce starts a new one.")
    _set(act.conn, found.id, title=title, words=words)
    if said := latest(act.conn, found.id):
        _change(act, said, title=title, words=words)
    return get(act.conn, found.id)


def take_back(act: Act, announcement: int) -> Announcement:
    """Whatever of it stands in a channel says so; nothing more of it comes. Twice is once. Raises Refusal as `_held`."""
    found = stop(act, announcement)
    if found.state == BACK:
        return found
    _set(act.conn, found.id, state=BACK)
    if said := latest(act.conn, found.id):
        outbox.cancel(act.conn, said.subject, "taken back")
        _change(act, said, shown=False)
    return get(act.conn, found.id)


def stop(act: Act, announcement: int) -> Announcement:
    """Nothing more of it comes; what was said stays. Raises Refusal as `_held`."""
    found = _held(act, announcement)
    if found.state == ON:
        outbox.cancel(act.conn, found.subject, "no longer wanted")
        _set(act.conn, found.id, state=OVER, next_at=None)
    return get(act.conn, found.id)


def _held(act: Act, announcement: int) -> Announcement:
    """It, held until this transaction ends. Raises Refusal when it is not this group's."""
    lock_row(act.conn, announcements, announcement)
    found = find(act.conn, announcement)
    if found is None or found.group_id != act.group:
        raise Refusal(NOT_HERE)
    return found


def _change(act: Act, said: Said, **values: object) -> None:
    act.conn.execute(update(postings).where(_P.id == said.id).values(changed_at=act.now, **values))
    outbox.touch(act.conn, act.now, said.subject)


def _set(conn: Connection, announcement: int, **values: object) -> None:
    conn.execute(update(announcements).where(announcements.c.id == announcement).values(**values))


# --- looking --------------------------------------------------------------------------------------------------------------------


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
    mine = select(*_COLUMNS).where(table.group_id == group_id, table.state != BACK)
    wanted = mine.where((table.state == ON) | (table.made_at > now - timedelta(days=30)))
    rows = conn.execute(wanted.order_by(table.state != ON, table.next_at, table.id.desc()).offset(skip).limit(most))
    return [Announcement(*row) for row in rows]


def to_come(conn: Connection, group_id: int, last: datetime) -> list[tuple[datetime, Announcement]]:
    """Every time something will be said until `last`, in order; what repeats is there as often as it will be said."""
    mine = select(*_COLUMNS).where(announcements.c.group_id == group_id, announcements.c.state == ON)
    found: list[tuple[datetime, Announcement]] = []
    for each in (Announcement(*row) for row in conn.execute(mine)):
        ends = min(last, each.until) if each.until else last
        found += [(wall.instant, each) for wall in repeating.until(each.first, each.repeat, each.number, ends)]
    return sorted(found, key=lambda one: (one[0], one[1].id))
