"""Who brings what to a meetup: what would be good to have, in its organiser's words, and what those who come say they bring.

Whoever brings something is named to others with a seat only where they agreed to be named in the group, and where the two may meet. A seat
that is given up takes what its owner was to bring off the list, and it is wanted again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import meetups, members, safety, seats
from bot.community.act import Act
from bot.community.before import reading
from bot.community.before.tables import things, wanted_things
from bot.community.meetups import Meetup
from bot.community.seats import GOING

MOST_WANTED: Final = 10
MOST_EACH: Final = 5
LONGEST: Final = 60
CLOSED: Final = "There is no list of what people bring to that meetup just now. /meetup list shows what is coming up."
NO_SEAT: Final = "That list is for those with a seat. Press I'll be there first, then say what you bring."
GONE: Final = "That is off the list already. Press I bring something on the card to see it as it is."


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something an organiser would like to have there."""

    id: int
    words: str


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that somebody brings. `name`: theirs, if whoever reads it may; `own`: in their words, not the organiser's."""

    id: int
    meetup: int
    member: int
    words: str
    own: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """How the list stands for one reader."""

    wanted: tuple[Wanted, ...]
    things: tuple[Thing, ...]


_W: Final = wanted_things.c
_T: Final = things.c
_STILL: Final = (
    select(_W.id, _W.words)
    .outerjoin(things, _T.wanted_id == _W.id)
    .where(_W.meetup_id == bindparam("meetup"), _T.id.is_(None))
    .order_by(_W.id)
)
_BROUGHT: Final = select(_T.id, _T.meetup_id, _T.member_id, _T.words, _T.wanted_id.is_(None)).order_by(_T.id)


def read(words: str) -> tuple[str, ...]:
    """What an organiser would like to have, one a line. Raises ValueError in words."""
    found = {" ".join(line.split()).casefold(): " ".join(line.split()) for line in words.splitlines() if line.strip()}
    if len(found) > MOST_WANTED:
        raise ValueError(f"Those are {len(found)} things; {MOST_WANTED} is the most a card can hold. Keep what matters.")
    if too_long := [line for line in found.values() if len(line) > LONGEST]:
        raise ValueError(f"“{too_long[0][:30]}…” has {len(too_long[0])} characters; {LONGEST} is the most that fits.")
    return tuple(found.values())


# --- the organiser ----------------------------------------------------------------------------------------------------------------


def open_list(act: Act, meetup_id: int, wanted: Sequence[str]) -> Meetup:
    """People may say what they bring; `wanted` would be good to have. Raises Refusal as `reading.hold`.

    Said again with other things, what is brought stays brought.
    """
    meetup = reading.change(act, reading.hold(act, meetup_id), brings=True)
    before = {row.words.casefold(): row.id for row in act.conn.execute(select(_W.id, _W.words).where(_W.meetup_id == meetup_id))}
    keep = {words.casefold(): words for words in wanted}
    gone = [id_ for words, id_ in before.items() if words not in keep]
    act.conn.execute(update(things).where(_T.wanted_id.in_(gone)).values(wanted_id=None))
    act.conn.execute(delete(wanted_things).where(_W.id.in_(gone)))
    for key, words in keep.items():
        if key not in before:
            act.conn.execute(insert(wanted_things).values(meetup_id=meetup_id, words=words))
    outbox.touch(act.conn, act.now, meetup.subject)
    return meetup


def close_list(act: Act, meetup_id: int) -> Meetup:
    """No list any more: nobody sees what was on it. Raises Refusal as `reading.hold`."""
    meetup = reading.change(act, reading.hold(act, meetup_id), brings=False)
    act.conn.execute(delete(things).where(_T.meetup_id == meetup_id))
    act.conn.execute(delete(wanted_things).where(_W.meetup_id == meetup_id))
    outbox.touch(act.conn, act.now, meetup.subject)
    return meetup


def take_off(act: Act, thing_id: int) -> Thing:
    """An organiser takes something off the list. Raises Refusal when it is gone, or another group's."""
    found = get(act.conn, thing_id)
    meetup = meetups.find(act.conn, found.meetup) if found else None
    if found is None or meetup is None or meetup.group_id != act.group:
        raise Refusal(GONE)
    _off(act, found, meetup)
    return found


# --- those who come ---------------------------------------------------------------------------------------------------------------


def bring_wanted(act: Act, wanted_id: int) -> Thing:
    """I bring something that would be good to have. Raises Refusal without a seat, or where somebody brings it already."""
    row = act.conn.execute(select(_W.meetup_id, _W.words).where(_W.id == wanted_id)).first()
    if row is None:
        raise Refusal(GONE)
    meetup = _open(act, row.meetup_id)
    if act.conn.execute(select(_T.id).where(_T.wanted_id == wanted_id)).first():
        raise Refusal(f"Somebody brings it already: {row.words}. Is there something else you'd like to bring?")
    return _bring(act, meetup, row.words, wanted_id)


def bring(act: Act, meetup_id: int, words: str) -> Thing:
    """I bring something of my own choice; what would be good to have is found by its words. Raises Refusal as `bring_wanted`."""
    meetup = _open(act, meetup_id)
    wanted = [each for each in still_wanted(act.conn, meetup) if each.words.casefold() == words.casefold()]
    return bring_wanted(act, wanted[0].id) if wanted else _bring(act, meetup, words, None)


def _open(act: Act, meetup_id: int) -> Meetup:
    meetup = meetups.hold(act, meetup_id)
    mine = seats.mine_at(act.conn, meetup.id, act.member)
    if not reading.of(act.conn, meetup).brings or meetup.state != meetups.ANNOUNCED or act.now >= meetup.ends_at:
        raise Refusal(CLOSED)
    if mine is None or mine.state != GOING:
        raise Refusal(NO_SEAT)
    return meetup


def _bring(act: Act, meetup: Meetup, words: str, wanted: int | None) -> Thing:
    mine = [each for each in _of(act.conn, meetup) if each.member == act.member]
    if len(mine) >= MOST_EACH:
        raise Refusal(f"You bring {MOST_EACH} things already, which is very kind. Take one back first, if you'd rather bring this.")
    row = {"meetup_id": meetup.id, "member_id": act.member, "words": words, "wanted_id": wanted, "said_at": act.now}
    made = act.conn.execute(insert(things).values(row).returning(_T.id)).scalar_one()
    outbox.touch(act.conn, act.now, meetup.subject)
    return Thing(made, meetup.id, act.member, words, wanted is None)


def take_back(act: Act, thing_id: int) -> Thing:
    """I don't bring it after all. Raises Refusal when it is another's, or gone."""
    found = get(act.conn, thing_id)
    if found is None or found.member != act.member:
        raise Refusal(GONE)
    _off(act, found, meetups.get(act.conn, found.meetup))
    return found


def _off(act: Act, thing: Thing, meetup: Meetup) -> None:
    act.conn.execute(delete(things).where(_T.id == thing.id))
    outbox.touch(act.conn, act.now, meetup.subject)


def seat_given_up(conn: Connection, meetup: Meetup, member: int) -> None:
    """Somebody comes no more: what they were to bring is off the list."""
    if meetup.prepared:
        conn.execute(delete(things).where(_T.meetup_id == meetup.id, _T.member_id == member))


def one_person(conn: Connection, _now: datetime, kept: int, gone: int) -> None:
    """Two records become one: where both have an answer, what either brings is brought by whoever keeps a seat."""
    for meetup in {seat.meetup_id for seat in seats.of_member(conn, kept)}:
        held = seats.mine_at(conn, meetup, gone)
        if held and held.state == GOING:
            mine = seats.mine_at(conn, meetup, kept)
            keeper = kept if mine and mine.state == GOING else gone
            conn.execute(update(things).where(_T.meetup_id == meetup, _T.member_id.in_([kept, gone])).values(member_id=keeper))


# --- looking ----------------------------------------------------------------------------------------------------------------------


def get(conn: Connection, thing_id: int) -> Thing | None:
    """Something that somebody brings."""
    row = conn.execute(_BROUGHT.where(_T.id == thing_id)).first()
    return Thing(*row) if row else None


def seen(act: Act, thing_id: int) -> Thing:
    """What another brings, in their own words, to one who reads it with a seat. Raises Refusal otherwise."""
    found = get(act.conn, thing_id)
    mine = seats.mine_at(act.conn, found.meetup, act.member) if found else None
    if found is None or found.member == act.member or mine is None or mine.state != GOING:
        raise Refusal(GONE)
    return found


def _of(conn: Connection, meetup: Meetup) -> list[Thing]:
    return [Thing(*row) for row in conn.execute(_BROUGHT.where(_T.meetup_id == meetup.id))]


def still_wanted(conn: Connection, meetup: Meetup) -> list[Wanted]:
    """What would be good to have and nobody brings so far."""
    return [Wanted(*row) for row in conn.execute(_STILL, {"meetup": meetup.id})]


def everything_wanted(conn: Connection, meetup: Meetup) -> list[str]:
    """What an organiser would like to have, brought or not."""
    return list(conn.execute(select(_W.words).where(_W.meetup_id == meetup.id).order_by(_W.id)).scalars())


def as_read_by(conn: Connection, meetup: Meetup, reader: int, *, organiser: bool = False) -> Brought:
    """The list, with the names that `reader` may read; an organiser reads them all, as in the list of who comes."""
    found: list[Thing] = []
    for each in _of(conn, meetup):
        named, _ = members.consent(conn, each.member, meetup.group_id)
        shown = organiser or (named and safety.may_meet(conn, reader, each.member))
        name = members.first_name(members.name_of(conn, each.member)) if shown and each.member != reader else ""
        found.append(Thing(each.id, each.meetup, each.member, each.words, each.own, name))
    return Brought(tuple(still_wanted(conn, meetup)), tuple(found))


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose meetup something is brought to."""
    mine = select(meetups.meetups.c.group_id).join_from(things, meetups.meetups, meetups.meetups.c.id == _T.meetup_id)
    return conn.execute(mine.where(_T.id == read_id(payload))).scalar()


def group_of_wanted(conn: Connection, payload: str) -> int | None:
    """Whose meetup something would be good to have at."""
    mine = select(meetups.meetups.c.group_id).join_from(wanted_things, meetups.meetups, meetups.meetups.c.id == _W.meetup_id)
    return conn.execute(mine.where(_W.id == read_id(payload))).scalar()
