"""Finding somebody who says hello, when nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import members, safety
from bot.community.act import Act
from bot.community.newcomers import greeters
from bot.community.newcomers.reading import Hello, get
from bot.community.newcomers.tables import NO, OVER, YES, greeter_asks, hellos
from bot.outbox import Kind, To
from bot.schema import lock_row

A_DAY: Final = timedelta(hours=24)
MOST_ASKED: Final = 2
"""So many greeters, one after the other, before organisers hear of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One greeter asked to say hello to one newcomer. `member` is the greeter's id."""

    id: int
    hello: int
    member: int
    name: str
    answer: str | None
    asked_at: datetime


_ASKED: Final = select(
    greeter_asks.c.id,
    greeter_asks.c.hello_id,
    greeter_asks.c.member_id,
    members.members.c.name,
    greeter_asks.c.answer,
    greeter_asks.c.asked_at,
).join_from(greeter_asks, members.members)


def watch(conn: Connection, now: datetime, hello: int, group: int) -> None:
    """Look again in a day whether somebody has said hello."""
    due = now + A_DAY
    outbox.later(conn, WATCH, hello, group=group, subject=f"hello:{hello}", due=due, once=due.isoformat())


def get_ask(conn: Connection, ask: int) -> Asked | None:
    """One who was asked, if it is still held."""
    row = conn.execute(_ASKED.where(greeter_asks.c.id == ask)).first()
    return Asked(*row) if row else None


def asked_for(conn: Connection, hello: int) -> list[Asked]:
    """Who was asked, in order."""
    return [Asked(*row) for row in conn.execute(_ASKED.where(greeter_asks.c.hello_id == hello).order_by(greeter_asks.c.id))]


def close(conn: Connection, hello: int, by: int | None = None) -> None:
    """Nobody need be asked any more; it was done by this member, if any."""
    open_ = update(greeter_asks).where(greeter_asks.c.hello_id == hello, greeter_asks.c.answer.is_(None))
    conn.execute(open_.where(greeter_asks.c.member_id == by).values(answer=YES))
    conn.execute(open_.values(answer=OVER))


def decline(act: Act, ask: int) -> None:
    """Not this time: the next is asked at once. Raises Refusal when it is over, or somebody else's."""
    row = get_ask(act.conn, ask)
    if row is None or row.member != act.member or row.answer:
        raise Refusal("That one is over. Thank you all the same.")
    act.conn.execute(update(greeter_asks).where(greeter_asks.c.id == ask).values(answer=NO))
    _ask_next(act.conn, act.now, row.hello)


def _watch(conn: Connection, now: datetime, ref: str) -> None:
    """A day has gone by; unless somebody was asked since, whose own day it is."""
    if any(each.answer is None and now < each.asked_at + A_DAY for each in asked_for(conn, int(ref))):
        return
    _ask_next(conn, now, int(ref))


def _not_reached(conn: Connection, now: datetime, ref: str) -> None:
    """Their messages are closed: the next is asked."""
    hello = conn.execute(select(greeter_asks.c.hello_id).where(greeter_asks.c.id == int(ref), greeter_asks.c.answer.is_(None))).scalar()
    if hello is not None:
        _ask_next(conn, now, hello)


def _ask_next(conn: Connection, now: datetime, hello: int) -> None:
    lock_row(conn, hellos, hello)
    found = get(conn, hello)
    if found is None or not found.open:
        return
    close(conn, hello)
    before = [each.member for each in asked_for(conn, hello)]
    free = greeters.in_turn(conn, now, found.group, found.member, before) if len(before) < MOST_ASKED else []
    if not free:
        _tell_organisers(conn, now, found)
        return
    made = insert(greeter_asks).values(hello_id=hello, member_id=free[0], asked_at=now).returning(greeter_asks.c.id)
    ask, subject = conn.execute(made).scalar_one(), f"hello:{hello}"
    for kind, due in ((PLEASE, now), (NUDGE, now + A_DAY / 2)):
        outbox.say(conn, kind, ask, To(member=free[0]), group=found.group, subject=subject, due=due, until=now + A_DAY)
    watch(conn, now, hello, found.group)


def _tell_organisers(conn: Connection, now: datetime, found: Hello) -> None:
    for organiser in members.organisers(conn, found.group):
        if safety.may_meet(conn, organiser, found.member):
            subject = f"hello:{found.id}"
            outbox.say(conn, UNANSWERED, f"{found.id}.{organiser}", To(member=organiser), group=found.group, subject=subject, due=now)


def open_to(conn: Connection, ref: str) -> Hello | None:
    """Whom a greeter is asked to greet, while it is still wanted and the two may meet."""
    row = get_ask(conn, int(ref))
    found = get(conn, row.hello) if row and row.answer is None else None
    if row is None or found is None or not found.open:
        return None
    return found if greeters.may_be_asked(conn, found.group, row.member, found.member) else None


def for_organiser(conn: Connection, ref: str) -> Hello | None:
    """What an organiser (`"hello.member"`) is told of, while nobody has answered and the two may meet."""
    number, _, organiser = ref.partition(".")
    found = get(conn, int(number))
    return found if found and found.open and safety.may_meet(conn, int(organiser), found.member) else None


def asks_of(conn: Connection, member_id: int, group_id: int) -> list[tuple[int, Hello]]:
    """What a greeter may still do: the asks' ids, and whom they are about."""
    mine = (
        select(greeter_asks.c.id)
        .join(hellos)
        .where(greeter_asks.c.member_id == member_id, hellos.c.group_id == group_id, greeter_asks.c.answer.is_(None))
    )
    ids = conn.execute(mine.order_by(greeter_asks.c.id)).scalars().all()
    return [(id_, found) for id_ in ids if (found := open_to(conn, str(id_)))]


def group_of(conn: Connection, payload: str) -> int | None:
    """In which group they were asked."""
    mine = select(hellos.c.group_id).join(greeter_asks, greeter_asks.c.hello_id == hellos.c.id)
    return conn.execute(mine.where(greeter_asks.c.id == read_id(payload))).scalar()


WATCH: Final = Kind("hello.watch", run=_watch)
PLEASE: Final = Kind("hello.please", failed=_not_reached)
NUDGE: Final = Kind("hello.nudge", urgency=2)
UNANSWERED: Final = Kind("hello.unanswered", urgency=2, ends_in_member=True)
