"""A round: everyone who waits for a day gets one, as far as the days, the hosts' months and the organisations' months allow.

The best is found by the engine (`bot.matching`), exactly, within nested limits: whoever went without last time first, then the most
people, then the best. Nothing is kept of a preview: sending works the same thing out again and stops if the answer has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.community import members
from bot.community.act import Act
from bot.community.shadowing import asking, hosting, looking
from bot.community.shadowing.tables import WAITING, WISHES, Day, Wish, wishes

FIRST_CHOICE: Final = (2000, 1700, 1500)
"""Points of a day chosen first, second, third; any other day has fewer."""
_ANY, _MOST = 100, 1000


@dataclass(frozen=True, slots=True)
class Question:
    """What the engine is asked: points by wish and day (0: not allowed), places of each day, who waited before, limits across days."""

    wishes: tuple[Wish, ...]
    days: tuple[Day, ...]
    points: tuple[tuple[int, ...], ...]
    places: tuple[int, ...]
    waited: tuple[bool, ...]
    limits: tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """One visitor and one day, in names. `choice` is the rank of the day among theirs, 0 for none of them."""

    wish: int
    day: int
    visitor: str
    host: str
    label: str
    choice: int


def question(conn: Connection, group: int, now: datetime) -> Question:
    """Everybody who waits in a group, and every day any of them could have."""
    rows = conn.execute(WISHES.where(wishes.c.group_id == group, wishes.c.state == WAITING).order_by(wishes.c.id))
    waiting = tuple(wish for row in rows if not members.paused(conn, (wish := Wish(*row)).visitor, now))
    found = looking.found_among(conn, waiting, now)
    there = {one.day.id: one.day for each in found.values() for one in each}
    days = tuple(there[id_] for id_ in sorted(there))
    points = tuple(_points(conn, each, found[each.id], days) for each in waiting)
    left = hosting.Places(hosting.expected(conn, group))
    limits = (
        *_shared(days, lambda one: (one.host, one.month), left.of_host),
        *_shared(days, lambda one: (one.house, one.month), left.of_house),
    )
    return Question(waiting, days, points, tuple(map(left.of_day, days)), tuple(each.waited for each in waiting), limits)


def _points(conn: Connection, of: Wish, found: Sequence[looking.Found], days: Sequence[Day]) -> tuple[int, ...]:
    fits = {one.day.id: _ANY + min(one.points, _MOST) for one in found}
    ranked = dict(zip(looking.chosen(conn, of.id), FIRST_CHOICE, strict=False))
    return tuple(ranked.get(each.id, fits[each.id]) if each.id in fits else 0 for each in days)


def _shared(days: Sequence[Day], of: Callable[[Day], tuple[object, str]], left: Callable[[Day], int]) -> list[tuple[int, tuple[int, ...]]]:
    """One limit for the days that have this in common."""
    together: dict[tuple[object, str], list[int]] = {}
    for at, each in enumerate(days):
        together.setdefault(of(each), []).append(at)
    return [(left(days[inside[0]]), tuple(inside)) for inside in together.values()]


def solve(
    points: Sequence[Sequence[int]], places: Sequence[int], waited: Sequence[bool], limits: Sequence[tuple[int, tuple[int, ...]]]
) -> list[int]:
    """The day of each wish, -1 for none. Heavy: `matching.in_worker` runs it in a process of its own."""
    import numpy as np

    from bot.matching import assign
    from bot.matching.limits import Limit

    if not points or not places:
        return [-1] * len(points)
    within = [Limit(most, inside) for most, inside in limits]
    return [int(at) for at in assign(np.array(points, np.int64), np.array(places), waited=np.array(waited), limits=within).mentor]


def placements(conn: Connection, of: Question, solved: Sequence[int]) -> list[Placement]:
    """The answer in names."""
    found: list[Placement] = []
    for each, at in zip(of.wishes, solved, strict=True):
        if at >= 0:
            on = of.days[at]
            ranked = looking.chosen(conn, each.id)
            choice = ranked.index(on.id) + 1 if on.id in ranked else 0
            visitor, host = (members.first_name(members.name_of(conn, one)) for one in (each.visitor, on.host))
            found.append(Placement(each.id, on.id, visitor, host, on.label, choice))
    return found


def seal(placed: Sequence[Placement]) -> str:
    """What tells one answer from another: 12 letters and digits."""
    return hashlib.sha256(repr([(each.wish, each.day) for each in placed]).encode()).hexdigest()[:12]


def send(act: Act, placed: Sequence[Placement]) -> int:
    """Ask both of each pair, as far as each is still allowed. Returns how many. Whoever gets no place is first in the next round."""
    asked = 0
    chosen = {each.wish: each.day for each in placed}
    rows = act.conn.execute(WISHES.where(wishes.c.group_id == act.group, wishes.c.state == WAITING).order_by(wishes.c.id))
    for of in [Wish(*row) for row in rows]:
        free = {one.day.id: one.day for one in looking.found_for(act.conn, of.id, act.now)}
        day = free.get(chosen.get(of.id, 0))
        if day and asking.available(act.conn, of.visitor, day.host):
            asking.invite(act.conn, act.now, of, day, placed=True)
            asked += 1
        else:
            act.conn.execute(wishes.update().where(wishes.c.id == of.id).values(waited=True))
    return asked


def waiting(conn: Connection, group: int) -> int:
    """How many wait for a round."""
    return len(conn.execute(WISHES.where(wishes.c.group_id == group, wishes.c.state == WAITING)).all())
