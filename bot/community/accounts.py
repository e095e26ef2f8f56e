"""One person, two platforms: joining accounts by a one-time code, with a yes from both sides.

From the first account they get a code, good for ten minutes and once. Typed from the second, it asks there whether to join; a yes there
asks the first account, in its own messages; a yes there joins the two records (`merging`). Whoever typed a stranger's code has thereby
done nothing yet, and whoever was talked out of theirs is asked in so many words.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, delete, insert, select, update

from bot import outbox
from bot.chat import Person, Refusal
from bot.community import members, merging
from bot.community.act import Act
from bot.community.codes import hashed, new_code
from bot.outbox import Kind, To
from bot.schema import Instant, holds, metadata, personal

GOOD_FOR: Final = timedelta(minutes=10)
JOIN_ASKED: Final = Kind("account.join_asked", urgency=0)
"""To the first account: somebody typed your code. Its reference is the joining's id."""

joinings = Table(
    "joinings",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("code_hash", String(64), unique=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Begun by you")),
    Column("other_id", Integer, ForeignKey("members.id"), index=True),
    Column("agreed_at", Instant),
    Column("made_at", Instant, nullable=False, info=personal("Begun at", of="member_id")),
    info=holds("Accounts you began to join", kept=timedelta(days=1), since="made_at"),
)

NO_GOOD: Final = (
    "That code doesn't open anything. Codes work once, for ten minutes; /my accounts on your other account gives you a new one."
)


@dataclass(frozen=True, slots=True)
class Joining:
    """Two accounts on their way to each other: who began it, who typed the code."""

    id: str
    first: int
    second: int


def begin(act: Act) -> str:
    """A code to type from my other account; an earlier one of mine no longer works. It is shown once and kept only as a hash."""
    code = new_code()
    act.conn.execute(delete(joinings).where(joinings.c.member_id == act.member))
    row = {"id": secrets.token_hex(8), "code_hash": hashed(code), "member_id": act.member, "made_at": act.now}
    act.conn.execute(insert(joinings).values(row))
    return code


def type_code(act: Act, code: str) -> Joining:
    """The code, typed from the other account: from now on it is used. Raises Refusal when it is no good, or my own."""
    fresh = (joinings.c.code_hash == hashed(code), joinings.c.made_at > act.now - GOOD_FOR)
    row = act.conn.execute(select(joinings).where(*fresh)).first()
    if row is None:
        raise Refusal(NO_GOOD)
    if row.member_id == act.member:
        raise Refusal("That is your own code. Type it from your other account: there, /my accounts asks for it.")
    mine = update(joinings).where(*fresh).values(code_hash=None, other_id=act.member)
    if act.conn.execute(mine).rowcount != 1:
        raise Refusal(NO_GOOD)
    return Joining(row.id, row.member_id, act.member)


def agree(act: Act, joining_id: str) -> None:
    """Yes from the second account: the first is asked, in its own messages. Raises Refusal when it is too late or not theirs."""
    joining = _open(act.conn, act.now, joining_id)
    if joining is None or joining.second != act.member:
        raise Refusal(NO_GOOD)
    act.conn.execute(update(joinings).where(joinings.c.id == joining.id).values(agreed_at=act.now))
    group = _a_group_of(act.conn, joining)
    about = outbox.About(group=group, subject=f"joining:{joining.id}", due=act.now, until=act.now + GOOD_FOR)
    outbox.say(act.conn, JOIN_ASKED, joining.id, To(member=joining.first), **about)


def confirm(act: Act, joining_id: str) -> int:
    """Yes from the first account: the two become one, at once. Returns the member that stays. Raises Refusal as `agree`."""
    joining = _open(act.conn, act.now, joining_id) if is_asked(act.conn, joining_id) else None
    if joining is None or joining.first != act.member:
        raise Refusal(NO_GOOD)
    act.conn.execute(delete(joinings).where(joinings.c.id == joining.id))
    return merging.merge(act.conn, act.now, joining.first, joining.second)


def refuse(act: Act, joining_id: str) -> None:
    """No from either side: nothing happens, and the code is used up. Saying no twice is saying no."""
    mine = (joinings.c.member_id == act.member) | (joinings.c.other_id == act.member)
    act.conn.execute(delete(joinings).where(joinings.c.id == joining_id, mine))


def whose_code(conn: Connection, joining_id: str) -> str:
    """Who began it, with where they speak from: nobody should join a stranger. Raises NoResultFound."""
    return _known_as(conn, conn.execute(select(joinings.c.member_id).where(joinings.c.id == joining_id)).scalar_one())


def who_typed(conn: Connection, joining_id: str) -> str:
    """Who typed the code, in the same way. Raises NoResultFound."""
    return _known_as(conn, conn.execute(select(joinings.c.other_id).where(joinings.c.id == joining_id)).scalar_one())


def _known_as(conn: Connection, member: int) -> str:
    where = " and ".join(each.platform.capitalize() for each in accounts_in_words(conn, member))
    return f"{members.name_of(conn, member)}, on {where}"


def is_asked(conn: Connection, joining_id: str) -> bool:
    """Whether the second account has agreed, and the first has not answered yet."""
    return conn.execute(select(joinings.c.agreed_at).where(joinings.c.id == joining_id)).scalar() is not None


def accounts_in_words(conn: Connection, member_id: int) -> list[Person]:
    """The accounts a member speaks from."""
    return members.accounts_of(conn, [member_id]).get(member_id, [])


def _open(conn: Connection, now: datetime, joining_id: str) -> Joining | None:
    row = conn.execute(select(joinings).where(joinings.c.id == joining_id, joinings.c.other_id.is_not(None))).first()
    if row is None or (row.agreed_at or row.made_at) <= now - GOOD_FOR:
        return None
    return Joining(row.id, row.member_id, row.other_id)


def _a_group_of(conn: Connection, joining: Joining) -> int:
    """Any group of either: every message of ours belongs to one. Raises Refusal where there is none."""
    theirs = [*members.belongs(conn, joining.first), *members.belongs(conn, joining.second)]
    if not theirs:
        raise Refusal("I don't know which group you belong to yet. Ask me anything once in one of your group's channels, then join them.")
    return theirs[0].group.id
