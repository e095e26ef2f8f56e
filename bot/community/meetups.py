"""Meetups: what, when, where. Who comes is in `seats`, what is said before it in `reminders`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    cast,
    insert,
    or_,
    select,
    text,
    type_coerce,
)

from bot import drafts, outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.clock import Wall
from bot.community import groups, occasions
from bot.community.act import Act
from bot.outbox import Kind, To
from bot.schema import Instant, holds, lock_row, metadata, personal

meetups = Table(
    "meetups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("title", String(150), nullable=False),
    Column("venue", String(300), nullable=False),
    Column("details", Text, nullable=False),
    Column("wall_at", String(16), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("seats", Integer),
    Column("publish_at", Instant, nullable=False),
    Column("state", String(12), nullable=False),
    Column("first_to_tap", Boolean, nullable=False),
    Column("organiser_id", Integer, ForeignKey("members.id"), nullable=False, info=personal("Meetups you announced")),
    Column("draft_id", String(32), unique=True),
    Column("how", String(6), nullable=False, server_default="room"),
    Column("online", String(300), nullable=False, server_default=text("''")),
    Column("online_seats", Integer),
    Column("notice", String(300), nullable=False, server_default=text("''")),
    Column("moves", Integer, nullable=False, server_default="0"),
    Column("sequence", Integer, nullable=False, server_default="0"),
    Column("series_id", Integer, ForeignKey("series.id")),
    Column("slot", String(10)),
    Column("prepared", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("series_id", "slot"),
    info=holds("Meetups you announced", erase="stub"),
)
Index("ix_meetups_coming", meetups.c.group_id, meetups.c.starts_at)

ANNOUNCED = "announced"
WITHDRAWN = "withdrawn"
POSTPONED = "postponed"
CANCELLED = "cancelled"
"""The states of a meetup. Postponed: it will be, nobody knows yet when."""
ROOM, ONLINE, HYBRID = "room", "online", "hybrid"
"""How people meet: in person, online, or both with seats of their own."""
TO_FOLLOW = "Place to follow"
"""The venue where only the date stands so far: it reads so wherever a venue is shown, also in a list that leaves here and comes back."""
UNDO = timedelta(minutes=2)
USUAL_MINUTES = 120
CARD = Kind("meetup.card", delivered=occasions.plan)

# Made once: SQLAlchemy takes longer to build a statement than a database to run it.
_INSERT: Final = insert(meetups).returning(meetups)
_BY_ID: Final = select(meetups).where(meetups.c.id == bindparam("meetup"))
# In microseconds, which no 4-byte integer holds: PostgreSQL would refuse the product.
ENDS: Final = type_coerce(type_coerce(meetups.c.starts_at, BigInteger) + cast(meetups.c.minutes, BigInteger) * 60_000_000, Instant)
"""When it is over, as the database sees it."""
OVER: Final = bindparam("now", type_=Instant) >= ENDS
"""Whether a meetup has ended by the parameter `now`."""
OPEN: Final = or_(and_(meetups.c.state == ANNOUNCED, ~OVER), meetups.c.state == POSTPONED)
"""Whether it is still to be, by the same: announced and not over, or put off."""


Side: TypeAlias = bool | None
"""Whose seats: True online, False in the room, None where they are all alike."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an organiser decides about a meetup. `seats` None: as many as come. `publish_at` None: now."""

    title: str
    when: Wall
    venue: str
    minutes: int = USUAL_MINUTES
    seats: int | None = None
    details: str = ""
    publish_at: datetime | None = None
    how: str = ROOM
    online: str = ""
    online_seats: int | None = None


@dataclass(frozen=True, slots=True)
class Meetup:
    """A meetup as it stands.

    `seats` are those in the room where it is hybrid, else all. `online`: how to join, for those with a seat only. `notice`: why it
    was put or called off, in the organiser's words. `moves` counts the times
    people were asked again, `sequence` every change. `slot`: the day (ISO) a series meant it for, wherever it was moved since.
    `prepared`: there is more to know of it (`bot.community.before`); where there is not, nobody looks.
    """

    id: int
    group_id: int
    title: str
    venue: str
    details: str
    wall_at: str
    zone: str
    starts_at: datetime
    minutes: int
    seats: int | None
    publish_at: datetime
    state: str
    first_to_tap: bool
    organiser_id: int
    draft_id: str | None
    how: str = ROOM
    online: str = ""
    online_seats: int | None = None
    notice: str = ""
    moves: int = 0
    sequence: int = 0
    series_id: int | None = None
    slot: str | None = None
    prepared: bool = False

    @property
    def sides(self) -> tuple[Side, ...]:
        """The kinds of seats it has."""
        return (False, True) if self.how == HYBRID else (None,)

    def side(self, *, online: bool) -> Side:
        """Which kind of seat somebody takes who comes so."""
        return online if self.how == HYBRID else None

    def total(self, side: Side) -> int | None:
        """How many seats of this kind there are; None when there is no limit."""
        return self.online_seats if side else self.seats

    @property
    def only_dated(self) -> bool:
        """Whether people are asked to save the date, and hear later where it is."""
        return self.venue == TO_FOLLOW

    @property
    def dated(self) -> str:
        """What tells one date from another, even one it had before: reminders are planned once for each."""
        return f"{self.starts_at.isoformat()}.{self.moves}" if self.moves else self.starts_at.isoformat()

    @property
    def when(self) -> Wall:
        """As the organiser put it."""
        return Wall(datetime.fromisoformat(self.wall_at), self.zone)

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def subject(self) -> str:
        """What its deliveries are about."""
        return f"meetup:{self.id}"

    def can_be_undone(self, now: datetime) -> bool:
        """Within two minutes of going out, or before it has."""
        return self.state == ANNOUNCED and now < self.publish_at + UNDO


def announce(act: Act, plan: Plan) -> Meetup:
    """Announce it in every place of the group that takes announcements; the same draft announces once.

    Raises Refusal when it has begun, or would have before it is published, or the group has nowhere to announce it.
    """
    if act.draft and (already := _from_draft(act, act.draft)):
        return already
    if plan.when.instant <= act.now:
        raise Refusal("That time has just gone by. Choose a later one and I'll announce it.")
    if plan.publish_at is not None and plan.publish_at >= plan.when.instant:
        raise Refusal("It would be published after it has begun. Choose an earlier time to publish it.")
    if not groups.places_for(act.conn, act.group):
        raise Refusal("This group has no channel for announcements yet. An organiser can choose one with /setup.")
    return add(act, plan)


def _from_draft(act: Act, draft: str) -> Meetup | None:
    """What this draft has announced already. Publish pressed twice at once: the second waits here for the first."""
    lock_row(act.conn, drafts.drafts, draft)
    row = act.conn.execute(select(meetups).where(meetups.c.draft_id == draft)).first()
    return Meetup(*row) if row else None


def add(act: Act, plan: Plan, *, series: int | None = None, slot: str | None = None) -> Meetup:
    """A meetup by this plan, to be announced when it says; `slot` is the day a series means it for."""
    values = {
        "group_id": act.group,
        "title": plan.title,
        "venue": plan.venue,
        "details": plan.details,
        "wall_at": plan.when.at.isoformat(timespec="minutes"),
        "zone": plan.when.zone,
        "starts_at": plan.when.instant,
        "minutes": plan.minutes,
        "seats": plan.seats,
        "publish_at": max(plan.publish_at or act.now, act.now),
        "state": ANNOUNCED,
        "first_to_tap": False,
        "organiser_id": act.member,
        "draft_id": act.draft,
        "how": plan.how,
        "online": plan.online,
        "online_seats": plan.online_seats if plan.how == HYBRID else None,
        "series_id": series,
        "slot": slot,
    }
    meetup = Meetup(*act.conn.execute(_INSERT, values).one())
    for place_id, _ in groups.places_for(act.conn, act.group):
        outbox.keep(act.conn, CARD, meetup.id, To(place=place_id), group=act.group, subject=meetup.subject, due=meetup.publish_at)
    return meetup


def hold(act: Act, meetup_id: int) -> Meetup:
    """The meetup, held until this transaction ends. Raises Refusal when it is not this group's."""
    found = held(act.conn, meetup_id)
    if found is None or found.group_id != act.group:
        raise Refusal("I can't find that meetup in this group. /meetup list shows what is coming up.")
    return found


def held(conn: Connection, meetup_id: int) -> Meetup | None:
    """The meetup, if there is such a one, held until this transaction ends: whoever counts or changes its seats holds it first."""
    lock_row(conn, meetups, meetup_id)
    return find(conn, meetup_id)


def get(conn: Connection, meetup_id: int) -> Meetup:
    """One meetup. Raises NoResultFound."""
    return Meetup(*conn.execute(_BY_ID, {"meetup": meetup_id}).one())


def find(conn: Connection, meetup_id: int) -> Meetup | None:
    """One meetup, if there is such a one."""
    row = conn.execute(_BY_ID, {"meetup": meetup_id}).first()
    return Meetup(*row) if row else None


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose meetup a button is about; None for one that isn't there, or a payload that is no id of ours."""
    number = read_id(payload)
    found = find(conn, number) if number is not None else None
    return found.group_id if found else None


_COMING: Final = (
    select(meetups)
    .where(meetups.c.group_id == bindparam("group"), meetups.c.state == ANNOUNCED, ~OVER)
    .where(meetups.c.publish_at <= bindparam("now", type_=Instant))
    .order_by(meetups.c.starts_at, meetups.c.id)
    .offset(bindparam("skip", type_=Integer))
    .limit(bindparam("most", type_=Integer))
)


def coming_up(conn: Connection, group_id: int, now: datetime, *, skip: int = 0, most: int = 5) -> Sequence[Meetup]:
    """Meetups of the group that have been announced and are not over, soonest first."""
    return [Meetup(*row) for row in conn.execute(_COMING, {"group": group_id, "now": now, "skip": skip, "most": most})]


def to_manage(conn: Connection, group_id: int, now: datetime, *, skip: int = 0, most: int = 5) -> Sequence[Meetup]:
    """What organisers can still change: all that is not over, announced or not yet, and what was put off; soonest first."""
    wanted = select(meetups).where(meetups.c.group_id == group_id, OPEN).order_by(meetups.c.starts_at, meetups.c.id)
    return [Meetup(*row) for row in conn.execute(wanted.offset(skip).limit(most), {"now": now})]
