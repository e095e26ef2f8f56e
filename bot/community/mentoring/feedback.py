"""Three questions at the end. Organisers read how many said what, once there are enough that nobody can be told by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, insert, select

from bot.chat import Refusal
from bot.community.act import Act
from bot.community.mentoring import matches
from bot.community.mentoring.tables import ENDED, feedback
from bot.community.mentoring.tables import matches as match_rows

FEWEST: Final = 5
"""A smaller count is not shown to anybody."""
ANSWERS: Final = {"yes": "Yes", "partly": "Partly", "no": "Not really"}
QUESTIONS: Final = {"helped": "Did it help?", "fitted": "Was it a good match?", "again": "Would you do it again?"}


def give(act: Act, match: int, helped: str, fitted: str, again: str) -> None:
    """My answers (of ANSWERS) about a match of mine that has ended. Raises Refusal when given before, or not mine to give."""
    found = matches.get(act.conn, match)
    if found is None or found.state != ENDED or act.member not in found.pair:
        raise Refusal(matches.GONE)
    if given(act.conn, match, act.member):
        raise Refusal("You have answered already, and it is counted. Thank you.")
    answers = {"helped": helped, "fitted": fitted, "again": again}
    act.conn.execute(insert(feedback).values(match_id=match, member_id=act.member, given_at=act.now, **answers))


def given(conn: Connection, match: int, member: int) -> bool:
    """Whether somebody has answered."""
    mine = select(feedback.c.id).where(feedback.c.match_id == match, feedback.c.member_id == member)
    return conn.execute(mine).first() is not None


def counts(conn: Connection, group: int) -> Mapping[str, Mapping[str, int]]:
    """For each question, how many gave each answer: those of at least FEWEST, and no others."""
    mine = select(*(feedback.c[name] for name in QUESTIONS)).join(match_rows, match_rows.c.id == feedback.c.match_id)
    rows = conn.execute(mine.where(match_rows.c.group_id == group)).all()
    tallies = {name: Counter(str(row[at]) for row in rows) for at, name in enumerate(QUESTIONS)}
    return {name: {answer: tally[answer] for answer in ANSWERS if tally[answer] >= FEWEST} for name, tally in tallies.items()}
