"""Three groups and their people: one group on both platforms, one on each; some people on both, some in two groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.chat import Card, Person, Place
from bot.clock import Wall
from bot.community import groups, meetups, members, merging, profiles, reminders
from bot.community.act import Act
from bot.community.meetups import Plan
from bot.community.profiles import Said
from bot.schema import Connection
from tests.simulation import prologue

NAMES: Final = (
    *("Ailsa", "Bram", "Chidi", "Dee", "Ewan", "Femi", "Gita", "Hamish", "Iona", "Jo", "Kirsty", "Lena"),
    *("Marek", "Nkechi", "Olu", "Priya", "Quentin", "Rhona", "Sam", "Tom"),
)
CHANNELS: Final[dict[str, tuple[Place, ...]]] = {
    "Both": (Place("slack", "T1", "both"), Place("discord", "G1", "both")),
    "North": (Place("slack", "T1", "north"), Place("slack", "T1", "north-too")),
    "South": (Place("discord", "G1", "south"),),
}


@dataclass(slots=True)
class Somebody:
    """A person, the accounts they speak from, and the groups they are in."""

    name: str
    accounts: tuple[Person, ...]
    groups: tuple[str, ...]
    answers: list[tuple[Person, Place, Card]] = field(default_factory=list[tuple[Person, Place, Card]])
    """Their last private answers: the account they asked from, where, and the answer."""

    @property
    def secret(self) -> str:
        """What they tell the bot for nobody else to know."""
        return f"Secret-of-{self.name}"


def cast() -> list[Somebody]:
    """Everybody. Every third is on both platforms, and so can be in the group that is on both from either."""
    found: list[Somebody] = []
    for number, name in enumerate(NAMES):
        slack, discord = Person("slack", "T1", name.lower(), name), Person("discord", "", name.lower(), name)
        accounts = ((slack, discord), (slack,), (discord,))[number % 3]
        only = "North" if slack in accounts else "South"
        found.append(Somebody(name, accounts, ("Both",) if number % 2 else ("Both", only)))
    return found


def settle(conn: Connection, now: datetime, everybody: list[Somebody], *, rounds: bool = True) -> None:
    """Found the groups, and bring the people in. Ailsa and Bram organise all of them."""
    made = {name: groups.create(conn, now, name, "Europe/London") for name in CHANNELS}
    ids: dict[str, int] = {}
    for name, places in CHANNELS.items():
        for place in places:
            groups.add_place(conn, made[name], place)
    for one in everybody:
        first, *more = [members.meet(conn, now, account) for account in one.accounts]
        for other in more:
            first = merging.merge(conn, now, first, other)
        ids[one.name] = first
        for name in one.groups:
            members.join(conn, now, first, made[name])
    for name, group in made.items():
        for organiser in everybody[:2]:
            members.join(conn, now, ids[organiser.name], group)
            members.appoint(conn, ids[organiser.name], group)
        _begin(conn, now, group, [ids[one.name] for one in everybody])
        here = [ids[one.name] for one in everybody if name in one.groups or one in everybody[:2]]
        if rounds:
            prologue.begin(conn, now, group, here)


def _begin(conn: Connection, now: datetime, group: int, people: list[int]) -> None:
    """So that there is something to do from the first day: meetups with few seats, and people who chose to be found."""
    for number, seats in enumerate((2, 3, 5)):
        act = Act(conn, now, people[number % 2], group)
        when = Wall.of(now + timedelta(days=2 + 9 * number, hours=8), "Europe/London")
        reminders.plan(conn, now, meetups.announce(act, Plan(f"Meet-up {number}", when, "The Laurieston", seats=seats)))
    for number, member in enumerate(people):
        act = Act(conn, now, member, group)
        if number % 4 and members.belongs(conn, member):
            profiles.say(act, Said("Inverness", 25, "School", "", "2to5", ("Copyright", "Bees")[: 1 + number % 2]))
            members.be_found(act, found=True)
