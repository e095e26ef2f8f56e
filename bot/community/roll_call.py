"""Members brought in from a list: a row is nobody's account until somebody claims it by its one-time code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, delete, insert, select, update

from bot.chat import Person, Refusal
from bot.community import members, merging, profiles
from bot.community.codes import hashed, new_code
from bot.community.roll import MemberRow
from bot.schema import holds, metadata, personal

claims = Table(
    "claims",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, unique=True, info=personal("Your row")),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("line", Integer, nullable=False),
    info=holds("Your place on an organiser's list, not yet claimed"),
)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A member from a list and the code that makes the row theirs. The code is shown once and kept only as a hash."""

    member: int
    row: MemberRow
    code: str


def enrol(conn: Connection, now: datetime, group_id: int, row: MemberRow) -> Enrolled:
    """Add one row of a list to the group, private as everyone starts."""
    member = members.add(conn, now, row.name, row.zone or None)
    members.join(conn, now, member, group_id, members.ORGANISER if row.organiser else members.MEMBER)
    profiles.bring_in(conn, member, row)
    code = new_code()
    conn.execute(insert(claims).values(code_hash=hashed(code), member_id=member, group_id=group_id, line=row.line))
    return Enrolled(member, row, code)


def claims_by(conn: Connection, code: str) -> bool:
    """Whether this is the code of a row nobody has claimed."""
    return conn.execute(select(claims.c.member_id).where(claims.c.code_hash == hashed(code))).first() is not None


def claim(conn: Connection, now: datetime, person: Person, code: str) -> int:
    """Make the row with this code the person's own. Returns the member id; raises Refusal for a code that is no good or used.

    Somebody already known keeps their record and takes the row's place in the group with them.
    """
    # One statement, so that of two who use it at once one alone finds it.
    used = delete(claims).where(claims.c.code_hash == hashed(code)).returning(claims.c.member_id, claims.c.group_id)
    row = conn.execute(used).first()
    if row is None:
        raise Refusal("That code doesn't open anything. It works once; ask your organiser for a new one.")
    return _hand_over(conn, now, person, row.member_id, row.group_id)


def _hand_over(conn: Connection, now: datetime, person: Person, enrolled: int, group_id: int) -> int:
    accounts = members.accounts
    where = (accounts.c.platform == person.platform, accounts.c.workspace == person.workspace, accounts.c.user == person.user)
    known = conn.execute(select(accounts.c.member_id).where(*where)).scalar()
    if known is None:
        conn.execute(insert(accounts).values(member_id=enrolled, platform=person.platform, workspace=person.workspace, user=person.user))
        return enrolled
    role = conn.execute(select(members.memberships.c.role).filter_by(member_id=enrolled, group_id=group_id)).scalar_one()
    members.join(conn, now, known, group_id)
    if role == members.ORGANISER:
        members.appoint(conn, known, group_id)
    profiles.hand_over(conn, enrolled, known)
    _take_zone(conn, enrolled, known)
    merging.remember(conn, known, enrolled)
    conn.execute(delete(members.memberships).where(members.memberships.c.member_id == enrolled))
    conn.execute(delete(members.members).where(members.members.c.id == enrolled))
    return known


def _take_zone(conn: Connection, enrolled: int, known: int) -> None:
    """The list's time zone, where they have said none."""
    table = members.members
    zone = conn.execute(select(table.c.zone).where(table.c.id == enrolled)).scalar()
    conn.execute(update(table).where(table.c.id == known, table.c.zone.is_(None)).values(zone=zone))
