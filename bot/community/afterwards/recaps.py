"""The write-up of a meetup: one post wherever the group announces, with its links, in a thread of its own. Changed or taken down later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Integer, bindparam, insert, select, union, update

from bot import outbox
from bot.chat import Refusal
from bot.community import groups, meetups
from bot.community.act import Act
from bot.community.afterwards import first_words
from bot.community.afterwards.links import Link, shown
from bot.community.afterwards.tables import feedback, recap_links, recaps
from bot.community.meetups import ANNOUNCED
from bot.outbox import Kind, To

UP, DOWN = "up", "down"
UNDO: Final = timedelta(minutes=2)
NOT_HERE: Final = "That write-up isn't there any more. /meetup list shows what is coming up."


@dataclass(frozen=True, slots=True)
class Recap:
    """What was written of a meetup. `quotes`: with sentences from those who said that theirs may be quoted."""

    id: int
    meetup: int
    group: int
    title: str
    author: int
    words: str
    quotes: bool
    state: str
    posted_at: datetime
    changed_at: datetime

    @property
    def subject(self) -> str:
        """What its cards are about."""
        return f"recap:{self.meetup}"

    @property
    def uid(self) -> str:
        """What feeds know it by; with the moment, since ids alone may be given again where a database begins anew."""
        return f"recap {self.id} {self.posted_at.isoformat()}"


_R: Final = recaps.c
_M: Final = meetups.meetups.c
_ONE: Final = select(
    *(_R.id, _R.meetup_id, _R.group_id, _M.title, _R.author_id, _R.words, _R.quotes, _R.state, _R.posted_at, _R.changed_at)
).join_from(recaps, meetups.meetups)
_OF: Final = _ONE.where(_R.meetup_id == bindparam("meetup"))
_NEWS: Final = (
    _ONE.where(_R.group_id == bindparam("group"), _R.state == UP)
    .order_by(_R.posted_at.desc(), _R.id.desc())
    .limit(bindparam("most", type_=Integer))
)


def post(act: Act, meetup_id: int, words: str, *, quotes: bool, ask_two: bool) -> Recap:
    """Post it in every place of the group that takes announcements, or say it differently where it stands. Pressed twice it is once.

    `ask_two`: two who came are asked for a first word under it. Raises Refusal before the meetup is over, and where there is no place.
    """
    meetup = meetups.hold(act, meetup_id)
    if meetup.state != ANNOUNCED or act.now < meetup.ends_at:
        raise Refusal("It isn't over yet. Once it is, you can write it up.")
    places = groups.places_for(act.conn, act.group)
    if not places:
        raise Refusal("This group has no channel for announcements yet. An organiser can choose one with /setup.")
    before = of(act.conn, meetup_id)
    values = {"words": words, "quotes": quotes, "state": UP, "changed_at": act.now}
    if before:
        anew = {"posted_at": act.now, "author_id": act.member} if before.state == DOWN else {}
        act.conn.execute(update(recaps).where(_R.id == before.id).values(**values, **anew))
    else:
        row = {"meetup_id": meetup_id, "group_id": act.group, "author_id": act.member, "posted_at": act.now}
        act.conn.execute(insert(recaps).values(**row, **values))
    found = get(act.conn, meetup_id)
    for place, _ in places:
        outbox.keep(act.conn, CARD, meetup_id, To(place=place), group=act.group, subject=found.subject, due=act.now)
    outbox.touch(act.conn, act.now, found.subject)
    if ask_two and (before is None or before.state == DOWN):
        first_words.plan(act.conn, act.now + UNDO, found.id, act.group)
    return found


def take_down(act: Act, meetup_id: int) -> Recap:
    """Its words and links are gone from every place; posting it again brings it back. Raises Refusal when it isn't this group's."""
    found = of(act.conn, meetup_id)
    if found is None or found.group != act.group:
        raise Refusal(NOT_HERE)
    act.conn.execute(update(recaps).where(_R.id == found.id).values(state=DOWN, changed_at=act.now))
    outbox.touch(act.conn, act.now, found.subject)
    return get(act.conn, meetup_id)


def get(conn: Connection, meetup_id: int) -> Recap:
    """Of a meetup. Raises NoResultFound."""
    return Recap(*conn.execute(_OF, {"meetup": meetup_id}).one())


def of(conn: Connection, meetup_id: int) -> Recap | None:
    """Of a meetup, posted or taken down, if there is one."""
    row = conn.execute(_OF, {"meetup": meetup_id}).first()
    return Recap(*row) if row else None


def author_of(act: Act, recap_id: int) -> int:
    """Who wrote one of this group's. Raises Refusal."""
    author = act.conn.execute(select(_R.author_id).where(_R.id == recap_id, _R.group_id == act.group)).scalar()
    if author is None:
        raise Refusal(NOT_HERE)
    return author


def news(conn: Connection, group_id: int, most: int = 20) -> Sequence[tuple[Recap, Sequence[Link]]]:
    """What a group wrote of its meetups, newest first, with the links."""
    found = [Recap(*row) for row in conn.execute(_NEWS, {"group": group_id, "most": most})]
    return [(each, shown(conn, each.meetup)) for each in found]


def touch_those_of(conn: Connection, now: datetime, member: int) -> None:
    """Somebody's links and sentences are about to change, or go: the write-ups they stand in are read anew."""
    theirs = union(
        select(recap_links.c.meetup_id).where(recap_links.c.member_id == member),
        select(feedback.c.meetup_id).where(feedback.c.member_id == member, feedback.c.words.is_not(None)),
    )
    for meetup in conn.execute(theirs).scalars().all():
        outbox.touch(conn, now, f"recap:{meetup}")


CARD: Final = Kind("recap.card", words="a write-up")
"""Its reference is the meetup's id."""
