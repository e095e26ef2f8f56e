"""What somebody's going means to others, feature by feature: before their rows go, seats are freed and people who wait are answered.

A feature adds a function of `(conn, now, member_id)` to STEPS. It may be run for somebody who takes no part in it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.community import introductions, letters, rsvp
from bot.community.afterwards import recaps
from bot.community.mentoring import leaving as mentoring
from bot.community.newcomers import hello
from bot.community.polls import answering as polls
from bot.community.questions import asking as questions
from bot.community.shadowing import going as shadowing

STEPS: Final[tuple[Callable[[Connection, datetime, int], None], ...]] = (
    rsvp.leave,
    introductions.leave,
    introductions.leave_two,
    hello.leave,
    letters.leave,
    shadowing.leave,
    questions.leave,
    mentoring.leave,
    recaps.touch_those_of,
    polls.leave,
)


def leave_everything(conn: Connection, now: datetime, member_id: int) -> None:
    """Take somebody out of everything that is still to happen."""
    for step in STEPS:
        step(conn, now, member_id)
