"""What has begun in each group before a story does: coffee, mentoring, days of shadowing, a series, something said every week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from bot.clock import Wall
from bot.community import announcing, groups, meetups, recurrence, reminders, repeating, series
from bot.community.act import Act
from bot.community.coffee import drawing
from bot.community.coffee import people as coffee
from bot.community.groups import Habits
from bot.community.meetups import Plan
from bot.community.mentoring import asking, offers, rounds, wishes
from bot.community.mentoring.tables import FLASH, MODES, SIX, THREE, requests
from bot.community.shadowing import asking as visiting
from bot.community.shadowing import hosting, looking
from bot.community.shadowing.tables import Offer
from bot.schema import Connection

ZONE: Final = "Europe/London"
TOPICS: Final = ("Copyright", "Bees")
ENOUGH: Final = 11
"""Members a group has for everybody in this to be somebody else; coffee and meetups are for the smaller ones too."""
Acts = Callable[[int], Act]


def begin(conn: Connection, now: datetime, group: int, people: Sequence[int]) -> None:
    """All of it, among the group's members; the first two organise it."""

    def act(member: int) -> Act:
        return Act(conn, now, member, group)

    _coffee(conn, now, group, people, act)
    _again_and_again(act(people[1]))
    if len(people) >= ENOUGH:
        _mentoring(people[2:], act)
        rounds.begin(act(people[0]), now + timedelta(days=5))
        _shadowing(people[-3:], act)


def _coffee(conn: Connection, now: datetime, group: int, people: Sequence[int], act: Acts) -> None:
    """Every Thursday, for most."""
    found = groups.get(conn, group)
    groups.change(conn, group, found.name, found.zone, Habits(coffee="thursday", feedback=True))
    drawing.plan(conn, now, group)
    for number, member in enumerate(people):
        if number % 4:
            coffee.join(act(member), "weekly", threes=number % 2 == 0, zone="")


def _mentoring(people: Sequence[int], act: Acts) -> None:
    """Two offer; one has one of them as a mentor, one has asked, one looks, one waits for the round."""
    for mentor in people[:2]:
        offers.offer(act(mentor), offers.Said(TOPICS, 2, tuple(MODES), wont="Write references."))
    together, asked, looks, waits = people[2:6]
    request = _asks(act(together), SIX)
    asking.answer(act(_mentor_of(act(together), request)), request, yes=True)
    _asks(act(asked), THREE)
    _look(act(looks), FLASH)
    wishes.wait_for_round(act(waits), _look(act(waits), SIX))


def _look(act: Act, mode: str) -> int:
    return wishes.look(act, wishes.Hope(TOPICS[:1], "To find my feet.", mode, kind="any"))


def _asks(act: Act, mode: str) -> int:
    """The first who is suggested. Returns the request's id."""
    asking.ask(act, wishes.suggested(act.conn, _look(act, mode))[0].id)
    return act.conn.execute(select(requests.c.id).where(requests.c.mentee_id == act.member)).scalars().all()[-1]


def _mentor_of(act: Act, request: int) -> int:
    return act.conn.execute(select(requests.c.mentor_id).where(requests.c.id == request)).scalar_one()


def _shadowing(people: Sequence[int], act: Acts) -> None:
    """One hosts on two days; one is to come, one has asked."""
    host, *guests = people
    on = [Wall.of(act(host).now + timedelta(days=ahead), ZONE) for ahead in (9, 10)]
    for number, (day, guest) in enumerate(zip(hosting.offer(act(host), Offer("Inverness", "A library"), on, 1), guests, strict=True)):
        wish = looking.look(act(guest), "To see another place.", looking.ANYWHERE)
        looking.choose(act(guest), wish, day.id)
        visit = visiting.send(act(guest), wish)
        if visit and not number:
            visiting.answer(act(host), visit.id, yes=True)


def _again_and_again(organiser: Act) -> None:
    """A meetup every week, and something said every week."""
    when = Wall.of(organiser.now + timedelta(days=4, hours=8), ZONE)
    first = meetups.announce(organiser, Plan("Reading group", when, "The library", seats=3))
    reminders.plan(organiser.conn, organiser.now, first)
    series.begin(organiser, first, series.Repeat(recurrence.rule_for(recurrence.WEEKLY, when.at.date())))
    said = Wall.of(organiser.now + timedelta(days=2), ZONE)
    announcing.announce(organiser, announcing.Notice("Hours", "Open until five.", said, repeating.WEEKLY))
