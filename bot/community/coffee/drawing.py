"""Drawing a round: two days before it goes out, who sits with whom is worked out beside the loop and written down for organisers to see.

A round is planned once, by its group and day; drawing one plans the next, so the chain goes on until the group switches coffee off or
chooses another day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot import outbox
from bot.community import groups
from bot.community.coffee import company, days, people, rounds
from bot.community.coffee.people import Taker
from bot.community.coffee.sending import SEND
from bot.community.groups import NO_COFFEE
from bot.matching.seating import Question, Seating, seat
from bot.outbox import Aside, Hook, Kind

USEFUL: Final = timedelta(days=2)
"""A round that could not be drawn until so long after its day is left out: the next is near."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Which round a row of the loop is about: `"group.2026-11-30"`."""

    group: int
    day: date

    @classmethod
    def read(cls, ref: str) -> _Drawn:
        group, _, day = ref.partition(".")
        return cls(int(group), date.fromisoformat(day))


def plan(conn: Connection, now: datetime, group_id: int) -> date | None:
    """Have the group's next round drawn in time. Returns its day, None where coffee is off. Planning it twice plans it once."""
    weekday, zone = people.day_of(conn, group_id), groups.get(conn, group_id).zone
    if weekday == NO_COFFEE:
        return None
    day = days.next_draw(weekday, zone, now)
    outbox.later(conn, DRAW, f"{group_id}.{day}", group=group_id, subject=f"coffee:{group_id}", due=days.drawn_at(day, zone))
    return day


async def _prepare(aside: Aside, now: datetime, ref: str) -> Hook:
    which = _Drawn.read(ref)
    asked = await aside.read(lambda conn: _question(conn, now, which))
    if asked is None:
        return _on_with_the_next
    takers, question = asked
    return partial(_draw, takers, await aside.work(seat, question))


def _question(conn: Connection, now: datetime, which: _Drawn) -> tuple[list[Taker], Question] | None:
    """Who is in and what decides; None where there is nothing to draw."""
    if not _still_wanted(conn, now, which):
        return None
    takers = people.everybody(conn, which.group, which.day)
    here = [each for each in takers if not each.why]
    return (takers, company.question(conn, which.group, here, which.day.toordinal())) if here else None


def _still_wanted(conn: Connection, now: datetime, which: _Drawn) -> bool:
    weekday, zone = people.day_of(conn, which.group), groups.get(conn, which.group).zone
    return weekday != NO_COFFEE and days.DAYS[weekday] == which.day.weekday() and now < days.ten_on(which.day, zone) + USEFUL


def _draw(takers: list[Taker], seating: Seating, conn: Connection, now: datetime, ref: str) -> None:
    """Write it down, and when it goes out. Who left since is found out then."""
    _on_with_the_next(conn, now, ref)
    which = _Drawn.read(ref)
    if not _still_wanted(conn, now, which) or rounds.of_day(conn, which.group, which.day):
        return
    zones = {each.zone for each in takers if not each.why} | {groups.get(conn, which.group).zone}
    due = max(now, days.goes_out(which.day, zones))
    round_id = rounds.begin(conn, which.group, which.day, due)
    found = rounds.get(conn, round_id)
    still = {each.member for each in people.everybody(conn, which.group, which.day)}
    if found:
        rounds.lay(conn, found, [each for each in takers if each.member in still], seating)
    outbox.later(conn, SEND, round_id, group=which.group, subject=f"round:{round_id}", due=due)


def _on_with_the_next(conn: Connection, now: datetime, ref: str) -> None:
    plan(conn, now, _Drawn.read(ref).group)


DRAW: Final = Kind("coffee.draw", prepare=_prepare, urgency=2)
