"""What organisers see of how a meetup was: how many said what, where there are enough; sentences, without whose they are.

No count under five is told, and none from which such a one could be worked out: so no sums, and nothing of who said nothing. Groups and
meetups are never set beside each other: three people at a meetup are a success.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, func, select, update

from bot import outbox
from bot.chat import Refusal
from bot.community import members, reports
from bot.community.act import Act
from bot.community.afterwards.feedback import AGAINS, GONE, HOWS, NAMED, ORGANISERS, get
from bot.community.afterwards.tables import feedback

FEWEST: Final = 5
"""A smaller count is not shown to anybody."""
MOST_WISHES: Final = 8


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence somebody wrote. `name`: their first name, where they like to be named; `open`: everybody in the group may read it."""

    id: int
    words: str
    name: str
    open: bool


@dataclass(frozen=True, slots=True)
class Results:
    """How many said what, of answers that at least FEWEST gave; what somebody would like next; whether there are sentences to read."""

    how: Mapping[str, int]
    again: Mapping[str, int]
    wishes: tuple[str, ...]
    wrote: bool


_F: Final = feedback.c
_OF: Final = _F.meetup_id == bindparam("meetup")
_HOW: Final = select(_F.how, func.count()).where(_OF, _F.how.is_not(None)).group_by(_F.how)
_AGAIN: Final = select(_F.again, func.count()).where(_OF, _F.again.is_not(None)).group_by(_F.again)
_WISHES: Final = select(_F.next).where(_OF, _F.next.is_not(None), ~_F.aside).order_by(_F.next).limit(MOST_WISHES)
_QUOTES: Final = (
    select(_F.id, _F.words, members.members.c.name, _F.quoted)
    .join_from(feedback, members.members)
    .where(_OF, _F.words.is_not(None), ~_F.aside)
    .order_by(_F.words, _F.id)
    .offset(bindparam("skip"))
    .limit(bindparam("most"))
)


def of(conn: Connection, meetup: int) -> Results:
    """Of one meetup."""
    given = {"meetup": meetup}
    how, again = ({str(row[0]): int(row[1]) for row in conn.execute(each, given)} for each in (_HOW, _AGAIN))
    wishes = tuple(words for words in conn.execute(_WISHES, given).scalars() if words)
    return Results(_enough(HOWS, how), _enough(AGAINS, again), wishes, bool(quotes(conn, meetup, most=1)))


def quotes(conn: Connection, meetup: int, *, skip: int = 0, most: int = 1000) -> list[Quote]:
    """The sentences organisers may read, by their words: an order that says nothing of who wrote them. Named where that is wanted."""
    rows = conn.execute(_QUOTES, {"meetup": meetup, "skip": skip, "most": most})
    return [
        Quote(id_, words, members.first_name(name) if quoted == NAMED else "", quoted != ORGANISERS) for id_, words, name, quoted in rows
    ]


def _enough(answers: tuple[str, ...], tally: Mapping[str, int]) -> dict[str, int]:
    return {answer: tally[answer] for answer in answers if tally.get(answer, 0) >= FEWEST}


def quote(conn: Connection, ask: int) -> Quote | None:
    """One sentence, while organisers may read it."""
    found = get(conn, ask)
    return next((each for each in quotes(conn, found.meetup) if each.id == ask), None) if found else None


def set_aside(act: Act, ask: int, *, report: bool) -> None:
    """Nobody reads this sentence any more; the conduct contacts hear its words if that is asked, but not whose they are.

    Raises Refusal for what isn't this group's.
    """
    found, sentence = get(act.conn, ask), quote(act.conn, ask)
    if found is None or sentence is None or found.group != act.group:
        raise Refusal(GONE)
    act.conn.execute(update(feedback).where(_F.id == ask).values(aside=True))
    outbox.touch(act.conn, act.now, f"recap:{found.meetup}")
    if report:
        reports.report_member(act, None, f"A sentence written to organisers after {found.title}: “{sentence.words}”")
