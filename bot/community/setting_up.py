"""A group's first day: its name, its zone, where it announces, who organises."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat import Place
from bot.community import groups, members
from bot.community.act import Act


@dataclass(frozen=True, slots=True)
class Setup:
    """What whoever sets a group up decides."""

    name: str
    zone: str
    announcements: Place


def set_up(act: Act, setup: Setup) -> int:
    """Make the group, or change it where there is one; whoever does it organises it. Returns its id.

    Raises Refusal when the channel is another group's.
    """
    group = act.group or groups.create(act.conn, act.now, setup.name, setup.zone)
    groups.announce_in(act.conn, group, setup.announcements)
    groups.change(Act(act.conn, act.now, act.member, group), setup.name, setup.zone)
    members.join(act.conn, act.now, act.member, group)
    members.appoint(act.conn, act.member, group)
    return group
