"""Where a row goes: which channel, which thread, and which of a member's accounts. Decided when it is sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.chat.errors import Never, NotNow
from bot.chat.people import MessageRef, Person, Place
from bot.community import circles, groups, members
from bot.outbox import rows
from bot.outbox.rows import Row
from bot.schema import Connection

PARENT_WAIT: Final = timedelta(seconds=5)


class NotConnected(NotNow):
    """The platform has no port just now."""

    def __init__(self, platform: str) -> None:
        super().__init__(f"{platform} is not connected")


@dataclass(frozen=True, slots=True)
class Gathering:
    """A private place that is not there yet: for these people, all of one platform and workspace."""

    circle: int
    people: tuple[Person, ...]
    topic: str

    @property
    def platform(self) -> str:
        """Whose port opens it."""
        return self.people[0].platform


@dataclass(frozen=True, slots=True)
class Address:
    """Whom or where to send to, and the place as cards are worded for it."""

    to: Place | Person
    where: Place

    @property
    def platform(self) -> str:
        """Whose port takes it."""
        return self.to.platform


def address(conn: Connection, row: Row, connected: Collection[str]) -> Address | Gathering:
    """Where to send it: of a member's accounts, the first that is connected; for a circle without a place, the first they all share.

    Raises NotNow while the platform is not connected or the message to hang a thread on is not there yet, Never when there is nowhere.
    """
    possible = _possible(conn, row) or _gatherings(conn, row.circle_id or 0)
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


def shown_under(conn: Connection, row: Row, connected: Collection[str]) -> Place:
    """The thread under the card a list entry belongs to. Raises as `address`."""
    place = _thread(conn, row.under or "")
    if place.platform not in connected:
        raise NotConnected(place.platform)
    return place


def _possible(conn: Connection, row: Row) -> list[Address]:
    """At least one; none for a circle that has no place yet, as nothing can have been sent to it."""
    if row.message is not None:
        return [_at(MessageRef.read(row.message).place)]
    if row.circle_id is not None:
        place = circles.place_of(conn, row.circle_id)
        return [_at(place)] if place else []
    if row.place_id is not None:
        return [_at(groups.place(conn, row.place_id))]
    if row.under is not None:
        return [_at(_thread(conn, row.under))]
    accounts = members.accounts_of(conn, [row.member_id or 0]).get(row.member_id or 0, [])
    if not accounts:
        raise Never("They have no account on any platform yet.")
    return [Address(account, Place(account.platform, account.workspace, "", direct=True)) for account in accounts]


def _gatherings(conn: Connection, circle: int) -> Sequence[Gathering]:
    """At least one. Raises Never where they share no platform and workspace."""
    topic, who = circles.look(conn, circle)
    theirs = members.accounts_of(conn, who)
    if len(who) < 2:
        raise Never("There is nobody left to bring together.")
    found = [people for account in theirs.get(who[0], []) if len(people := _beside(account, who, theirs)) == len(who)]
    if not found:
        raise Never("They share no platform I could bring them together on.")
    return [Gathering(circle, people, topic) for people in found]


def _beside(account: Person, who: Sequence[int], theirs: Mapping[int, list[Person]]) -> tuple[Person, ...]:
    """The accounts of these members on the platform and in the workspace of one of them, as far as they have one there."""
    there = (account.platform, account.workspace)
    accounts = (next((each for each in theirs.get(one, []) if (each.platform, each.workspace) == there), None) for one in who)
    return tuple(each for each in accounts if each)


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
