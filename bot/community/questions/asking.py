"""Asking: a question is posted, put quietly to those who know, closed by its asker, or comes back to a person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, insert, select, update

from bot import drafts, outbox
from bot.chat import Refusal
from bot.community import groups, members, profiles, safety, suggestions
from bot.community.act import Act
from bot.community.profiles import Profile
from bot.community.questions.tables import (
    ANSWER_WITHIN,
    ANSWERED,
    CLOSED,
    DOWN,
    GONE,
    OPEN,
    PLACE,
    QUESTIONS,
    Question,
    answered_by,
    answers,
    get,
    helpers,
    questions,
)
from bot.outbox import Kind, To
from bot.schema import lock_row

HELPERS: Final = 3
MOST_A_MONTH: Final = 3
MOST_OPEN, MOST_A_WEEK = 3, 5
MONTH: Final = timedelta(days=30)

_Q: Final = questions.c


# --- asking ---------------------------------------------------------------------------------------------------------------------


def ask(act: Act, topic: str, words: str) -> Question:
    """Post a question, and ask those who know. Pressed twice, it is asked once. Raises Refusal past the limits, or without a channel."""
    if act.draft:
        lock_row(act.conn, drafts.drafts, act.draft)
        if (before := act.conn.execute(QUESTIONS.where(_Q.draft_id == act.draft)).first()) is not None:
            return Question(*before)
    _within_limits(act)
    places = groups.places_for(act.conn, act.group, PLACE) or groups.places_for(act.conn, act.group)
    if not places:
        raise Refusal("This group has no channel for questions or announcements yet. An organiser chooses one with /setup.")
    row = {"group_id": act.group, "asker_id": act.member, "topic": topic, "words": words, "state": OPEN, "asked_at": act.now}
    made = act.conn.execute(insert(questions).values(row | {"draft_id": act.draft}).returning(_Q.id)).scalar_one()
    asked = Question(made, act.group, act.member, topic, words, OPEN, act.now)
    for place, _ in places:
        outbox.keep(act.conn, CARD, made, To(place=place), group=act.group, subject=asked.subject, due=act.now)
    for helper in _who_knows(act.conn, act.now, asked)[:HELPERS]:
        _put_to(act.conn, act.now, asked, helper)
    outbox.later(act.conn, DUE, made, group=act.group, subject=asked.subject, due=asked.due_at)
    outbox.later(act.conn, OLD, made, group=act.group, subject=asked.subject, due=act.now + MONTH)
    return asked


def _within_limits(act: Act) -> None:
    mine = select(func.count()).select_from(questions).where(_Q.asker_id == act.member)
    if act.conn.execute(mine.where(_Q.state == OPEN)).scalar_one() >= MOST_OPEN:
        raise Refusal(f"You have {MOST_OPEN} questions open, and that is the most. Press Answered on one, or take it down.")
    if act.conn.execute(mine.where(_Q.asked_at > act.now - timedelta(days=7))).scalar_one() >= MOST_A_WEEK:
        raise Refusal(f"You asked {MOST_A_WEEK} questions in the last seven days, and that is the most. Try again in a few days.")


def would_know(conn: Connection, now: datetime, group: int, asker: int, topic: str) -> int:
    """How many would be asked quietly."""
    return len(_who_knows(conn, now, Question(0, group, asker, topic, "", OPEN, now))[:HELPERS])


def _who_knows(conn: Connection, now: datetime, of: Question) -> list[int]:
    """Those who may be asked and have not been, who know best first; among equals whoever was asked longest ago."""
    nobody = Profile(0, "")
    points = {
        each.member: suggestions.score(suggestions.reasons(nobody, each, suggestions.ABOUT, of.topic))
        for each in profiles.found_in(conn, of.group)
        if each.member != of.asker
    }
    knowing = [member for member, score in points.items() if score]
    apart = safety.barred(conn, [of.asker, *knowing])
    been, last, loads = _asked_before(conn, now, of.id, knowing)
    busy = {member for member in knowing if loads.get(member, 0) >= MOST_A_MONTH}
    free = [member for member in knowing if member not in been | busy and (min(member, of.asker), max(member, of.asker)) not in apart]
    return sorted(free, key=lambda member: (-points[member], last.get(member, 0), member))


def _asked_before(conn: Connection, now: datetime, question: int, among: list[int]) -> tuple[set[int], dict[int, float], dict[int, int]]:
    """Who has been asked this, when each was last asked anything, and how often in a month."""
    rows = conn.execute(select(helpers.c.question_id, helpers.c.helper_id, helpers.c.asked_at).where(helpers.c.helper_id.in_(among))).all()
    last: dict[int, float] = {}
    loads: dict[int, int] = {}
    for row in rows:
        last[row.helper_id] = max(last.get(row.helper_id, 0), row.asked_at.timestamp())
        loads[row.helper_id] = loads.get(row.helper_id, 0) + (row.asked_at > now - MONTH)
    return {row.helper_id for row in rows if row.question_id == question}, last, loads


def _put_to(conn: Connection, now: datetime, of: Question, helper: int) -> None:
    conn.execute(insert(helpers).values(question_id=of.id, helper_id=helper, asked_at=now))
    to = To(member=helper)
    outbox.say(conn, HELP, f"{of.id}.{helper}", to, group=of.group, subject=of.subject, due=now, until=of.due_at)


# --- those who know ---------------------------------------------------------------------------------------------------------------


def decline(act: Act, question_id: int) -> None:
    """Not this time. The next who knows is asked instead, while there is time. Raises Refusal for whoever was not asked."""
    mine = (helpers.c.question_id == question_id, helpers.c.helper_id == act.member)
    found = get(act.conn, question_id)
    if found is None or not act.conn.execute(update(helpers).where(*mine, ~helpers.c.declined).values(declined=True)).rowcount:
        raise Refusal(GONE)
    if found.state == OPEN and act.now < found.due_at:
        for helper in _who_knows(act.conn, act.now, found)[:1]:
            _put_to(act.conn, act.now, found, helper)


def for_helper(conn: Connection, ref: str) -> Question | None:
    """What somebody who knows is asked (`"question.helper"`), while it is open and the two may meet."""
    number, _, helper = ref.partition(".")
    found = get(conn, int(number))
    if found is None or found.state != OPEN or not safety.may_meet(conn, found.asker, int(helper)):
        return None
    there = {each.member for each in profiles.found_in(conn, found.group)}
    return found if int(helper) in there and not _said_no(conn, found.id, int(helper)) else None


def _said_no(conn: Connection, question: int, helper: int) -> bool:
    return bool(conn.execute(select(helpers.c.declined).filter_by(question_id=question, helper_id=helper)).scalar())


def asked_of(conn: Connection, member: int, group: int, now: datetime) -> list[Question]:
    """What a member is asked, and has not answered."""
    mine = select(helpers.c.question_id).join(questions).where(helpers.c.helper_id == member, ~helpers.c.declined, _Q.group_id == group)
    done = select(answers.c.question_id).where(answers.c.member_id == member)
    open_ = mine.where(_Q.state == OPEN, _Q.asked_at > now - ANSWER_WITHIN, _Q.id.not_in(done)).order_by(_Q.id)
    return [found for id_ in conn.execute(open_).scalars() if (found := for_helper(conn, f"{id_}.{member}"))]


# --- closing it -----------------------------------------------------------------------------------------------------------------


def settle(act: Act, question_id: int) -> None:
    """It is answered, say its asker or an organiser. Raises Refusal for others."""
    _close(act, question_id, {"state": ANSWERED})


def take_down(act: Act, question_id: int) -> None:
    """It goes, and its words with it: its asker, or an organiser. Raises Refusal for others."""
    _close(act, question_id, {"state": DOWN, "words": "", "topic": ""})


def _close(act: Act, question_id: int, values: dict[str, str]) -> None:
    found = get(act.conn, question_id)
    if found is None or found.group != act.group or found.state == DOWN:
        raise Refusal(GONE)
    if act.member != found.asker and act.member not in members.organisers(act.conn, act.group):
        raise Refusal("That is for whoever asked to say. Thank you for looking after it; I can help is for everybody.")
    act.conn.execute(update(questions).where(_Q.id == question_id).values(values))
    outbox.cancel(act.conn, found.subject, "it is closed", kinds=(HELP, DUE))
    outbox.touch(act.conn, act.now, found.subject)


def mine(conn: Connection, member: int, group: int, now: datetime) -> list[Question]:
    """My open questions nobody has answered yet, that have not come back to a person."""
    open_ = QUESTIONS.where(_Q.asker_id == member, _Q.group_id == group, _Q.state == OPEN, _Q.asked_at > now - ANSWER_WITHIN)
    return [found for row in conn.execute(open_.order_by(_Q.id)) if not answered_by(conn, (found := Question(*row)).id)]


# --- what comes of it by itself -------------------------------------------------------------------------------------------------


def _due(conn: Connection, now: datetime, ref: str) -> None:
    """Nobody answered in three days: the organisers hear, and so does the asker."""
    found = get(conn, int(ref))
    if found is None or found.state != OPEN or answered_by(conn, found.id):
        return
    outbox.say(conn, STILL_OPEN, found.id, To(member=found.asker), group=found.group, subject=found.subject, due=now)
    for organiser in members.organisers(conn, found.group):
        if safety.may_meet(conn, organiser, found.asker):
            outbox.say(conn, UNANSWERED, found.id, To(member=organiser), group=found.group, subject=found.subject, due=now)


def _old(conn: Connection, now: datetime, ref: str) -> None:
    """A month later its card loses its buttons."""
    found = get(conn, int(ref))
    if found and found.state == OPEN:
        conn.execute(update(questions).where(_Q.id == found.id).values(state=CLOSED))
        outbox.touch(conn, now, found.subject)


def leave(conn: Connection, now: datetime, member_id: int) -> None:
    """Somebody goes for good: the cards of their questions are read anew, and say nothing of them any more."""
    for row in conn.execute(QUESTIONS.where(_Q.asker_id == member_id)):
        outbox.touch(conn, now, Question(*row).subject)


CARD: Final = Kind("question.card")
HELP: Final = Kind("question.help", urgency=2, ends_in_member=True)
STILL_OPEN: Final = Kind("question.still_open")
UNANSWERED: Final = Kind("question.unanswered", urgency=2)
DUE: Final = Kind("question.due", run=_due)
OLD: Final = Kind("question.old", run=_old)
