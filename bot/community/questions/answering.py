"""Answering: what somebody writes is carried to whoever asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, insert, select

from bot import outbox
from bot.chat import Refusal
from bot.chat.typed import read_id
from bot.community import safety
from bot.community.act import Act
from bot.community.questions.tables import ANSWERED, DOWN, GONE, OPEN, Question, answers, get, questions
from bot.outbox import Kind, To

MOST_ANSWERS: Final = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered, to be carried to whoever asked."""

    question: Question
    member: int
    words: str


def answer(act: Act, question_id: int, words: str) -> Question:
    """Have an answer carried to whoever asked. Raises Refusal for one's own question, one that is over, and past three."""
    found = get(act.conn, question_id)
    if found is None or found.group != act.group or found.state not in {OPEN, ANSWERED}:
        raise Refusal(GONE)
    if found.asker == act.member:
        raise Refusal("That's your own question. Press Answered once it is.")
    if not safety.may_meet(act.conn, act.member, found.asker):
        raise Refusal("They aren't available just now. Nothing was sent to them.")
    mine = select(func.count()).select_from(answers).where(answers.c.question_id == question_id, answers.c.member_id == act.member)
    if act.conn.execute(mine).scalar_one() >= MOST_ANSWERS:
        raise Refusal(f"You have answered this {MOST_ANSWERS} times. The rest is perhaps better said in the question's thread.")
    row = {"question_id": question_id, "member_id": act.member, "words": words, "given_at": act.now}
    made = act.conn.execute(insert(answers).values(row).returning(answers.c.id)).scalar_one()
    outbox.say(act.conn, CARRIED, made, To(member=found.asker), group=found.group, subject=f"answer:{made}", due=act.now)
    outbox.touch(act.conn, act.now, found.subject)
    return found


def carried(conn: Connection, ref: str) -> Answer | None:
    """An answer on its way to whoever asked, as long as the two may meet."""
    row = conn.execute(select(answers).where(answers.c.id == int(ref))).first()
    found = get(conn, row.question_id) if row else None
    if row is None or found is None or found.state == DOWN or not safety.may_meet(conn, found.asker, row.member_id):
        return None
    return Answer(found, row.member_id, row.words)


def group_of_answer(conn: Connection, payload: str) -> int | None:
    """Whose question an answer is to."""
    return conn.execute(select(questions.c.group_id).join(answers).where(answers.c.id == read_id(payload))).scalar()


def writer_for(act: Act, answer_id: int) -> int:
    """Who wrote an answer to me. Raises Refusal when it was not to me."""
    row = act.conn.execute(select(answers.c.member_id, questions.c.asker_id).join(questions).where(answers.c.id == answer_id)).first()
    if row is None or row.asker_id != act.member:
        raise Refusal(GONE)
    return row.member_id


CARRIED: Final = Kind("question.answer", urgency=0)
