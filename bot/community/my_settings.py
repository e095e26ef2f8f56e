"""How a member is called, when they are left in peace, how they are told, and whether they are named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from bot import outbox
from bot.clock import after_quiet_hours
from bot.community import meetups, members, seats
from bot.community.act import Act

_ME: Final = members.members.c.id == bindparam("member")
_QUIET: Final = select(members.members.c.quiet, members.members.c.zone).where(_ME)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a member chose. `zone` is IANA's name, `quiet` is "21:00-08:00" or "", `reach` is members.DIRECT or THREAD."""

    name: str
    zone: str
    quiet: str
    reach: str
    named: bool


def change(act: Act, chosen: Settings) -> None:
    """Keep them; name, zone and quiet hours hold everywhere, the others in this group. Cards that name them are to be read anew."""
    values = {"name": chosen.name, "zone": chosen.zone, "quiet": chosen.quiet or None}
    act.conn.execute(update(members.members).where(members.members.c.id == act.member).values(values))
    members.reach_by(act, chosen.reach)
    members.show_name(act, named=chosen.named)
    for seat in seats.of_member(act.conn, act.member):
        outbox.touch(act.conn, act.now, meetups.get(act.conn, seat.meetup_id).subject)


def quiet_of(conn: Connection, member_id: int) -> str:
    """A member's quiet hours, or ""."""
    return conn.execute(_QUIET, {"member": member_id}).one().quiet or ""


def after_their_quiet(conn: Connection, member_id: int, moment: datetime) -> datetime:
    """The same moment, or when their quiet hours end if it falls in them. Whoever chose none is written to at any time."""
    row = conn.execute(_QUIET, {"member": member_id}).first()
    if row is None or not row.quiet or not row.zone:
        return moment
    return after_quiet_hours(moment, row.zone, row.quiet)
