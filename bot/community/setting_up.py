"""A group's first day: its name, its habits, where it announces, who organises. And its second home, on another server or workspace.

A second home is joined by a code: an organiser asks for one where the group is, and whoever runs the other place types it there. So both
sides have said yes. The code is good once, for ten minutes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, delete, insert, select

from bot import outbox
from bot.chat import Person, Place, Refusal
from bot.community import groups, meetups, members, occasions
from bot.community.act import Act
from bot.community.afterwards import feedback
from bot.community.codes import hashed, new_code
from bot.community.coffee import drawing
from bot.community.groups import Group, Habits
from bot.outbox import To
from bot.schema import Instant, metadata

GOOD_FOR: Final = timedelta(minutes=10)

invitations = Table(
    "invitations",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id"), nullable=False, index=True),
    Column("made_at", Instant, nullable=False),
)

NO_GOOD: Final = (
    "That code doesn't open anything. Codes work once, for ten minutes; an organiser gets a new one by /setup where the group is."
)


@dataclass(frozen=True, slots=True)
class Setup:
    """What whoever sets a group up decides. `organiser`: somebody who runs it with them.

    `introductions`: where newcomers say hello, if not with the announcements.
    """

    name: str
    zone: str
    announcements: Place
    habits: Habits = field(default_factory=Habits)
    organiser: Person | None = None
    introductions: Place | None = None


def set_up(act: Act, setup: Setup) -> int:
    """Make the group, or change it where there is one; whoever does it organises it. Returns its id.

    Raises Refusal when the channel is another group's.
    """
    group = act.group or groups.create(act.conn, act.now, setup.name, setup.zone)
    before = groups.habits(act.conn, group)
    groups.announce_in(act.conn, group, setup.announcements)
    groups.say_hello_in(act.conn, group, setup.introductions, near=setup.announcements)
    groups.change(act.conn, group, setup.name, setup.zone, setup.habits)
    if before.listed != setup.habits.listed:
        _relist(act, group)
    if setup.habits.feedback and not before.feedback:
        feedback.plan_coming(act.conn, act.now, group)
    drawing.plan(act.conn, act.now, group)
    _organise(act, group, act.member)
    if setup.organiser:
        _organise(act, group, members.meet(act.conn, act.now, setup.organiser))
    return group


def _relist(act: Act, group: int) -> None:
    """The list of events is wanted from now on, or no longer: so it is with what is coming up already."""
    for meetup in meetups.coming_up(act.conn, group, act.now, most=_LISTED):
        occasions.plan(act.conn, act.now, str(meetup.id))
        outbox.touch(act.conn, act.now, meetup.subject)


def _organise(act: Act, group: int, member: int) -> None:
    members.join(act.conn, act.now, member, group)
    members.appoint(act.conn, member, group)


def invite(act: Act) -> str:
    """A code that joins another server or workspace to this group; earlier ones no longer do. Shown once, kept as a hash."""
    code = new_code()
    act.conn.execute(delete(invitations).where(invitations.c.group_id == act.group))
    act.conn.execute(insert(invitations).values(code_hash=hashed(code), group_id=act.group, made_at=act.now))
    return code


def invited_by(conn: Connection, now: datetime, code: str) -> Group | None:
    """The group a code belongs to, while it is good."""
    good = (invitations.c.code_hash == hashed(code), invitations.c.made_at > now - GOOD_FOR)
    group = conn.execute(select(invitations.c.group_id).where(*good)).scalar()
    return groups.get(conn, group) if group is not None else None


def move_in(act: Act, code: str, announcements: Place) -> Group:
    """Join this server or workspace to the code's group: it announces here too, from now on and what is coming up already.

    Whoever does it organises the group from here. Raises Refusal for a code that is no good, or where another group lives already.
    """
    group = invited_by(act.conn, act.now, code)
    spent = delete(invitations).where(invitations.c.code_hash == hashed(code))
    if group is None or act.conn.execute(spent).rowcount == 0:
        raise Refusal(NO_GOOD)
    if act.group not in {0, group.id}:
        raise Refusal("Another group is set up here already. Use a channel where none is, or a server of its own.")
    place = groups.announce_in(act.conn, group.id, announcements)
    _organise(act, group.id, act.member)
    for meetup in meetups.coming_up(act.conn, group.id, act.now, most=_CARRIED):
        outbox.keep(act.conn, meetups.CARD, meetup.id, To(place=place), group=group.id, subject=meetup.subject, due=act.now)
    return group


_LISTED: Final = 50
_CARRIED: Final = 10
"""Announcements carried over to a new home: what is next, not a flood."""
