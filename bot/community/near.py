"""Where meetups are, beside where people are: as far as words tell, since nobody's address is asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select

from bot.community import meetups, profiles
from bot.community.meetups import ROOM, Meetup
from bot.community.profiles import Profile

LOOKED_THROUGH: Final = 200
"""Meetups to come, of which those nearby are found."""
A_YEAR: Final = timedelta(days=365)
FEWEST: Final = 5
"""An area is named to organisers from so many people on."""
MOST_AREAS: Final = 6


def is_near(mine: Profile, meetup: Meetup) -> bool:
    """Whether it is in somebody's area, or can be joined online; whoever named no area is near everything."""
    if meetup.how != ROOM or _names("online", meetup):
        return True
    return mine.travel_miles is not None and _names(mine.area, meetup)


def _names(area: str, meetup: Meetup) -> bool:
    """As a word of its own: Ayr is not in "a prayer"."""
    return re.search(rf"(?<!\w){re.escape(area.strip())}(?!\w)", f"{meetup.venue} {meetup.details}", re.IGNORECASE) is not None


def coming(conn: Connection, member: int, group: int, now: datetime, *, skip: int = 0, most: int = 5) -> Sequence[Meetup]:
    """What is coming up near a member or online, soonest first."""
    mine = profiles.get(conn, member)
    return [each for each in meetups.coming_up(conn, group, now, most=LOOKED_THROUGH) if is_near(mine, each)][skip : skip + most]


@dataclass(frozen=True, slots=True)
class Areas:
    """A year of meetups in the room and who could reach them. `areas`: a name, its members, and the meetups there.

    `elsewhere`: how many said an area that fewer than FEWEST share.
    """

    meetups: int
    said: int
    areas: tuple[tuple[str, int, int], ...]
    elsewhere: int


def fairness(conn: Connection, group: int, now: datetime) -> Areas | None:
    """Meetups of the last year by area beside members by area; None while there is too little to say."""
    m = meetups.meetups.c
    held = (m.group_id == group, m.state == meetups.ANNOUNCED, m.how != meetups.ONLINE, m.starts_at > now - A_YEAR, m.starts_at <= now)
    took_place = [Meetup(*row) for row in conn.execute(select(meetups.meetups).where(*held))]
    said = [each.area.strip() for each in profiles.of_group(conn, group).values() if each.area.strip()]
    people = Counter(area.casefold() for area in said)
    written = {area.casefold(): area for area in reversed(said)}
    large = [(area, number) for area, number in people.most_common() if number >= FEWEST][:MOST_AREAS]
    if not took_place or not large:
        return None
    areas = tuple((written[area], number, sum(_names(area, each) for each in took_place)) for area, number in large)
    return Areas(len(took_place), len(said), areas, len(said) - sum(number for _, number in large))
