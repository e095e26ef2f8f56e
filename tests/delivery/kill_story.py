"""What is to be said while the bot is killed again and again, and a checker that believes only what stands on the platforms.

Each life has a meetup to announce in a channel of both platforms, and a reminder to send a moment later: in the threads under its cards,
or to its guest alone. The meetup of the life before gets more seats, so that its cards are edited. Once their two minutes for taking
back are over, meetups are on Discord's list of events too: of those none may be there twice.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, insert, select

from bot.chat import Person, Place
from bot.clock import Wall
from bot.community import changing, coinciding, groups, meetups, members, reminders, seats
from bot.community.act import Act
from bot.community.groups import Habits
from bot.outbox import outbox
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.world import PUBLIC_THREAD, text_of
from tests.loopback.slack import LoopbackSlack
from tests.loopback.slack.shapes import words_of

GROUPS: Final = 12
"""Each with a channel on either platform: on Slack a channel takes a message a second. An even number: each has one guest for ever."""
SEATS, MORE_SEATS = 7, 9
SOON: Final = timedelta(seconds=0.4)
"""How long after its announcement a meetup's reminder is due."""
ANNOUNCED, REMINDED, ALONE, LISTED = "announced", "reminded in the thread", "reminded alone", "listed"
_TITLE: Final = re.compile(r"Meetup (\d{4})")
_OPEN: Final = ("waiting", "sending", "unknown")


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message, or entry of a list, as it stands."""

    platform: str
    place: str
    words: str
    under: str = ""

    @property
    def meetups(self) -> list[int]:
        """Which it is about."""
        return sorted({int(number) for number in _TITLE.findall(self.words)})

    @property
    def what(self) -> str:
        """What it is."""
        if "Tomorrow" not in self.words:
            return LISTED if self.place == "events" else ANNOUNCED
        return REMINDED if self.under else ALONE


@dataclass
class Story:
    """The two platforms, and all that was planned. `planned`: how many meetups."""

    discord: LoopbackDiscord
    slack: LoopbackSlack
    planned: int = 0
    channels: list[dict[str, str]] = field(default_factory=list[dict[str, str]])

    def __post_init__(self) -> None:
        self.tom, self.ailsa = self.discord.person("Tom"), self.slack.add_user("Ailsa")
        for number in range(GROUPS):
            there = {"discord": self.discord.world.open_channel(f"c{number}").id, "slack": self.slack.add_channel(f"c{number}").id}
            self.channels.append(there)

    # --- what is to be said ---------------------------------------------------------------------------------------------------

    def settle(self, conn: Connection) -> None:
        """The groups and their people: Tom agreed to be named in threads, Ailsa is told alone."""
        now, team = datetime.now(UTC), self.slack.workspace.team_id
        people = [
            members.meet(conn, now, Person("slack", team, "UPRIYA", "Priya")),
            members.meet(conn, now, Person("discord", "", self.tom.id, "Tom")),
            members.meet(conn, now, Person("slack", team, self.ailsa.id, "Ailsa")),
        ]
        for number, there in enumerate(self.channels):
            group = groups.create(conn, now, f"Group {number}", "UTC")
            groups.add_place(conn, group, Place("discord", self.discord.world.guild, there["discord"]))
            groups.add_place(conn, group, Place("slack", team, there["slack"]))
            for member in people:
                members.join(conn, now, member, group)
            members.appoint(conn, people[0], group)
            groups.change(conn, group, f"Group {number}", "UTC", Habits(quiet="", listed=True))  # due whatever hour it is here
        conn.execute(members.memberships.update().values(named=members.memberships.c.member_id == people[1]))

    def plan(self, conn: Connection) -> None:
        """The next one; the one before it gets more seats. None while its group still has somebody to remind of an earlier one.

        Reminders that fall together are one message, and each is to be told from the others here.
        """
        number, now = self.planned, datetime.now(UTC)
        act = Act(conn, now, 1, number % GROUPS + 1)
        to_remind = (outbox.c.kind == reminders.REMIND.name, outbox.c.group_id == act.group, outbox.c.state.in_(_OPEN))
        if conn.execute(select(outbox.c.id).where(*to_remind, outbox.c.due_at <= now + coinciding.WITHIN)).first():
            return
        when = Wall.of(now + timedelta(days=1) + SOON, "UTC")
        meetup = meetups.announce(act, meetups.Plan(f"Meetup {number:04}", when, "The Laurieston", seats=SEATS))
        row = {"meetup_id": meetup.id, "member_id": 2 + number % 2, "state": seats.GOING, "turn": 0, "changed_at": now}
        conn.execute(insert(seats.seats).values(**row))
        reminders.plan(conn, now, meetup)
        if number:
            changing.resize(Act(conn, now, 1, (number - 1) % GROUPS + 1), meetup.id - 1, MORE_SEATS, None)
        self.planned += 1

    # --- what arrived ---------------------------------------------------------------------------------------------------------

    def arrived(self) -> list[Arrived]:
        """All there is."""
        return [*self._on_discord(), *self._on_slack()]

    def _on_discord(self) -> list[Arrived]:
        world = self.discord.world
        found = [Arrived("discord", "events", event["name"]) for event in world.events.values()]
        for one in world.posts():
            channel = world.channel(one.channel)
            thread = channel.kind == PUBLIC_THREAD
            place, under = (channel.parent, text_of(world.message(channel.parent, channel.id).body)) if thread else (channel.id, "")
            found.append(Arrived("discord", place, text_of(one.body), under))
        return found

    def _on_slack(self) -> list[Arrived]:
        found: list[Arrived] = []
        for channel in self.slack.workspace.channels.values():
            for one in channel.messages:
                head = channel.find(one.thread_ts) if one.thread_ts and one.thread_ts != one.ts else None
                words = " ".join(words_of(block.get("text")) for block in one.blocks)
                under = f"{head.text} {head.blocks}" if head else ""
                found.append(Arrived("slack", "@ailsa" if channel.kind == "im" else channel.id, f"{one.text} {words} {one.blocks}", under))
        return found

    def wrong(self) -> Counter[str]:
        """What is lost, doubled or in the wrong place, and cards that don't say the seats there are now."""
        found: Counter[str] = Counter()
        there = self.arrived()
        counted = Counter((one.what, one.platform, one.place, number) for one in there for number in one.meetups)
        wanted = self._wanted() | {each for each in counted if each[0] == LISTED}
        for each in counted.keys() | wanted:
            if (times := counted[each]) != (each in wanted):
                kind = "misplaced" if each not in wanted else "doubled" if times else "lost"
                found[f"{kind}: {' '.join(map(str, each))}"] += 1
        for one in there:
            found[f"says nothing: {one}"] += not one.meetups
            found[f"under another's card: {one}"] += bool(one.under) and not set(one.meetups) <= {int(n) for n in _TITLE.findall(one.under)}
            stale = one.what == ANNOUNCED and one.meetups != [self.planned - 1] and f"{MORE_SEATS - 1} seats left" not in one.words
            found[f"out of date: {one.platform} {one.meetups}"] += stale
        return +found

    def _wanted(self) -> set[tuple[str, str, str, int]]:
        wanted: set[tuple[str, str, str, int]] = set()
        for number in range(self.planned):
            there = self.channels[number % GROUPS]
            wanted |= {(ANNOUNCED, platform, place, number) for platform, place in there.items()}
            if number % 2:
                wanted.add((ALONE, "slack", "@ailsa", number))
            else:
                wanted |= {(REMINDED, platform, place, number) for platform, place in there.items()}
        return wanted


def behind(conn: Connection) -> int:
    """How much is due and not done."""
    soon = datetime.now(UTC) + timedelta(seconds=1)
    due = select(func.count()).select_from(outbox).where(outbox.c.state.in_(_OPEN), outbox.c.ready_at <= soon)
    return conn.execute(due).scalar_one()


def parked(conn: Connection) -> int:
    """How much waits for a person."""
    return conn.execute(select(func.count()).select_from(outbox).where(outbox.c.state == "parked")).scalar_one()
