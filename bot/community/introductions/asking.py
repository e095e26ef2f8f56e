"""Asking one who was suggested, answering, and the last day."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select, update

from bot import outbox
from bot.chat import Refusal
from bot.community import circles, letters, members, safety
from bot.community.act import Act
from bot.community.introductions.looking import suggested, within_limits
from bot.community.introductions.reading import Introduction, get, together_before
from bot.community.introductions.tables import (
    ANSWER_WITHIN,
    ASKING,
    CHOOSING,
    GONE,
    MEET_WITHIN,
    MOST_ASKED,
    NO,
    NOT_JUST_NOW,
    OVER,
    TOGETHER_NOW,
    YES,
    candidates,
    introductions,
    searches,
)
from bot.outbox import Kind, To


def ask(act: Act, candidate: int) -> datetime:
    """Ask one of those suggested to me. Returns by when I hear. Raises Refusal past the limits, or while I wait for another of them."""
    row = act.conn.execute(
        select(candidates.c.candidate_id, searches).join_from(candidates, searches).where(candidates.c.id == candidate)
    ).first()
    if row is None or row.member_id != act.member or row.state in {TOGETHER_NOW, OVER}:
        raise Refusal(GONE)
    if row.state == ASKING:
        raise Refusal("You asked somebody already, one at a time. /my waiting shows until when.")
    within_limits(act)
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
    outbox.later(act.conn, DUE, row.id, group=act.group, subject=f"search:{row.id}", due=due, once=due.isoformat())
    return due


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
    if together_before(conn, found):  # each asked the other, or an account that turned out to be the same person's
        return
    names = " and ".join(members.first_name(members.name_of(conn, each)) for each in pair)
    if circles.can_gather(conn, pair):
        circle = circles.gather(conn, act.now, found.group, pair, names[:100])
        outbox.say(conn, TOGETHER, found.id, To(circle=circle), group=found.group, subject=about, due=act.now)
    else:
        letters.open(conn, act.now, found.group, *pair, found.purpose)
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


ASKED: Final = Kind("introduction.asked")
NUDGE: Final = Kind("introduction.nudge", urgency=2)
TOGETHER: Final = Kind("introduction.together", urgency=0, failed=_no_place)
HAVE_YOU_MET: Final = Kind("introduction.met", urgency=2, ends_in_member=True)
NOBODY: Final = Kind("introduction.nobody")
UNMET: Final = Kind("introduction.unmet", urgency=2)
DUE: Final = Kind("introduction.due", run=_due)
