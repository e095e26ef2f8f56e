"""What a card of `/mentor` is about, read at the moment it is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat import Refusal
from bot.community import groups, members, profiles, safety
from bot.community.mentoring import asking, check_ins, feedback, helps, matches, offers, wishes
from bot.community.mentoring.asking import Request
from bot.community.mentoring.helps import Help
from bot.community.mentoring.matches import Match
from bot.community.mentoring.people import Offer, Wish
from bot.community.mentoring.tables import FLASH
from bot.community.mentoring.wishes import Suggestion
from bot.community.profiles import Profile
from bot.schema import Connection


@dataclass(frozen=True, slots=True)
class Together:
    """A match, for one of the two (or both).

    `asked_at`: when the reader was last asked how it goes, while they have not answered; `named`: whether the other may be named.
    """

    match: Match
    mentee: str
    mentor: str
    purpose: str
    zone: str
    reader: int = 0
    asked_at: datetime | None = None
    next_at: datetime | None = None
    named: bool = True

    @property
    def other(self) -> str:
        """What the one who does not read it is called."""
        return self.mentor if self.reader == self.match.mentee else self.mentee

    @property
    def tap(self) -> bool:
        """Whether the reader is asked how it goes."""
        return self.asked_at is not None

    @property
    def mentors(self) -> bool:
        """Whether it is for the mentor."""
        return self.reader == self.match.mentor


@dataclass(frozen=True, slots=True)
class Asked:
    """One asking one mentor, with what is shown of the first."""

    request: Request
    wish: Wish
    mentee: Profile
    zone: str


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish, with who can still be asked."""

    wish: Wish
    name: str
    found: list[Suggestion]
    zone: str


@dataclass(frozen=True, slots=True)
class Mine:
    """Everything of mine in a group."""

    zone: str
    together: list[Together]
    wish: Wish | None
    offer: Offer | None
    asked: list[Asked]
    helps: list[Help]


def first_name(conn: Connection, member: int) -> str:
    """What somebody is called."""
    return members.first_name(members.name_of(conn, member))


def about(conn: Connection, match: Match, reader: int = 0) -> Together:
    """A match, for its reader."""
    wish = wishes.get(conn, match.wish)
    asked = check_ins.open_for(conn, match, reader)
    names = first_name(conn, match.mentee), first_name(conn, match.mentor)
    return Together(match, *names, wish.purpose if wish else "", groups.get(conn, match.group).zone, reader, asked)


def going_on(conn: Connection, ref: str) -> Together | None:
    """What a message about a match says, while it goes on and the two may meet."""
    found = matches.still(conn, ref)
    return about(conn, *found) if found else None


def ended(conn: Connection, ref: str) -> Together | None:
    """What a message about a match that has ended says; without a name where they may not meet."""
    found = matches.said_to(conn, ref)
    if found is None or found[0].on:
        return None
    return replace(about(conn, *found), named=safety.may_meet(conn, *found[0].pair))


def unasked(conn: Connection, ref: str) -> Together | None:
    """Whoever has not answered three questions yet."""
    found = ended(conn, ref)
    return None if found is None or feedback.given(conn, found.match.id, found.reader) else found


def asked(conn: Connection, ref: str) -> Asked | None:
    """What a mentor who is asked may read."""
    found = asking.open_to(conn, ref)
    return _asked(conn, *found) if found else None


def _asked(conn: Connection, request: Request, wish: Wish) -> Asked:
    return Asked(request, wish, profiles.get(conn, request.mentee), groups.get(conn, request.group).zone)


def wished(conn: Connection, ref: str) -> Wished | None:
    """Somebody's wish."""
    wish = wishes.get(conn, int(ref))
    if wish is None:
        return None
    return Wished(wish, first_name(conn, wish.member), wishes.suggested(conn, wish.id), groups.get(conn, wish.group).zone)


def offered(conn: Connection, ref: str) -> tuple[Offer, str] | None:
    """Somebody's offer, and the group's zone."""
    offer = offers.get(conn, int(ref))
    return (offer, groups.get(conn, offer.group).zone) if offer else None


def helped(conn: Connection, ref: str) -> tuple[Help, str, Together] | None:
    """Somebody who asked for help, what they are called, and with whom."""
    found = helps.get(conn, int(ref))
    match = matches.get(conn, found.match) if found else None
    return (found, first_name(conn, found.member), about(conn, match, found.member)) if found and match and match.on else None


def mine_with(conn: Connection, number: int, member: int, now: datetime) -> Together:
    """One of my own that goes on. Raises Refusal for any other."""
    match = matches.get(conn, number)
    if match is None or not match.on or member not in match.pair:
        raise Refusal(matches.GONE)
    return _next(about(conn, match, member), now)


def mine(conn: Connection, member: int, group: int, now: datetime) -> Mine:
    """Everything of mine."""
    together = [_next(about(conn, each, member), now) for each in matches.of_member(conn, member, group)]
    asked_ = [_asked(conn, *each) for each in asking.asked_of(conn, member, group, now)]
    offer = offers.of(conn, group, member)
    wish = wishes.open_of(conn, member, group)
    return Mine(groups.get(conn, group).zone, together, wish, offer, asked_, helps.of_member(conn, member, group))


def _next(of: Together, now: datetime) -> Together:
    at = check_ins.next_for(of.match, now) if of.match.mode != FLASH else of.match.ends_at
    return replace(of, next_at=at)
