"""How requests for a buddy stand. Only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select

from bot.chat.typed import read_id
from bot.community import meetups, members, safety, seats
from bot.community.before import reading
from bot.community.meetups import Meetup
from bot.community.newcomers.tables import YES, buddy_asks, buddy_requests

LOOKING, FOUND, NOBODY = "looking", "found", "nobody"
"""The states of a request, besides OVER."""


@dataclass(frozen=True, slots=True)
class Request:
    """A newcomer (`member`) who would like a buddy at a meetup."""

    id: int
    meetup: Meetup
    member: int
    state: str
    asked_at: datetime

    @property
    def takes_place(self) -> bool:
        """Whether the meetup does."""
        return self.meetup.state == meetups.ANNOUNCED

    @property
    def subject(self) -> str:
        """What its messages are about."""
        return f"buddy:{self.id}"


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody (`member`) asked to be a buddy; `point` and `sign`: where, and how they are found, once they said yes."""

    id: int
    request: Request
    member: int
    answer: str | None
    sign: str
    asked_at: datetime
    point: str = ""

    def both_go(self, conn: Connection) -> bool:
        """Whether both have a seat at what still takes place."""
        return all(goes(conn, self.request.meetup, each) for each in (self.member, self.request.member))

    def holds(self, conn: Connection) -> bool:
        """Whether the two will meet: yes was said, both come, and nothing keeps them apart since."""
        pair = (self.member, self.request.member)
        awake = not any(members.on_a_break(conn, each) for each in pair)
        return self.answer == YES and awake and self.both_go(conn) and safety.may_meet(conn, *pair)


_R: Final = buddy_requests.c
_A: Final = buddy_asks.c
_REQUESTS: Final = select(_R.id, _R.meetup_id, _R.member_id, _R.state, _R.asked_at)
_MINE: Final = select(_R.id).where(_R.meetup_id == bindparam("meetup"), _R.member_id == bindparam("member"))
_ASKS: Final = select(_A.id, _A.request_id, _A.member_id, _A.answer, _A.sign, _A.asked_at, _A.point)


def goes(conn: Connection, meetup: Meetup, member: int) -> bool:
    """Whether somebody has a seat at a meetup that takes place."""
    seat = seats.mine_at(conn, meetup.id, member)
    return meetup.state == meetups.ANNOUNCED and seat is not None and seat.state == seats.GOING


def get(conn: Connection, request: int) -> Request | None:
    """One request, if it is still held."""
    row = conn.execute(_REQUESTS.where(_R.id == request)).first()
    return Request(row.id, meetups.get(conn, row.meetup_id), row.member_id, row.state, row.asked_at) if row else None


def of_member(conn: Connection, meetup_id: int, member: int) -> Request | None:
    """A newcomer's request for a meetup."""
    found = conn.execute(_MINE, {"meetup": meetup_id, "member": member}).scalar()
    return get(conn, found) if found is not None else None


def get_ask(conn: Connection, ask: int) -> Ask | None:
    """One who was asked, if it is still held."""
    row = conn.execute(_ASKS.where(_A.id == ask)).first()
    request = get(conn, row.request_id) if row else None
    return Ask(row.id, request, row.member_id, row.answer, row.sign or "", row.asked_at, row.point or "") if row and request else None


def meeting_point(conn: Connection, ask: Ask) -> str:
    """Where the two meet: as the buddy says, else as the organiser does; "" where nobody said."""
    return ask.point or reading.of(conn, ask.request.meetup).meeting_point


def asked_for(conn: Connection, request: int) -> list[Ask]:
    """Who was asked, in order."""
    ids = conn.execute(select(_A.id).where(_A.request_id == request).order_by(_A.id)).scalars().all()
    return [found for id_ in ids if (found := get_ask(conn, id_))]


def buddy_of(conn: Connection, ref: str) -> tuple[Ask, int] | None:
    """What a message to one of the two (`"ask.member"`) is about, and to whom; None where that one comes no more."""
    number, _, member = ref.partition(".")
    found = get_ask(conn, int(number))
    return (found, int(member)) if found and found.answer == YES and goes(conn, found.request.meetup, int(member)) else None


def beside(conn: Connection, meetup: Meetup, member: int) -> Ask | None:
    """The pair a member belongs to at a meetup, as newcomer or as buddy, if the two will meet."""
    mine = select(_A.id).join(buddy_requests, _R.id == _A.request_id).where(_R.meetup_id == meetup.id, _A.answer == YES)
    ids = conn.execute(mine.where((_A.member_id == member) | (_R.member_id == member)).order_by(_A.id)).scalars().all()
    return next((found for id_ in ids if (found := get_ask(conn, id_)) and found.holds(conn)), None)


def asks_of(conn: Connection, member: int, group_id: int) -> list[Ask]:
    """What somebody may still answer in a group."""
    ids = conn.execute(select(_A.id).where(_A.member_id == member, _A.answer.is_(None)).order_by(_A.id)).scalars().all()
    found = [each for id_ in ids if (each := get_ask(conn, id_))]
    return [each for each in found if each.request.meetup.group_id == group_id]


def wanted_by(conn: Connection, member: int, group_id: int, now: datetime) -> list[Request]:
    """A newcomer's own requests for what is still to come."""
    ids = conn.execute(select(_R.id).where(_R.member_id == member)).scalars().all()
    found = [each for id_ in ids if (each := get(conn, id_))]
    return [each for each in found if each.meetup.group_id == group_id and now < each.meetup.starts_at and goes(conn, each.meetup, member)]


def without(conn: Connection, group_id: int, now: datetime) -> list[Request]:
    """Requests in a group for which nobody could be found, while it still matters."""
    ids = conn.execute(select(_R.id).where(_R.state == NOBODY).order_by(_R.asked_at)).scalars().all()
    found = [each for id_ in ids if (each := get(conn, id_))]
    return [
        each for each in found if each.meetup.group_id == group_id and now < each.meetup.starts_at and goes(conn, each.meetup, each.member)
    ]


def group_of(conn: Connection, payload: str) -> int | None:
    """In which group somebody was asked."""
    table = meetups.meetups
    mine = select(table.c.group_id).join_from(buddy_asks, buddy_requests).join(table, table.c.id == _R.meetup_id)
    return conn.execute(mine.where(_A.id == read_id(payload))).scalar()
