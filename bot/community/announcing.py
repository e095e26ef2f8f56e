"""Announcing: saying it, when its time comes, and changing one's mind afterwards. `announcements` has what there is to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from bot import drafts, outbox
from bot.chat import Place, Refusal
from bot.clock import Wall
from bot.community import groups, repeating
from bot.community.act import Act
from bot.community.announcements import BACK, COLUMNS, NOT_HERE, ON, OVER, Announcement, Said, announcements, find, get, latest, postings
from bot.outbox import Kind, To
from bot.schema import lock_row

CHANNEL: Final = "channel"
"""What a place is for that is only announced in when somebody says so."""
FURTHEST: Final = timedelta(days=366)
_FROM_DRAFT: Final = select(*COLUMNS).where(announcements.c.draft_id == bindparam("draft"))


@dataclass(frozen=True, slots=True)
class Notice:
    """What an organiser decides. `when` None: now. `everywhere`: in every announcement channel; `also`: in this one."""

    title: str
    words: str
    when: Wall | None = None
    repeat: str = repeating.ONCE
    until: Wall | None = None
    everywhere: bool = True
    also: Place | None = None


def announce(act: Act, notice: Notice) -> Announcement:
    """Say it now or plan it; the same draft announces once.

    Raises Refusal when its time has gone by or is more than a year ahead, or there is nowhere to say it.
    """
    if act.draft and (already := _from_draft(act, act.draft)):
        return already
    zone = groups.get(act.conn, act.group).zone
    first = notice.when or Wall.of(act.now, zone)
    if notice.when and not act.now < notice.when.instant < act.now + FURTHEST:
        raise Refusal("That time has gone by, or is more than a year ahead. Choose another one and I'll say it then.")
    place = place_for(act, notice.also) if notice.also else None
    if place is None and not groups.places_for(act.conn, act.group):
        raise Refusal("This group has no channel for announcements yet. An organiser can choose one with /setup.")
    made = _insert(act, notice, first, place)
    if notice.when is None:
        _post(act.conn, act.now, made, act.now)
    else:
        _plan(act.conn, made, first.instant)
    return get(act.conn, made.id)


def _from_draft(act: Act, draft: str) -> Announcement | None:
    """What this draft has announced already. Pressed twice at once: the second waits here for the first."""
    lock_row(act.conn, drafts.drafts, draft)
    row = act.conn.execute(_FROM_DRAFT, {"draft": draft}).first()
    return Announcement(*row) if row else None


def place_for(act: Act, place: Place) -> int:
    """The id of a channel of this group, which it becomes if it is nobody's. Raises Refusal when it is another group's."""
    table = groups.places
    where = {"platform": place.platform, "workspace": place.workspace, "channel": place.channel, "group_id": act.group}
    known = act.conn.execute(select(table.c.id).filter_by(**where)).scalar()
    return known or groups.add_place(act.conn, act.group, place, CHANNEL)


def _insert(act: Act, notice: Notice, first: Wall, place: int | None) -> Announcement:
    values = {
        "group_id": act.group,
        "title": notice.title,
        "words": notice.words,
        "wall_at": first.at.isoformat(timespec="minutes"),
        "zone": first.zone,
        "repeat": notice.repeat,
        "until": notice.until.instant if notice.until else None,
        "everywhere": notice.everywhere or place is None,
        "place_id": place,
        "state": ON,
        "number": 0,
        "made_at": act.now,
        "organiser_id": act.member,
        "draft_id": act.draft,
    }
    return Announcement(*act.conn.execute(insert(announcements).values(values).returning(*COLUMNS)).one())


# --- when its time comes --------------------------------------------------------------------------------------------------------


def _plan(conn: Connection, announcement: Announcement, due: datetime) -> None:
    _set(conn, announcement.id, next_at=due)
    ref, group = f"{announcement.id}.{announcement.number}", announcement.group_id
    outbox.later(conn, DUE, ref, group=group, subject=announcement.subject, due=due)


def _due(conn: Connection, now: datetime, ref: str) -> None:
    found = find(conn, ref.partition(".")[0])
    if found and found.state == ON and ref == f"{found.id}.{found.number}" and found.next_at and found.next_at <= now:
        _post(conn, now, found, found.next_at)


def _post(conn: Connection, now: datetime, announcement: Announcement, due: datetime) -> None:
    """Say it in every place there is now, and plan when it is said again: what was missed meanwhile is said once, not over and over."""
    values = {"announcement_id": announcement.id, "group_id": announcement.group_id, "number": announcement.number}
    words = {"title": announcement.title, "words": announcement.words, "posted_at": due, "changed_at": due, "shown": True}
    posting = conn.execute(insert(postings).values({**values, **words}).returning(postings.c.id)).scalar_one()
    for place in _places(conn, announcement):
        outbox.keep(conn, CARD, posting, To(place=place), group=announcement.group_id, subject=f"posting:{posting}", due=due)
    following = repeating.after(announcement.first, announcement.repeat, announcement.number, now)
    when = repeating.nth(announcement.first, announcement.repeat, following).instant if following is not None else None
    if following is None or when is None or (announcement.until and when > announcement.until):
        _set(conn, announcement.id, state=OVER, next_at=None)
        return
    _set(conn, announcement.id, number=following)
    _plan(conn, get(conn, announcement.id), when)


def _places(conn: Connection, announcement: Announcement) -> Sequence[int]:
    found = [place for place, _ in groups.places_for(conn, announcement.group_id)] if announcement.everywhere else []
    return list(dict.fromkeys([*found, *([announcement.place_id] if announcement.place_id else [])]))


DUE: Final = Kind("announcement.due", run=_due, words="an announcement")
CARD: Final = Kind("announcement.card", words="an announcement")


# --- changing one's mind --------------------------------------------------------------------------------------------------------


def edit(act: Act, announcement: int, title: str, words: str) -> Announcement:
    """Say it differently: what was said last is changed in every place, and so is what is still to come. Raises Refusal as `_held`."""
    found = _held(act, announcement)
    if found.state == BACK:
        raise Refusal("That one was taken back. /announce starts a new one.")
    _set(act.conn, found.id, title=title, words=words)
    if said := latest(act.conn, found.id):
        _change(act, said, title=title, words=words)
    return get(act.conn, found.id)


def take_back(act: Act, announcement: int) -> Announcement:
    """Whatever of it stands in a channel says so; nothing more of it comes. Twice is once. Raises Refusal as `_held`."""
    found = stop(act, announcement)
    if found.state == BACK:
        return found
    _set(act.conn, found.id, state=BACK)
    if said := latest(act.conn, found.id):
        outbox.cancel(act.conn, said.subject, "taken back")
        _change(act, said, shown=False)
    return get(act.conn, found.id)


def stop(act: Act, announcement: int) -> Announcement:
    """Nothing more of it comes; what was said stays. Raises Refusal as `_held`."""
    found = _held(act, announcement)
    if found.state == ON:
        outbox.cancel(act.conn, found.subject, "no longer wanted")
        _set(act.conn, found.id, state=OVER, next_at=None)
    return get(act.conn, found.id)


def _held(act: Act, announcement: int) -> Announcement:
    """It, held until this transaction ends. Raises Refusal when it is not this group's."""
    lock_row(act.conn, announcements, announcement)
    found = find(act.conn, announcement)
    if found is None or found.group_id != act.group:
        raise Refusal(NOT_HERE)
    return found


def _change(act: Act, said: Said, **values: object) -> None:
    act.conn.execute(update(postings).where(postings.c.id == said.id).values(changed_at=act.now, **values))
    outbox.touch(act.conn, act.now, said.subject)


def _set(conn: Connection, announcement: int, **values: object) -> None:
    conn.execute(update(announcements).where(announcements.c.id == announcement).values(**values))
