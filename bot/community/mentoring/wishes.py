"""Who would like a mentor: three are suggested, with reasons, to ask one at a time; or one waits for the round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import members, safety
from bot.community.act import Act
from bot.community.mentoring import matches, people, weights
from bot.community.mentoring.people import Spelling, Wish
from bot.community.mentoring.tables import ASKING, CHOOSING, FLASH, MATCHED, OVER, ROUND, candidates, requests, wishes
from bot.matching.bars import bar
from bot.matching.score import Part, Rarity, explain, parts
from bot.outbox import Kind, To

MOST_ASKED: Final = 3
WAIT_AT_MOST: Final = timedelta(days=30)
"""Whoever waits for the round hears at least so often how it stands."""
OPEN: Final = (CHOOSING, ASKING, ROUND)
GONE: Final = "That isn't there any more. /mentor find looks anew."


@dataclass(frozen=True, slots=True)
class Hope:
    """What somebody would like, as they say it. As `people.Wish`."""

    topics: tuple[str, ...]
    purpose: str
    mode: str
    ways: tuple[str, ...] = ()
    kind: str = ""
    own_employer: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mentor who could be asked. `id` is the row's; `why` is made of the parts of the score and nothing else; `wont` is theirs."""

    id: int
    name: str
    why: str
    points: int
    wont: str


# --- looking --------------------------------------------------------------------------------------------------------------------


def look(act: Act, hope: Hope) -> int:
    """Begin to look, in place of whom I looked for before: up to three are suggested. Returns the wish's id.

    Raises Refusal while I wait for somebody's answer, or have a mentor already (a question may be asked beside).
    """
    before = open_of(act.conn, act.member, act.group)
    if before and before.state == ASKING:
        raise Refusal("You asked somebody already, one at a time. /my waiting shows until when.")
    _one_mentor(act, hope.mode)
    if before:
        close(act.conn, before)
    waited = before.waited if before else 0
    wish = _add(act, hope, waited)
    _suggest(act, wish)
    return wish


def _one_mentor(act: Act, mode: str) -> None:
    mine = [each for each in matches.of_member(act.conn, act.member, act.group) if each.mentee == act.member]
    if any((each.mode == FLASH) == (mode == FLASH) for each in mine):
        what = "A question of yours is open" if mode == FLASH else "You have a mentor here"
        raise Refusal(f"{what} already. /mentor mine shows it; when it has ended, look again.")


def _add(act: Act, hope: Hope, waited: int) -> int:
    what = {"topics": list(hope.topics), "purpose": hope.purpose, "mode": hope.mode, "ways": list(hope.ways), "kind": hope.kind}
    row = {**what, "own_employer": hope.own_employer, "group_id": act.group, "member_id": act.member}
    made = insert(wishes).values(**row, state=CHOOSING, asked=0, waited=waited, opened_at=act.now)
    return act.conn.execute(made.returning(wishes.c.id)).scalar_one()


def again(act: Act, before: int) -> int:
    """Look once more for what an earlier wish of mine asked. Returns the new wish's id. Raises Refusal as `look`, or if it isn't mine."""
    found = get(act.conn, before)
    if found is None or found.member != act.member:
        raise Refusal(GONE)
    wish = look(act, Hope(found.topics, found.purpose, found.mode, found.ways, found.kind, found.own_employer))
    act.conn.execute(update(wishes).where(wishes.c.id == wish).values(waited=found.waited))
    return wish


def wait_again(act: Act, before: int) -> datetime:
    """As `again`, in the next round. Returns by when I hear how it stands."""
    return wait_for_round(act, again(act, before))


def comes_first(conn: Connection, wish: int | None) -> None:
    """Whoever lost their mentor by no doing of theirs comes first in the next round, as whoever was left over does."""
    conn.execute(update(wishes).where(wishes.c.id == wish).values(waited=wishes.c.waited + 1))


def _suggest(act: Act, wish: int) -> None:
    found = get(act.conn, wish)
    for _, mentor in _ranked(act.conn, found, act.now)[:MOST_ASKED] if found else ():
        act.conn.execute(insert(candidates).values(wish_id=wish, mentor_id=mentor.member, shown_at=act.now))


def _ranked(conn: Connection, wish: Wish, now: datetime | None = None) -> list[tuple[list[Part], people.Mentor]]:
    """Every mentor who may be asked (with `now`: for the first time in a while), the best match first, each with the reasons."""
    spelt = Spelling()
    everybody, seeker = people.offering(conn, wish.group, spelt), people.mentee(conn, wish, spelt)
    rarity, barred = Rarity(each.helper for each in everybody), people.barred(conn, [seeker], everybody, now)
    points = weights.in_use()
    there = [each for each in everybody if each.places > 0 and bar(seeker.seeker, each.helper, barred) is None]
    found = [(parts(seeker.seeker, each.helper, points, rarity), each) for each in there]
    return sorted(found, key=lambda one: (-sum(part.points for part in one[0]), one[1].member))


def suggested(conn: Connection, wish_id: int) -> list[Suggestion]:
    """Who of those suggested can still be asked, the best match first, and why."""
    wish = get(conn, wish_id)
    if wish is None:
        return []
    asked = select(requests.c.mentor_id).where(requests.c.wish_id == wish_id)
    open_ = select(candidates).where(candidates.c.wish_id == wish_id, candidates.c.mentor_id.not_in(asked))
    shown = {row.mentor_id: row.id for row in conn.execute(open_)}
    return [
        Suggestion(
            shown[mentor.member],
            members.first_name(members.name_of(conn, mentor.member)),
            " · ".join(explain(reasons)),
            sum(part.points for part in reasons),
            mentor.offer.wont,
        )
        for reasons, mentor in _ranked(conn, wish)
        if mentor.member in shown
    ]


# --- waiting for the round ------------------------------------------------------------------------------------------------------


def wait_for_round(act: Act, wish: int) -> datetime:
    """I would rather be matched in the next round. Returns by when I hear how it stands. Raises Refusal for a question, or while I wait."""
    found = mine(act, wish)
    if found.state not in {CHOOSING, ROUND, OVER}:
        raise Refusal("You asked somebody, and they have until the day in /my waiting. After that you can wait for the round.")
    if found.mode == FLASH:
        raise Refusal("A round is for longer than one question. /mentor find asks for three meetings, or six months.")
    _one_mentor(act, found.mode)
    other = open_of(act.conn, act.member, act.group)
    if other and other.id != wish:
        raise Refusal("You look for somebody else already. /my waiting shows it.")
    due = act.now + WAIT_AT_MOST
    act.conn.execute(update(wishes).where(wishes.c.id == wish).values(state=ROUND, due_at=due))
    _look_in(act.conn, found, due)
    return due


def hear_by(conn: Connection, wish: Wish, due: datetime) -> None:
    """Somebody who waits hears how it stands by then, and not later: a round is planned."""
    conn.execute(update(wishes).where(wishes.c.id == wish.id).values(due_at=due))
    _look_in(conn, wish, due)


def _look_in(conn: Connection, wish: Wish, due: datetime) -> None:
    outbox.later(conn, LOOK_IN, wish.id, group=wish.group, subject=subject(wish.id), due=due, once=(wish.opened_at, due))


def _still_waiting(conn: Connection, now: datetime, ref: str) -> None:
    """A month gone by and no round: they are told so, with what they can do; and who organises is told that somebody waits."""
    wish = get(conn, int(ref))
    if wish is None or wish.state != ROUND or wish.due_at is None or wish.due_at > now:
        return
    due = now + WAIT_AT_MOST
    conn.execute(update(wishes).where(wishes.c.id == wish.id).values(due_at=due))
    _look_in(conn, wish, due)
    if not members.paused(conn, wish.member, now):
        say(conn, wish, STILL_WAITING, wish.member, now)
    tell_organisers(conn, now, wish, SOMEBODY_WAITS)


def not_matched(conn: Connection, now: datetime, wish: Wish) -> None:
    """A round was sent, and brought them nobody: they come first in the next, and hear so with a date."""
    due = now + WAIT_AT_MOST
    conn.execute(update(wishes).where(wishes.c.id == wish.id).values(waited=wish.waited + 1, due_at=due))
    _look_in(conn, wish, due)
    if not members.paused(conn, wish.member, now):
        say(conn, wish, NOT_THIS_ROUND, wish.member, now)


def stop(act: Act, wish: int) -> None:
    """I no longer look. Whoever I asked may still say so, and nothing comes of it."""
    close(act.conn, mine(act, wish))


def close(conn: Connection, wish: Wish) -> None:
    """It is over, with whatever is planned about it."""
    conn.execute(update(wishes).where(wishes.c.id == wish.id).values(state=OVER, due_at=None))
    outbox.cancel(conn, subject(wish.id), "they no longer look")


# --- what everybody shares ------------------------------------------------------------------------------------------------------


def get(conn: Connection, wish: int | None) -> Wish | None:
    """One wish."""
    row = conn.execute(select(wishes).where(wishes.c.id == wish)).first()
    return people.read_wish(row) if row else None


def mine(act: Act, wish: int) -> Wish:
    """One of my own that has not come true. Raises Refusal for any other."""
    found = get(act.conn, wish)
    if found is None or found.member != act.member or found.state == MATCHED:
        raise Refusal(GONE)
    return found


def open_of(conn: Connection, member: int, group: int) -> Wish | None:
    """What a member looks for in a group."""
    which = (wishes.c.member_id == member, wishes.c.group_id == group, wishes.c.state.in_(OPEN))
    row = conn.execute(select(wishes).where(*which).order_by(wishes.c.id.desc())).first()
    return people.read_wish(row) if row else None


def subject(wish: int) -> str:
    """What deliveries are about."""
    return f"wish:{wish}"


def say(conn: Connection, wish: Wish, kind: Kind, to: int, now: datetime) -> None:
    """Tell somebody something about a wish. Its number may be given again, so when it was opened is part of it."""
    outbox.say(conn, kind, wish.id, To(member=to), group=wish.group, subject=subject(wish.id), due=now, once=(wish.opened_at, now))


def tell_organisers(conn: Connection, now: datetime, wish: Wish, kind: Kind) -> None:
    """Tell everybody who runs the group and may meet whoever it is about."""
    for organiser in members.organisers(conn, wish.group):
        if organiser != wish.member and safety.may_meet(conn, organiser, wish.member):
            say(conn, wish, kind, organiser, now)


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose wish it is."""
    return conn.execute(select(wishes.c.group_id).where(wishes.c.id == read_id(payload))).scalar()


def group_of_candidate(conn: Connection, payload: str) -> int | None:
    """In which group they were suggested."""
    mine_ = select(wishes.c.group_id).join_from(candidates, wishes).where(candidates.c.id == read_id(payload))
    return conn.execute(mine_).scalar()


STILL_WAITING: Final = Kind("mentor.still_waiting", urgency=2)
SOMEBODY_WAITS: Final = Kind("mentor.somebody_waits", urgency=2)
NOT_THIS_ROUND: Final = Kind("mentor.not_this_round")
LOOK_IN: Final = Kind("mentor.look_in", run=_still_waiting)
