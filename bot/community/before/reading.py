"""How far a meetup is prepared. Only reads, and only where something is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.chat import Refusal
from bot.community import meetups
from bot.community.act import Act
from bot.community.before.tables import preparations
from bot.community.meetups import Meetup


@dataclass(frozen=True, slots=True)
class Preparation:
    """What an organiser prepared.

    `days`: so many before it begins, its thread is woken; None: never. `prompts`: their own questions, () for ours; `said` counts those
    that have been put, and `woken` is the date (`Meetup.moves`) the thread was woken for. `version` tells one plan of these from the next.
    `meeting_point`: where buddies meet, unless they say otherwise. `brings`: people may say what they bring.
    `agenda`: its programme, as minutes after it begins and words, of this `edition`; `agenda_said`: in the thread too, as each part begins.
    `speaks`: somebody was named as a speaker.
    """

    version: int = 0
    days: int | None = None
    prompts: Sequence[str] = ()
    said: int = 0
    woken: int | None = None
    meeting_point: str = ""
    brings: bool = False
    edition: int = 0
    agenda: Sequence[tuple[int, str]] = ()
    agenda_said: bool = False
    speaks: bool = False

    def having(self, days: int, own: Sequence[str]) -> Preparation:
        """As it would be: what has been put already is not put twice, and other questions begin anew."""
        same = list(self.prompts) == list(own)
        return replace(self, days=days, prompts=list(own), said=self.said if same else 0, version=self.version + 1)


NOTHING: Final = Preparation()
_COLUMNS: Final = [preparations.c[field.name] for field in fields(Preparation)]
_OF: Final = select(*_COLUMNS).where(preparations.c.meetup_id == bindparam("meetup"))


def of(conn: Connection, meetup: Meetup) -> Preparation:
    """What is prepared of a meetup. Costs nothing where nothing is."""
    row = conn.execute(_OF, {"meetup": meetup.id}).first() if meetup.prepared else None
    return Preparation(*row) if row else NOTHING


def change(act: Act, meetup: Meetup, **values: object) -> Meetup:
    """Prepare something of it. Whoever changes it holds the meetup."""
    if not meetup.prepared:
        act.conn.execute(insert(preparations).values(meetup_id=meetup.id))
        act.conn.execute(update(meetups.meetups).where(meetups.meetups.c.id == meetup.id).values(prepared=True))
    act.conn.execute(update(preparations).where(preparations.c.meetup_id == meetup.id).values(**values))
    return meetups.get(act.conn, meetup.id)


def hold(act: Act, meetup_id: int) -> Meetup:
    """The meetup, held, while there is still something to prepare. Raises Refusal once it begins, or is called off."""
    meetup = meetups.hold(act, meetup_id)
    if meetup.state not in {meetups.ANNOUNCED, meetups.POSTPONED}:
        raise Refusal("That meetup is called off, so there is nothing to prepare. /meetup new announces another.")
    if meetup.state == meetups.ANNOUNCED and act.now >= meetup.starts_at:
        raise Refusal("That meetup has begun, so there is nothing left to prepare. /meetup manage shows what is still to come.")
    return meetup
