"""Where a row goes: which channel, which thread, and which of a member's accounts. Decided when it is sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from bot.schema import Connection

from bot.chat.errors import Never, NotNow
from bot.chat.people import MessageRef, Person, Place
from bot.community import groups, members
from bot.outbox import rows
from bot.outbox.rows import Row

PARENT_WAIT = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Address:
    """Whom or where to send to, and the place as cards are worded for it."""

    to: Place | Person
    where: Place

    @property
    def platform(self) -> str:
        """Whose port takes it."""
        return self.to.platform


def address(conn: Connection, row: Row, connected: Collection[str]) -> Address:
    """Raises NotNow while the platform is not connected or the message to hang a thread on is not there yet, Never when there is nowhere."""
    if row.message is not None:
        return _at(MessageRef.read(row.message).place, connected)
    if row.place_id is not None:
        return _at(groups.place(conn, row.place_id), connected)
    if row.under is not None:
        return _thread(conn, row.under, connected)
    return _member(conn, row.member_id or 0, connected)


def _at(place: Place, connected: Collection[str]) -> Address:
    if place.platform not in connected:
        raise NotNow(f"{place.platform} is not connected")
    return Address(place, place)


def _thread(conn: Connection, parent: str, connected: Collection[str]) -> Address:
    state, message = rows.place_of_message(conn, parent)
    if message is None:
        if state in {"parked", "dropped"}:
            raise Never("The announcement it belongs under was never posted.")
        raise NotNow("the announcement it belongs under is not posted yet", PARENT_WAIT)
    ref = MessageRef.read(message)
    return _at(ref.place.under(ref.id), connected)


def _member(conn: Connection, member_id: int, connected: Collection[str]) -> Address:
    accounts = members.accounts_of(conn, [member_id]).get(member_id, [])
    if not accounts:
        raise Never("They have no account on any platform yet.")
    for account in accounts:
        if account.platform in connected:
            return Address(account, Place(account.platform, account.workspace, "", direct=True))
    raise NotNow(f"{accounts[0].platform} is not connected")
