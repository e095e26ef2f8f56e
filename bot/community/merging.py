"""Two records that turn out to be one person become one.

The earlier record stays; whatever refers to the other is the earlier one's from then on. Where both have something of which there can be
only one:

* a seat at the same meetup: the better answer stays (a seat before an offer before a place in line, the earlier place before the later);
  the other's seat goes to the next in line;
* a place in the same group: one, since the earlier day; an organiser stays one; named or found only if both had said so;
* a seat in the same coffee round: the earlier record's, if it is at a table;
* what was said of the same meetup: the earlier record's, if it says anything;
* a wish for a mentor in the same group: one (the one somebody is asked for, if any); two people who are one are nobody's mentor;
* a badge in the same group: the earlier record's, with the stricter of their words on photos;
* a break: the longer; a profile: the earlier record's, where it has one; anything else: the earlier record's.

What holds for either holds for both, so every block stays: the strictest wins. What would lead from somebody to themselves goes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    and_,
    delete,
    exists,
    insert,
    select,
    update,
)

from bot import outbox
from bot.community import badges, introductions, letters, profiles, rsvp, seats
from bot.community.afterwards import feedback
from bot.community.before import bringing
from bot.community.coffee import merging as coffee
from bot.community.members import DIRECT, ORGANISER, members, memberships
from bot.community.mentoring import leaving as mentoring
from bot.community.newcomers import buddies, hello
from bot.community.polls import answering as polls
from bot.community.shadowing import going as shadowing
from bot.schema import holds, metadata, personal

merged = Table(
    "merged",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("was", String(60), nullable=False, info=personal("A record that became part of yours")),
    info=holds("Records that were joined into yours"),
)

Col = Column[Any]
Step = Callable[[Connection, datetime, int, int], None]
"""`(conn, now, kept, gone)`: makes room, so that what is `gone`'s can become `kept`'s."""


def tag(member_id: int, created: datetime) -> str:
    """By what a record is recognised in a backup: numbers alone may be given again."""
    return f"member {member_id} of {created.isoformat()}"


def remember(conn: Connection, kept: int, gone: int) -> None:
    """Note that a record is about to become part of another: who asks to be erased means what older backups hold of them too."""
    created = conn.execute(select(members.c.created_at).where(members.c.id == gone)).scalar_one()
    conn.execute(insert(merged).values(member_id=kept, was=tag(gone, created)))


def merge(conn: Connection, now: datetime, one: int, other: int) -> int:
    """Make two records one, in this transaction. Returns the id that stays: the earlier record's."""
    if one == other:
        return one
    rows = {
        row.id: row.created_at for row in conn.execute(select(members.c.id, members.c.created_at).where(members.c.id.in_([one, other])))
    }
    kept, gone = sorted(rows, key=lambda member: (rows[member], member))
    for step in STEPS:
        step(conn, now, kept, gone)
    for table in metadata.sorted_tables:
        _move(conn, table, kept, gone)
    remember(conn, kept, gone)
    _take_answers(conn, kept, gone)
    conn.execute(delete(members).where(members.c.id == gone))
    return kept


# --- where there can be only one ------------------------------------------------------------------------------------------------

_BETTER: Final = (seats.GOING, seats.OFFERED, seats.WAITING, seats.MAYBE, seats.LAPSED, seats.NO)


def _one_seat(conn: Connection, now: datetime, kept: int, gone: int) -> None:
    theirs = {seat.meetup_id: seat for seat in seats.of_member(conn, kept)}
    for seat in seats.of_member(conn, gone):
        if held := theirs.get(seat.meetup_id):
            worse = max(held, seat, key=lambda each: (_BETTER.index(each.state), each.turn, each.id))
            rsvp.give_up(conn, now, worse)
            seats.remove(conn, worse)


def _one_place_in_a_group(conn: Connection, _now: datetime, kept: int, gone: int) -> None:
    rows = {member: _memberships(conn, member) for member in (kept, gone)}
    for group, mine in rows[kept].items():
        if other := rows[gone].get(group):
            both = {
                "role": ORGANISER if ORGANISER in {mine["role"], other["role"]} else mine["role"],
                "named": mine["named"] and other["named"],
                "found": mine["found"] and other["found"],
                "reach": mine["reach"] if mine["reach"] == other["reach"] else DIRECT,
                "joined_at": min(mine["joined_at"], other["joined_at"]),
            }
            conn.execute(update(memberships).where(_in(group, kept)).values(both))
            conn.execute(delete(memberships).where(_in(group, gone)))


def _memberships(conn: Connection, member: int) -> dict[int, Mapping[str, Any]]:
    found = conn.execute(select(memberships).where(memberships.c.member_id == member)).mappings()
    return {row["group_id"]: dict(row) for row in found}


def _in(group: int, member: int) -> ColumnElement[bool]:
    return and_(memberships.c.group_id == group, memberships.c.member_id == member)


def _one_profile(conn: Connection, _now: datetime, kept: int, gone: int) -> None:
    profiles.hand_over(conn, gone, kept)


def _one_address(conn: Connection, _now: datetime, kept: int, gone: int) -> None:
    outbox.readdress(conn, gone, kept)


_FEATURES: Final[tuple[Step, ...]] = (
    *(introductions.merge, introductions.merge_two, hello.merge, buddies.merge),
    *(letters.one_person, shadowing.one_person, coffee.one_seat, mentoring.join, polls.merge, feedback.one_person),
    badges.one_person,
)

STEPS: Final[tuple[Step, ...]] = (bringing.one_person, _one_seat, _one_place_in_a_group, _one_profile, _one_address, *_FEATURES)
"""Features add theirs: run for two people before anything of the one becomes the other's."""


def _take_answers(conn: Connection, kept: int, gone: int) -> None:
    """A break is the longer; a zone and quiet hours are the earlier record's, where it has any."""
    other = conn.execute(select(members).where(members.c.id == gone)).one()
    mine = conn.execute(select(members).where(members.c.id == kept)).one()
    breaks = [until for until in (mine.paused_until, other.paused_until) if until]
    values = {"zone": mine.zone or other.zone, "quiet": mine.quiet or other.quiet, "paused_until": max(breaks, default=None)}
    conn.execute(update(members).where(members.c.id == kept).values(values))


# --- everything else ------------------------------------------------------------------------------------------------------------


def _move(conn: Connection, table: Table, kept: int, gone: int) -> None:
    """What is `gone`'s in one table becomes `kept`'s, less what `kept` has already and what would lead from them to themselves."""
    refs = [column for column in table.columns if any(key.column is members.c.id for key in column.foreign_keys)]
    for ref in refs:
        for others in _uniques(table, ref):
            theirs = table.alias()
            same = and_(theirs.c[ref.key] == kept, *(theirs.c[other.key] == other for other in others))
            conn.execute(delete(table).where(ref == gone, exists(select(1).where(same))))
    for ref in refs:
        for other in refs:
            if other is not ref:
                _not_to_oneself(conn, table, ref == gone, other, other == kept)
        conn.execute(update(table).where(ref == gone).values({ref.key: kept}))


def _not_to_oneself(conn: Connection, table: Table, theirs: ColumnElement[bool], other: Col, leads_back: ColumnElement[bool]) -> None:
    if other.nullable:
        conn.execute(update(table).where(theirs, leads_back).values({other.key: None}))
    else:
        conn.execute(delete(table).where(theirs, leads_back))


def _uniques(table: Table, ref: Col) -> list[list[Col]]:
    """For each way a row is the only one of its kind, what goes with the reference in it."""
    constraints = [each for each in table.constraints if isinstance(each, UniqueConstraint | PrimaryKeyConstraint)]
    kinds: list[list[Col]] = [list(each.columns) for each in constraints]
    return [[column for column in columns if column is not ref] for columns in kinds if ref in columns]
