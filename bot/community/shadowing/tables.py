"""What is kept of shadowing, and the things as they are read from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Boolean, Column, Connection, ForeignKey, Integer, String, Table, Text, UniqueConstraint, select, text

from bot.chat.typed import read_id
from bot.clock import Wall
from bot.schema import Instant, holds, metadata, personal

TWO_YEARS: Final = timedelta(days=730)

offers = Table(
    "shadow_offers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("host_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("place", String(100), nullable=False, info=personal("Where")),
    Column("what", Text, nullable=False, info=personal("What a visitor sees")),
    Column("organisation", String(100), nullable=False, info=personal("Where you work, as you put it here")),
    Column("dos", Text, nullable=False, info=personal("What to do and not to do")),
    Column("access", Text, nullable=False, info=personal("How to get in; your visitors read it the day before")),
    Column("a_month", Integer, nullable=False, info=personal("Visitors a month")),
    UniqueConstraint("group_id", "host_id"),
    info=holds("What you offer visitors"),
)

days = Table(
    "shadow_days",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("offer_id", Integer, ForeignKey("shadow_offers.id"), nullable=False, index=True),
    Column("wall_at", String(16), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("places", Integer, nullable=False),
    Column("taken_back", Boolean, nullable=False, server_default=text("false")),
)

wishes = Table(
    "shadow_wishes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("visitor_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("purpose", Text, nullable=False, info=personal("What for, in your words")),
    Column("near", String(8), nullable=False, info=personal("Where you would go")),
    Column("state", String(8), nullable=False, info=personal("How it stands")),
    Column("waited", Boolean, nullable=False, server_default=text("false")),
    Column("due_at", Instant, info=personal("You hear by")),
    Column("opened_at", Instant, nullable=False, info=personal("Since")),
    info=holds("Days you looked for", kept=TWO_YEARS, since="opened_at"),
)

choices = Table(
    "shadow_choices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wish_id", Integer, ForeignKey("shadow_wishes.id"), nullable=False),
    Column("day_id", Integer, ForeignKey("shadow_days.id"), nullable=False, index=True),
    Column("rank", Integer, nullable=False),
    UniqueConstraint("wish_id", "day_id"),
)

visits = Table(
    "shadow_visits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("wish_id", Integer, ForeignKey("shadow_wishes.id"), nullable=False, index=True),
    Column("day_id", Integer, ForeignKey("shadow_days.id"), nullable=False, index=True),
    Column("visitor_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You visit")),
    Column("host_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You host")),
    Column("visitor_answer", String(3), info=personal("Your answer", of="visitor_id")),
    Column("host_answer", String(3), info=personal("Your answer as host", of="host_id")),
    Column("state", String(9), nullable=False, info=personal("How it stands")),
    Column("placed", Boolean, nullable=False),
    Column("visitor_note", Text, info=personal("What you wrote to your host afterwards", of="visitor_id")),
    Column("host_note", Text, info=personal("What you wrote to your visitor afterwards", of="host_id")),
    Column("visitor_went", String(3), info=personal("Whether it happened, you said", of="visitor_id")),
    Column("host_went", String(3), info=personal("Whether it happened, you say", of="host_id")),
    Column("asked_at", Instant, nullable=False, info=personal("Asked")),
    Column("due_at", Instant, nullable=False, info=personal("Answer by")),
    info=holds("Shadowing days", kept=TWO_YEARS, since="asked_at"),
)

CHOOSING, ASKING, WAITING, PLACED, OVER = "choosing", "asking", "waiting", "placed", "over"
"""How a wish stands: days are being chosen, one is asked for, it waits for a round, it came true, it is over."""
ASKED, AGREED, CALLED_OFF = "asked", "agreed", "off"
"""How a visit stands (besides OVER). A no is known to nobody but whoever said it: it stands as asked until its last day."""
YES, NO = "yes", "no"
ANSWER_WITHIN: Final = timedelta(days=10)
NOTICE: Final = timedelta(days=3)
"""A day can be asked for until so long before it."""
AGAIN_AFTER: Final = timedelta(days=30)
MOST_CHOICES: Final = 3
MOST_OF_ORGANISATION: Final = 4
"""Visitors a month in one organisation, however many of its people host."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a host offers: where, what is seen, at which organisation, what to do and not to do, how to get in, visitors a month."""

    place: str
    what: str
    organisation: str = ""
    dos: str = ""
    access: str = ""
    a_month: int = 4

    @property
    def online(self) -> bool:
        """Whether nobody travels for it."""
        return self.place.casefold().startswith("online")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a host, with what is offered on it."""

    id: int
    offer_id: int
    group: int
    host: int
    wall_at: str
    zone: str
    starts_at: datetime
    places: int
    taken_back: bool
    offer: Offer

    @property
    def wall(self) -> Wall:
        """As the host put it."""
        return Wall(datetime.fromisoformat(self.wall_at), self.zone)

    @property
    def label(self) -> str:
        """`"Thu 3 Dec, 09:30"`: for buttons and lists, which hold nothing but letters."""
        return f"{self.wall.at:%a} {self.wall.at.day} {self.wall.at:%b, %H:%M}"

    @property
    def month(self) -> str:
        """`"2026-12"`, on the host's wall."""
        return self.wall_at[:7]

    @property
    def house(self) -> str:
        """What shares the organisation's limit: people who write its name alike, or the host alone."""
        return " ".join(self.offer.organisation.casefold().split()) or f"host {self.host}"


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody would like to shadow somebody. `waited`: a round has gone by without a place for them."""

    id: int
    group: int
    visitor: int
    purpose: str
    near: str
    state: str
    waited: bool
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Visit:
    """One visitor and one day, asked for or agreed. `placed`: suggested by a round, so that both have to say yes."""

    id: int
    group: int
    wish: int
    visitor: int
    host: int
    visitor_answer: str | None
    host_answer: str | None
    state: str
    placed: bool
    due_at: datetime
    day: Day

    def beside(self, member: int) -> int:
        """The other of the two."""
        return self.host if member == self.visitor else self.visitor

    def answer_of(self, member: int) -> str | None:
        """What one of the two said."""
        return self.visitor_answer if member == self.visitor else self.host_answer


_OFFER: Final = tuple(offers.c[name] for name in ("place", "what", "organisation", "dos", "access", "a_month"))
_DAY: Final = (
    *(days.c.id, days.c.offer_id, offers.c.group_id, offers.c.host_id, days.c.wall_at, days.c.zone),
    *(days.c.starts_at, days.c.places, days.c.taken_back),
    *_OFFER,
)
DAYS: Final = select(*_DAY).join_from(days, offers)
_V: Final = tuple(
    visits.c[name]
    for name in ("id", "group_id", "wish_id", "visitor_id", "host_id", "visitor_answer", "host_answer", "state", "placed", "due_at")
)
VISITS: Final = select(*_V, *_DAY).join_from(visits, days).join(offers)
WISHES: Final = select(
    *(wishes.c[name] for name in ("id", "group_id", "visitor_id", "purpose", "near", "state", "waited", "due_at")),
)


def as_day(row: tuple[object, ...]) -> Day:
    """A row of DAYS."""
    return Day(*row[:9], offer=Offer(*row[9:]))  # pyright: ignore[reportArgumentType]  columns in the order of the fields


def as_visit(row: tuple[object, ...]) -> Visit:
    """A row of VISITS."""
    return Visit(*row[:10], day=as_day(row[10:]))  # pyright: ignore[reportArgumentType]  as above


def day(conn: Connection, id_: int | None) -> Day | None:
    """One day."""
    row = conn.execute(DAYS.where(days.c.id == id_)).first()
    return as_day(tuple(row)) if row else None


def visit(conn: Connection, id_: int | None) -> Visit | None:
    """One visit."""
    row = conn.execute(VISITS.where(visits.c.id == id_)).first()
    return as_visit(tuple(row)) if row else None


def wish(conn: Connection, id_: int | None) -> Wish | None:
    """One wish."""
    row = conn.execute(WISHES.where(wishes.c.id == id_)).first()
    return Wish(*row) if row else None


def group_of_visit(conn: Connection, payload: str) -> int | None:
    """Whose visit it is."""
    return conn.execute(select(visits.c.group_id).where(visits.c.id == read_id(payload))).scalar()


def group_of_wish(conn: Connection, payload: str) -> int | None:
    """Whose wish it is (`"wish"` or `"wish.day"`)."""
    return conn.execute(select(wishes.c.group_id).where(wishes.c.id == read_id(payload.partition(".")[0]))).scalar()


def group_of_day(conn: Connection, payload: str) -> int | None:
    """Whose day it is."""
    return conn.execute(select(offers.c.group_id).join(days).where(days.c.id == read_id(payload))).scalar()
