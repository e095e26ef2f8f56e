"""What is to be printed, as plain data that travels to a worker and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FINE, ASK, NO = "fine", "ask", "no"
PHOTOS: Final = {FINE: "Photos are fine", ASK: "Ask before a photo", NO: "No photos, please"}
"""What somebody says of photos of themselves, in the words that stand on their badge."""


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge. Without a name it has a line to write one on. `photos` is a key of PHOTOS."""

    group: str
    name: str = ""
    handle: str = ""
    pronouns: str = ""
    ask_me: str = ""
    photos: str = ASK


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster says. `link` is where its code leads, "" for no code; `how` says in words where to say yes."""

    group: str
    title: str
    day: str
    hours: str
    where: str
    details: str
    how: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """A meetup somebody came to, in words."""

    title: str
    day: str
    hours: str
    where: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """That somebody came, to one meetup or several; `known` says how that is known, `made` on which day this was written."""

    group: str
    name: str
    came: tuple[Came, ...]
    known: str
    made: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of one page, paragraph by paragraph."""

    subject: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoorSign:
    """What a sheet for the door says: of what, the code, and what to do with it."""

    title: str
    code: str
    how: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF. `not_written` are the words whose letters no font here has: whoever prints it is told, for they are not on the paper."""

    data: bytes
    pages: int
    not_written: tuple[str, ...] = ()
