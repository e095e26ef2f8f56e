"""Where a group shows itself outside chat: a public page, its calendar and its feed. Nowhere, until an organiser switches it on.

Only what organisers wrote is ever there: the group's name, what it says of itself, its meetups and, if it wants, its announcements.
Of those who come nobody is counted, and nobody named but speakers. Switched off, the address answers as if it had never been.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Boolean, Column, Connection, ForeignKey, Integer, String, Table, Text, bindparam, delete, insert, select

from bot.chat import Refusal
from bot.community.act import Act
from bot.community.groups import groups
from bot.schema import Instant, metadata

public_pages = Table(
    "public_pages",
    metadata,
    Column("group_id", Integer, ForeignKey("groups.id"), primary_key=True, autoincrement=False),
    Column("address", String(40), nullable=False, unique=True),
    Column("about", Text, nullable=False),
    Column("news", Boolean, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

LONGEST: Final = 40
TAKEN: Final = "Another group's page is at that address already. Choose a different one."
ONLINE: Final = "Online; whoever says yes in the group gets the link"
_LINK: Final = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
PATH: Final = "/g"
"""Where pages stand: `/g/` and the group's address."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What an organiser decides: the address's last part, what the page says of the group, whether announcements stand there too."""

    address: str
    about: str = ""
    news: bool = False


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page that is switched on. `founded` is when the group was made: with an id, what its calendar entries are known by for ever."""

    group: int
    name: str
    zone: str
    founded: datetime
    address: str
    about: str
    news: bool
    changed_at: datetime

    @property
    def path(self) -> str:
        """Its path, from the first slash."""
        return f"{PATH}/{self.address}"


_COLUMNS: Final = (
    *(groups.c.id, groups.c.name, groups.c.zone, groups.c.created_at),
    *(public_pages.c.address, public_pages.c.about, public_pages.c.news, public_pages.c.changed_at),
)
_ON: Final = select(*_COLUMNS).join_from(public_pages, groups)
_AT: Final = _ON.where(public_pages.c.address == bindparam("address"))
_OF: Final = _ON.where(public_pages.c.group_id == bindparam("group"))


def read_address(words: str) -> str:
    """`"Info Officers!"` as `"info-officers"`: what can stand in an address. Raises ValueError where nothing is left."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().casefold()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")
    if not found:
        raise ValueError("Use a few letters or digits, such as info-officers.")
    return found


def where(venue: str) -> str:
    """Where it is, as everybody may read it: a link to a call is for those who come."""
    return ONLINE if _LINK.search(venue) else venue


def at(conn: Connection, address: str) -> PublicPage | None:
    """The page at an address."""
    row = conn.execute(_AT, {"address": address}).first()
    return PublicPage(*row) if row else None


def of(conn: Connection, group_id: int) -> PublicPage | None:
    """A group's page, if it is switched on."""
    row = conn.execute(_OF, {"group": group_id}).first()
    return PublicPage(*row) if row else None


def taken(conn: Connection, address: str, group_id: int) -> bool:
    """Whether another group's page is there."""
    found = at(conn, address)
    return found is not None and found.group != group_id


def show(act: Act, shown: Shown) -> None:
    """Switch the group's page on, or change it. Raises Refusal when the address is another group's."""
    if taken(act.conn, shown.address, act.group):
        raise Refusal(TAKEN)
    hide(act)
    row = {"group_id": act.group, "address": shown.address, "about": shown.about, "news": shown.news, "changed_at": act.now}
    act.conn.execute(insert(public_pages).values(row))


def hide(act: Act) -> None:
    """Switch it off: page, calendar and feed are gone at once."""
    act.conn.execute(delete(public_pages).where(public_pages.c.group_id == act.group))
