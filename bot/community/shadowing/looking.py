"""Looking for a day: which there are for somebody, and in what order they would like them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select, update

from bot.chat import Refusal
from bot.community import members, profiles, safety, suggestions
from bot.community.act import Act
from bot.community.profiles import Profile
from bot.community.shadowing import hosting
from bot.community.shadowing.tables import (
    AGAIN_AFTER,
    ASKING,
    CALLED_OFF,
    CHOOSING,
    DAYS,
    MOST_CHOICES,
    NOTICE,
    OVER,
    WAITING,
    Day,
    Wish,
    as_day,
    choices,
    days,
    offers,
    visits,
    wish,
    wishes,
)

ANYWHERE, NEAR, ONLINE = "anywhere", "near", "online"
NEARS: Final = {ANYWHERE: "Anywhere", NEAR: "Near me, or online", ONLINE: "Online only"}
GONE: Final = "That isn't there any more. /shadow find looks for a day."
SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A day somebody could have. `points` say how well it fits, `why` in words."""

    day: Day
    host: str
    why: str
    points: int


def look(act: Act, purpose: str, near: str) -> int:
    """Begin to look; what was being chosen before is let go. Returns the wish. Raises Refusal on a break, and while another is open."""
    if members.paused(act.conn, act.member, act.now):
        raise Refusal("You're on a break, so nobody would be asked. It ends by itself, or sooner with Come back now.")
    mine = (wishes.c.visitor_id == act.member, wishes.c.group_id == act.group)
    if act.conn.execute(select(wishes.c.id).where(*mine, wishes.c.state.in_((ASKING, WAITING)))).first():
        raise Refusal("You wait for a day already, one request at a time. /shadow mine shows it, and takes it back if you like.")
    act.conn.execute(update(wishes).where(*mine, wishes.c.state == CHOOSING).values(state=OVER))
    row = {"group_id": act.group, "visitor_id": act.member, "purpose": purpose, "near": near, "state": CHOOSING, "opened_at": act.now}
    return act.conn.execute(insert(wishes).values(row).returning(wishes.c.id)).scalar_one()


def found_for(conn: Connection, wish_id: int, now: datetime) -> list[Found]:
    """The days this wish could have, the likeliest first, then the soonest."""
    of = wish(conn, wish_id)
    return found_among(conn, [of], now)[of.id] if of else []


def found_among(conn: Connection, looking: Iterable[Wish], now: datetime) -> dict[int, list[Found]]:
    """As `found_for`, for several wishes of one group at once, by wish."""
    wanted = list(looking)
    if not wanted:
        return {}
    there = _on_offer(conn, wanted[0].group, now)
    expected = hosting.expected(conn, wanted[0].group)
    places = hosting.Places(expected)
    free = [each for each in there if places.left(each)]
    hosts = {each.host: profiles.get(conn, each.host) for each in free}
    apart = safety.barred(conn, {*hosts, *(each.visitor for each in wanted)})
    busy = {each.id: {one.day.wall_at[:10] for one in expected if one.visitor == each.visitor} for each in wanted}
    away = {each.id: _asked_lately(conn, each.visitor, now) for each in wanted}
    return {
        each.id: _for_one(
            each,
            profiles.get(conn, each.visitor),
            [
                day
                for day in free
                if day.host not in away[each.id] | {each.visitor}
                and day.wall_at[:10] not in busy[each.id]
                and (min(day.host, each.visitor), max(day.host, each.visitor)) not in apart
            ],
            hosts,
        )
        for each in wanted
    }


def _on_offer(conn: Connection, group: int, now: datetime) -> list[Day]:
    """Days that can still be asked for, of hosts who take no break."""
    present = members.members.c.paused_until.is_(None) | (members.members.c.paused_until <= now)
    offered = DAYS.join(members.members, members.members.c.id == offers.c.host_id).where(offers.c.group_id == group, present)
    soon = offered.where(~days.c.taken_back, days.c.starts_at > now + NOTICE)
    return [as_day(tuple(row)) for row in conn.execute(soon.order_by(days.c.starts_at, days.c.id))]


def _for_one(of: Wish, mine: Profile, allowed: list[Day], hosts: dict[int, Profile]) -> list[Found]:
    found: list[Found] = []
    for each in allowed:
        if _in_reach(of, each, mine):
            parts = suggestions.reasons(mine, hosts[each.host], suggestions.LIKE)
            why = "; ".join(part.words for part in parts[:2])
            found.append(Found(each, hosts[each.host].first_name, why, suggestions.score(parts)))
    return sorted(found, key=lambda one: (-one.points, one.day.starts_at, one.day.id))


def _in_reach(of: Wish, day: Day, mine: Profile) -> bool:
    if of.near == ANYWHERE or day.offer.online:
        return True
    return of.near == NEAR and bool(mine.area) and mine.area.casefold() in day.offer.place.casefold()


def _asked_lately(conn: Connection, visitor: int, now: datetime) -> set[int]:
    """Whom somebody asked in the last thirty days; a day that was called off does not count."""
    asked = select(visits.c.host_id).where(visits.c.visitor_id == visitor, visits.c.asked_at > now - AGAIN_AFTER)
    return set(conn.execute(asked.where(visits.c.state != CALLED_OFF)).scalars())


# --- choosing -------------------------------------------------------------------------------------------------------------------


def chosen(conn: Connection, wish_id: int) -> list[int]:
    """The ids of the days chosen, best first."""
    ranked = select(choices.c.day_id).where(choices.c.wish_id == wish_id)
    return list(conn.execute(ranked.order_by(choices.c.rank)).scalars())


def still_choosing(act: Act, wish_id: int) -> Wish:
    """My wish, while days are being chosen. Raises Refusal when it is none of mine, or has been sent."""
    found = wish(act.conn, wish_id)
    if found is None or found.visitor != act.member or found.state != CHOOSING:
        raise Refusal(GONE)
    return found


def choose(act: Act, wish_id: int, day_id: int) -> None:
    """Add a day to those I would like, after the ones before. Raises Refusal for one that is not there for me, and past three."""
    still_choosing(act, wish_id)
    ranked = chosen(act.conn, wish_id)
    if day_id in ranked:
        return
    if len(ranked) >= MOST_CHOICES:
        raise Refusal(f"{MOST_CHOICES} choices are the most. Press Ask, or start again with /shadow find.")
    free = {each.day.id: each.day.host for each in found_for(act.conn, wish_id, act.now)}
    if day_id not in free:
        raise Refusal("That day isn't available just now. Choose another, or look again: /shadow find.")
    if free[day_id] in {free.get(one) for one in ranked}:
        raise Refusal("You have chosen a day with them already, and each host is asked once. Choose somebody else's, or press Ask.")
    act.conn.execute(insert(choices).values(wish_id=wish_id, day_id=day_id, rank=len(ranked) + 1))
