"""Looking for somebody: up to three who chose to be found are suggested, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, func, insert, select

from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import profiles, safety, suggestions
from bot.community.act import Act
from bot.community.introductions.tables import (
    AGAIN_AFTER,
    ASKING,
    CHOOSING,
    MOST_A_WEEK,
    MOST_ASKED,
    MOST_OPEN,
    YES,
    candidates,
    introductions,
    searches,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom somebody would like to meet (one of `suggestions.HOWS`), a topic if that is what they should know, and what for."""

    how: str
    topic: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who could be asked. `id` is the row's; `why` in words."""

    id: int
    name: str
    why: str


def look(act: Act, wish: Wish) -> int | None:
    """Begin to look: up to three are suggested. Returns the search's id, None when nobody can be; raises Refusal past the limits."""
    within_limits(act)
    found = could_meet(act, wish)[:MOST_ASKED]
    if not found:
        return None
    row = {"group_id": act.group, "member_id": act.member, "how": wish.how, "topic": wish.topic, "purpose": wish.purpose}
    made = insert(searches).values(**row, state=CHOOSING, asked=0, opened_at=act.now).returning(searches.c.id)
    search = act.conn.execute(made).scalar_one()
    act.conn.execute(insert(candidates), [{"search_id": search, "candidate_id": one, "shown_at": act.now} for one in found])
    return search


def could_meet(act: Act, wish: Wish) -> list[int]:
    """Who may be suggested, the likeliest first: the limits on asking aside."""
    mine = profiles.get(act.conn, act.member)
    there = [each for each in profiles.found_in(act.conn, act.group) if each.member != act.member]
    apart = safety.barred(act.conn, [act.member, *(each.member for each in there)])
    lately = _met_or_asked(act)
    scored = [
        (suggestions.score(suggestions.reasons(mine, each, wish.how, wish.topic)), each.member)
        for each in there
        if each.member not in lately and (min(each.member, act.member), max(each.member, act.member)) not in apart
    ]
    return [member for points, member in sorted(scored, key=lambda one: (-one[0], one[1])) if points]


def _met_or_asked(act: Act) -> set[int]:
    """Whom I asked in the last thirty days, and whom I was brought together with before."""
    intro = introductions.c
    asked = select(intro.candidate_id).where(intro.asker_id == act.member, (intro.asked_at > act.now - AGAIN_AFTER) | (intro.answer == YES))
    met = select(intro.asker_id).where(intro.candidate_id == act.member, intro.answer == YES)
    return {*act.conn.execute(asked).scalars(), *act.conn.execute(met).scalars()}


def within_limits(act: Act) -> None:
    """What was declined counts as open until its day, or the limit would tell. Raises Refusal past the limits."""
    mine = select(func.count()).select_from(introductions).where(introductions.c.asker_id == act.member)
    open_ = act.conn.execute(
        select(func.count()).select_from(searches).where(searches.c.member_id == act.member, searches.c.state == ASKING)
    ).scalar_one()
    if open_ >= MOST_OPEN:
        raise Refusal(f"You wait for {MOST_OPEN} people already, and that is the most at a time. /my waiting shows until when.")
    if act.conn.execute(mine.where(introductions.c.asked_at > act.now - timedelta(days=7))).scalar_one() >= MOST_A_WEEK:
        raise Refusal(f"You asked {MOST_A_WEEK} people in the last seven days, and that is the most. Try again in a few days.")


def suggested(conn: Connection, search_id: int) -> list[Suggestion]:
    """Who can still be asked in this search, likeliest first, and why."""
    search = conn.execute(select(searches).where(searches.c.id == search_id)).first()
    if search is None:
        return []
    mine = profiles.get(conn, search.member_id)
    found = {each.member: each for each in profiles.found_in(conn, search.group_id)}
    asked = select(introductions.c.candidate_id).where(introductions.c.search_id == search_id)
    rows = conn.execute(
        select(candidates).where(candidates.c.search_id == search_id, candidates.c.candidate_id.not_in(asked)).order_by(candidates.c.id)
    )
    return [
        Suggestion(row.id, theirs.first_name, "; ".join(part.words for part in suggestions.reasons(mine, theirs, search.how, search.topic)))
        for row in rows
        if (theirs := found.get(row.candidate_id)) and safety.may_meet(conn, search.member_id, row.candidate_id)
    ]


def group_of_candidate(conn: Connection, payload: str) -> int | None:
    """In which group they were suggested."""
    mine = select(searches.c.group_id).join_from(candidates, searches).where(candidates.c.id == read_id(payload))
    return conn.execute(mine).scalar()
