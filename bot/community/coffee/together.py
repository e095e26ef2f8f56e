"""What becomes of a table: its people are told together in a private place of their own, or none of them is.

Whoever is left over, for whatever reason, reads the same words: somebody left, paused, blocked, or the numbers did not come out. They
come first next time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from bot import outbox
from bot.community import circles, groups, members, safety
from bot.community.coffee import afterwards, days, people, rounds
from bot.community.coffee.people import ALONE, BY_HAND, CALLED_OFF
from bot.community.coffee.rounds import CoffeeRound, Sitting
from bot.community.coffee.tables import DRAWN, OVER, SENT, TOLD, coffee_people, coffee_seats, coffee_tables
from bot.outbox import Kind, To

WORTH_TELLING: Final = timedelta(days=4)
"""A message about a round that could not leave for so long is of no use any more."""


@dataclass(frozen=True, slots=True)
class Sat:
    """A table as it stands at this moment."""

    table: int
    round: CoffeeRound
    state: str
    sitting: Sitting


def zones_of(conn: Connection, group_id: int) -> defaultdict[int, str]:
    """The time zone of everybody who joined in the group; the group's for whoever has none, or left."""
    zone = groups.get(conn, group_id).zone
    theirs = select(coffee_people.c.member_id, members.members.c.zone).join_from(coffee_people, members.members)
    known = {member: own or zone for member, own in conn.execute(theirs.where(coffee_people.c.group_id == group_id))}
    return defaultdict(lambda: zone, known)


def sat(conn: Connection, table: int) -> Sat | None:
    """One table."""
    row = conn.execute(select(coffee_tables).where(coffee_tables.c.id == table)).first()
    found = rounds.get(conn, row.round_id) if row else None
    return Sat(table, found, row.state, rounds.tables_of(conn, found.id).get(table, ())) if row and found else None


def names_of(conn: Connection, sitting: Sitting) -> tuple[str, ...]:
    """Their first names."""
    return tuple(members.first_name(members.name_of(conn, each)) for each in sitting)


def tell(conn: Connection, now: datetime, found: CoffeeRound, table: int, sitting: Sitting, zones: Mapping[int, str]) -> None:
    """Have these people told together, when it is day for all of them."""
    circle = circles.gather(conn, now, found.group, sitting, f"Coffee: {', '.join(names_of(conn, sitting))}"[:100])
    conn.execute(update(coffee_tables).where(coffee_tables.c.id == table).values(state=SENT, circle_id=circle))
    for each in sitting:
        people.put_first(conn, found.group, each, first=False)
    due = days.moment_for(_day(found), [zones[each] for each in sitting], now)
    about = outbox.About(group=found.group, subject=f"coffee:{found.id}.{table}", due=due, until=due + WORTH_TELLING)
    outbox.say(conn, TOGETHER, table, To(circle=circle), **about)


def tell_alone(conn: Connection, now: datetime, found: CoffeeRound, member: int, why: str, zones: Mapping[int, str]) -> None:
    """Have somebody told that they are with nobody this time, at ten where they are; they come first next time."""
    conn.execute(update(coffee_seats).where(_seat(found, [member])).values(table_id=None, why=why))
    people.put_first(conn, found.group, member, first=True)
    due = max(now, days.ten_on(_day(found), zones[member]))
    about = outbox.About(group=found.group, subject=f"coffee:{found.id}.{member}", due=due, until=due + WORTH_TELLING)
    outbox.say(conn, LEFT_OVER, f"{found.id}.{member}", To(member=member), **about)


def _day(found: CoffeeRound) -> date:
    """Its day; or the one before on which organisers had it go out."""
    return found.due_at.date() if found.due_at < days.ten_on(found.day, days.FIRST_TO_WAKE) else found.day


def lift(conn: Connection, found: CoffeeRound, from_table: Collection[int], why: str = ALONE) -> None:
    """Take people from their table."""
    conn.execute(update(coffee_seats).where(_seat(found, from_table)).values(table_id=None, why=why))


def come_to_nothing(conn: Connection, table: int) -> None:
    """Nobody sits there."""
    conn.execute(update(coffee_tables).where(coffee_tables.c.id == table).values(state=OVER))


def _seat(found: CoffeeRound, who: Collection[int]) -> ColumnElement[bool]:
    return and_(coffee_seats.c.round_id == found.id, coffee_seats.c.member_id.in_(list(who)))


# --- at the moment of sending ---------------------------------------------------------------------------------------------------


def may_be_told(conn: Connection, table: int) -> Sat | None:
    """A table that is to be told, if all who were put there are in it still and may meet."""
    found = sat(conn, table)
    if found is None or found.state not in {SENT, TOLD}:
        return None
    everybody = len(_circle(conn, table)) == len(found.sitting)
    return found if everybody and rounds.holds(found.sitting, _present(conn, found), safety.barred(conn, found.sitting)) else None


def _circle(conn: Connection, table: int) -> Sequence[int]:
    circle = conn.execute(select(coffee_tables.c.circle_id).where(coffee_tables.c.id == table)).scalar()
    return circles.look(conn, circle)[1] if circle is not None else []


def _present(conn: Connection, found: Sat) -> list[int]:
    return [each for each in found.sitting if people.takes_part(conn, found.round.group, each)]


def _told(conn: Connection, now: datetime, ref: str) -> None:
    """They know: in a week each is asked whether they met."""
    conn.execute(update(coffee_tables).where(coffee_tables.c.id == int(ref)).values(state=TOLD))
    if found := sat(conn, int(ref)):
        afterwards.plan(conn, now, found.round, found.table, found.sitting, zones_of(conn, found.round.group))


def _did_not_hold(conn: Connection, now: datetime, ref: str) -> None:
    """Somebody left, paused or blocked since, or they could not be brought together: what holds is told anew, the others alone."""
    found = sat(conn, int(ref))
    if found is None or found.state != SENT:
        return
    come_to_nothing(conn, found.table)
    lift(conn, found.round, found.sitting)
    here = _present(conn, found)
    again = rounds.largest(found.sitting, here, safety.barred(conn, here))
    zones = zones_of(conn, found.round.group)
    if again and again != found.sitting:
        table = conn.execute(insert(coffee_tables).values(round_id=found.round.id, state=DRAWN).returning(coffee_tables.c.id)).scalar_one()
        conn.execute(update(coffee_seats).where(_seat(found.round, again)).values(table_id=table, why=None))
        tell(conn, now, found.round, table, again, zones)
    else:
        again = ()
    for each in here:
        if each not in again:
            tell_alone(conn, now, found.round, each, ALONE, zones)


def alone_still(conn: Connection, ref: str) -> tuple[CoffeeRound, int, str] | None:
    """What a message to somebody at no table (`"round.member"`) is about, to whom and why; None if they take no part any more."""
    number, _, member = ref.partition(".")
    found = rounds.get(conn, int(number))
    why = rounds.at_none(conn, int(number)).get(int(member)) if found else None
    if found is None or why not in {ALONE, BY_HAND, CALLED_OFF} or not people.takes_part(conn, found.group, int(member)):
        return None
    return found, int(member), why


TOGETHER: Final = Kind("coffee.together", delivered=_told, dropped=_did_not_hold, failed=_did_not_hold)
LEFT_OVER: Final = Kind("coffee.left_over")
