"""Meetups as calendars and feeds show them, and what they were last shown as.

A calendar knows an event again by its UID and believes the higher SEQUENCE (RFC 5545, 3.8.7.4). What counts is what was last *read*, so
that is what is kept: a mark for each meetup that was ever in a feed, with a digest of how it read. Whatever rule changes a meetup,
the next reading notices and counts one up; nothing else has to think of it. A meetup that is called off is shown as cancelled
only where it was shown before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    Row,
    Select,
    String,
    Table,
    bindparam,
    or_,
    select,
    update,
)

from bot.community import seats
from bot.community.before import speakers
from bot.community.groups import groups
from bot.community.meetups import ANNOUNCED, meetups
from bot.outbox import delivery_id
from bot.schema import Instant, insert_or_ignore, metadata

calendar_marks = Table(
    "calendar_marks",
    metadata,
    Column("meetup_id", Integer, ForeignKey("meetups.id"), primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

CANCELLED, PUT_OFF = "cancelled", "put off"
_OFF: Final = {"postponed": PUT_OFF}
"""What a meetup's state means to a reader, where it is not announced; anything else is cancelled."""
BACK: Final = timedelta(days=365)
MOST_TO_COME: Final = 400
MOST_PAST: Final = 100
"""However many meetups a group has had, a feed costs what it shows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One meetup, for whoever reads a calendar. `details`: with its programme and who speaks. `uid` and `sequence` as calendars mean them.

    `off`: "cancelled" or "put off" where it is not to be as announced, else "". `maybe`: its reader has not made up their mind. `stale`: it
    reads differently from when it was last read, which `remember` puts right.
    """

    meetup: int
    uid: str
    group: str
    title: str
    venue: str
    details: str
    zone: str
    starts_at: datetime
    minutes: int
    off: str
    published_at: datetime
    changed_at: datetime
    sequence: int
    digest: str
    stale: bool
    maybe: bool = False

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


_M: Final = meetups.c
_K: Final = calendar_marks.c
_COLUMNS: Final = (
    *(_M.id, groups.c.name, groups.c.created_at, _M.title, _M.venue, _M.details, _M.zone, _M.starts_at, _M.minutes, _M.state, _M.prepared),
    *(_M.publish_at, _K.digest, _K.changed_at, _K.sequence),
)
_SHOWN: Final = (
    select(*_COLUMNS)
    .join_from(meetups, groups)
    .outerjoin(calendar_marks)
    .where(_M.publish_at <= bindparam("now", type_=Instant), or_(_M.state == ANNOUNCED, _K.digest.is_not(None)))
)
_OF_GROUP: Final = _SHOWN.where(_M.group_id == bindparam("group"))
_TO_COME: Final = _OF_GROUP.where(_M.starts_at >= bindparam("today", type_=Instant)).order_by(_M.starts_at, _M.id).limit(MOST_TO_COME)
_PAST: Final = (
    _OF_GROUP.where(_M.starts_at < bindparam("today", type_=Instant), _M.starts_at >= bindparam("since", type_=Instant))
    .order_by(_M.starts_at.desc(), _M.id)
    .limit(MOST_PAST)
)
_MINE: Final = (
    _SHOWN.add_columns(seats.seats.c.state.label("answer"))
    .join(seats.seats, seats.seats.c.meetup_id == _M.id)
    .where(seats.seats.c.member_id == bindparam("member"), seats.seats.c.state.in_([seats.GOING, seats.MAYBE]))
    .where(_M.starts_at >= bindparam("since", type_=Instant))
    .order_by(_M.starts_at.desc(), _M.id)
    .limit(MOST_TO_COME + MOST_PAST)
)


def of_group(conn: Connection, now: datetime, group_id: int) -> list[Entry]:
    """What a group shows: the next, and the last year's latest, in the order they happen."""
    today = now - timedelta(days=1)
    given = {"group": group_id, "now": now, "today": today, "since": now - BACK}
    return [*reversed(_read(conn, _PAST, given)), *_read(conn, _TO_COME, given)]


def of_member(conn: Connection, now: datetime, member_id: int) -> list[Entry]:
    """Where somebody has a seat, or said maybe, in any group."""
    return _read(conn, _MINE, {"member": member_id, "now": now, "since": now - BACK})[::-1]


def _read(conn: Connection, query: Select[*tuple[Any, ...]], given: Mapping[str, object]) -> list[Entry]:
    return [_entry(conn, row) for row in conn.execute(query, given).all()]


def _entry(conn: Connection, row: Row[Any]) -> Entry:
    programme = speakers.as_text(conn, row.id, row.starts_at, row.zone) if row.prepared else ""
    details = "\n\n".join(part for part in (row.details, programme) if part)
    off = "" if row.state == ANNOUNCED else _OFF.get(row.state, CANCELLED)
    told = (row.title, row.venue, details, row.zone, row.starts_at.isoformat(), row.minutes, off)
    digest = hashlib.sha256(repr(told).encode()).hexdigest()
    return Entry(
        *(row.id, f"{delivery_id('calendar', row.created_at.isoformat(), row.id)}@wallflower", row.name),
        *(row.title, row.venue, details, row.zone, row.starts_at, row.minutes, off, row.publish_at),
        changed_at=row.changed_at or row.publish_at,
        sequence=row.sequence or 0,
        digest=digest,
        stale=digest != row.digest,
        maybe=getattr(row, "answer", "") == seats.MAYBE,
    )


_CHANGED: Final = (
    update(calendar_marks)
    .where(_K.meetup_id == bindparam("meetup"), _K.digest != bindparam("new"))
    .values(digest=bindparam("new"), sequence=_K.sequence + 1, changed_at=bindparam("now", type_=Instant))
)


def remember(conn: Connection, now: datetime, entries: Sequence[Entry]) -> None:
    """These have been read as they stand: what changed since the last reading counts one up."""
    for entry in entries:
        if not entry.stale:
            continue
        first = {"meetup_id": entry.meetup, "digest": entry.digest, "sequence": 0, "changed_at": entry.changed_at}
        if not insert_or_ignore(conn, calendar_marks, **first):
            conn.execute(_CHANGED, {"meetup": entry.meetup, "new": entry.digest, "now": now})
