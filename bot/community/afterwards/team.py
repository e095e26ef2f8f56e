"""A paragraph to report back to one's team with: the meetup's facts, its links, and a line of one's own, ready to copy."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Refusal
from bot.chat.plain import say_when
from bot.chat.text import When
from bot.community import cpd, groups, meetups, public_pages
from bot.community.act import Act
from bot.community.afterwards import links
from bot.community.afterwards.links import Link
from bot.community.meetups import Meetup

MOST_LINKS = 6


def paragraph(meetup: Meetup, group: str, found: Sequence[Link], line: str) -> str:
    """`"On Thursday 26 November 2026, 18:30 (London time) I was at Pub meet-up …"`. The way to join is never in it."""
    where = public_pages.where(meetup.venue)
    where = "online" if where == public_pages.ONLINE else where
    at = f"On {say_when(When(meetup.starts_at, meetup.zone))} I was at {meetup.title} ({where})"
    mine = f" {line}" if line else ""
    more = "; ".join(f"{each.title}: {each.url}" for each in found[:MOST_LINKS])
    return f"{at}, a meetup of {group}.{mine}{f' To read on: {more}' if more else ''}"


def report(act: Act, meetup_id: int, line: str) -> str:
    """The paragraph; a line is kept as one for my CPD log, too. Raises Refusal for a meetup I had no seat at, or that has not begun."""
    meetup = meetups.hold(act, meetup_id)
    if meetup.state != meetups.ANNOUNCED or act.now < meetup.starts_at or not links.had_seat(act.conn, meetup, act.member):
        raise Refusal("That is for meetups you had a seat at. /meetup list shows what is coming up.")
    if line:
        cpd.keep(act, f"meetup:{meetup_id}", meetup.starts_at, line)
    return paragraph(meetup, groups.get(act.conn, meetup.group_id).name, links.shown(act.conn, meetup_id), line)
