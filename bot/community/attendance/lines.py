"""A line for one's own log, of a meetup one checked in at: nobody else reads it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, String, cast, exists, literal, select

from bot.chat import Refusal
from bot.community import cpd, meetups
from bot.community.act import Act
from bot.community.attendance.checking_in import was_there
from bot.community.attendance.tables import check_ins
from bot.community.cpd import Line, cpd_lines
from bot.community.meetups import Meetup

LATELY: Final = timedelta(days=60)
_ABOUT: Final = "meetup:"


def keep(act: Act, meetup_id: int, words: str) -> str:
    """Keep my line about a meetup, in place of an earlier one. Returns it, with what it is of. Raises Refusal where I didn't check in."""
    if not was_there(act.conn, meetup_id, act.member):
        raise Refusal("A line goes with a meetup you checked in at. /my goals leads to your lines.")
    meetup = meetups.hold(act, meetup_id)
    cpd.keep(act, f"{_ABOUT}{meetup_id}", meetup.starts_at, words)
    return f"{meetup.when.at.day} {meetup.when.at:%B %Y}, {meetup.title}: {words}"


def words_of(conn: Connection, member_id: int, meetup_id: int) -> str:
    """What I wrote of a meetup, or ""."""
    return cpd.about(conn, member_id, f"{_ABOUT}{meetup_id}")


def without(conn: Connection, member_id: int, group_id: int, now: datetime, most: int = 3) -> list[Meetup]:
    """Meetups somebody checked in at lately and wrote no line of, newest first."""
    table = meetups.meetups
    about = literal(_ABOUT) + cast(table.c.id, String)
    written = exists().where(cpd_lines.c.member_id == member_id, cpd_lines.c.about == about)
    mine = select(table).join_from(check_ins, table).where(check_ins.c.member_id == member_id, table.c.group_id == group_id)
    lately = mine.where(table.c.starts_at >= now - LATELY, ~written).order_by(table.c.starts_at.desc()).limit(most)
    return [Meetup(*row) for row in conn.execute(lately)]


def titles(conn: Connection, lines: Sequence[Line]) -> dict[str, str]:
    """What each line about a meetup is of, by its `about`."""
    ids = [int(each.about.removeprefix(_ABOUT)) for each in lines if each.about.startswith(_ABOUT)]
    named = select(meetups.meetups.c.id, meetups.meetups.c.title).where(meetups.meetups.c.id.in_(ids))
    return {f"{_ABOUT}{id_}": title for id_, title in conn.execute(named)}
