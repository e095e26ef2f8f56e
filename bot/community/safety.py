"""Who is kept apart: by a block, by who somebody works for, by being each other's line manager. Silent, both ways, in every group."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, UniqueConstraint, bindparam, delete, select

from bot.chat import Person, Refusal
from bot.community import members
from bot.community.act import Act
from bot.community.profiles import profiles
from bot.schema import Instant, holds, insert_or_ignore, metadata, personal

# Whoever is blocked must never learn of it: their reference is not marked, so no copy of theirs shows the row.
blocks = Table(
    "blocks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, info=personal("Yours")),
    Column("kept_away_id", Integer, ForeignKey("members.id"), nullable=False, index=True),
    Column("since", Instant, nullable=False, info=personal("Since", of="member_id")),
    UniqueConstraint("member_id", "kept_away_id"),
    info=holds("People you keep away"),
)

hidings = Table(
    "hidings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, info=personal("Yours")),
    Column("employer", String(100), nullable=False, info=personal("Hidden from people at")),
    UniqueConstraint("member_id", "employer"),
    info=holds("Places whose people don't find you"),
)

MOST_HIDINGS: Final = 5
_FEW: Final = 400
"""So many ids can be named in a statement; beyond, every block is read."""

_BLOCKS: Final = select(blocks.c.member_id, blocks.c.kept_away_id)
_AMONG: Final = bindparam("among", expanding=True, type_=Integer)
_BLOCKS_AMONG: Final = _BLOCKS.where(blocks.c.member_id.in_(_AMONG), blocks.c.kept_away_id.in_(_AMONG))
_HIDINGS: Final = select(hidings.c.member_id, hidings.c.employer)
_HIDINGS_AMONG: Final = _HIDINGS.where(hidings.c.member_id.in_(_AMONG))
_WORK: Final = select(profiles.c.member_id, profiles.c.employer, profiles.c.manager_id)
_WORK_AMONG: Final = _WORK.where(profiles.c.member_id.in_(_AMONG))


@dataclass(frozen=True, slots=True)
class Line:
    """Something on somebody's own list: its id and what it says."""

    id: int
    words: str


def barred(conn: Connection, among: Collection[int]) -> set[tuple[int, int]]:
    """The pairs of these members who must never meet, the lower id first."""
    here, few = set(among), {"among": list(among)} if len(among) <= _FEW else None
    pairs: list[tuple[int, int]] = [(one, other) for one, other in conn.execute(_BLOCKS_AMONG if few else _BLOCKS, few)]
    staff: dict[str, list[int]] = {}
    for member, employer, manager in conn.execute(_WORK_AMONG if few else _WORK, few):
        pairs += [(member, manager)] if manager is not None else []
        staff.setdefault(_same(employer or ""), []).append(member)
    for member, employer in conn.execute(_HIDINGS_AMONG if few else _HIDINGS, few):
        pairs += [(member, other) for other in staff.get(_same(employer), ())]
    return {(min(pair), max(pair)) for pair in pairs if here.issuperset(pair) and pair[0] != pair[1]}


def may_meet(conn: Connection, one: int, other: int) -> bool:
    """Whether two members may be brought together. Nobody meets themselves."""
    return one != other and not barred(conn, (one, other))


def _same(employer: str) -> str:
    """However an employer is typed."""
    return " ".join(employer.casefold().split())


def block(act: Act, person: Person) -> int:
    """Keep somebody away from me, in all groups; they are never told. Returns their id. Raises Refusal for oneself."""
    other = members.meet(act.conn, act.now, person)
    keep_apart(act, other)
    return other


def keep_apart(act: Act, other: int) -> None:
    """As `block`, by a member's id. Doing it twice does no harm."""
    if other == act.member:
        raise Refusal("That's you. Choose whom I should keep away from you.")
    insert_or_ignore(act.conn, blocks, member_id=act.member, kept_away_id=other, since=act.now)


def unblock(act: Act, block_id: int) -> None:
    """Take one of my own blocks back. Raises Refusal when it isn't there."""
    mine = delete(blocks).where(blocks.c.id == block_id, blocks.c.member_id == act.member)
    if act.conn.execute(mine).rowcount == 0:
        raise Refusal("That one is undone already. /safety blocked shows whom you keep away.")


def hide(act: Act, employer: str) -> None:
    """Nobody who works there finds me or is matched with me, as far as they said where they work. Raises Refusal for more than five."""
    if len(list(_hidden(act.conn, act.member))) >= MOST_HIDINGS:
        raise Refusal(f"You are hidden from {MOST_HIDINGS} places already. Undo one first: /safety blocked.")
    insert_or_ignore(act.conn, hidings, member_id=act.member, employer=employer)


def unhide(act: Act, hiding_id: int) -> None:
    """Take it back. Raises Refusal when it isn't there."""
    mine = delete(hidings).where(hidings.c.id == hiding_id, hidings.c.member_id == act.member)
    if act.conn.execute(mine).rowcount == 0:
        raise Refusal("That one is undone already. /safety blocked shows where you are hidden.")


def kept_away(conn: Connection, member_id: int) -> tuple[list[Line], list[Line]]:
    """Whom a member keeps away, newest first, and the places they hide from."""
    named = select(blocks.c.id, members.members.c.name).join_from(blocks, members.members, members.members.c.id == blocks.c.kept_away_id)
    rows = conn.execute(named.where(blocks.c.member_id == member_id).order_by(blocks.c.since.desc(), blocks.c.id.desc()))
    return [Line(*row) for row in rows], list(_hidden(conn, member_id))


def _hidden(conn: Connection, member_id: int) -> Iterator[Line]:
    mine = select(hidings.c.id, hidings.c.employer).where(hidings.c.member_id == member_id).order_by(hidings.c.id)
    return (Line(*row) for row in conn.execute(mine))
