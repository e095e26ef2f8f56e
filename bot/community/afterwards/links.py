"""Links after a meetup: slides, pictures, what people wrote of it. Whoever had a seat may add some; organisers say which are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, func, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import meetups, members, seats
from bot.community.act import Act
from bot.community.afterwards.tables import recap_links, recaps
from bot.community.attendance import checking_in
from bot.community.meetups import ANNOUNCED, Meetup

WAITING, SHOWN = "waiting", "shown"
MOST_EACH: Final = 5
MOST: Final = 40
GONE: Final = "That link isn't there any more."


@dataclass(frozen=True, slots=True)
class Link:
    """One link. `name` is whose it is: for organisers and themselves. `credit`: whose work it is, as they said."""

    id: int
    meetup: int
    group: int
    member: int
    name: str
    url: str
    title: str
    credit: str
    state: str


_L: Final = recap_links.c
_M: Final = meetups.meetups.c
_ONE: Final = (
    select(_L.id, _L.meetup_id, _M.group_id, _L.member_id, members.members.c.name, _L.url, _L.title, _L.credit, _L.state)
    .join_from(recap_links, meetups.meetups)
    .join(members.members, members.members.c.id == _L.member_id)
)
_SHOWN: Final = _ONE.where(_L.meetup_id == bindparam("meetup"), _L.state == SHOWN).order_by(_L.id)


def add(act: Act, meetup_id: int, url: str, title: str, credit: str) -> Link:
    """Add a link (checked by `addresses`): an organiser's is shown, anybody else's waits for one. The same address twice is once.

    Raises Refusal before it has begun, for whoever had no seat, and where there are too many.
    """
    meetup = meetups.hold(act, meetup_id)
    organises = act.member in members.organisers(act.conn, act.group)
    if not (organises or had_seat(act.conn, meetup, act.member)) or meetup.state != ANNOUNCED or act.now < meetup.starts_at:
        raise Refusal("Links are added by those who had a seat, once it has begun. /meetup list shows what is coming up.")
    there = [each for each in of(act.conn, meetup_id) if each.url == url and (each.state == SHOWN or each.member == act.member)]
    if there:
        return there[0]
    _enough(act.conn, meetup_id, act.member, organises=organises)
    state = SHOWN if organises else WAITING
    row = {"meetup_id": meetup_id, "member_id": act.member, "url": url, "title": title, "credit": credit, "state": state}
    made = act.conn.execute(insert(recap_links).values(**row, added_at=act.now).returning(_L.id)).scalar_one()
    if organises:
        _changed(act, meetup_id)
    return _get(act, made)


def _enough(conn: Connection, meetup_id: int, member: int, *, organises: bool) -> None:
    here = select(func.count()).where(_L.meetup_id == meetup_id)
    if conn.execute(here).scalar_one() >= MOST:
        raise Refusal(f"There are {MOST} links already. An organiser can take some away; then there is room for yours.")
    if not organises and conn.execute(here.where(_L.member_id == member)).scalar_one() >= MOST_EACH:
        raise Refusal(f"You have added {MOST_EACH} already. Take one back, and there is room for another.")


def had_seat(conn: Connection, meetup: Meetup, member: int) -> bool:
    """Whether somebody was to be there, or was."""
    seat = seats.mine_at(conn, meetup.id, member)
    return (seat is not None and seat.state == seats.GOING and not seat.absent) or checking_in.was_there(conn, meetup.id, member)


def show(act: Act, link_id: int) -> Link:
    """An organiser has it shown. Raises Refusal when it is another group's, or gone."""
    _get(act, link_id)
    act.conn.execute(update(recap_links).where(_L.id == link_id).values(state=SHOWN))
    found = _get(act, link_id)
    _changed(act, found.meetup)
    return found


def remove(act: Act, link_id: int) -> Link:
    """An organiser takes it away, everywhere it stands. Raises as `show`."""
    found = _get(act, link_id)
    act.conn.execute(recap_links.delete().where(_L.id == link_id))
    if found.state == SHOWN:
        _changed(act, found.meetup)
    return found


def take_back(act: Act, link_id: int) -> Link:
    """I take mine back. Raises Refusal for anybody else's."""
    if _get(act, link_id).member != act.member:
        raise Refusal(GONE)
    return remove(act, link_id)


def _get(act: Act, link_id: int) -> Link:
    found = get(act.conn, link_id)
    if found is None or found.group != act.group:
        raise Refusal(GONE)
    return found


def _changed(act: Act, meetup_id: int) -> None:
    """Wherever the write-up stands, it is read anew."""
    act.conn.execute(update(recaps).where(recaps.c.meetup_id == meetup_id).values(changed_at=act.now))
    outbox.touch(act.conn, act.now, f"recap:{meetup_id}")


def get(conn: Connection, link_id: int | None) -> Link | None:
    """One, if it is still there."""
    row = conn.execute(_ONE.where(_L.id == link_id)).first()
    return Link(*row) if row else None


def of(conn: Connection, meetup_id: int) -> Sequence[Link]:
    """All of a meetup, those that wait first."""
    rows = conn.execute(_ONE.where(_L.meetup_id == meetup_id).order_by(_L.state.desc(), _L.id))
    return [Link(*row) for row in rows]


def shown(conn: Connection, meetup_id: int) -> Sequence[Link]:
    """Those everybody may see, in the order they came."""
    return [Link(*row) for row in conn.execute(_SHOWN, {"meetup": meetup_id})]


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose link a button is about."""
    found = get(conn, read_id(payload))
    return found.group if found else None


def waiting_in(conn: Connection, group_id: int) -> int:
    """How many wait for an organiser."""
    mine = select(func.count()).select_from(recap_links).join(meetups.meetups)
    return conn.execute(mine.where(_M.group_id == group_id, _L.state == WAITING)).scalar_one()
