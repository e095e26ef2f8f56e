"""A meetup's programme: what happens when, typed a line each, kept as minutes after it begins, so that it moves along with the meetup.

What a line may say is a closed grammar: a time within the meetup's own hours, then words. What could not be read is said, line by line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot import outbox
from bot.clock import DAY, Wall, say_time
from bot.community import meetups
from bot.community.act import Act
from bot.community.before import reading
from bot.community.before.reading import Preparation
from bot.community.meetups import Meetup
from bot.dates import Unclear, read_when
from bot.outbox import Kind, To

MOST: Final = 12
LONGEST: Final = 100
SHOWN_WRONG: Final = 3
USEFUL: Final = timedelta(minutes=15)
"""How late it is still worth saying that a part begins."""
_TIME: Final = r"(?P<time>\d{1,2}(?:[:.h]?\d{2})?\s*(?:[ap]\.?m\b\.?)?|noon|midnight)"
_BETWEEN: Final = r"(?:\s*[-\u2013\u2014]\s*(?!\d)|\s*[:,]\s+|\s+)"
_LINE: Final = re.compile(rf"{_TIME}{_BETWEEN}(?![-\u2013\u2014:,]|[ap]\.?m\b)(?P<words>.+)", re.IGNORECASE)
"""A time, a space or a dash, words. "6-7 Drinks" has two times, and "7pm" no words."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of a programme: so many minutes after it begins."""

    minutes: int
    words: str

    def at(self, starts: datetime, zone: str) -> str:
        """`"18:45"`, on the meetup's wall."""
        return say_time(Wall.of(starts + timedelta(minutes=self.minutes), zone))


def within(words: str, meetup: Meetup) -> Wall:
    """`"7"` at a meetup that begins at half past six is seven in the evening. Raises ValueError where nothing fits, or two times do."""
    try:
        found = (read_when(words, meetup.starts_at - DAY, meetup.zone, day_default=meetup.when.at.date()),)
    except Unclear as unclear:
        found = unclear.choices
    fitting = [at for at in found if meetup.starts_at <= at.instant <= meetup.ends_at]
    if len(fitting) != 1:
        hours = f"{meetup.when.at:%H:%M} to {Wall.of(meetup.ends_at, meetup.zone).at:%H:%M}"
        raise ValueError(f"Type a time between its beginning and its end, {hours}, such as {meetup.when.at:%H:%M}.")
    return fitting[0]


def read(words: str, meetup: Meetup) -> tuple[Stage, ...]:
    """`"18:30 Welcome; 18:45 Ana on copyright"`. Raises ValueError, naming the lines that can't be read and why."""
    lines = [" ".join(line.split()) for line in re.split(r"[;\n]", words) if line.strip()]
    if len(lines) > MOST:
        raise ValueError(f"Those are {len(lines)} parts; {MOST} is the most a card can hold.")
    found: list[Stage] = []
    wrong: list[str] = []
    for line in lines:
        try:
            found.append(_read_line(line, meetup, found[-1] if found else None))
        except ValueError as unclear:
            wrong.append(f"“{line[:40]}”: {unclear}")
    if wrong:
        more = f" And {len(wrong) - SHOWN_WRONG} more." if len(wrong) > SHOWN_WRONG else ""
        raise ValueError(" ".join(wrong[:SHOWN_WRONG]) + more)
    return tuple(found)


def _read_line(line: str, meetup: Meetup, before: Stage | None) -> Stage:
    matched = _LINE.fullmatch(line)
    if matched is None:
        raise ValueError(f"Begin with the time, such as {meetup.when.at:%H:%M} Welcome.")
    if len(matched["words"]) > LONGEST:
        raise ValueError(f"That has {len(matched['words'])} characters; {LONGEST} is the most that fits.")
    minutes = int((within(matched["time"], meetup).instant - meetup.starts_at) / timedelta(minutes=1))
    if before and minutes < before.minutes:
        raise ValueError("That is before the line above it. Put them in order.")
    return Stage(minutes, matched["words"])


def keep(act: Act, meetup_id: int, stages: Sequence[Stage], *, said: bool) -> Meetup:
    """This is the programme, none at all if there are no parts; `said`: in the thread, as each begins. Raises as `reading.hold`."""
    meetup = reading.hold(act, meetup_id)
    edition, rows = reading.of(act.conn, meetup).edition + 1, [[each.minutes, each.words] for each in stages]
    meetup = reading.change(act, meetup, agenda=rows, agenda_said=said, edition=edition)
    outbox.touch(act.conn, act.now, meetup.subject)
    return replan(act.conn, act.now, meetup)


def replan(conn: Connection, now: datetime, meetup: Meetup) -> Meetup:
    """Drop what waits to be said, and plan what is to be said of the date it has."""
    if not meetup.prepared:
        return meetup
    outbox.cancel(conn, meetup.subject, "planned anew", kinds=(STAGE,))
    prepared = reading.of(conn, meetup)
    for number, stage in enumerate(of(prepared) if prepared.agenda_said and meetup.state == meetups.ANNOUNCED else ()):
        due = meetup.starts_at + timedelta(minutes=stage.minutes)
        about = outbox.About(group=meetup.group_id, subject=meetup.subject, due=due, until=due + USEFUL, once=meetup.dated)
        for card in outbox.kept(conn, meetups.CARD, meetup.subject) if due > now else ():
            outbox.say(conn, STAGE, f"{meetup.id}.{prepared.edition}.{meetup.moves}.{number}", To(under=card), **about)
    return meetup


STAGE: Final = Kind("before.stage", words="a part of a programme in a meetup's thread")
"""Its reference: the meetup, the edition of its programme, how often it had been moved, the part."""


def of(prepared: Preparation) -> tuple[Stage, ...]:
    """The programme, in order."""
    return tuple(Stage(minutes, words) for minutes, words in prepared.agenda)


def begins(conn: Connection, ref: str) -> tuple[Meetup, Stage] | None:
    """The part that begins; None where it was changed since."""
    number, edition, moves, which = map(int, ref.split("."))
    meetup = meetups.get(conn, number)
    prepared = reading.of(conn, meetup)
    same = prepared.edition == edition and meetup.moves == moves and prepared.agenda_said
    return (meetup, of(prepared)[which]) if same and meetup.state == meetups.ANNOUNCED else None
