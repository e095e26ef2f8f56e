"""The day itself and what follows: a word the day before, whether it happened, a note to the other, a line for one's CPD log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select, update

from bot import outbox
from bot.chat import Refusal
from bot.community import cpd, safety
from bot.community.act import Act
from bot.community.shadowing.tables import AGREED, NO, YES, Visit, visit, visits
from bot.outbox import Kind, To


@dataclass(frozen=True, slots=True)
class Tomorrow:
    """What one of the two is told the day before. `off`: they may not meet any more, so it doesn't take place."""

    visit: Visit
    member: int
    off: bool

    @property
    def visiting(self) -> bool:
        """Whether it is the visitor who reads it: the way in is for them alone."""
        return self.member == self.visit.visitor


def tomorrow(conn: Connection, ref: str) -> Tomorrow | None:
    """The word of the day before; None where it was called off."""
    number, _, member = ref.partition(".")
    found = visit(conn, int(number))
    if found is None or found.state != AGREED:
        return None
    return Tomorrow(found, int(member), off=not safety.may_meet(conn, found.visitor, found.host))


def _was_there(act: Act, visit_id: int) -> Visit:
    found = visit(act.conn, visit_id)
    if found is None or found.state != AGREED or act.member not in {found.visitor, found.host} or act.now < found.day.starts_at:
        raise Refusal("That isn't there any more. /shadow mine shows your days.")
    return found


def happened(act: Act, visit_id: int, line: str, note: str) -> Visit:
    """It happened: my CPD line is kept, my note goes to the other if they may still hear from me. Raises Refusal."""
    found = _was_there(act, visit_id)
    side = "visitor" if act.member == found.visitor else "host"
    values = {f"{side}_went": YES, **({f"{side}_note": note} if note else {})}
    act.conn.execute(update(visits).where(visits.c.id == visit_id).values(values))
    if line:
        cpd.keep(act, f"visit:{visit_id}", found.day.starts_at, line)
    if note:
        to, about = To(member=found.beside(act.member)), f"visit:{visit_id}"
        outbox.say(act.conn, NOTE, f"{visit_id}.{found.beside(act.member)}", to, group=found.group, subject=about, due=act.now)
    return found


def fell_through(act: Act, visit_id: int) -> None:
    """It did not happen. Raises Refusal."""
    found = _was_there(act, visit_id)
    side = "visitor" if act.member == found.visitor else "host"
    act.conn.execute(update(visits).where(visits.c.id == visit_id).values({f"{side}_went": NO}))


def note_for(conn: Connection, ref: str) -> tuple[Visit, str] | None:
    """What the other wrote afterwards (`"visit.reader"`), as long as the two may meet."""
    number, _, reader = ref.partition(".")
    found = visit(conn, int(number))
    if found is None or not safety.may_meet(conn, found.visitor, found.host):
        return None
    column = visits.c.host_note if int(reader) == found.visitor else visits.c.visitor_note
    words = conn.execute(select(column).where(visits.c.id == found.id)).scalar()
    return (found, words) if words else None


NOTE: Final = Kind("shadow.note", ends_in_member=True)
