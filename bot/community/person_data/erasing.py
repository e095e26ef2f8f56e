"""Erasing everything held about one person, in one transaction, and again wherever a backup brings them back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, delete, func, select, update

from bot.community import leaving, merging
from bot.community.members import accounts, members
from bot.community.person_data.held import Held, held
from bot.community.person_data.ledger import Ledger
from bot.community.person_data.rows import delete_rows
from bot.schema import Json

GONE: Final = "Somebody who left"
"""The name of a stub: what is left of a member whose announcements others still rely on."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was erased: its code in the list of erasures, when, and how many things of which heading."""

    code: str
    at: datetime
    erased: tuple[tuple[str, int], ...]

    @property
    def things(self) -> int:
        """How many in all."""
        return sum(count for _, count in self.erased)


def erase(conn: Connection, now: datetime, member_id: int, ledger: Ledger) -> Receipt:
    """Erase everything held about a member. Seats they hold are freed for the next in line first.

    It is written down in the ledger before anything else, so that a crash at any point ends in an erasure.
    """
    code = ledger.add(now, _tags(conn, member_id))
    leaving.leave_everything(conn, now, member_id)
    erased = [(each.holding.heading, _erase_from(conn, each, member_id)) for each in reversed(held()) if each.table is not members]
    _leave_stub_or_nothing(conn, now, member_id)
    return Receipt(code, now, tuple((heading, count) for heading, count in reversed(erased) if count))


def again_after_restore(conn: Connection, now: datetime, ledger: Ledger) -> int:
    """Erase whoever is in the ledger and here again, as after putting back a backup. Returns how many.

    Whoever came back by themselves, after they were erased, is somebody new.
    """
    known = ledger.reader()
    if not known.erased:
        return 0
    tags = _everybodys_tags(conn)
    rows = conn.execute(select(members.c.id, members.c.created_at).where(members.c.name != GONE))
    back = [
        id_ for id_, created in rows if any(at and created <= at for at in map(known.erased_at, (merging.tag(id_, created), *tags[id_])))
    ]
    for member_id in back:
        erase(conn, now, member_id, ledger)
    return len(back)


def _tags(conn: Connection, member_id: int) -> list[str]:
    """By what they would be recognised in a backup: their record, the records that became part of it, their accounts."""
    created = conn.execute(select(members.c.created_at).where(members.c.id == member_id)).scalar_one()
    return [merging.tag(member_id, created), *_everybodys_tags(conn, member_id)[member_id]]


def _everybodys_tags(conn: Connection, member_id: int | None = None) -> defaultdict[int, list[str]]:
    """The tags of everybody's (or one's) accounts and earlier records, by member."""
    tags: defaultdict[int, list[str]] = defaultdict(list)
    spoken, joined = select(accounts), select(merging.merged)
    if member_id is not None:
        spoken, joined = spoken.where(accounts.c.member_id == member_id), joined.where(merging.merged.c.member_id == member_id)
    for row in conn.execute(spoken):
        tags[row.member_id].append(f"account {row.platform}:{row.workspace}:{row.user}")
    for row in conn.execute(joined):
        tags[row.member_id].append(row.was)
    return tags


def _erase_from(conn: Connection, each: Held, member_id: int) -> int:
    erased = 0
    for owner in each.owners:
        if each.holding.erase == "stub":
            _blank(conn, each.only_of(owner), owner == member_id)
        else:
            erased += delete_rows(conn, each.table, owner == member_id)
    for other in each.others:
        if other.nullable:
            conn.execute(update(each.table).where(other == member_id).values({other.key: None}))
        elif each.holding.erase == "delete":
            erased += delete_rows(conn, each.table, other == member_id)
    return erased


def _blank(conn: Connection, columns: Sequence[Column[Any]], whose: ColumnElement[bool]) -> None:
    """Their own words out of rows that stay."""
    for column in columns:
        empty: object = None if column.nullable else [] if isinstance(column.type, Json) else ""
        conn.execute(update(column.table).where(whose).values({column.key: empty}))


def _leave_stub_or_nothing(conn: Connection, now: datetime, member_id: int) -> None:
    if any(_refers(conn, ref == member_id) for each in held() if each.table is not members for ref in (*each.owners, *each.others)):
        nothing = {column.key: None for column in members.columns if column.nullable}
        conn.execute(update(members).where(members.c.id == member_id).values({**nothing, "name": GONE, "created_at": now}))
    else:
        conn.execute(delete(members).where(members.c.id == member_id))


def _refers(conn: Connection, which: ColumnElement[bool]) -> bool:
    return bool(conn.execute(select(func.count()).where(which)).scalar_one())
