"""The plan of a round: worked out from everybody as they are now, changed by hand, sent pair by pair, each looked at once more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.community import members
from bot.community.act import Act
from bot.community.mentoring import beginning, people, rounds, weights, wishes
from bot.community.mentoring.rounds import ASIDE, PLANNED, Round, pairs
from bot.community.mentoring.tables import OPEN, ROUND, offers
from bot.community.mentoring.tables import wishes as wish_rows
from bot.matching.people import People
from bot.matching.review import Review
from bot.outbox import Kind

CHANGED: Final = "The plan has changed since. Look at it once more."


@dataclass(frozen=True, slots=True)
class Pool:
    """Everybody a round is made of: as the engine takes them, with their names, the wish behind each who asks, each mentor's member id."""

    people: People
    wishes: tuple[int, ...]
    mentors: tuple[int, ...]
    mentee_names: tuple[str, ...]
    mentor_names: tuple[str, ...]

    def lines(self, review: Review, by_hand: Mapping[int, int | None]) -> list[Line]:
        """What a review of these people plans for each wish."""
        found = [Line(self.wishes[each.mentee], self.mentors[each.mentor], by_hand=each.by_hand) for each in review.matches]
        matched = {each.wish for each in found}
        aside = [wish for wish, mentor in by_hand.items() if mentor is None and wish in self.wishes and wish not in matched]
        return [*found, *(Line(wish, None, by_hand=True) for wish in aside)]

    def key(self, wish: int) -> str:
        """Whose wish it is, as the engine knows them."""
        return self.people.seekers[self.wishes.index(wish)].key

    def keys(self, by_hand: Mapping[int, int | None]) -> dict[str, str | None]:
        """Pairs set by hand (a wish to a mentor's member id) as the engine knows people; those of wishes that wait no more left out."""
        seeker = dict(zip(self.wishes, (each.key for each in self.people.seekers), strict=True))
        return {seeker[wish]: None if mentor is None else str(mentor) for wish, mentor in by_hand.items() if wish in seeker}


@dataclass(frozen=True, slots=True)
class Line:
    """A wish and the member who is to be its mentor; None: left for another time."""

    wish: int
    mentor: int | None
    by_hand: bool


def pool(conn: Connection, group: int) -> Pool:
    """Everybody, as they are now."""
    spelt = people.Spelling()
    mentors = people.offering(conn, group, spelt)
    mentees = people.waiting_for_round(conn, group, spelt)
    everybody = People(
        tuple(each.seeker for each in mentees),
        tuple(each.helper for each in mentors),
        people.barred(conn, mentees, mentors),
        weights.in_use(),
    )
    names = _names(conn, group)
    return Pool(
        everybody,
        tuple(each.wish.id for each in mentees),
        tuple(each.member for each in mentors),
        tuple(names.get(each.member, "Somebody") for each in mentees),
        tuple(names.get(each.member, "Somebody") for each in mentors),
    )


def all_there(conn: Connection, group: int, of: Pool) -> bool:
    """Whether everybody of an earlier pool still waits, or still offers."""
    waiting = conn.execute(select(wish_rows.c.id).where(wish_rows.c.group_id == group, wish_rows.c.state == ROUND)).scalars()
    offering = conn.execute(select(offers.c.member_id).where(offers.c.group_id == group, offers.c.state == OPEN)).scalars()
    return set(of.wishes) <= set(waiting) and set(of.mentors) <= set(offering)


def asked_by(conn: Connection, some: Sequence[int]) -> list[str]:
    """Who looked for a mentor with these wishes; whoever has left altogether is nobody's name any more."""
    of = members.members.c
    named = select(wish_rows.c.id, of.name).join_from(wish_rows, members.members, of.id == wish_rows.c.member_id)
    found = {row.id: row.name for row in conn.execute(named.where(wish_rows.c.id.in_(some)))}
    return [found.get(wish, "somebody who left") for wish in some]


def _names(conn: Connection, group: int) -> dict[int, str]:
    """What those of the pool are called."""
    of = members.members.c
    asking = select(of.id, of.name).join(wish_rows, wish_rows.c.member_id == of.id)
    offering = select(of.id, of.name).join(offers, offers.c.member_id == of.id)
    both = (asking.where(wish_rows.c.group_id == group, wish_rows.c.state == ROUND), offering.where(offers.c.group_id == group))
    return {member: name for which in both for member, name in conn.execute(which)}


def planned(conn: Connection, round_id: int) -> list[Line]:
    """The plan as it was last kept. A mentor who has left since is in none of its lines."""
    rows = conn.execute(select(pairs).where(pairs.c.round_id == round_id).order_by(pairs.c.wish_id))
    kept = [row for row in rows if row.state == ASIDE or row.mentor_id is not None]
    return [Line(row.wish_id, row.mentor_id if row.state == PLANNED else None, by_hand=row.by_hand) for row in kept]


def by_hand(conn: Connection, round_id: int) -> dict[int, int | None]:
    """What was set by hand: wishes, each with a mentor's member id, or None."""
    return {each.wish: each.mentor for each in planned(conn, round_id) if each.by_hand}


def keep(act: Act, round_id: int, number: int, lines: Sequence[Line]) -> int:
    """This is the plan now, in place of plan `number`. Returns its own number. Raises Refusal when that is not the latest any more."""
    found = rounds.open_one(act, round_id)
    _latest(found, number)
    act.conn.execute(delete(pairs).where(pairs.c.round_id == round_id))
    rows = [
        {
            "round_id": round_id,
            "wish_id": each.wish,
            "mentor_id": each.mentor,
            "state": ASIDE if each.mentor is None else PLANNED,
            "by_hand": each.by_hand,
            "planned_at": act.now,
        }
        for each in lines
    ]
    if rows:
        act.conn.execute(insert(pairs), rows)
    act.conn.execute(update(rounds.rounds).where(rounds.rounds.c.id == round_id).values(number=number + 1))
    return number + 1


def _latest(of: Round, number: int) -> None:
    if of.number != number:
        raise Refusal(CHANGED)


def send(act: Act, round_id: int, number: int) -> int:
    """Send the plan: each pair is brought together in a step of its own, if everything still allows it. Returns how many pairs it has.

    Whoever it brings nobody hears so. Raises Refusal when the plan is not the latest.
    """
    found = rounds.open_one(act, round_id)
    _latest(found, number)
    rounds.sent(act.conn, act.now, found)
    rows = act.conn.execute(select(pairs.c.id, pairs.c.wish_id).where(pairs.c.round_id == round_id, pairs.c.state == PLANNED)).all()
    for row in rows:
        ref = f"{round_id}.{row.id}"
        outbox.later(act.conn, BRING_TOGETHER, ref, group=act.group, subject=f"round_pair:{ref}", due=act.now, once=found.opened_at)
    matched = {row.wish_id for row in rows}
    for each in people.waiting_for_round(act.conn, act.group):
        if each.wish.id not in matched and not (each.seeker.paused or each.seeker.gone):
            wishes.not_matched(act.conn, act.now, each.wish)
            rounds.left_over(act.conn, found)
    act.conn.execute(delete(pairs).where(pairs.c.round_id == round_id, pairs.c.state == ASIDE))
    return len(rows)


def _bring_together(conn: Connection, now: datetime, ref: str) -> None:
    """Both are told, or neither: what a rule bars by now, or somebody was quicker to, reads as everything else that didn't come about."""
    number = int(ref.partition(".")[2])
    row = conn.execute(select(pairs).where(pairs.c.id == number)).first()
    if row is None:
        return
    conn.execute(delete(pairs).where(pairs.c.id == number))
    found, wish = rounds.get(conn, row.round_id), wishes.get(conn, row.wish_id)
    if found is None or wish is None or wish.state != ROUND:
        return
    if row.mentor_id is not None:
        try:
            beginning.begin(conn, now, wish, row.mentor_id, found.id)
        except Refusal:
            pass
        else:
            return
    if not members.paused(conn, wish.member, now):
        wishes.not_matched(conn, now, wish)
        rounds.left_over(conn, found)


BRING_TOGETHER: Final = Kind("mentor.round_pair", run=_bring_together)


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of a plan since it was looked at: wishes whose mentor is another now, that wait no more, that wait now too."""

    moved: tuple[int, ...]
    gone: tuple[int, ...]
    new: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.moved or self.gone or self.new)


def compared(before: Sequence[Line], after: Sequence[Line], waiting: Sequence[int]) -> Changes:
    """Of two plans for one round; `waiting` are the wishes there are now."""
    was, is_ = {each.wish: each.mentor for each in before}, {each.wish: each.mentor for each in after}
    return Changes(
        moved=tuple(wish for wish in was if wish in waiting and was[wish] != is_.get(wish)),
        gone=tuple(wish for wish in was if wish not in waiting),
        new=tuple(wish for wish in is_ if wish not in was),
    )
