"""Sending a round: worked out once more where anything has changed, checked again as it is written, and told table by table.

What an organiser arranged by hand stays as far as it holds; only those it leaves over are seated anew. Without that, a round in which
anybody left, joined, paused or may not meet any more is worked out whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.community import safety
from bot.community.coffee import company, people, rounds, together
from bot.community.coffee.people import BY_HAND, Taker
from bot.community.coffee.rounds import CoffeeRound, Sitting
from bot.community.coffee.tables import SENT
from bot.matching.seating import Question, Seating, seat
from bot.outbox import Aside, Hook, Kind


async def _prepare(aside: Aside, _: datetime, ref: str) -> Hook:
    asked = await aside.read(lambda conn: as_it_stands(conn, int(ref)))
    if asked is None:
        return _nothing
    return partial(_send, await aside.work(seat, *asked))


def as_it_stands(conn: Connection, round_id: int) -> tuple[Question, list[Sitting]] | None:
    """What a round is to be worked out from now, and the tables that stay; None once it has gone out or is called off."""
    found = rounds.get(conn, round_id)
    if found is None or not rounds.unfinished(found):
        return None
    here = present(conn, found)
    question = company.question(conn, found.group, here, found.day.toordinal())
    drawn = list(rounds.tables_of(conn, round_id).values())
    ids = {each.member for each in here}
    standing = [sitting for sitting in drawn if rounds.holds(sitting, ids, question.barred)]
    return question, standing if found.by_hand or _unchanged(conn, found, standing, drawn, here) else []


def _unchanged(conn: Connection, found: CoffeeRound, standing: Sequence[Sitting], drawn: Sequence[Sitting], here: Sequence[Taker]) -> bool:
    """Whether the same people are in as when it was drawn, and all their tables hold."""
    alone = {member for member, why in rounds.at_none(conn, found.id).items() if why == people.ALONE}
    return len(standing) == len(drawn) and {each.member for each in here} == {each for sitting in drawn for each in sitting} | alone


def present(conn: Connection, found: CoffeeRound) -> list[Taker]:
    """Who is in at this moment, less those an organiser took out."""
    out = rounds.taken_out(conn, found.id)
    return [each for each in people.everybody(conn, found.group, found.day) if not each.why and each.member not in out]


def _send(seating: Seating, conn: Connection, now: datetime, ref: str) -> None:
    """Checked again, in the transaction that says it: tables that hold are told, what is left of others as far as it holds."""
    found = rounds.get(conn, int(ref))
    if found is None or not rounds.unfinished(found):
        return
    out = rounds.taken_out(conn, found.id)
    ids = [each.member for each in present(conn, found)]
    barred = safety.barred(conn, ids)
    rounds.lay(conn, found, people.everybody(conn, found.group, found.day), seating)
    rounds.change(conn, found.id, state=SENT)
    zones = together.zones_of(conn, found.group)
    for table, sitting in rounds.tables_of(conn, found.id).items():
        here = rounds.largest(sitting, ids, barred)
        if here != sitting:
            together.lift(conn, found, [each for each in sitting if each not in here])
        together.tell(conn, now, found, table, here, zones) if here else together.come_to_nothing(conn, table)
    for member, why in rounds.at_none(conn, found.id).items():
        if member in ids or (why == BY_HAND and member in out):
            together.tell_alone(conn, now, found, member, why, zones)


def _nothing(conn: Connection, now: datetime, ref: str) -> None:
    """It went out already, or was called off."""


SEND: Final = Kind("coffee.send", prepare=_prepare)
