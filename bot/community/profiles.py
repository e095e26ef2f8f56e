"""Who people say they are: what others read once their owner lets them, and what nobody ever reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Boolean, Column, Connection, ForeignKey, Integer, String, Table, Text, bindparam, delete, select, update

from bot.community import members
from bot.community.act import Act
from bot.community.roll import MemberRow
from bot.schema import Json, holds, insert_or_ignore, metadata, personal

USUAL_MILES: Final = 25
"""How far people travel who have not said."""

profiles = Table(
    "profiles",
    metadata,
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True, info=personal("Yours")),
    Column("area", String(100), info=personal("Your area", of="member_id")),
    Column(
        "travel_miles", Integer, server_default=str(USUAL_MILES), info=personal("Miles you travel; nothing: online only", of="member_id")
    ),
    Column("sector", String(100), key="kind_of_place", info=personal("The kind of place you work in", of="member_id")),
    Column("role", String(100), info=personal("What you are called at work", of="member_id")),
    Column("about", Text, key="does", info=personal("What you do all day", of="member_id")),
    Column("years", String(40), info=personal("Your years in the field", of="member_id")),
    Column("topics", Json, info=personal("Your topics", of="member_id")),
    Column("wants", Text, info=personal("What you would like", of="member_id")),
    Column("formats", Json, info=personal("How you like to meet", of="member_id")),
    Column("works_alone", Boolean, info=personal("Whether you are a team of one", of="member_id")),
    Column("languages", Json, info=personal("Your languages", of="member_id")),
    Column("employer", String(100), info=personal("Who you work for (never shown)", of="member_id")),
    Column("manager_id", Integer, ForeignKey("members.id"), index=True),
    info=holds("Your profile"),
)

BANDS: Final = {
    "student": "Studying",
    "under2": "Under 2 years",
    "2to5": "2 to 5 years",
    "5to10": "5 to 10 years",
    "10plus": "10 years or more",
}
"""Years in the field, youngest first, with how they are said."""
IN_PERSON, CALL, TEXT = "in_person", "call", "text"
FORMATS: Final = {IN_PERSON: "in person", CALL: "by call", TEXT: "by text"}


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody said of themselves; empty where they said nothing.

    `travel_miles` None: online only. `years` is one of BANDS or "". `formats` are of FORMATS. Never shown to anybody: `employer`, and
    `manager`, the member id of their line manager.
    """

    member: int
    name: str
    area: str = ""
    travel_miles: int | None = USUAL_MILES
    kind_of_place: str = ""
    role: str = ""
    does: str = ""
    years: str = ""
    topics: tuple[str, ...] = ()
    wants: str = ""
    formats: tuple[str, ...] = ()
    works_alone: bool = False
    languages: tuple[str, ...] = ()
    employer: str = ""
    manager: int | None = None

    @property
    def first_name(self) -> str:
        """What they are called."""
        return members.first_name(self.name)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody decides others may read of them. As `Profile`."""

    area: str
    travel_miles: int | None
    kind_of_place: str
    does: str
    years: str
    topics: tuple[str, ...]
    wants: str = ""
    formats: tuple[str, ...] = ()
    works_alone: bool = False
    languages: tuple[str, ...] = ()


_P: Final = profiles.c
_M: Final = members.members.c
_COLUMNS: Final = (
    *(_M.id, _M.name, _P.member_id, _P.area, _P.travel_miles, _P.kind_of_place, _P.role, _P.does, _P.years, _P.topics, _P.wants),
    *(_P.formats, _P.works_alone, _P.languages, _P.employer, _P.manager_id),
)
_ALL: Final = select(*_COLUMNS).join_from(members.members, profiles, _P.member_id == _M.id, isouter=True)
_ONE: Final = _ALL.where(_M.id == bindparam("member"))
_MINE: Final = members.memberships.c
_FOUND: Final = (
    _ALL.join(members.memberships, _MINE.member_id == _M.id)
    .where(_MINE.group_id == bindparam("group"), _MINE.found, _P.member_id.is_not(None), _M.paused_until.is_(None))
    .order_by(_M.id)
)
_IN_GROUP: Final = _ALL.join(members.memberships, _MINE.member_id == _M.id).where(_MINE.group_id == bindparam("group"))
_TOPICS: Final = (
    select(_P.topics).join(members.memberships, _MINE.member_id == _P.member_id).where(_MINE.group_id == bindparam("group"), _MINE.found)
)


def get(conn: Connection, member_id: int) -> Profile:
    """What a member said of themselves. Raises NoResultFound for nobody."""
    return _read(*conn.execute(_ONE, {"member": member_id}).one())


def found_in(conn: Connection, group_id: int) -> list[Profile]:
    """Those who chose to be found in this group and are not taking a break (which ends by itself, see `pausing`)."""
    return [_read(*row) for row in conn.execute(_FOUND, {"group": group_id})]


def of_group(conn: Connection, group_id: int) -> dict[int, Profile]:
    """What each member of a group said of themselves, found or not: for matching, which shows it to nobody."""
    return {row[0]: _read(*row) for row in conn.execute(_IN_GROUP, {"group": group_id})}


def _read(member: int, name: str, known: int | None, area: str | None, miles: int | None, kind: str | None, *rest: object) -> Profile:
    if known is None:
        return Profile(member, name)
    role, does, years, topics, wants, formats, alone, languages, employer, manager = rest
    return Profile(
        *(member, name, area or "", miles, kind or "", str(role or ""), str(does or ""), band_of(str(years or "")), _words(topics)),
        *(str(wants or ""), _words(formats), bool(alone), _words(languages), str(employer or "")),
        manager=manager if isinstance(manager, int) else None,
    )


def _words(held: object) -> tuple[str, ...]:
    return tuple(str(each) for each in held) if isinstance(held, list) else ()  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  JSON


def say(act: Act, said: Said) -> None:
    """Keep what I say of myself. It is private until I let people find me (`members.be_found`)."""
    _change(
        act.conn,
        act.member,
        area=said.area,
        travel_miles=said.travel_miles,
        kind_of_place=said.kind_of_place,
        does=said.does,
        years=said.years,
        topics=list(said.topics),
        wants=said.wants,
        formats=list(said.formats),
        works_alone=said.works_alone,
        languages=list(said.languages),
    )


def keep_private(act: Act, employer: str, manager: int | None) -> None:
    """Who I work for and who my line manager is: used to keep us apart, shown to nobody."""
    _change(act.conn, act.member, employer=employer, manager_id=manager if manager != act.member else None)


def _change(conn: Connection, member_id: int, **values: object) -> None:
    insert_or_ignore(conn, profiles, member_id=member_id)
    conn.execute(update(profiles).where(_P.member_id == member_id).values(**values))


def bring_in(conn: Connection, member_id: int, row: MemberRow) -> None:
    """What an organiser's list says of a new member."""
    values = {"area": row.area, "kind_of_place": row.sector, "role": row.role, "years": row.years, "does": row.about}
    _change(conn, member_id, topics=list(row.topics), works_alone=row.works_alone, **values)


def hand_over(conn: Connection, before: int, after: int) -> None:
    """Two records become one: what the later one says stands; where it says nothing, the earlier one's is theirs."""
    if conn.execute(select(_P.member_id).where(_P.member_id == after)).first() is None:
        conn.execute(update(profiles).where(_P.member_id == before).values(member_id=after))
    conn.execute(delete(profiles).where(_P.member_id == before))
    conn.execute(update(profiles).where(_P.manager_id == before, _P.member_id != after).values(manager_id=after))
    conn.execute(update(profiles).where(_P.manager_id == before).values(manager_id=None))  # nobody manages themselves


def topics_in(conn: Connection, group_id: int) -> list[str]:
    """Topics of those who let themselves be found here, most frequent first."""
    counts: dict[str, int] = {}
    for held in conn.execute(_TOPICS, {"group": group_id}).scalars():
        for topic in _words(held):
            counts[topic] = counts.get(topic, 0) + 1
    return sorted(counts, key=lambda topic: (-counts[topic], topic.casefold()))


def band_of(years: str) -> str:
    """The band of years in the field: of a band itself, or of what a list says ("9", "10+", "student"); "" where it says nothing."""
    if years in BANDS:
        return years
    if re.search(r"stud|train", years.casefold()):
        return "student"
    number = re.search(r"\d+", years)
    if number is None:
        return ""
    limits = (("under2", 2), ("2to5", 5), ("5to10", 10))
    reached = int(number[0]) - bool(re.search(r"under|less|fewer|<", years.casefold()))  # "under 2" is not 2
    return next((band for band, limit in limits if reached < limit), "10plus")


def in_words(many: Sequence[str], last: str = "and") -> str:
    """`"a, b and c"`."""
    return f"{', '.join(many[:-1])} {last} {many[-1]}" if len(many) > 1 else "".join(many)
