"""Association -> group -> places. A place belongs to one group; a group may have places on several platforms."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    insert,
    select,
    text,
    update,
)

from bot.chat import Place, Refusal
from bot.schema import Instant, insert_or_ignore, metadata

associations = Table(
    "associations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False),
)

groups = Table(
    "groups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("association_id", Integer, ForeignKey("associations.id"), nullable=False),
    Column("name", String(100), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("practice", Boolean, nullable=False),
    Column("quiet", String(11), nullable=False, server_default="21:00-08:00"),
    Column("reminders", String(8), nullable=False, server_default="all"),
    Column("listed", Boolean, nullable=False, server_default=text("false")),
    Column("coffee", String(9), nullable=False, server_default="off"),
    Column("feedback", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", Instant, nullable=False),
)

places = Table(
    "places",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False, index=True),
    Column("platform", String(20), nullable=False),
    Column("workspace", String(60), nullable=False),
    Column("channel", String(60), nullable=False),
    Column("purpose", String(20), nullable=False),
    UniqueConstraint("platform", "workspace", "channel"),
)

ANNOUNCEMENTS = "announcements"
INTRODUCTIONS = "introductions"
"""Where newcomers say hello; a workspace without such a place has it in the announcements."""
FORMER = "former"
"""A place that once served something: still the group's, and what was posted there is still kept true."""
TOWN = "web"
"""The one platform that is only practice."""


REMINDERS = {"all": ("week", "day", "soon"), "near": ("day", "soon"), "day": ("day",), "none": ()}
"""Which reminders a group may choose to have sent."""


NO_COFFEE: Final = "off"


@dataclass(frozen=True, slots=True)
class Habits:
    """What a group chose: quiet hours ("21:00-08:00", or "" for none), which reminders (a key of REMINDERS), and what is switched on.

    `listed`: meetups are also on the platform's own list of events, where it keeps one. Everybody on a server sees that list.
    `coffee`: the weekday of its coffee rounds ("monday"), or NO_COFFEE. `feedback`: whoever had a seat is asked afterwards how it was.
    """

    quiet: str = "21:00-08:00"
    reminders: str = "all"
    listed: bool = False
    coffee: str = NO_COFFEE
    feedback: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A community of people. `zone` is where its meetups are, unless one says otherwise."""

    id: int
    name: str
    zone: str
    practice: bool


_HABITS: Final = select(*(groups.c[field.name] for field in fields(Habits))).where(groups.c.id == bindparam("group"))
_GROUP = (groups.c.id, groups.c.name, groups.c.zone, groups.c.practice)

_IN_WORKSPACE: Final = (
    select(*_GROUP)
    .join(places, places.c.group_id == groups.c.id)
    .where(places.c.platform == bindparam("platform"), places.c.workspace == bindparam("workspace"))
    .distinct()
    .order_by(groups.c.id)
)
_AT: Final = (
    select(*_GROUP)
    .join(places, places.c.group_id == groups.c.id)
    .where(places.c.platform == bindparam("platform"), places.c.workspace == bindparam("workspace"))
    .where(places.c.channel == bindparam("channel"))
)


def create(conn: Connection, now: datetime, name: str, zone: str, *, practice: bool = False) -> int:
    """A new group, in an association of its own name. Returns its id."""
    association = conn.execute(insert(associations).values(name=name).returning(associations.c.id)).scalar_one()
    row = insert(groups).values(association_id=association, name=name, zone=zone, practice=practice, created_at=now)
    return conn.execute(row.returning(groups.c.id)).scalar_one()


def add_place(conn: Connection, group_id: int, place: Place, purpose: str = ANNOUNCEMENTS) -> int:
    """Make the channel a place of this group. Returns its id; raises Refusal when it is another group's.

    A channel given again takes the new purpose. A practice group takes no channel of a real platform: its people are invented.
    """
    if place.platform != TOWN and get(conn, group_id).practice:
        raise Refusal("This is the practice group; its people are invented. Set up a group of your own for a real channel.")
    where = {"platform": place.platform, "workspace": place.workspace, "channel": place.channel}
    insert_or_ignore(conn, places, group_id=group_id, purpose=purpose, **where)
    row = conn.execute(select(places).filter_by(**where)).one()
    if row.group_id != group_id:
        raise Refusal("That channel already belongs to another group. Choose a different one.")
    conn.execute(update(places).where(places.c.id == row.id).values(purpose=purpose))
    return row.id


def announce_in(conn: Connection, group_id: int, place: Place) -> int:
    """Announce here from now on, and nowhere else in this workspace; as `add_place`."""
    added = add_place(conn, group_id, place)
    elsewhere = (places.c.group_id == group_id, places.c.purpose == ANNOUNCEMENTS, places.c.id != added)
    same_workspace = (places.c.platform == place.platform, places.c.workspace == place.workspace)
    conn.execute(update(places).where(*elsewhere, *same_workspace).values(purpose=FORMER))
    return added


def say_hello_in(conn: Connection, group_id: int, place: Place | None, near: Place) -> None:
    """Newcomers say hello here from now on, and nowhere else in the workspace of `near`; None, or where announcements go: there.

    Raises Refusal as `add_place`.
    """
    there = (places.c.platform == near.platform, places.c.workspace == near.workspace)
    former = (places.c.group_id == group_id, places.c.purpose == INTRODUCTIONS)
    conn.execute(update(places).where(*former, *there).values(purpose=FORMER))
    announcing = [each for _, each in places_for(conn, group_id)]
    if place is not None and place not in announcing:
        add_place(conn, group_id, place, INTRODUCTIONS)


def places_for_hellos(conn: Connection, group_id: int) -> list[tuple[int, Place]]:
    """Where newcomers say hello, workspace by workspace, with the places' ids."""
    chosen = places_for(conn, group_id, INTRODUCTIONS)
    served = {(each.platform, each.workspace) for _, each in chosen}
    return [*chosen, *((id_, each) for id_, each in places_for(conn, group_id) if (each.platform, each.workspace) not in served)]


def change(conn: Connection, group_id: int, name: str, zone: str, habits: Habits) -> None:
    """Rename the group, move its zone, change its habits; meetups already announced keep their zone, and reminders already planned stay."""
    values = {"name": name, "zone": zone, **asdict(habits)}
    conn.execute(update(groups).where(groups.c.id == group_id).values(values))


def habits(conn: Connection, group_id: int) -> Habits:
    """What a group chose. Raises NoResultFound."""
    return Habits(*conn.execute(_HABITS, {"group": group_id}).one())


def get(conn: Connection, group_id: int) -> Group:
    """One group. Raises NoResultFound."""
    return Group(*conn.execute(select(*_GROUP).where(groups.c.id == group_id)).one())


def find(conn: Connection, name: str) -> Group | None:
    """The first group of this name."""
    row = conn.execute(select(*_GROUP).where(groups.c.name == name).order_by(groups.c.id)).first()
    return Group(*row) if row else None


def at(conn: Connection, place: Place) -> list[Group]:
    """The group whose place this is; else every group with a place in that workspace."""
    where = {"platform": place.platform, "workspace": place.workspace}
    row = conn.execute(_AT, {**where, "channel": place.channel}).first()
    if row:
        return [Group(*row)]
    if not place.workspace or place.direct:
        return []
    return [Group(*row) for row in conn.execute(_IN_WORKSPACE, where)]


def places_for(conn: Connection, group_id: int, purpose: str = ANNOUNCEMENTS) -> list[tuple[int, Place]]:
    """The places of a group that serve this purpose, with their ids."""
    rows = conn.execute(select(places).where(places.c.group_id == group_id, places.c.purpose == purpose).order_by(places.c.id))
    return [(row.id, Place(row.platform, row.workspace, row.channel)) for row in rows]


def place(conn: Connection, place_id: int) -> Place:
    """One place. Raises NoResultFound."""
    row = conn.execute(select(places).where(places.c.id == place_id)).one()
    return Place(row.platform, row.workspace, row.channel)
