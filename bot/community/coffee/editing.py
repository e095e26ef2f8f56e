"""What organisers may do between a round's drawing and its going out: look, swap two people, take one out, send it now, call it off."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, func, select

from bot import outbox
from bot.chat import Refusal
from bot.community import groups, profiles, safety
from bot.community.act import Act
from bot.community.coffee import company, days, drawing, people, rounds, together
from bot.community.coffee.afterwards import YES
from bot.community.coffee.people import ALONE, BY_HAND, CALLED_OFF, Taker
from bot.community.coffee.rounds import CoffeeRound, Sitting
from bot.community.coffee.sending import SEND, present
from bot.community.coffee.tables import DROPPED, coffee_seats
from bot.community.groups import NO_COFFEE
from bot.matching.seating import Question, Seating

FEW: Final = 5
"""No count of people's answers under this is told."""
GONE_OUT: Final = "That round has gone out, or was called off. /organise shows the next one."
NOT_TOGETHER: Final = "That would put people together who aren't available for each other just now. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Out:
    """Somebody who joined and is at no table."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class AtTable:
    """Who sits together: names as `labels` has them, and what they have in common, as far as they let people see."""

    names: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A round as an organiser sees it."""

    round: CoffeeRound
    zone: str
    tables: tuple[AtTable, ...]
    out: tuple[Out, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """An edit, before it is done: the question, the tables that are to stand, the tables as they are, and who is taken out."""

    question: Question
    standing: tuple[Sitting, ...]
    before: tuple[Sitting, ...]
    out: int | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """One round in the record. `met`: how many said that they met; None when so few that it would tell of somebody."""

    day: date
    state: str
    tables: int
    seated: int
    alone: int
    met: int | None


# --- looking --------------------------------------------------------------------------------------------------------------------


def labels(takers: list[Taker]) -> dict[int, str]:
    """What everybody is called here: their name, numbered where two share one."""
    seen: dict[str, int] = {}
    found: dict[int, str] = {}
    for each in takers:
        number = seen[each.name.casefold()] = seen.get(each.name.casefold(), 0) + 1
        found[each.member] = each.name if number == 1 else f"{each.name} ({number})"
    return found


def look(conn: Connection, round_id: int) -> Plan | None:
    """A round as it stands; None once it is gone."""
    found = rounds.get(conn, round_id)
    if found is None:
        return None
    called = labels(people.everybody(conn, found.group, found.day))
    open_ = {each.member: each for each in profiles.found_in(conn, found.group)}
    sittings = rounds.tables_of(conn, round_id).values()
    tables = tuple(AtTable(tuple(called.get(each, "Somebody") for each in sitting), _why(open_, sitting)) for sitting in sittings)
    out = tuple(Out(called[member], why) for member, why in rounds.at_none(conn, round_id).items() if member in called)
    return Plan(found, groups.get(conn, found.group).zone, tables, out)


def _why(open_: Mapping[int, profiles.Profile], sitting: Sitting) -> str:
    said = [company.in_common(open_[one], open_[other]) for one, other in rounds.pairs(sitting) if one in open_ and other in open_]
    return "; ".join(dict.fromkeys(words for words in said if words))


def suggested(conn: Connection, group_id: int, typed: str) -> list[str]:
    """Names of those in the round to come that begin with, or hold, what is typed."""
    found = rounds.coming(conn, group_id)
    names = list(labels(present(conn, found)).values()) if found else []
    return [name for name in names if typed.casefold() in name.casefold()][:25]


def called(conn: Connection, found: CoffeeRound, words: str) -> int:
    """Whom a name stands for. Raises Refusal."""
    names = labels(present(conn, found))
    wanted = words.strip().casefold()
    hits = [member for member, name in names.items() if name.casefold() == wanted]
    hits = hits or [member for member, name in names.items() if name.casefold().startswith(wanted)]
    if not hits:
        raise Refusal(f"Nobody called {words.strip()} is in this round.")
    if len(hits) > 1:
        raise Refusal(f"Several people are: {', '.join(names[each] for each in hits[:5])}. Which one?")
    return hits[0]


def past(conn: Connection, group_id: int) -> Iterator[Past]:
    """The record: states, dates and counts, none of answers under five."""
    for found in rounds.past(conn, group_id):
        sittings, none = rounds.tables_of(conn, found.id), rounds.at_none(conn, found.id)
        said = select(func.count()).select_from(coffee_seats).where(coffee_seats.c.round_id == found.id, coffee_seats.c.met == YES)
        met = conn.execute(said).scalar_one()
        alone = sum(why in {ALONE, BY_HAND} for why in none.values())
        yield Past(found.day, found.state, len(sittings), sum(map(len, sittings.values())), alone, met if met >= FEW else None)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the desk says of coffee: the group's weekday (or NO_COFFEE), the round that is drawn, else the next day and how many are in."""

    weekday: str
    zone: str
    drawn: CoffeeRound | None
    seated: int
    next_day: date | None
    joined: int


def outlook(conn: Connection, now: datetime, group_id: int) -> Outlook:
    """For the desk."""
    weekday, zone, drawn = people.day_of(conn, group_id), groups.get(conn, group_id).zone, rounds.coming(conn, group_id)
    day = None if weekday == NO_COFFEE else days.next_draw(weekday, zone, now)
    joined = sum(not each.why for each in people.everybody(conn, group_id, day)) if day else 0
    seated = sum(map(len, rounds.tables_of(conn, drawn.id).values())) if drawn else 0
    return Outlook(weekday, zone, drawn, seated, day, joined)


# --- changing -------------------------------------------------------------------------------------------------------------------


def swapping(conn: Connection, round_id: int, one: str, other: str) -> Change:
    """Two people in each other's seat. Raises Refusal where two would meet who may not, and for names of nobody."""
    found = _open(conn, round_id)
    first, second = called(conn, found, one), called(conn, found, other)
    change = {first: second, second: first}
    before = tuple(rounds.tables_of(conn, round_id).values())
    standing = tuple(tuple(sorted(change.get(each, each) for each in sitting)) for sitting in before)
    if first == second or set(standing) == {tuple(sorted(sitting)) for sitting in before}:
        raise Refusal("Those two sit together already, or are the same person. Nothing was changed.")
    return _settled(Change(_question(conn, found, set()), standing, before), asked_for=set(standing) - set(before))


def taking_out(conn: Connection, round_id: int, who: str) -> Change:
    """One person less; whom they leave alone is seated as well as can be. Raises as `swapping`."""
    found = _open(conn, round_id)
    member = called(conn, found, who)
    before = tuple(rounds.tables_of(conn, round_id).values())
    left = (tuple(each for each in sitting if each != member) for sitting in before)
    standing = tuple(each for each in left if len(each) > 1)
    return _settled(Change(_question(conn, found, {member}), standing, before, member), asked_for=())


def _question(conn: Connection, found: CoffeeRound, less: set[int]) -> Question:
    here = [each for each in present(conn, found) if each.member not in less]
    return company.question(conn, found.group, here, found.day.toordinal())


def _settled(change: Change, asked_for: Collection[Sitting]) -> Change:
    """Bars hold against organisers too, and read the same whatever they are; what doesn't hold any more by itself is seated anew."""
    guests = {guest.id: guest.places for guest in change.question.guests}

    def stands(sitting: Sitting) -> bool:
        return rounds.holds(sitting, guests, change.question.barred) and bool(_shared([guests[each] for each in sitting]))

    if not all(map(stands, asked_for)):
        raise Refusal(NOT_TOGETHER)
    return replace(change, standing=tuple(sitting for sitting in change.standing if stands(sitting)))


def _shared(places: list[frozenset[str]]) -> frozenset[str]:
    return places[0].intersection(*places[1:])


@dataclass(frozen=True, slots=True)
class Changed:
    """A round as it stands, and the tables that an edit would make anew, by names."""

    round: CoffeeRound
    tables: tuple[tuple[str, ...], ...]


def changed(conn: Connection, round_id: int, change: Change, seating: Seating) -> Changed:
    """What an edit would do. Raises Refusal where the round has gone out."""
    found = _open(conn, round_id)
    names = labels(people.everybody(conn, found.group, found.day))
    new = [sitting for sitting in seating.tables if sitting not in change.before]
    return Changed(found, tuple(tuple(names[each] for each in sitting) for sitting in new))


def keep(act: Act, round_id: int, seating: Seating, out: int | None) -> None:
    """Write an edit down. Raises Refusal where the round has gone out, or where it doesn't hold any more."""
    found = _open(act.conn, round_id)
    here = [each.member for each in present(act.conn, found)]
    barred = safety.barred(act.conn, here)
    if any(not rounds.holds(sitting, here, barred) for sitting in seating.tables):
        raise Refusal(NOT_TOGETHER)
    if out is not None:
        together.lift(act.conn, found, [out], BY_HAND)
    figures = rounds.get(act.conn, round_id)
    rounds.lay(act.conn, found, people.everybody(act.conn, found.group, found.day), seating)
    bound, fewest = (figures.bound, figures.fewest) if figures else (seating.bound, seating.fewest)
    rounds.change(act.conn, round_id, by_hand=True, bound=max(bound, seating.total), fewest=min(fewest, seating.repeats))


def send_now(act: Act, round_id: int) -> None:
    """Have it go out at once. Raises Refusal where it has."""
    found = _open(act.conn, round_id)
    rounds.change(act.conn, found.id, due_at=act.now)
    about = f"round:{found.id}"
    outbox.cancel(act.conn, about, "sent by hand", kinds=(SEND,))
    outbox.later(act.conn, SEND, found.id, group=found.group, subject=about, due=act.now, once="now")


def call_off(act: Act, round_id: int) -> date | None:
    """Drop it: everybody who was in is told, and comes first next time. Returns the day of the next. Raises Refusal where it has gone."""
    found = _open(act.conn, round_id)
    outbox.cancel(act.conn, f"round:{found.id}", "called off", kinds=(SEND,))
    rounds.change(act.conn, found.id, state=DROPPED)
    zones = together.zones_of(act.conn, found.group)
    for each in present(act.conn, found):
        together.tell_alone(act.conn, act.now, found, each.member, CALLED_OFF, zones)
    return drawing.plan(act.conn, act.now, found.group)


def _open(conn: Connection, round_id: int) -> CoffeeRound:
    found = rounds.get(conn, round_id)
    if found is None or not rounds.unfinished(found):
        raise Refusal(GONE_OUT)
    return found
