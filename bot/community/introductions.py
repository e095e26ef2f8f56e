"""Introductions: whoever looks for somebody is shown up to three who chose to be found, and asks one at a time; both must say yes.

An introduction that is declined, not seen, run out of time or no longer allowed is answered with the same words at the same moment: its
last day. Until then it reads as waiting, to everybody but the one who was asked, and counts as open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, Text, UniqueConstraint, func, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import circles, letters, members, profiles, safety, suggestions
from bot.community.act import Act
from bot.outbox import Kind, To
from bot.schema import Instant, holds, metadata, personal

TWO_YEARS: Final = timedelta(days=730)

searches = Table(
    "searches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("Yours")),
    Column("how", String(10), nullable=False, info=personal("Whom you looked for")),
    Column("topic", String(100), nullable=False, info=personal("Who knows about")),
    Column("purpose", Text, nullable=False, info=personal("What for, in your words")),
    Column("state", String(10), nullable=False, info=personal("How it stands")),
    Column("asked", Integer, nullable=False, info=personal("How many you asked")),
    Column("due_at", Instant, info=personal("Answer by")),
    Column("opened_at", Instant, nullable=False, info=personal("Since")),
    info=holds("Whom you looked for", kept=TWO_YEARS, since="opened_at"),
)

# Whoever was only suggested is never told: unmarked, so no copy of theirs shows the row.
candidates = Table(
    "candidates",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("search_id", Integer, ForeignKey("searches.id"), nullable=False),
    Column("candidate_id", Integer, ForeignKey("members.id"), nullable=False, index=True),
    Column("shown_at", Instant, nullable=False),
    UniqueConstraint("search_id", "candidate_id"),
    info=holds("Whom you were suggested to", kept=TWO_YEARS, since="shown_at"),
)

introductions = Table(
    "introductions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("search_id", Integer, ForeignKey("searches.id"), nullable=False, index=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False),
    Column("asker_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You asked")),
    Column("candidate_id", Integer, ForeignKey("members.id"), nullable=False, index=True, info=personal("You were asked")),
    Column("answer", String(5), info=personal("Your answer", of="candidate_id")),
    Column("asked_at", Instant, nullable=False, info=personal("When")),
    Column("due_at", Instant, nullable=False, info=personal("Answer by")),
    Column("asker_met", String(5), info=personal("Whether you met, you said", of="asker_id")),
    Column("candidate_met", String(5), info=personal("Whether you met, you say", of="candidate_id")),
    info=holds("Introductions", kept=TWO_YEARS, since="asked_at"),
)

CHOOSING, ASKING, TOGETHER_NOW, OVER = "choosing", "asking", "together", "over"
YES, NO = "yes", "no"
ANSWER_WITHIN: Final = timedelta(days=7)
MEET_WITHIN: Final = timedelta(days=7)
AGAIN_AFTER: Final = timedelta(days=30)
MOST_OPEN, MOST_A_WEEK, MOST_ASKED = 3, 5, 3
GONE: Final = "That isn't there any more. /introduce me looks for somebody new."
NOT_JUST_NOW: Final = "They aren't available just now."


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


@dataclass(frozen=True, slots=True)
class Introduction:
    """One asking one other. `answer` is the other's alone until it is yes."""

    id: int
    search: int
    group: int
    asker: int
    candidate: int
    answer: str | None
    due_at: datetime
    purpose: str

    def other(self, member: int) -> int:
        """Whom this brings a member together with."""
        return self.candidate if member == self.asker else self.asker


_INTRO: Final = select(
    *(introductions.c[name] for name in ("id", "search_id", "group_id", "asker_id", "candidate_id", "answer", "due_at")), searches.c.purpose
).join_from(introductions, searches)


# --- looking --------------------------------------------------------------------------------------------------------------------


def look(act: Act, wish: Wish) -> int | None:
    """Begin to look: up to three are suggested. Returns the search's id, None when nobody can be; raises Refusal past the limits."""
    _within_limits(act)
    found = _found(act, wish)[:MOST_ASKED]
    if not found:
        return None
    row = {"group_id": act.group, "member_id": act.member, "how": wish.how, "topic": wish.topic, "purpose": wish.purpose}
    made = insert(searches).values(**row, state=CHOOSING, asked=0, opened_at=act.now).returning(searches.c.id)
    search = act.conn.execute(made).scalar_one()
    act.conn.execute(insert(candidates), [{"search_id": search, "candidate_id": one, "shown_at": act.now} for one in found])
    return search


def _found(act: Act, wish: Wish) -> list[int]:
    """Who may be suggested, the likeliest first."""
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


def _within_limits(act: Act) -> None:
    """What was declined counts as open until its day, or the limit would tell."""
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


# --- asking and answering -------------------------------------------------------------------------------------------------------


def ask(act: Act, candidate: int) -> datetime:
    """Ask one of those suggested to me. Returns by when I hear. Raises Refusal past the limits, or while I wait for another of them."""
    row = act.conn.execute(
        select(candidates.c.candidate_id, searches).join_from(candidates, searches).where(candidates.c.id == candidate)
    ).first()
    if row is None or row.member_id != act.member or row.state in {TOGETHER_NOW, OVER}:
        raise Refusal(GONE)
    if row.state == ASKING:
        raise Refusal("You asked somebody already, one at a time. /my waiting shows until when.")
    _within_limits(act)
    if candidate not in {each.id for each in suggested(act.conn, row.id)}:
        raise Refusal(f"{NOT_JUST_NOW} Try one of the others, or /introduce me.")
    due = act.now + ANSWER_WITHIN
    values = {"search_id": row.id, "group_id": act.group, "asker_id": act.member, "candidate_id": row.candidate_id}
    made = insert(introductions).values(**values, asked_at=act.now, due_at=due).returning(introductions.c.id)
    intro = act.conn.execute(made).scalar_one()
    act.conn.execute(update(searches).where(searches.c.id == row.id).values(state=ASKING, asked=row.asked + 1, due_at=due))
    subject, them = f"introduction:{intro}", To(member=row.candidate_id)
    outbox.say(act.conn, ASKED, intro, them, group=act.group, subject=subject, due=act.now, until=due)
    outbox.say(act.conn, NUDGE, intro, them, group=act.group, subject=subject, due=act.now + ANSWER_WITHIN / 2, until=due)
    outbox.later(act.conn, DUE, row.id, group=act.group, subject=f"search:{row.id}", due=due, once=intro)
    return due


def get(conn: Connection, intro: int | None) -> Introduction | None:
    """One introduction."""
    row = conn.execute(_INTRO.where(introductions.c.id == intro)).first()
    return Introduction(*row) if row else None


def open_to(conn: Connection, ref: str) -> Introduction | None:
    """What somebody is asked, while they may still answer and the two may meet."""
    found = get(conn, int(ref))
    if found is None or found.answer or not safety.may_meet(conn, found.asker, found.candidate):
        return None
    return found if any(each.member == found.candidate for each in profiles.found_in(conn, found.group)) else None


def answer(act: Act, intro: int, *, yes: bool) -> None:
    """The one who was asked answers. Raises Refusal when it has run out, or the other is no longer available."""
    found = get(act.conn, intro)
    if found is None or found.candidate != act.member or found.answer or act.now >= found.due_at:
        raise Refusal("That one is over. /my waiting shows what is open.")
    if yes and not safety.may_meet(act.conn, found.asker, found.candidate):
        raise Refusal(f"{NOT_JUST_NOW} Nothing was sent to them.")
    act.conn.execute(update(introductions).where(introductions.c.id == intro).values(answer=YES if yes else NO))
    if yes:
        _bring_together(act, found)


def _bring_together(act: Act, found: Introduction) -> None:
    conn, pair, about = act.conn, (found.asker, found.candidate), f"introduction:{found.id}"
    conn.execute(update(searches).where(searches.c.id == found.search).values(state=TOGETHER_NOW, due_at=None))
    names = " and ".join(members.first_name(members.name_of(conn, each)) for each in pair)
    if not circles.can_gather(conn, pair):
        letters.open(conn, act.now, found.group, *pair, found.purpose)
    else:
        circle = circles.gather(conn, act.now, found.group, pair, names[:100])
        outbox.say(conn, TOGETHER, found.id, To(circle=circle), group=found.group, subject=about, due=act.now)
    for each in pair:
        when = act.now + MEET_WITHIN
        outbox.say(conn, HAVE_YOU_MET, f"{found.id}.{each}", To(member=each), group=found.group, subject=about, due=when)


def say_met(act: Act, intro: int, *, met: bool) -> None:
    """One of the two says whether they met. Raises Refusal for anybody else."""
    found = get(act.conn, intro)
    if found is None or found.answer != YES or act.member not in {found.asker, found.candidate}:
        raise Refusal(GONE)
    column = "asker_met" if act.member == found.asker else "candidate_met"
    act.conn.execute(update(introductions).where(introductions.c.id == intro).values({column: YES if met else NO}))


# --- the last day ---------------------------------------------------------------------------------------------------------------


def _due(conn: Connection, now: datetime, ref: str) -> None:
    """Nobody said yes. The one who asked is told so, and who could be next; after three, organisers hear."""
    search = conn.execute(select(searches).where(searches.c.id == int(ref))).first()
    if search is None or search.state != ASKING or search.due_at > now:
        return
    more = search.asked < MOST_ASKED and bool(suggested(conn, search.id))
    conn.execute(update(searches).where(searches.c.id == search.id).values(state=CHOOSING if more else OVER, due_at=None))
    about = f"search:{search.id}"
    outbox.say(conn, NOBODY, search.id, To(member=search.member_id), group=search.group_id, subject=about, due=now, once=search.asked)
    if not more:
        for organiser in members.organisers(conn, search.group_id):
            if organiser != search.member_id and safety.may_meet(conn, organiser, search.member_id):
                outbox.say(conn, UNMET, search.id, To(member=organiser), group=search.group_id, subject=about, due=now)


def _no_place(conn: Connection, now: datetime, ref: str) -> None:
    """No place could be opened for the two after all: they write through the bot."""
    if (found := get(conn, int(ref))) and safety.may_meet(conn, found.asker, found.candidate):
        letters.open(conn, now, found.group, found.asker, found.candidate, found.purpose)


def pair_of(conn: Connection, ref: str) -> tuple[Introduction, int] | None:
    """What a message to one of the two (`"introduction.member"`) is about, and to whom; None where they may not meet any more."""
    number, _, member = ref.partition(".")
    found = get(conn, int(number))
    return (found, int(member)) if found and found.answer == YES and safety.may_meet(conn, found.asker, found.candidate) else None


# --- looking at it --------------------------------------------------------------------------------------------------------------


def asker_of(conn: Connection, search_id: int) -> tuple[str, str] | None:
    """Who looks, and how it stands."""
    row = conn.execute(
        select(members.members.c.name, searches.c.state).join_from(searches, members.members).where(searches.c.id == search_id)
    ).first()
    return (row.name, row.state) if row else None


def waiting(conn: Connection, member_id: int, group_id: int) -> list[datetime]:
    """By when a member hears from those they asked."""
    mine = select(searches.c.due_at).filter_by(member_id=member_id, group_id=group_id, state=ASKING)
    return list(conn.execute(mine.order_by(searches.c.due_at)).scalars())


def asked_of(conn: Connection, member_id: int, group_id: int, now: datetime) -> list[Introduction]:
    """What a member may still answer."""
    intro = introductions.c
    mine = _INTRO.where(intro.candidate_id == member_id, intro.group_id == group_id, intro.answer.is_(None), intro.due_at > now)
    return [found for row in conn.execute(mine.order_by(intro.due_at)) if (found := open_to(conn, str(row.id)))]


def group_of(conn: Connection, payload: str) -> int | None:
    """Whose introduction it is."""
    return conn.execute(select(introductions.c.group_id).where(introductions.c.id == read_id(payload))).scalar()


def group_of_candidate(conn: Connection, payload: str) -> int | None:
    """In which group they were suggested."""
    mine = select(searches.c.group_id).join_from(candidates, searches).where(candidates.c.id == read_id(payload))
    return conn.execute(mine).scalar()


ASKED: Final = Kind("introduction.asked")
NUDGE: Final = Kind("introduction.nudge", urgency=2)
TOGETHER: Final = Kind("introduction.together", urgency=0, failed=_no_place)
HAVE_YOU_MET: Final = Kind("introduction.met", urgency=2)
NOBODY: Final = Kind("introduction.nobody")
UNMET: Final = Kind("introduction.unmet", urgency=2)
DUE: Final = Kind("introduction.due", run=_due)
