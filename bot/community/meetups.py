"""Meetups: what, when, where. Who comes is in `seats`, what is said before it in `reminders`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Boolean, Column, Connection, ForeignKey, Index, Integer, String, Table, Text, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.clock import Wall
from bot.community import groups
from bot.community.act import Act
from bot.outbox import Kind, To
from bot.schema import Instant, lock_row, metadata, personal

meetups = Table(
    "meetups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", ForeignKey("groups.id"), nullable=False),
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
    Column("organiser_id", ForeignKey("members.id"), nullable=False, info=personal("Meetups you announced")),
    Column("draft_id", String(32), unique=True),
)
Index("ix_meetups_coming", meetups.c.group_id, meetups.c.starts_at)

ANNOUNCED = "announced"
WITHDRAWN = "withdrawn"
UNDO = timedelta(minutes=2)
USUAL_MINUTES = 120
CARD = Kind("meetup.card")


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


@dataclass(frozen=True, slots=True)
class Meetup:
    """A meetup as it stands."""

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

    Raises Refusal when it has already begun, or the group has nowhere to announce it.
    """
    if act.draft and (already := _from_draft(act)):
        return already
    if plan.when.instant <= act.now:
        raise Refusal("That time has just gone by. Choose a later one and I'll announce it.")
    where = groups.places_for(act.conn, act.group)
    if not where:
        raise Refusal("This group has no channel for announcements yet. An organiser can choose one with /setup.")
    meetup = _insert(act, plan)
    for place_id, _ in where:
        outbox.keep(act.conn, CARD, meetup.id, To(place=place_id), group=act.group, subject=meetup.subject, due=meetup.publish_at)
    return meetup


def _from_draft(act: Act) -> Meetup | None:
    row = act.conn.execute(select(meetups).where(meetups.c.draft_id == act.draft)).first()
    return Meetup(*row) if row else None


def _insert(act: Act, plan: Plan) -> Meetup:
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
    }
    return Meetup(*act.conn.execute(insert(meetups).values(values).returning(meetups)).one())


def undo(act: Act, meetup_id: int) -> Meetup:
    """Take an announcement back, within two minutes of its going out. What waits is dropped, the card says so.

    Raises Refusal when it is too late. Taking it back twice is taking it back.
    """
    meetup = hold(act, meetup_id)
    if meetup.state == WITHDRAWN:
        return meetup
    if not meetup.can_be_undone(act.now):
        raise Refusal("The two minutes to take it back are over, and people have seen it. Tell them in the thread if plans changed.")
    act.conn.execute(update(meetups).where(meetups.c.id == meetup.id).values(state=WITHDRAWN))
    outbox.cancel(act.conn, meetup.subject, "taken back")
    outbox.touch(act.conn, act.now, meetup.subject)
    return get(act.conn, meetup.id)


def hold(act: Act, meetup_id: int) -> Meetup:
    """The meetup, held until this transaction ends. Raises Refusal when it is not this group's."""
    lock_row(act.conn, meetups, meetup_id)
    found = find(act.conn, meetup_id)
    if found is None or found.group_id != act.group:
        raise Refusal("I can't find that meetup in this group. /meetup list shows what is coming up.")
    return found


def get(conn: Connection, meetup_id: int) -> Meetup:
    """One meetup. Raises NoResultFound."""
    return Meetup(*conn.execute(select(meetups).where(meetups.c.id == meetup_id)).one())


def find(conn: Connection, meetup_id: int) -> Meetup | None:
    """One meetup, or None."""
    row = conn.execute(select(meetups).where(meetups.c.id == meetup_id)).first()
    return Meetup(*row) if row else None


def coming_up(conn: Connection, group_id: int, now: datetime, *, skip: int = 0, most: int = 5) -> Sequence[Meetup]:
    """Meetups of the group that have been announced and are not over, soonest first."""
    begun = now - timedelta(minutes=USUAL_MINUTES)
    open_ = (meetups.c.group_id == group_id, meetups.c.starts_at > begun, meetups.c.state == ANNOUNCED, meetups.c.publish_at <= now)
    rows = conn.execute(select(meetups).where(*open_).order_by(meetups.c.starts_at, meetups.c.id).offset(skip).limit(most))
    return [Meetup(*row) for row in rows]
