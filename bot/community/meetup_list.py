"""A group's meetups as a list in a spreadsheet, out and in.

What is brought in is announced like any other: each at its own moment, two weeks ahead unless the list says otherwise, so that a year's
programme does not arrive in the channel at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select

from bot.chat import Refusal
from bot.clock import Wall, zone_named
from bot.community import guests, meetups, reminders
from bot.community.act import Act
from bot.community.meetups import ANNOUNCED, USUAL_MINUTES, Meetup, Plan
from bot.community.sheets import Line

COLUMNS: Final = ("title", "date", "time", "zone", "minutes", "where", "seats", "details", "announce", "state", "going")
NEEDED: Final = ("title", "date", "time", "where")
AHEAD: Final = timedelta(days=14)
_LONGEST: Final = {"title": 100, "where": 200, "details": 1000}


@dataclass(frozen=True, slots=True)
class Row:
    """One meetup to bring in, and the line it stands on."""

    line: int
    plan: Plan


@dataclass(frozen=True, slots=True)
class Problem:
    """What was left out, and why: a sentence."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.reason}"


# --- out ------------------------------------------------------------------------------------------------------------------------


def rows(conn: Connection, group_id: int) -> Iterator[list[str]]:
    """Every meetup of a group, first to last, a cell for each of COLUMNS."""
    columns = [meetups.meetups.c[name] for name in Meetup.__dataclass_fields__]
    mine = select(*columns).where(meetups.meetups.c.group_id == group_id).order_by(meetups.meetups.c.starts_at, meetups.meetups.c.id)
    for row in conn.execute(mine):
        yield _cells(conn, Meetup(*row))


def _cells(conn: Connection, each: Meetup) -> list[str]:
    at, out = each.when.at, Wall.of(each.publish_at, each.zone).at
    seats = "" if each.seats is None else str(each.seats)
    when = [f"{at:%Y-%m-%d}", f"{at:%H:%M}", each.zone, str(each.minutes)]
    going = str(guests.tally(conn, each).going)
    return [each.title, *when, each.venue, seats, each.details, f"{out:%Y-%m-%d %H:%M}", each.state, going]


# --- in -------------------------------------------------------------------------------------------------------------------------


def read(lines: Sequence[Line], zone: str, now: datetime) -> tuple[list[Row], list[Problem]]:
    """What can be brought in, and what can't. `zone` is meant where the list names none."""
    found: list[Row] = []
    problems: list[Problem] = []
    for line in lines:
        try:
            found.append(Row(line.number, _plan(line.cells, zone, now)))
        except ValueError as reason:
            problems.append(Problem(line.number, str(reason)))
    return found, problems


def _plan(said: Mapping[str, str], zone: str, now: datetime) -> Plan:
    """Raises ValueError in words."""
    for column in NEEDED:
        if not said.get(column):
            raise ValueError(f"there is no {column}.")
    for column, longest in _LONGEST.items():
        if len(said.get(column, "")) > longest:
            raise ValueError(f"the {column} is {len(said[column])} characters long; at most {longest} fit.")
    if said.get("state", ANNOUNCED) not in {"", ANNOUNCED}:
        raise ValueError(f"it is {said['state']}; only what is to happen is brought in.")
    when = _moment(f"{said['date']} {said['time']}", said.get("zone") or zone)
    if when.instant <= now:
        raise ValueError("it is over; only what is to come is brought in.")
    minutes, seats = _number(said, "minutes", 7 * 1440) or USUAL_MINUTES, _number(said, "seats", 100_000)
    return Plan(said["title"], when, said["where"], minutes, seats, said.get("details", ""), _publish(said, when, now))


def _moment(words: str, zone: str) -> Wall:
    try:
        return Wall(datetime.strptime(words, "%Y-%m-%d %H:%M"), zone_named(zone))  # noqa: DTZ007  its zone is beside it
    except ValueError:
        raise ValueError(
            f"{words[:40]} ({zone[:40]}) is no date and time. Write them as 2026-11-26 and 18:30, and the zone as London."
        ) from None


def _number(said: Mapping[str, str], column: str, most: int) -> int | None:
    words = said.get(column, "")
    if not words:
        return None
    if not (words.isascii() and words.isdigit() and 1 <= int(words) <= most):
        raise ValueError(f"{column} should be a number from 1 to {most:,}, not {words[:20]}.")
    return int(words)


def _publish(said: Mapping[str, str], when: Wall, now: datetime) -> datetime | None:
    """When it is announced: as the list says, else two weeks ahead; None for now."""
    at = _moment(said["announce"], when.zone).instant if said.get("announce") else when.instant - AHEAD
    if at >= when.instant:
        raise ValueError("it would be announced after it has begun.")
    return at if at > now else None


def bring_in(act: Act, found: Sequence[Row]) -> tuple[list[Meetup], list[Problem]]:
    """Plan them all. What the group has already, by title and time, is left alone, so that a list can be brought in twice."""
    made: list[Meetup] = []
    problems: list[Problem] = []
    for row in found:
        if _there(act, row.plan):
            problems.append(Problem(row.line, "this meetup is there already."))
            continue
        try:
            meetup = meetups.announce(act, row.plan)
        except Refusal as no:
            problems.append(Problem(row.line, str(no)))
            continue
        reminders.plan(act.conn, act.now, meetup)
        made.append(meetup)
    return made, problems


def _there(act: Act, plan: Plan) -> bool:
    table = meetups.meetups.c
    same = select(table.id).where(table.group_id == act.group, table.title == plan.title, table.starts_at == plan.when.instant)
    return act.conn.execute(same.limit(1)).first() is not None
