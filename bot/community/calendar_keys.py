"""Personal calendar addresses: each a secret that only its owner has, of which only a hash is kept.

Somebody has at most one that they made themselves; a new one ends the old. Two records that are joined keep both addresses.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, bindparam, delete, func, insert, select

from bot.community.act import Act
from bot.schema import Instant, holds, metadata, personal

calendar_keys = Table(
    "calendar_keys",
    metadata,
    Column("key_hash", String(64), primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("made_at", Instant, nullable=False, info=personal("Made")),
    info=holds("Your calendar address"),
)

BYTES: Final = 24
"""192 bits of chance: nobody guesses one."""
PATH: Final = "/c"
"""Where personal calendars stand: `/c/`, the secret, `.ics`."""

_OWNER: Final = select(calendar_keys.c.member_id).where(calendar_keys.c.key_hash == bindparam("hash"))
_MADE: Final = select(func.max(calendar_keys.c.made_at)).where(calendar_keys.c.member_id == bindparam("member"))


def renew(act: Act) -> str:
    """A new secret; earlier ones open nothing from now on. Shown once: what is kept does not lead back to it."""
    revoke(act)
    secret = secrets.token_urlsafe(BYTES)
    act.conn.execute(insert(calendar_keys).values(key_hash=_hashed(secret), member_id=act.member, made_at=act.now))
    return secret


def revoke(act: Act) -> None:
    """There is no personal calendar any more."""
    act.conn.execute(delete(calendar_keys).where(calendar_keys.c.member_id == act.member))


def owner(conn: Connection, secret: str) -> int | None:
    """Whose calendar it opens."""
    return conn.execute(_OWNER, {"hash": _hashed(secret)}).scalar()


def made(conn: Connection, member_id: int) -> datetime | None:
    """When somebody last made an address; None while they have none."""
    return conn.execute(_MADE, {"member": member_id}).scalar()


def path(secret: str) -> str:
    """The path of a personal calendar, from the first slash."""
    return f"{PATH}/{secret}.ics"


def _hashed(secret: str) -> str:
    # A plain hash is enough where the secret itself is chance: there is nothing to guess from a list.
    return hashlib.sha256(secret.encode()).hexdigest()
