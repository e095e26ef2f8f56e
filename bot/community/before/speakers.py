"""Who speaks at a meetup: named by its organiser, for everybody to read; and whom it would be kind to thank afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.clock import Wall, say_time
from bot.community import meetups
from bot.community.act import Act
from bot.community.before import reading
from bot.community.before.tables import preparations, speakers
from bot.community.meetups import Meetup

MOST: Final = 6
LONGEST_LINK: Final = 300
THANK_WITHIN: Final = timedelta(days=30)
"""Later than this, a desk says no more of it."""
GONE: Final = "That speaker is not on the programme any more. /meetup manage shows what is."


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks, in an organiser's words. `link`: to their slides, or ""."""

    id: int
    meetup_id: int
    name: str
    about: str
    link: str


_S: Final = speakers.c
_COLUMNS: Final = [_S[field.name] for field in fields(Speaker)]


def read_link(words: str) -> str:
    """A web address, or nothing. Raises ValueError for anything else."""
    if words and (not words.startswith(("https://", "http://")) or set(words) & set(' <>|"')):
        raise ValueError("Type a whole address that begins with https://, or leave it empty.")
    return words


def add(act: Act, meetup_id: int, name: str, about: str, link: str) -> Meetup:
    """Somebody speaks there. The same name again is said anew. Raises Refusal as `reading.hold`, or for too many."""
    meetup = reading.change(act, reading.hold(act, meetup_id), speaks=True)
    act.conn.execute(delete(speakers).where(_S.meetup_id == meetup_id, func.lower(_S.name) == name.lower()))
    if len(at(act.conn, meetup_id)) >= MOST:
        raise Refusal(f"{MOST} speakers are the most I can name there. Take one off first.")
    act.conn.execute(insert(speakers).values(meetup_id=meetup_id, name=name, about=about, link=link))
    outbox.touch(act.conn, act.now, meetup.subject)
    return meetup


def take_off(act: Act, speaker_id: int) -> Speaker:
    """They don't speak there. Raises Refusal when it is another group's, or gone."""
    found = _mine(act, speaker_id)
    act.conn.execute(delete(speakers).where(_S.id == speaker_id))
    outbox.touch(act.conn, act.now, f"meetup:{found.meetup_id}")
    return found


def thanked(act: Act, speaker_id: int) -> Speaker:
    """Somebody thanked them: it is off the desk. Raises Refusal as `take_off`."""
    found = _mine(act, speaker_id)
    act.conn.execute(update(speakers).where(_S.id == speaker_id).values(thanked_at=act.now))
    return found


def _mine(act: Act, speaker_id: int) -> Speaker:
    row = act.conn.execute(select(*_COLUMNS).where(_S.id == speaker_id)).first()
    if row is None or group_of(act.conn, str(speaker_id)) != act.group:
        raise Refusal(GONE)
    return Speaker(*row)


def at(conn: Connection, meetup_id: int) -> list[Speaker]:
    """Who speaks at a meetup."""
    return [Speaker(*row) for row in conn.execute(select(*_COLUMNS).where(_S.meetup_id == meetup_id).order_by(_S.id))]


def to_thank(conn: Connection, group_id: int, now: datetime) -> list[tuple[Speaker, str]]:
    """Who spoke in the last month and has not been thanked so far, with the meetup's title."""
    table = meetups.meetups
    spoke = select(*_COLUMNS, table.c.title).join_from(speakers, table).where(table.c.group_id == group_id, _S.thanked_at.is_(None))
    lately = spoke.where(table.c.starts_at > now - THANK_WITHIN, table.c.starts_at < now, table.c.state == meetups.ANNOUNCED, meetups.OVER)
    rows = conn.execute(lately.order_by(table.c.starts_at, _S.id), {"now": now})
    return [(Speaker(*speaker), title) for *speaker, title in rows]


def group_of(conn: Connection, payload: str) -> int | None:
    """At whose meetup somebody speaks."""
    mine = select(meetups.meetups.c.group_id).join_from(speakers, meetups.meetups)
    return conn.execute(mine.where(_S.id == read_id(payload))).scalar()


def as_text(conn: Connection, meetup_id: int, starts: datetime, zone: str) -> str:
    """The programme and who speaks, as plain lines for a page or a calendar; "" where there is neither."""
    rows: Sequence[tuple[int, str]] = (
        conn.execute(select(preparations.c.agenda).where(preparations.c.meetup_id == meetup_id)).scalar_one_or_none() or ()
    )
    lines = [f"{say_time(Wall.of(starts + timedelta(minutes=minutes), zone))} {words}" for minutes, words in rows]
    speaking = [" · ".join(part for part in (each.name, each.about, each.link) if part) for each in at(conn, meetup_id)]
    blocks = ("\n".join(("Programme", *lines)) if lines else "", "\n".join(("Speaking", *speaking)) if speaking else "")
    return "\n\n".join(block for block in blocks if block)
