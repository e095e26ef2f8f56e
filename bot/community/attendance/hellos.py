"""Whom somebody might say hello to at a meetup: up to three who come, whom they have not met, and why.

Only between people who show their first name on the card and let themselves be found in the group, both of them: nobody learns of
anybody's coming what the card does not say, and whoever reads such a list may stand on others'.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from bot.chat import Refusal
from bot.community import guests, profiles, safety, seats, suggestions
from bot.community.coffee import company
from bot.community.meetups import Meetup
from bot.community.seats import GOING

MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Hello:
    """Somebody to say hello to, and what the two have in common ("" for nothing we know of)."""

    name: str
    why: str


def to_say(conn: Connection, meetup: Meetup, member_id: int) -> list[Hello]:
    """Who they are, the most in common first. Raises Refusal for whoever isn't on others' lists."""
    named = {guest.member_id for guest in guests.guests(conn, meetup) if guest.named}
    there = {seat.member_id for seat in seats.of_states(conn, meetup.id, (GOING,)) if seat.member_id in named and not seat.absent}
    people = {each.member: each for each in profiles.found_in(conn, meetup.group_id) if each.member in there}
    if member_id not in people:
        raise Refusal("That list is for people who come, show their first name and let themselves be found: /my settings and /my profile.")
    apart = safety.barred(conn, list(people)) | set(company.met(conn, list(people)))
    mine, found = people.pop(member_id), list[tuple[int, int, Hello]]()
    for other, theirs in people.items():
        if (min(other, member_id), max(other, member_id)) not in apart:
            parts = suggestions.reasons(mine, theirs, suggestions.LIKE)
            found.append((-suggestions.score(parts), other, Hello(theirs.first_name, "; ".join(part.words for part in parts[:2]))))
    return [hello for *_, hello in sorted(found, key=lambda each: each[:2])[:MOST]]
