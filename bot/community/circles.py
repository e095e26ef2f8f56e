"""A private place for a few people who said yes to each other: `gather` it, then `outbox.say(…, To(circle=id))`.

Delivery opens it on the first connected platform where all of them have an account; where they share none, the row's `failed` runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, bindparam, insert, select, update

from bot.chat import Place
from bot.community import members
from bot.schema import Instant, holds, metadata, personal

circles = Table(
    "circles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("topic", String(100), nullable=False),
    Column("place", String(250)),
    Column("created_at", Instant, nullable=False),
)

circle_members = Table(
    "circle_members",
    metadata,
    Column("circle_id", Integer, ForeignKey("circles.id"), primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True, index=True, info=personal("Yours")),
    Column("since", Instant, nullable=False, info=personal("Since")),
    info=holds("Private places you share with others"),
)

_PLACE: Final = select(circles.c.place).where(circles.c.id == bindparam("circle"))
_TOPIC: Final = select(circles.c.topic).where(circles.c.id == bindparam("circle"))
_WHO: Final = (
    select(circle_members.c.member_id).where(circle_members.c.circle_id == bindparam("circle")).order_by(circle_members.c.member_id)
)


def gather(conn: Connection, now: datetime, group_id: int, member_ids: Iterable[int], topic: str) -> int:
    """A new circle of two to eight members. Returns its id; its place is opened when the first message is sent there."""
    row = insert(circles).values(group_id=group_id, topic=topic, created_at=now).returning(circles.c.id)
    circle = conn.execute(row).scalar_one()
    conn.execute(insert(circle_members), [{"circle_id": circle, "member_id": member, "since": now} for member in sorted(set(member_ids))])
    return circle


def can_gather(conn: Connection, member_ids: Iterable[int]) -> bool:
    """Whether all of them have an account on one platform, in one workspace, where a place could be opened."""
    wanted = set(member_ids)
    theirs = members.accounts_of(conn, wanted)
    homes = [{(each.platform, each.workspace) for each in theirs.get(one, [])} for one in wanted]
    return any(all(home in others for others in homes) for home in homes[0]) if homes else False


def look(conn: Connection, circle: int) -> tuple[str, list[int]]:
    """What it is about, and who is still in it."""
    topic = conn.execute(_TOPIC, {"circle": circle}).scalar_one()
    return topic, list(conn.execute(_WHO, {"circle": circle}).scalars())


def place_of(conn: Connection, circle: int) -> Place | None:
    """Where it meets, once that is opened."""
    place = conn.execute(_PLACE, {"circle": circle}).scalar()
    return Place.read(place) if place else None


def found_a_place(conn: Connection, circle: int, place: Place) -> None:
    """This is where it meets from now on."""
    conn.execute(update(circles).where(circles.c.id == circle).values(place=str(place)))
