"""What a round is worked out from: who is in, what they said of themselves, whom they met, and whom they must not meet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import Final

from sqlalchemy import Connection, bindparam, select

from bot.community import introductions, members, profiles, safety, suggestions
from bot.community.attendance import met as at_meetups
from bot.community.coffee.people import Taker
from bot.community.coffee.tables import SENT, TOLD, coffee_people, coffee_seats, coffee_tables
from bot.community.introductions import NO, YES
from bot.community.profiles import Profile, in_words
from bot.matching.seating import Guest, Question

WORTH: Final = (suggestions.SAME_AREA, suggestions.ALONE, suggestions.SAME_KIND, suggestions.SAME_YEARS)
"""Points of the traits, as `_traits` lines them up."""

_one, _other = coffee_seats.alias("one"), coffee_seats.alias("other")
_HAD_COFFEE: Final = (
    select(_one.c.member_id, _other.c.member_id)
    .join_from(_one, _other, (_one.c.table_id == _other.c.table_id) & (_one.c.member_id < _other.c.member_id))
    .join(coffee_tables, coffee_tables.c.id == _one.c.table_id)
    .where(coffee_tables.c.state.in_([SENT, TOLD]))
)
_I: Final = introductions.introductions.c
_INTRODUCED: Final = select(_I.asker_id, _I.candidate_id).where(
    _I.answer == YES, _I.asker_met.is_distinct_from(NO), _I.candidate_met.is_distinct_from(NO)
)
_ACCOUNTS: Final = (
    select(members.accounts.c.member_id, members.accounts.c.platform, members.accounts.c.workspace)
    .join_from(members.accounts, coffee_people, coffee_people.c.member_id == members.accounts.c.member_id)
    .where(coffee_people.c.group_id == bindparam("group"))
)


def question(conn: Connection, group_id: int, takers: Sequence[Taker], seed: int) -> Question:
    """Everything that decides a round of these people, plain enough to travel to a worker."""
    ids = [each.member for each in takers]
    said = profiles.of_group(conn, group_id)
    places = _places(conn, group_id)
    guests = tuple(_guest(each, said[each.member], places.get(each.member, frozenset())) for each in takers)
    return Question(guests, suggestions.SHARED, WORTH, tuple(met(conn, ids)), frozenset(safety.barred(conn, ids)), seed)


def met(conn: Connection, among: Collection[int]) -> Iterator[tuple[int, int]]:
    """The pairs of these who have met, once for each time.

    Over coffee, in whatever group, or by an introduction that neither says came to nothing; and, once for all of them together, at
    meetups at which both checked in themselves. Who merely said that they would come has met nobody.
    """
    here = set(among)
    for statement in (_HAD_COFFEE, _INTRODUCED):
        for one, other in conn.execute(statement):
            if one in here and other in here:
                yield min(one, other), max(one, other)
    yield from at_meetups.pairs(conn, among)


def _places(conn: Connection, group_id: int) -> dict[int, frozenset[str]]:
    """The servers and workspaces of everybody who joined: two can be told together only in one they share."""
    found: dict[int, set[str]] = {}
    for member, platform, workspace in conn.execute(_ACCOUNTS, {"group": group_id}):
        found.setdefault(member, set()).add(f"{platform}:{workspace}")
    return {member: frozenset(places) for member, places in found.items()}


def _guest(taker: Taker, said: Profile, places: frozenset[str]) -> Guest:
    topics = frozenset(topic.casefold() for topic in said.topics)
    return Guest(taker.member, topics, traits(said), places, taker.threes, taker.first)


def traits(said: Profile) -> tuple[str, ...]:
    """What counts when two have it alike, lined up with WORTH."""
    return said.area.casefold(), "alone" if said.works_alone else "", said.kind_of_place.casefold(), said.years


def in_common(one: Profile, other: Profile) -> str:
    """The same reasons as words for both, or ""."""
    theirs = {topic.casefold() for topic in other.topics}
    topics = [topic for topic in one.topics if topic.casefold() in theirs]
    area, alone, kind, years = (bool(mine) and mine == yours for mine, yours in zip(traits(one), traits(other), strict=True))
    found = [
        f"you both care about {in_words(topics)}" if topics else "",
        "each of you is a team of one" if alone else "",
        f"you are both in {one.area}" if area else "",
        f"you work in the same kind of place: {one.kind_of_place}" if kind else "",
        "you are about as long in the field" if years else "",
    ]
    return "; ".join(words for words in found if words)


def shared_openly(conn: Connection, group_id: int, ids: Collection[int]) -> list[tuple[str, str, str]]:
    """What two at a table have in common, `(name, name, words)`, of those alone who let people of this group find them."""
    there = [each for each in profiles.found_in(conn, group_id) if each.member in ids]
    found = [(one.first_name, other.first_name, in_common(one, other)) for one, other in combinations(there, 2)]
    return [each for each in found if each[2]]
