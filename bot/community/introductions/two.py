"""Introducing two others: both are asked, each by themselves, and both must say yes.

As with any introduction, a no, silence, a block and a break come to the same: on the last day, whoever waits hears that they aren't
available just now. Between two who must not meet, or one of whom isn't to be found, nobody is asked at all; it takes as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, insert, or_, select, update

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import circles, letters, members, profiles, safety
from bot.community.act import Act
from bot.community.introductions.tables import (
    AGAIN_AFTER,
    ANSWER_WITHIN,
    ASKING,
    MOST_A_WEEK,
    MOST_OPEN,
    OVER,
    TOGETHER_NOW,
    YES,
    two_asks,
    twos,
)
from bot.outbox import Kind, To
from bot.schema import lock_row

WITH_THEM: Final = "with"
"""Yes, and the introducer may be there too."""
GONE_TWO: Final = "That one is over. /my waiting shows what is open."


@dataclass(frozen=True, slots=True)
class Two:
    """One introducing two others. `answers` (YES, WITH_THEM, NO or None) of those who were asked are nobody else's business."""

    id: int
    group: int
    introducer: int
    one: int
    other: int
    purpose: str
    joins: bool
    state: str
    due_at: datetime
    answers: Mapping[int, str | None]

    @property
    def all(self) -> tuple[int, int, int]:
        """The three."""
        return self.introducer, self.one, self.other

    @property
    def subject(self) -> str:
        """What its messages are about."""
        return f"two:{self.id}"

    @property
    def waiting(self) -> list[int]:
        """Who said yes."""
        return [member for member, answer in self.answers.items() if answer in {YES, WITH_THEM}]

    @property
    def with_introducer(self) -> bool:
        """Whether all three like to be there."""
        return self.joins and list(self.answers.values()) == [WITH_THEM, WITH_THEM]

    def beside(self, member: int) -> int:
        """Whom one of the two is introduced to."""
        return self.other if member == self.one else self.one


def introduce(act: Act, one: int, other: int, purpose: str, *, joins: bool) -> datetime:
    """Ask two others whether they would like to be introduced; `joins`: with me, if both like. Returns by when I hear.

    Raises Refusal past the limits, for the same person twice, and for oneself.
    """
    if act.member in {one, other} or one == other:
        raise Refusal("Choose two other people. /introduce me finds somebody for yourself.")
    _within_limits(act)
    lately = _introduced_lately(act, one, other)
    if act.member in lately:
        raise Refusal("You introduced these two in the last thirty days already. Give them time.")
    due = act.now + ANSWER_WITHIN
    people = {"introducer_id": act.member, "one_id": one, "other_id": other, "group_id": act.group}
    row = insert(twos).values(**people, purpose=purpose, joins=joins, state=ASKING, asked_at=act.now, due_at=due).returning(twos.c.id)
    two = act.conn.execute(row).scalar_one()
    subject = f"two:{two}"
    outbox.later(act.conn, TWO_DUE, two, group=act.group, subject=subject, due=due)
    for member in (one, other) if not lately and _may(act.conn, act.group, (act.member, one, other)) else ():
        act.conn.execute(insert(two_asks).values(two_id=two, member_id=member, asked_at=act.now))
        for kind, when in ((TWO_ASKED, act.now), (TWO_NUDGE, act.now + ANSWER_WITHIN / 2)):
            outbox.say(act.conn, kind, f"{two}.{member}", To(member=member), group=act.group, subject=subject, due=when, until=due)
    return due


def _within_limits(act: Act) -> None:
    mine = select(func.count()).select_from(twos).where(twos.c.introducer_id == act.member)
    if act.conn.execute(mine.where(twos.c.state == ASKING)).scalar_one() >= MOST_OPEN:
        raise Refusal(f"{MOST_OPEN} of your introductions wait for an answer already, and that is the most. /my waiting shows until when.")
    if act.conn.execute(mine.where(twos.c.asked_at > act.now - timedelta(days=7))).scalar_one() >= MOST_A_WEEK:
        raise Refusal(f"You introduced people {MOST_A_WEEK} times in the last seven days, and that is the most. Try again in a few days.")


def _introduced_lately(act: Act, one: int, other: int) -> set[int]:
    """Who has introduced these two in the last thirty days: once is enough, and another learns nothing of it."""
    both, since = (one, other), act.now - AGAIN_AFTER
    same = select(twos.c.introducer_id).where(twos.c.one_id.in_(both), twos.c.other_id.in_(both), twos.c.asked_at > since)
    return set(act.conn.execute(same).scalars())


def _may(conn: Connection, group: int, three: tuple[int, int, int]) -> bool:
    """Whether the latter two let themselves be found here, take no break, and nobody of the three is kept from another."""
    found = {each.member for each in profiles.found_in(conn, group)}
    return set(three[1:]) <= found and not safety.barred(conn, three)


def get_two(conn: Connection, two: int) -> Two | None:
    """One, if it is still held."""
    row = conn.execute(select(twos).where(twos.c.id == two)).first()
    said = conn.execute(select(two_asks.c.member_id, two_asks.c.answer).where(two_asks.c.two_id == two).order_by(two_asks.c.member_id))
    answers = {member: answer for member, answer in said}  # noqa: C416  dict() loses the types
    if row is None:
        return None
    return Two(row.id, row.group_id, *(row.introducer_id, row.one_id, row.other_id), row.purpose, row.joins, row.state, row.due_at, answers)


def two_open_to(conn: Connection, ref: str) -> tuple[Two, int] | None:
    """What one of the two (`"two.member"`) is asked, while they may still answer and all may meet."""
    number, _, member = ref.partition(".")
    found, who = get_two(conn, int(number)), int(member)
    if found is None or found.state != ASKING or who not in found.answers or found.answers[who]:
        return None
    return (found, who) if _may(conn, found.group, found.all) else None


def answer_two(act: Act, two: int, answer: str) -> None:
    """One of the two says YES, WITH_THEM or NO. Raises Refusal when it has run out, or is no longer possible."""
    lock_row(act.conn, twos, two)  # both may say yes at the same moment: the second sees the first's
    asked = two_open_to(act.conn, f"{two}.{act.member}")
    if asked is None or act.now >= asked[0].due_at:
        raise Refusal(GONE_TWO)
    mine = update(two_asks).where(two_asks.c.two_id == two, two_asks.c.member_id == act.member)
    act.conn.execute(mine.values(answer=answer))
    found = get_two(act.conn, two)
    if found and len(found.waiting) == 2:
        _bring_together(act, found)


def _bring_together(act: Act, two: Two) -> None:
    conn, about = act.conn, outbox.About(group=two.group, subject=two.subject, due=act.now)
    conn.execute(update(twos).where(twos.c.id == two.id).values(state=TOGETHER_NOW))
    there = two.all if two.with_introducer else (two.one, two.other)
    names = " and ".join(members.first_name(members.name_of(conn, each)) for each in (two.one, two.other))
    if len(there) == 2 and not circles.can_gather(conn, there):
        letters.open(conn, act.now, two.group, *there, two.purpose)
    else:
        circle = circles.gather(conn, act.now, two.group, there, names[:100])
        outbox.say(conn, TWO_TOGETHER, two.id, To(circle=circle), **about)
    outbox.say(conn, TWO_MADE, two.id, To(member=two.introducer), **about)


def together_now(conn: Connection, ref: str) -> Two | None:
    """Two who said yes, while they may meet."""
    found = get_two(conn, int(ref))
    return found if found and found.state == TOGETHER_NOW and not safety.barred(conn, found.all) else None


def _due(conn: Connection, now: datetime, ref: str) -> None:
    """Not both said yes: the introducer hears so, and whoever said yes."""
    found = get_two(conn, int(ref))
    if found is None or found.state != ASKING:
        return
    conn.execute(update(twos).where(twos.c.id == found.id).values(state=OVER))
    _say_not(conn, now, found)


def _say_not(conn: Connection, due: datetime, found: Two, but: int = 0) -> None:
    for member in {found.introducer, *found.waiting} - {but}:
        outbox.say(conn, TWO_NOT, f"{found.id}.{member}", To(member=member), group=found.group, subject=found.subject, due=due)


def _no_place(conn: Connection, now: datetime, ref: str) -> None:
    """They share no platform where a place can be opened: all three hear so."""
    if found := get_two(conn, int(ref)):
        for member in found.all:
            outbox.say(conn, TWO_NO_PLACE, f"{ref}.{member}", To(member=member), group=found.group, subject=found.subject, due=now)


# --- how they stand -------------------------------------------------------------------------------------------------------------


def twos_asked_of(conn: Connection, member: int, group: int) -> list[Two]:
    """What a member may still answer."""
    mine = [each for each in _open_with(conn, member) if each.group == group]
    return [found[0] for each in mine if (found := two_open_to(conn, f"{each.id}.{member}"))]


def twos_waiting(conn: Connection, member: int, group: int) -> list[datetime]:
    """By when a member hears of two they introduced, or of somebody they said yes to."""
    mine = [each for each in _open_with(conn, member) if each.group == group]
    return [each.due_at for each in mine if member == each.introducer or member in each.waiting]


def _open_with(conn: Connection, member: int) -> list[Two]:
    with_them = or_(twos.c.introducer_id == member, twos.c.one_id == member, twos.c.other_id == member)
    ids = conn.execute(select(twos.c.id).where(with_them, twos.c.state == ASKING).order_by(twos.c.due_at)).scalars().all()
    return [found for id_ in ids if (found := get_two(conn, id_))]


def group_of_two(conn: Connection, payload: str) -> int | None:
    """Whose introduction it is."""
    return conn.execute(select(twos.c.group_id).where(twos.c.id == read_id(payload))).scalar()


# --- going ----------------------------------------------------------------------------------------------------------------------


def leave_two(conn: Connection, now: datetime, member: int) -> None:
    """Their introductions are about to go. Whoever waits for one hears on its last day, as ever: by a message that needs nothing of it."""
    for found in _open_with(conn, member):
        outbox.cancel(conn, found.subject, "somebody left")
        _say_not(conn, max(now, found.due_at), found, but=member)


def merge_two(conn: Connection, _now: datetime, kept: int, gone: int) -> None:
    """Nobody is introduced to themselves, or introduces themselves: such a one is over and goes."""
    both = (kept, gone)
    pairs = ((twos.c.introducer_id, twos.c.one_id), (twos.c.introducer_id, twos.c.other_id), (twos.c.one_id, twos.c.other_id))
    to_themselves = or_(*(left.in_(both) & right.in_(both) for left, right in pairs))
    for id_ in conn.execute(select(twos.c.id).where(to_themselves)).scalars().all():
        outbox.forget_about(conn, f"two:{id_}")
        conn.execute(two_asks.delete().where(two_asks.c.two_id == id_))
        conn.execute(twos.delete().where(twos.c.id == id_))


TWO_ASKED: Final = Kind("two.asked", ends_in_member=True)
TWO_NUDGE: Final = Kind("two.nudge", urgency=2, ends_in_member=True)
TWO_TOGETHER: Final = Kind("two.together", urgency=0, failed=_no_place)
TWO_MADE: Final = Kind("two.made")
TWO_NOT: Final = Kind("two.not", ends_in_member=True)
TWO_NO_PLACE: Final = Kind("two.no_place", ends_in_member=True)
TWO_DUE: Final = Kind("two.due", run=_due)
