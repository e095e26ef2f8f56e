"""Badges: what somebody wants to stand on theirs at this group's meetups, asked once, shown to them, kept for the next time.

Whoever said nothing has a badge with their name as on the list, and the more careful of the marks for photos.
"""

from __future__ import annotations

from dataclasses import asdict, astuple, dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, UniqueConstraint, and_, bindparam, delete, select, update

from bot.community import groups, members, profiles, safety, seats
from bot.community.act import Act
from bot.community.meetups import Meetup
from bot.printed import Badge
from bot.printed.what import ASK, FINE, NO
from bot.schema import Instant, holds, insert_or_ignore, metadata, personal

badges = Table(
    "badges",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("name", String(100), nullable=False, info=personal("What your badge calls you")),
    Column("handle", String(60), nullable=False, info=personal("Your name in chat")),
    Column("pronouns", String(40), nullable=False, info=personal("Your pronouns")),
    Column("ask_me", String(100), nullable=False, info=personal("Ask me about")),
    Column("photos", String(4), nullable=False, info=personal("Photos of you")),
    Column("said_at", Instant, nullable=False, info=personal("When you said so")),
    UniqueConstraint("group_id", "member_id"),
    info=holds("Your badges", kept=timedelta(days=730), since="said_at"),
    sqlite_autoincrement=True,
)

_STRICTEST: Final = (NO, ASK, FINE)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wants on their badge. `photos` is a key of `bot.printed.PHOTOS`."""

    name: str
    handle: str = ""
    pronouns: str = ""
    ask_me: str = ""
    photos: str = ASK


_B: Final = badges.c
_SAID: Final = (_B.name, _B.handle, _B.pronouns, _B.ask_me, _B.photos)
_S: Final = seats.seats.c
_COMING: Final = (
    select(_S.member_id, members.members.c.name, _S.absent, _S.party, _S.guest, *_SAID)
    .join_from(seats.seats, members.members, members.members.c.id == _S.member_id)
    .join(badges, and_(_B.member_id == _S.member_id, _B.group_id == bindparam("group")), isouter=True)
    .where(_S.meetup_id == bindparam("meetup"), _S.state == seats.GOING, ~_S.online)
)


def say(act: Act, said: Said) -> None:
    """Keep what stands on my badge in this group, in place of what I said before."""
    values = {**asdict(said), "said_at": act.now}
    if not insert_or_ignore(act.conn, badges, group_id=act.group, member_id=act.member, **values):
        act.conn.execute(update(badges).where(_B.group_id == act.group, _B.member_id == act.member).values(values))


def take_away(act: Act) -> None:
    """Nothing but my name as on the list, from now on."""
    act.conn.execute(delete(badges).where(_B.group_id == act.group, _B.member_id == act.member))


def said(conn: Connection, member: int, group: int) -> Said | None:
    """What somebody said for this group's meetups."""
    row = conn.execute(select(*_SAID).where(_B.member_id == member, _B.group_id == group)).first()
    return Said(*row) if row else None


def to_begin_with(conn: Connection, member: int, group: int, handle: str) -> Said:
    """What a form starts from: what I said here, else in another group, else my name, my name in chat and my first topics."""
    latest = select(*_SAID).where(_B.member_id == member).order_by(_B.said_at.desc(), _B.id.desc())
    if found := said(conn, member, group):
        return found
    if row := conn.execute(latest).first():
        return Said(*row)
    mine = profiles.get(conn, member)
    return Said(mine.name, "" if handle == mine.name else handle[:60], "", profiles.in_words(mine.topics[:3])[:100])


def as_worn(conn: Connection, member: int, group: int) -> Badge:
    """Somebody's badge, as it would be printed."""
    found = said(conn, member, group) or Said(members.name_of(conn, member))
    return Badge(groups.get(conn, group).name, *astuple(found))


def of_meetup(conn: Connection, meetup: Meetup, organiser: int) -> list[Badge]:
    """Everybody who comes into the room, for a part of it too, by name; each guest behind their host.

    From an organiser whom somebody is to be kept apart from, what that person wrote stays; their name is on the list anyway.
    """
    group = groups.get(conn, meetup.group_id).name
    coming = conn.execute(_COMING, {"meetup": meetup.id, "group": meetup.group_id}).all()
    apart = {each for pair in safety.barred(conn, {organiser, *(row.member_id for row in coming)}) if organiser in pair for each in pair}
    parties: list[tuple[str, list[Badge]]] = []
    for member, listed, absent, party, guest, *words in coming:
        own = Badge(group, listed) if words[0] is None else Badge(group, *words)
        own = Badge(group, listed, photos=own.photos) if member in apart - {organiser} else own
        with_them = [Badge(group, guest or "")] if party > 1 or absent else []
        parties.append((own.name.casefold(), [*([] if absent else [own]), *with_them]))
    return [badge for _, party in sorted(parties, key=lambda each: each[0]) for badge in party]


def one_person(conn: Connection, _now: datetime, kept: int, gone: int) -> None:
    """Two records become one: in each group one badge, the earlier record's; of what either said of photos the stricter holds."""
    for row in conn.execute(select(_B.group_id, *_SAID).where(_B.member_id == gone)).all():
        mine = said(conn, kept, row.group_id)
        if mine is None:
            continue
        strict = replace(mine, photos=min(mine.photos, row.photos, key=_STRICTEST.index))
        conn.execute(update(badges).where(_B.member_id == kept, _B.group_id == row.group_id).values(photos=strict.photos))
        conn.execute(delete(badges).where(_B.member_id == gone, _B.group_id == row.group_id))
