"""People in our records: a member may speak from several accounts and belong to several groups, with a role and consent in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    Update,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)

from bot.chat import Person
from bot.community import groups
from bot.community.act import Act
from bot.schema import Instant, holds, insert_or_ignore, metadata, personal

members = Table(
    "members",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False, info=personal("Your name")),
    Column("zone", String(60), info=personal("Your time zone")),
    Column("quiet", String(11), info=personal("Your quiet hours")),
    Column("paused_until", Instant, info=personal("On a break until")),
    Column("created_at", Instant, nullable=False, info=personal("Known since")),
    info=holds("You"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("platform", String(20), nullable=False, info=personal("Where you speak from")),
    Column("workspace", String(60), nullable=False, info=personal("Which workspace")),
    Column("user", String(60), nullable=False, info=personal("Your account there")),
    UniqueConstraint("platform", "workspace", "user"),
    info=holds("Your accounts"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True, info=personal("Yours")),
    Column("group_id", Integer, ForeignKey("groups.id"), primary_key=True),
    Column("role", String(20), nullable=False, info=personal("Your role in the group")),
    Column("named", Boolean, nullable=False, info=personal("Whether your first name is shown on cards")),
    Column("reach", String(10), nullable=False, info=personal("How you are reached")),
    Column("found", Boolean, nullable=False, server_default=text("false"), info=personal("Whether people may find you here")),
    Column("joined_at", Instant, nullable=False, info=personal("In the group since")),
    info=holds("Your groups"),
)

UNNAMED = "Somebody"
"""Who was pointed at by an account alone."""
ORGANISER = "organiser"
MEMBER = "member"
DIRECT = "direct"
THREAD = "thread"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in our records."""

    id: int
    name: str
    zone: str | None

    @property
    def first_name(self) -> str:
        """What they are called on cards."""
        return first_name(self.name)


@dataclass(frozen=True, slots=True)
class Membership:
    """A member of one group. `named`: their first name may be shown. `reach`: "direct" or "thread". `found`: others may find them."""

    group: groups.Group
    role: str
    named: bool
    reach: str
    found: bool = False

    @property
    def organises(self) -> bool:
        """Whether they run the group."""
        return self.role == ORGANISER


@dataclass(frozen=True, slots=True)
class Known:
    """Who somebody is in our records, with the groups a message from there could be about."""

    member: Member | None
    here: tuple[groups.Group, ...]
    memberships: Mapping[int, Membership]


def first_name(name: str) -> str:
    """The first word of a name."""
    return name.split(maxsplit=1)[0] if name.strip() else "Somebody"


# Asked for every answer, so built once.
_SPEAKS: Final = (
    select(members.c.id, members.c.name, members.c.zone)
    .join(accounts, accounts.c.member_id == members.c.id)
    .where(accounts.c.platform == bindparam("platform"), accounts.c.workspace == bindparam("workspace"))
    .where(accounts.c.user == bindparam("user"))
)
_BELONGS: Final = (
    select(
        *(groups.groups.c.id, groups.groups.c.name, groups.groups.c.zone, groups.groups.c.practice),
        *(memberships.c.role, memberships.c.named, memberships.c.reach, memberships.c.found),
    )
    .join_from(memberships, groups.groups)
    .where(memberships.c.member_id == bindparam("member"))
    .order_by(groups.groups.c.id)
)


def identify(conn: Connection, person: Person, place: groups.Place) -> Known:
    """Who this is and which groups they may mean: the place's, else the workspace's, else (in a direct message) their own."""
    row = conn.execute(_SPEAKS, {"platform": person.platform, "workspace": person.workspace, "user": person.user}).first()
    member = Member(*row) if row else None
    known = {each.group.id: each for each in belongs(conn, member.id)} if member else {}
    here = tuple(groups.at(conn, place)) or tuple(each.group for each in known.values() if place.direct)
    return Known(member, here, known)


def belongs(conn: Connection, member_id: int) -> list[Membership]:
    """The groups a member is in."""
    return [Membership(groups.Group(*row[:4]), *row[4:]) for row in conn.execute(_BELONGS, {"member": member_id})]


def meet(conn: Connection, now: datetime, person: Person) -> int:
    """The member who speaks from this account, made if new. Safe to call twice at once.

    Whoever was only pointed at before has no name yet; they get it when they first speak themselves.
    """
    where = {"platform": person.platform, "workspace": person.workspace, "user": person.user}
    found = conn.execute(select(accounts.c.member_id).filter_by(**where)).scalar()
    if found is not None:
        if person.name:
            conn.execute(update(members).where(members.c.id == found, members.c.name == UNNAMED).values(name=person.name))
        return found
    member = add(conn, now, person.name or UNNAMED)
    if not insert_or_ignore(conn, accounts, member_id=member, **where):
        conn.execute(members.delete().where(members.c.id == member))
        return conn.execute(select(accounts.c.member_id).filter_by(**where)).scalar_one()
    return member


def known_by(conn: Connection, person: Person) -> int | None:
    """The member who speaks from this account, if we know them."""
    mine = select(accounts.c.member_id).filter_by(platform=person.platform, workspace=person.workspace, user=person.user)
    return conn.execute(mine).scalar()


def add(conn: Connection, now: datetime, name: str, zone: str | None = None) -> int:
    """A new member, without an account. Returns the id."""
    return conn.execute(insert(members).values(name=name, zone=zone, created_at=now).returning(members.c.id)).scalar_one()


def join(conn: Connection, now: datetime, member_id: int, group_id: int, role: str = MEMBER) -> None:
    """Make them a member of the group, unless they are; private until they say otherwise."""
    row = {"member_id": member_id, "group_id": group_id, "role": role, "named": False, "reach": DIRECT, "joined_at": now}
    insert_or_ignore(conn, memberships, **row)


def appoint(conn: Connection, member_id: int, group_id: int, role: str = ORGANISER) -> None:
    """Give a member of the group a role in it."""
    conn.execute(_membership(member_id, group_id).values(role=role))


def show_name(act: Act, *, named: bool) -> None:
    """Whether my first name may stand on this group's cards."""
    act.conn.execute(_membership(act.member, act.group).values(named=named))


def reach_by(act: Act, reach: str) -> None:
    """How I want to be told things in this group: DIRECT or THREAD."""
    act.conn.execute(_membership(act.member, act.group).values(reach=reach))


def _membership(member_id: int, group_id: int) -> Update:
    return update(memberships).where(memberships.c.member_id == member_id, memberships.c.group_id == group_id)


def consent(conn: Connection, member_id: int, group_id: int) -> tuple[bool, str]:
    """Whether a member's first name may be shown in this group, and how they are reached there; strictest when not in it."""
    row = conn.execute(select(memberships.c.named, memberships.c.reach).filter_by(member_id=member_id, group_id=group_id)).first()
    return (row.named, row.reach) if row else (False, DIRECT)


def be_found(act: Act, *, found: bool) -> None:
    """Whether people of this group may find me when they look for somebody to meet."""
    act.conn.execute(_membership(act.member, act.group).values(found=found))


def paused(conn: Connection, member_id: int, now: datetime) -> bool:
    """Whether a member is taking a break from all matching."""
    until = conn.execute(select(members.c.paused_until).where(members.c.id == member_id)).scalar()
    return until is not None and now < until


def on_a_break(conn: Connection, member_id: int) -> bool:
    """As `paused`, where nobody knows the time: a break is ended at its moment (see `pausing`)."""
    return conn.execute(select(members.c.paused_until).where(members.c.id == member_id)).scalar() is not None


def organisers(conn: Connection, group_id: int) -> list[int]:
    """The members who run the group."""
    mine = select(memberships.c.member_id).where(memberships.c.group_id == group_id, memberships.c.role == ORGANISER)
    return list(conn.execute(mine.order_by(memberships.c.member_id)).scalars())


def called(conn: Connection, who: str) -> list[Member]:
    """Those a name (whole, in any letters), an account as `str(person)`, or a number stands for."""
    columns = select(members.c.id, members.c.name, members.c.zone)
    if who.isdecimal():
        found = columns.where(members.c.id == int(who))
    elif who.count(":") == 2:
        platform, workspace, user = who.split(":")
        mine = (accounts.c.platform == platform, accounts.c.workspace == workspace, accounts.c.user == user)
        found = columns.join(accounts, accounts.c.member_id == members.c.id).where(*mine)
    else:
        found = columns.where(func.lower(members.c.name) == who.strip().lower())
    return [Member(*row) for row in conn.execute(found.order_by(members.c.id))]


def alone_in_running(conn: Connection, member_id: int) -> list[str]:
    """The names of groups nobody else runs."""
    mine = [each.group for each in belongs(conn, member_id) if each.organises]
    return [group.name for group in mine if organisers(conn, group.id) == [member_id]]


def name_of(conn: Connection, member_id: int) -> str:
    """A member's name. Raises NoResultFound."""
    return conn.execute(select(members.c.name).where(members.c.id == member_id)).scalar_one()


def zone_in(conn: Connection, member_id: int, group_id: int) -> str:
    """The zone in which a member reads times in this group: their own, else the group's."""
    mine = conn.execute(select(members.c.zone).where(members.c.id == member_id)).scalar()
    return mine or groups.get(conn, group_id).zone


def accounts_of(conn: Connection, member_ids: Iterable[int]) -> dict[int, list[Person]]:
    """Every account of these members."""
    found: dict[int, list[Person]] = {}
    for row in conn.execute(select(accounts).where(accounts.c.member_id.in_(list(member_ids))).order_by(accounts.c.id)):
        found.setdefault(row.member_id, []).append(Person(row.platform, row.workspace, row.user))
    return found
