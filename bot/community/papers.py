"""What somebody can show at work: which meetups they came to, by their own checking in, and a letter asking for time to go to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, select

from bot import drafts
from bot.clock import Wall, say_date, say_until
from bot.community.act import Act
from bot.community.attendance.tables import check_ins
from bot.community.meetups import HYBRID, ONLINE, ROOM, Meetup, meetups
from bot.community.public_pages import where
from bot.printed import Came, Letter

LATEST: Final = 24
"""So many can be chosen from; a list has all of them."""
_MINE: Final = (
    select(meetups, check_ins.c.online, check_ins.c.at)
    .join_from(check_ins, meetups, meetups.c.id == check_ins.c.meetup_id)
    .where(check_ins.c.member_id == bindparam("member"), meetups.c.group_id == bindparam("group"))
    .order_by(meetups.c.starts_at.desc(), meetups.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class Attended:
    """A meetup somebody checked in at, how, and when."""

    meetup: Meetup
    online: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody writes into a letter that asks for time: all but the name may be empty."""

    name: str
    to: str = ""
    work: str = ""
    why: str = ""


def attended(conn: Connection, member: int, group: int, most: int = 1_000) -> list[Attended]:
    """The meetups of a group that somebody checked in at, the latest first."""
    rows = conn.execute(_MINE.limit(most), {"member": member, "group": group})
    return [Attended(Meetup(*row[:-2]), *row[-2:]) for row in rows]


def attended_one(conn: Connection, member: int, meetup: Meetup) -> Attended | None:
    """One of them."""
    found = conn.execute(_MINE.where(meetups.c.id == meetup.id), {"member": member, "group": meetup.group_id}).first()
    return Attended(meetup, *found[-2:]) if found else None


def in_words(each: Attended) -> Came:
    """As it stands on a certificate."""
    there = "online" if each.online else where(each.meetup.venue)
    return Came(each.meetup.title, _day(each.meetup), hours(each.meetup), there)


def letter(meetup: Meetup, group: str, asking: Asking, came: Sequence[Attended]) -> Letter:
    """A letter to whoever decides about somebody's time at work, with what the meetup is and what they hope to bring back."""
    lasts = f"{hours(meetup)} ({say_until(timedelta(minutes=meetup.minutes))})"
    online = {ROOM: "", ONLINE: " It is online, so there is no travel.", HYBRID: " I can also join online, without any travel."}[meetup.how]
    as_what = f" as {asking.work}" if asking.work else ""
    before = f"I have been to {_times(len(came))} on {_day(came[0].meetup)}." if came else ""
    parts = (
        f"Dear {asking.to}," if asking.to else "Hello,",
        f"I would like to ask for working time to go to a meetup of {group}, a group for people who do work like mine.",
        f"It is “{meetup.title}”, on {_day(meetup)}, {lasts}. Where: {where(meetup.venue)}.{online}",
        *_quoted("What the organisers say of it:", meetup.details),
        *_quoted(f"What I hope to bring back to my work{as_what}:", asking.why),
        before,
        "Afterwards I can tell the team what I learned, and show you a certificate of attendance.",
        "Thank you for considering it.",
        asking.name,
    )
    return Letter(f"Time to go to: {meetup.title}", tuple(part for part in parts if part))


def keep_nothing(act: Act) -> None:
    """What was typed for a paper goes once the paper is there."""
    if act.draft:
        drafts.wipe(act.conn, act.draft)


def as_text(written: Letter) -> str:
    """The same, to be pasted and changed."""
    return "\n\n".join((written.subject, *written.paragraphs)) + "\n"


def _quoted(lead: str, words: str) -> tuple[str, ...]:
    return (lead, *words.splitlines()) if words.strip() else ()


def hours(meetup: Meetup) -> str:
    """`"18:30 to 20:30"`, where it is."""
    return f"{meetup.when.at:%H:%M} to {Wall.of(meetup.ends_at, meetup.zone).at:%H:%M}"


def _day(meetup: Meetup) -> str:
    return say_date(meetup.when.at.date())


def _times(count: int) -> str:
    return "one of this group’s meetups before," if count == 1 else f"{count} of this group’s meetups, the latest"
