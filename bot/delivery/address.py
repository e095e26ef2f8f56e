"""Where a row goes: which channel, which thread, and which of a member's accounts. Decided when it is sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.chat.errors import Never, NotNow
from bot.chat.people import MessageRef, Person, Place
from bot.community import groups, members
from bot.outbox import rows
from bot.outbox.rows import Row
from bot.schema import Connection

PARENT_WAIT: Final = timedelta(seconds=5)


class NotConnected(NotNow):
    """The platform has no port just now."""

    def __init__(self, platform: str) -> None:
        super().__init__(f"{platform} is not connected")


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
    """Where to send it: of a member's accounts, the first that is connected.

    Raises NotNow while the platform is not connected or the message to hang a thread on is not there yet, Never when there is nowhere.
    """
    possible = _possible(conn, row)
    for each in possible:
        if each.platform in connected:
            return each
    raise NotConnected(possible[0].platform)


def addresses(conn: Connection, row: Row, connected: Collection[str]) -> list[Address]:
    """Everywhere it may have been sent: to which of a member's accounts was decided at the time. Raises as `address`."""
    possible = _possible(conn, row)
    for each in possible:
        if each.platform not in connected:
            raise NotConnected(each.platform)
    return possible


def _possible(conn: Connection, row: Row) -> list[Address]:
    """At least one."""
    if row.message is not None:
        return [_at(MessageRef.read(row.message).place)]
    if row.place_id is not None:
        return [_at(groups.place(conn, row.place_id))]
    if row.under is not None:
        return [_at(_thread(conn, row.under))]
    accounts = members.accounts_of(conn, [row.member_id or 0]).get(row.member_id or 0, [])
    if not accounts:
        raise Never("They have no account on any platform yet.")
    return [Address(account, Place(account.platform, account.workspace, "", direct=True)) for account in accounts]


def _at(place: Place) -> Address:
    return Address(place, place)


def _thread(conn: Connection, parent: str) -> Place:
    state, message = rows.place_of_message(conn, parent)
    if message is None:
        if state in {"parked", "dropped"}:
            raise Never("The announcement it belongs under was never posted.")
        raise NotNow("the announcement it belongs under is not posted yet", PARENT_WAIT)
    ref = MessageRef.read(message)
    return ref.place.under(ref.id)
