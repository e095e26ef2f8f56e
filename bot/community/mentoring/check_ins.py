"""How it goes: one tap on day 7, on day 30, then monthly. Silence ends kindly: nobody holds a place, or waits for somebody, for ever."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select, update

from bot import outbox
from bot.chat import Refusal
from bot.community import members, safety
from bot.community.act import Act
from bot.community.mentoring import matches, offers, wishes
from bot.community.mentoring.matches import Match
from bot.community.mentoring.tables import END, LENGTHS, NO, YES, check_ins
from bot.community.mentoring.tables import matches as rows
from bot.outbox import Kind, To
from bot.schema import insert_or_ignore

FIRST, SECOND, EVERY = timedelta(days=7), timedelta(days=30), timedelta(days=30)
ANSWER_WITHIN: Final = timedelta(days=7)
"""A check-in that old counts as unanswered; it can be answered until the next."""
SILENT_FOR: Final = timedelta(days=21)
ASK_TO_GO_ON: Final = timedelta(days=14)
"""So long before the planned end both are asked whether to go on."""
IN_A_ROW: Final = 2
"""So many unanswered, and each is asked privately."""


def when(match: Match, number: int) -> datetime:
    """When a check-in falls due, counted from 1."""
    return match.began_at + (FIRST if number == 1 else SECOND + EVERY * (number - 2))


def next_for(match: Match, now: datetime) -> datetime:
    """The next time both are asked how it goes; the planned end if that comes before."""
    number = 1
    while when(match, number) <= now:
        number += 1
    return min(when(match, number), match.ends_at)


def plan(conn: Connection, match: Match) -> None:
    """Everything that is to come of a match that begins, or goes on for longer."""
    matches.after(conn, match, ASK, next_for(match, match.began_at))
    _plan_end(conn, match)


def _plan_end(conn: Connection, match: Match) -> None:
    matches.after(conn, match, matches.DUE, match.ends_at)
    matches.after(conn, match, ASK_GO_ON, match.ends_at - ASK_TO_GO_ON)


# --- asking ---------------------------------------------------------------------------------------------------------------------


def _ask(conn: Connection, now: datetime, ref: str) -> None:
    """A check-in falls due: each is asked, except who takes a break. Those who may not meet any more are let go instead."""
    match = matches.get(conn, int(ref))
    if match is None or not match.on:
        return
    if not safety.may_meet(conn, *match.pair):
        matches.end(conn, now, match, "apart")
        return
    number = 1 + (conn.execute(select(func.max(check_ins.c.number)).where(check_ins.c.match_id == match.id)).scalar() or 0)
    for each in match.pair:
        insert_or_ignore(conn, check_ins, match_id=match.id, member_id=each, number=number, asked_at=now, answer=None)
        if not members.paused(conn, each, now):
            matches.tell(conn, match, CHECK, To(member=each), now, until=now + ANSWER_WITHIN)
    matches.after(conn, match, LOOK, now + ANSWER_WITHIN)
    following = next_for(match, now)
    if following < match.ends_at:
        matches.after(conn, match, ASK, following)


def open_for(conn: Connection, match: Match, member: int) -> datetime | None:
    """When somebody was last asked how it goes, while they have not answered."""
    latest = select(check_ins.c.asked_at, check_ins.c.answer).where(check_ins.c.match_id == match.id, check_ins.c.member_id == member)
    row = conn.execute(latest.order_by(check_ins.c.number.desc())).first()
    return row.asked_at if row and row.answer is None else None


def silent(conn: Connection, match: Match) -> list[int]:
    """Who of the two answered none of the last check-ins."""
    return [each for each in match.pair if _unanswered(conn, match, each)]


def _unanswered(conn: Connection, match: Match, member: int) -> bool:
    lately = select(check_ins.c.answer).where(check_ins.c.match_id == match.id, check_ins.c.member_id == member)
    answers = list(conn.execute(lately.order_by(check_ins.c.number.desc()).limit(IN_A_ROW)).scalars())
    return len(answers) == IN_A_ROW and not any(answers)


def _look(conn: Connection, now: datetime, ref: str) -> None:
    """A week after a check-in: where somebody answered none of the last two, each is asked privately, and silence gets a date."""
    match = matches.get(conn, int(ref))
    if match is None or not match.on or match.quiet_at or not silent(conn, match):
        return
    conn.execute(update(rows).where(rows.c.id == match.id).values(quiet_at=now))
    for each in match.pair:
        if not members.paused(conn, each, now):
            matches.tell(conn, match, STILL, To(member=each), now, until=now + SILENT_FOR)
    matches.after(conn, match, SILENCE, now + SILENT_FOR)


def _silence(conn: Connection, now: datetime, ref: str) -> None:
    """Three weeks on and still nothing: it ends, nobody at fault; a mentor who was silent rests until they say that their offer holds."""
    match = matches.get(conn, int(ref))
    if match is None or not match.on or match.quiet_at is None or now < match.quiet_at + SILENT_FOR:
        return
    if match.mentor in silent(conn, match):
        offers.rest(conn, now, match.group, match.mentor)
        wishes.comes_first(conn, match.wish)
    matches.end(conn, now, match, "silent")


# --- answering ------------------------------------------------------------------------------------------------------------------


def answer(act: Act, match: int, how: str) -> Match:
    """I say how it goes: WELL, SLOW, STUCK or END, for the latest check-in. Raises Refusal when it isn't mine, or over."""
    found = matches.mine(act, match)
    latest = select(func.max(check_ins.c.number)).where(check_ins.c.match_id == match, check_ins.c.member_id == act.member)
    number = act.conn.execute(latest).scalar()
    if number is None:
        insert_or_ignore(act.conn, check_ins, match_id=match, member_id=act.member, number=0, asked_at=act.now, answer=None)
    mine = (check_ins.c.match_id == match, check_ins.c.member_id == act.member, check_ins.c.number == (number or 0))
    act.conn.execute(update(check_ins).where(*mine).values(answer=how))
    if found.quiet_at and not silent(act.conn, found):
        act.conn.execute(update(rows).where(rows.c.id == match).values(quiet_at=None))
        outbox.cancel(act.conn, found.subject, "somebody answered", kinds=(SILENCE,))
    if how == END:
        matches.end(act.conn, act.now, found, "asked")
    return found


# --- the planned end ------------------------------------------------------------------------------------------------------------


def _ask_go_on(conn: Connection, now: datetime, ref: str) -> None:
    match = matches.get(conn, int(ref))
    if match and match.on and now >= match.ends_at - ASK_TO_GO_ON and safety.may_meet(conn, *match.pair):
        for each in match.pair:
            matches.tell(conn, match, GO_ON, To(member=each), now, until=match.ends_at)


def go_on(act: Act, match: int, *, yes: bool) -> datetime | None:
    """Whether I would go on for as long again. Returns until when, once both would. What I say shows to nobody unless both say yes."""
    found = matches.mine(act, match)
    if act.now < found.ends_at - ASK_TO_GO_ON:
        raise Refusal("There is time until then; I'll ask you both two weeks before the end.")
    column, theirs = ("mentee_on", found.mentor_on) if act.member == found.mentee else ("mentor_on", found.mentee_on)
    act.conn.execute(update(rows).where(rows.c.id == match).values({column: YES if yes else NO}))
    if not yes or theirs != YES:
        return None
    ends = found.ends_at + LENGTHS[found.mode]
    act.conn.execute(update(rows).where(rows.c.id == match).values(ends_at=ends, mentee_on=None, mentor_on=None))
    longer = matches.get(act.conn, match)
    if longer:
        _plan_end(act.conn, longer)
        matches.after(act.conn, longer, ASK, next_for(longer, act.now))
        for each in longer.pair:
            matches.tell(act.conn, longer, LONGER, To(member=each), act.now)
    return ends


ASK: Final = Kind("mentor.ask_how", run=_ask)
CHECK: Final = Kind("mentor.check_in", urgency=2)
LOOK: Final = Kind("mentor.look", run=_look)
STILL: Final = Kind("mentor.still_going")
SILENCE: Final = Kind("mentor.silence", run=_silence)
ASK_GO_ON: Final = Kind("mentor.ask_go_on", run=_ask_go_on)
GO_ON: Final = Kind("mentor.go_on")
LONGER: Final = Kind("mentor.longer")
