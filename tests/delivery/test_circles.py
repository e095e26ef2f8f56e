"""Where a few people are brought together: once, where all of them are, or nowhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot import outbox
from bot.chat import Person, Place
from bot.chat.errors import Never, NotNow
from bot.community import circles, groups, members
from bot.community.introductions import TOGETHER
from bot.delivery.address import Address, Gathering, address, addresses
from bot.outbox import To, rows
from bot.outbox.rows import Row
from bot.schema import Connection
from tests.community.village import SUNDAY, in_memory

ADA, ADA_TOO = Person("slack", "T1", "ada"), Person("discord", "", "ada")
TOM, TOM_TOO = Person("slack", "T1", "tom"), Person("discord", "", "tom")
FAR = Person("slack", "T2", "far")
ROOM = Place("discord", "G1", "rooms", "7")


@pytest.fixture
def conn() -> Iterator[Connection]:
    """A database of its own."""
    with in_memory() as do:
        begun: list[Connection] = []
        do(begun.append)
        with begun[0].engine.begin() as conn:
            yield conn


def row_for(conn: Connection, *people: tuple[Person, ...]) -> Row:
    """What is to be said to a circle of people, each with these accounts."""
    group = groups.create(conn, SUNDAY, "North", "Europe/London")
    ids: list[int] = []
    for accounts in people:
        member = members.meet(conn, SUNDAY, accounts[0])
        for other in accounts[1:]:
            row = {"member_id": member, "platform": other.platform, "workspace": other.workspace, "user": other.user}
            conn.execute(members.accounts.insert().values(row))
        ids.append(member)
    circle = circles.gather(conn, SUNDAY, group, ids, "Ada and Tom")
    outbox.say(conn, TOGETHER, 1, To(circle=circle), group=group, subject="introduction:1", due=SUNDAY)
    (row,) = rows.take(conn, SUNDAY, "us", busy=())
    return row


def test_two_meet_where_both_are_and_it_is_connected(conn: Connection) -> None:
    row = row_for(conn, (ADA, ADA_TOO), (TOM, TOM_TOO))
    assert address(conn, row, {"discord", "slack"}) == Gathering(1, (ADA, TOM), "Ada and Tom")
    assert address(conn, row, {"discord"}) == Gathering(1, (ADA_TOO, TOM_TOO), "Ada and Tom")
    with pytest.raises(NotNow):
        address(conn, row, {"web"})


def test_once_there_is_a_place_nothing_is_opened_again(conn: Connection) -> None:
    row = row_for(conn, (ADA, ADA_TOO), (TOM, TOM_TOO))
    assert addresses(conn, row, {"discord", "slack"}) == []
    circles.found_a_place(conn, 1, ROOM)
    assert address(conn, row, {"discord", "slack"}) == Address(ROOM, ROOM)
    assert addresses(conn, row, {"discord", "slack"}) == [Address(ROOM, ROOM)]


@pytest.mark.parametrize("other", [TOM_TOO, FAR])
def test_two_who_share_no_platform_and_workspace_can_never_be_brought_together(conn: Connection, other: Person) -> None:
    row = row_for(conn, (ADA,), (other,))
    with pytest.raises(Never, match="share no platform"):
        address(conn, row, {"discord", "slack"})


def test_one_alone_is_brought_together_with_nobody(conn: Connection) -> None:
    row = row_for(conn, (ADA,), (TOM,))
    conn.execute(circles.circle_members.delete().where(circles.circle_members.c.member_id == 2))
    with pytest.raises(Never, match="nobody left"):
        address(conn, row, {"slack"})
