"""Who asks and who offers, from two files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from bot.cli.matching.known import Known
from bot.cli.matching.sheets import UNREAD, Sheet, parts, read_sheet, spelt
from bot.community.profiles import BANDS, band_of
from bot.matching.profiles import ANY_KIND, Helper, Seeker
from bot.sheet import Problem, yes

_BOTH: Final = {
    "id": ("number", "no", "nr", "key", "member number", "member id", "response id", "mentee id", "mentor id", "mentee", "mentor"),
    "name": ("full name", "your name", "member", "member name", "display name", "mentee name", "mentor name"),
    UNREAD: ("email", "e mail", "email address", "e mail address", "mail", "username", "contact"),
    "kind": ("kind of place", "sector", "type", "type of organisation", "type of organization", "field", "type of library"),
    "years": ("years in the field", "years in field", "experience", "years of experience", "career stage", "how long"),
    "area": ("place", "town", "city", "location", "region", "where", "where are you based"),
    "online": ("online is fine", "remote", "can meet online", "happy to meet online"),
    "times": ("availability", "free times", "free", "when", "when are you free"),
    "employer": ("organisation", "organization", "company", "workplace", "institution", "where you work", "place of work"),
    "line_manager": ("manager", "my line manager", "boss", "reports to", "supervisor"),
    "keep_apart": ("keep apart from", "not with", "avoid", "conflicts", "conflict", "do not match with", "not to be matched with"),
    "hide_from": ("hide from employer", "not with employer", "not with people from"),
    "team_of_one": ("works alone", "alone", "solo", "lone worker"),
    "paused": ("pause", "on hold", "not this time"),
}
MENTEES: Final = spelt(
    _BOTH
    | {
        "topics": ("topic", "interests", "wants to learn", "would like help with", "help with", "subjects", "goals for mentoring"),
        "wants_kind": ("kind of place wanted", "sector wanted", "preferred sector", "wants sector"),
        "goals": ("goal", "award", "working towards", "step", "qualification"),
        "language": ("language wanted", "preferred language"),
        "own_employer_too": ("same employer is fine", "own employer is fine", "own employer", "same organisation is fine"),
        "waited": ("waited last time", "waiting", "unmatched last time", "went without", "went without last time", "carried over"),
    }
)
MENTORS: Final = spelt(
    _BOTH
    | {
        "topics": ("topic", "offers", "can help with", "topics offered", "expertise", "subjects", "knows about", "skills"),
        "done": ("awards", "award", "has done", "qualifications", "qualification"),
        "languages": ("language", "speaks"),
        "capacity": ("places", "how many", "max mentees", "maximum mentees", "number of mentees", "mentees at most"),
    }
)
_MOST: Final = 100  # places with one mentor: more is a slip of the finger

Row = dict[str, str]
One = TypeVar("One", Seeker, Helper)


@dataclass(slots=True)
class Sides:
    """Both sides in the order of their files, with their ids and the names they are shown by; and what was found in the files."""

    sheets: tuple[Sheet, Sheet]
    seekers: list[Seeker]
    helpers: list[Helper]
    ids: tuple[list[str], list[str]]
    names: tuple[list[str], list[str]]


def read_people(mentees: Path, mentors: Path) -> Sides:
    """Read both files. Raises OSError when one can't be read; what is wrong in them is in the sheets."""
    spelling = _Spelling()
    asking, offering = read_sheet(mentees, MENTEES, ("id or name",)), read_sheet(mentors, MENTORS, ("id or name",))
    known = Known(_named(asking, "id"), _named(asking, "name"), _named(offering, "id"), _named(offering, "name"))
    if not offering.has("capacity"):
        offering.notes.append(Problem(0, "There is no column called capacity, so each mentor has one place."))
    return Sides(
        (asking, offering),
        _people(asking, known.mentees, known, lambda key, row: _seeker(key, row, spelling)),
        _people(offering, known.mentors, known, lambda key, row: _helper(key, row, spelling)),
        (_named(asking, "id", "name"), _named(offering, "id", "name")),
        (_named(asking, "name", "id"), _named(offering, "name", "id")),
    )


def _named(sheet: Sheet, *columns: str) -> list[str]:
    """What each row has in the first of these columns that says anything."""
    return [next((row[column] for column in columns if row.get(column)), "") for _, row in sheet.rows]


def _people(sheet: Sheet, keys: Sequence[str], known: Known, read: Callable[[str, Row], One]) -> list[One]:
    seen: dict[str, int] = {}
    people: list[One] = []
    for key, (line, row) in zip(keys, sheet.rows, strict=True):
        try:
            _only_once(row, line, seen)
            people.append(_apart(known, sheet, line, row, read(key, row)))
        except ValueError as reason:
            sheet.refuse(line, reason)
    return people


def _only_once(row: Row, line: int, seen: dict[str, int]) -> None:
    """An id names one person; where there are none, a name does."""
    what, column = (row["id"], "id") if row.get("id") else (row.get("name", ""), "name")
    if not what:
        raise ValueError("there is neither an id nor a name.")
    first = seen.setdefault(what.casefold(), line)
    if first != line:
        more = "" if column == "id" else " If they are two people, give everybody an id."
        raise ValueError(f"the {column} “{what}” is on line {first} already.{more}")


def _apart(known: Known, sheet: Sheet, line: int, row: Row, one: One) -> One:
    """With everybody they must not be matched with."""

    def found(column: str) -> list[str]:
        keys: list[str] = []
        for word in parts(row.get(column, "")):
            those = known.keys(word)
            if not those:
                said = (
                    f"nobody in these files is “{word}”, whom the {column.replace('_', ' ')} names. If they are here, spell them the same."
                )
                sheet.notes.append(Problem(line, said))
            keys += those
        return keys

    managers, others = found("line_manager"), found("keep_apart")
    return replace(one, line_manager=next(iter(managers), ""), keep_apart=frozenset((*managers[1:], *others)))


def _seeker(key: str, row: Row, spelling: _Spelling) -> Seeker:
    wants = spelling.of(row.get("wants_kind", ""))
    return Seeker(
        topics=spelling.parts(row, "topics"),
        wants_kind=ANY_KIND if wants.casefold() in {"any", "any kind", "no preference"} else wants,
        goals=frozenset(spelling.parts(row, "goals")),
        language=spelling.of(row.get("language", "")),
        own_employer_too=_yes(row, "own_employer_too"),
        waited=_yes(row, "waited"),
        **_both(key, row, spelling),
    )


def _helper(key: str, row: Row, spelling: _Spelling) -> Helper:
    return Helper(
        topics=frozenset(spelling.parts(row, "topics")),
        done=frozenset(spelling.parts(row, "done")),
        languages=frozenset(spelling.parts(row, "languages")),
        capacity=_capacity(row.get("capacity", "")),
        **_both(key, row, spelling),
    )


def _both(key: str, row: Row, spelling: _Spelling) -> Mapping[str, Any]:
    band = band_of(row.get("years", ""))
    return {
        "key": key,
        "kind": spelling.of(row.get("kind", "")),
        "years": list(BANDS).index(band) if band else 0,
        "times": frozenset(spelling.parts(row, "times")),
        "area": spelling.of(row.get("area", "")),
        "online": _yes(row, "online") if row.get("online") else True,
        "team_of_one": _yes(row, "team_of_one"),
        "employer": spelling.of(row.get("employer", "")),
        "hide_from": frozenset(spelling.parts(row, "hide_from")),
        "paused": _yes(row, "paused"),
    }


def _yes(row: Row, column: str) -> bool:
    return yes(row.get(column, ""), column)


def _capacity(said: str) -> int:
    if not said:
        return 1
    if not said.isdecimal() or int(said) > _MOST:
        raise ValueError(f"capacity should be a whole number from 0 to {_MOST}, not “{said}”.")
    return int(said)


class _Spelling:
    """Words as they were first spelt, so that “copyright” is “Copyright”."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def of(self, word: str) -> str:
        """As it was first spelt."""
        return self._first.setdefault(word.casefold(), word)

    def parts(self, row: Row, column: str) -> tuple[str, ...]:
        """Each thing in a cell, once."""
        return tuple(dict.fromkeys(self.of(part) for part in parts(row.get(column, ""))))
