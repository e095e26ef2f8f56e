"""Stuck: an organiser may help, if whoever is stuck says so. They are told who and since when, and no words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import members, safety
from bot.community.act import Act
from bot.community.mentoring import matches
from bot.community.mentoring.tables import ON, helps
from bot.community.mentoring.tables import matches as match_rows
from bot.outbox import Kind, To

WITHIN: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Help:
    """Somebody who asked for an organiser's help. `taken_by`: the member id of who writes to them."""

    id: int
    match: int
    group: int
    member: int
    asked_at: datetime
    due_at: datetime
    taken_by: int | None


_HELP: Final = select(helps, match_rows.c.group_id).join_from(helps, match_rows)
_OPEN: Final = _HELP.where(helps.c.taken_by_id.is_(None), match_rows.c.state == ON)


def _read(row: Any) -> Help:
    return Help(row.id, row.match_id, row.group_id, row.member_id, row.asked_at, row.due_at, row.taken_by_id)


def get(conn: Connection, help_id: int | None) -> Help | None:
    """One."""
    row = conn.execute(_HELP.where(helps.c.id == help_id)).first()
    return _read(row) if row else None


def of_member(conn: Connection, member: int, group: int) -> list[Help]:
    """What a member waits for."""
    mine = _OPEN.where(helps.c.member_id == member, match_rows.c.group_id == group)
    return [_read(row) for row in conn.execute(mine.order_by(helps.c.due_at))]


def open_in(conn: Connection, group: int) -> list[Help]:
    """What waits for an organiser of a group, the oldest first."""
    mine = _OPEN.where(match_rows.c.group_id == group)
    return [_read(row) for row in conn.execute(mine.order_by(helps.c.asked_at))]


def ask(act: Act, match: int) -> datetime:
    """I would like an organiser's help with a match of mine. Returns by when one writes. Raises Refusal where nobody could help."""
    found = matches.mine(act, match)
    waiting = [each for each in of_member(act.conn, act.member, act.group) if each.match == match]
    if waiting:
        return waiting[0].due_at
    if not _helpers(act.conn, Help(0, match, act.group, act.member, act.now, act.now, None)):
        raise Refusal("There is no organiser here who isn't one of the two of you. It can end without a reason at any time: /mentor mine.")
    made = insert(helps).values(match_id=match, member_id=act.member, asked_at=act.now, due_at=act.now + WITHIN).returning(helps.c.id)
    asked = get(act.conn, act.conn.execute(made).scalar_one())
    if asked:
        _ask_organisers(act.conn, act.now, asked)
        outbox.later(act.conn, DUE, asked.id, group=found.group, subject=_subject(asked), due=asked.due_at, once=act.now)
    return act.now + WITHIN


def _helpers(conn: Connection, asked: Help) -> list[int]:
    """The organisers who are neither of the two, and may meet whoever asks."""
    found = matches.get(conn, asked.match)
    return [
        each
        for each in members.organisers(conn, asked.group)
        if found and each not in found.pair and safety.may_meet(conn, each, asked.member)
    ]


def _ask_organisers(conn: Connection, now: datetime, asked: Help) -> None:
    for each in _helpers(conn, asked):
        _say(conn, asked, WANTED, each, now)


def _say(conn: Connection, asked: Help, kind: Kind, to: int, now: datetime) -> None:
    once = (asked.asked_at, now)
    outbox.say(conn, kind, asked.id, To(member=to), group=asked.group, subject=_subject(asked), due=now, once=once)


def _subject(asked: Help) -> str:
    return f"mentor_help:{asked.id}"


def take(act: Act, help_id: int) -> Help:
    """An organiser writes to them; they hear so. Raises Refusal when somebody does already, or it is about oneself."""
    asked = get(act.conn, help_id)
    if asked is None or asked.taken_by is not None or act.member not in _helpers(act.conn, asked):
        raise Refusal("Somebody sees to that one already. /organise shows what is open.")
    act.conn.execute(update(helps).where(helps.c.id == help_id).values(taken_by_id=act.member))
    outbox.cancel(act.conn, _subject(asked), "somebody helps")
    _say(act.conn, asked, TAKEN, asked.member, act.now)
    return asked


def _due(conn: Connection, now: datetime, ref: str) -> None:
    """A week and nobody has written: organisers are asked again, and whoever waits hears so, with a new day."""
    asked = get(conn, int(ref))
    found = matches.get(conn, asked.match) if asked else None
    if asked is None or asked.taken_by is not None or found is None or not found.on:
        return
    conn.execute(update(helps).where(helps.c.id == asked.id).values(due_at=now + WITHIN))
    _ask_organisers(conn, now, asked)
    _say(conn, asked, LATE, asked.member, now)
    outbox.later(conn, DUE, asked.id, group=asked.group, subject=_subject(asked), due=now + WITHIN, once=(asked.asked_at, now))


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose it is."""
    return conn.execute(select(match_rows.c.group_id).join_from(helps, match_rows).where(helps.c.id == read_id(payload))).scalar()


WANTED: Final = Kind("mentor.help_wanted")
TAKEN: Final = Kind("mentor.help_taken")
LATE: Final = Kind("mentor.help_late")
DUE: Final = Kind("mentor.help_due", run=_due)
