"""Priya runs a month: two meetups, one of a series; a move, a waiting list, a card that would not go out. Every action is counted.

What she does must be what docs/by_hand.md says she does, so the page can't drift from the bot.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from bot.chat import Card, MessageRef, Person, Place
from bot.chat.errors import Never
from bot.chat.port import Port
from tests.adapters.test_contract import town
from tests.stage import GROUP, Citizen, Stage

__all__ = ["town"]

PAGE = (Path(__file__).parents[2] / "docs/by_hand.md").read_text(encoding="utf-8")
WAYS = ("Wallflower", "Discord", "Slack")
TOTALS = ("All of it", "A meetup", "Messages to people that you write")
SIX = ("Tom", "Ailsa", "Jo", "Grace", "Moira", "Dee")
LATER = ("Ada", "Sam")


class Counted:
    """An organiser, and every action it takes: commands typed, presses, choices, forms sent; task by task."""

    def __init__(self, citizen: Citizen) -> None:
        self.citizen = citizen
        self.done: defaultdict[str, list[str]] = defaultdict(list)
        self._task = ""

    @contextmanager
    def at(self, task: str) -> Generator[None]:
        """What is done from here on is done for this."""
        self._task = task
        self.done[task] += []
        yield
        self._task = "nothing"

    async def types(self, command: str) -> None:
        """The command alone: the long way."""
        self.done[self._task].append(command)
        await self.citizen.types(command)

    async def presses(self, label: str, on: str = "") -> None:
        """A button."""
        self.done[self._task].append(label)
        await self.citizen.presses(label, on)

    async def chooses(self, option: str) -> None:
        """One of a menu."""
        self.done[self._task].append(option)
        await self.citizen.chooses(option)

    async def fills(self, **values: str) -> None:
        """A form."""
        self.done[self._task].append("form")
        await self.citizen.fills(**values)


class Refusing:
    """A platform's port that refuses the next card with this title, once, as where a permission is missing; then all is as it was."""

    def __init__(self, port: Port, title: str) -> None:
        self._port = port
        self._title: str | None = title

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)

    async def send(self, to: Place | Person, card: Card, delivery: str) -> MessageRef:
        """Not this one, not now."""
        if card.title == self._title and isinstance(to, Place):
            self._title = None
            raise Never("I may not post there.")
        return await self._port.send(to, card, delivery)


async def test_a_month_of_a_group_takes_as_many_actions_as_the_page_says(town: Stage) -> None:
    priya = Counted(town.citizen("Priya"))
    await sets_up(priya)
    await announces(town, priya)
    await a_series_begins_and_its_card_does_not_go_out(town, priya)
    await a_seat_is_given_up(town)
    priya.done["Somebody gives up a seat, two wait"] = []
    await moves(town, priya)
    await says_and_looks(town, priya)
    await after_each(town, priya)
    await the_next_one_announces_itself(town)
    priya.done["The next one of it, a month later"] = []
    counted = {task: len(done) for task, done in priya.done.items()}
    assert counted == {task: row[0] for task, row in table().items() if task not in TOTALS}


async def sets_up(priya: Counted) -> None:
    """The group is hers."""
    with priya.at("Set the group up, once"):
        await priya.types("/setup")
        await priya.fills(name=GROUP)
        await priya.presses("Set it up")


async def announces(town: Stage, priya: Counted) -> None:
    """Six seats; eight would like one."""
    with priya.at("Announce a meetup with six seats"):
        await priya.types("/meetup new")
        await priya.fills(title="Pub meet-up", when="Thursday 3 December 2026, 6.30pm", where="The Laurieston")
        await priya.presses("Seats and details")
        await priya.fills(seats="6")
        await priya.presses("Publish")
    await town.settle()
    for name in (*SIX, *LATER):
        await town.citizen(name).presses("I'll be there", on="Pub meet-up")
    assert "1st in line" in town.citizen("Ada").answer()
    await town.settle()


async def a_series_begins_and_its_card_does_not_go_out(town: Stage, priya: Counted) -> None:
    """She hears of it, and one press mends it."""
    ports = town.house.core.delivery.ports
    ports.update({platform: cast("Port", Refusing(port, "Book club")) for platform, port in ports.items()})
    with priya.at("Announce a meetup that comes every month"):
        await priya.types("/meetup new")
        await priya.fills(title="Book club", when="Wednesday 9 December 2026, 7pm", where="Leith Library")
        await priya.presses("Repeat it")
        await priya.fills(again="monthly")
        await priya.presses("Publish")
    await town.settle()
    assert not town.citizen("Tom").sees("Book club")
    assert priya.citizen.sees("I could not deliver an announcement", "I may not post there.")
    with priya.at("A card could not be posted"):
        await priya.presses("Try again", on="I could not deliver")
    await town.settle()
    assert town.citizen("Tom").sees("Book club", "[I'll be there]")
    await town.citizen("Tom").presses("I'll be there", on="Book club")


async def a_seat_is_given_up(town: Stage) -> None:
    """The first in line has it; Priya does nothing."""
    ada = town.citizen("Ada")
    await town.citizen("Dee").presses("Can't make it", on="Pub meet-up")
    await town.settle()
    assert ada.sees("Pub meet-up", "[Take the seat]")
    assert not town.citizen("Sam").sees("[Take the seat]")
    await ada.presses("Take the seat")
    await town.settle()


async def moves(town: Stage, priya: Counted) -> None:
    """To the Friday: who said yes is asked, who waits is told, each once; Dee, who said no, is left in peace."""
    with priya.at("Move a meetup to another day"):
        await priya.types("/meetup manage")
        await priya.chooses("Pub meet-up")
        await priya.presses("Move it")
        await priya.fills(when="Friday 4 December 2026, 6.30pm")
        await priya.presses("Move it")
    assert "7 people will be told in two minutes" in priya.citizen.answer()
    await town.later(minutes=3)
    for name in SIX[:5]:
        assert sum("[Still coming]" in thing for thing in town.citizen(name).reads()) == 1
        await town.citizen(name).presses("Still coming")
    assert not town.citizen("Dee").sees("[Still coming]")


async def says_and_looks(town: Stage, priya: Counted) -> None:
    """One word to everybody; the desk, once a week."""
    with priya.at("Say something else to everybody"):
        await priya.types("/announce")
        await priya.fills(title="Badges", words="Bring your own pen.")
        await priya.presses("Announce it")
    await town.settle()
    assert town.citizen("Tom").sees("Badges", "Bring your own pen.")
    with priya.at("See how everything stands, four times"):
        for week in range(4):
            await priya.types("/organise")
            assert "could not be delivered" not in priya.citizen.answer()
            assert ("6 going" in priya.citizen.answer()) == (week == 1)
            await town.later(days=7)


async def after_each(town: Stage, priya: Counted) -> None:
    """How many came, asked when it is over."""
    with priya.at("Say how many came, twice"):
        for meetup in ("Pub meet-up", "Book club"):
            await priya.presses("Type the number", on=meetup)
            await priya.fills(room="5")
            assert "Written down" in priya.citizen.answer()


async def the_next_one_announces_itself(town: Stage) -> None:
    """January's Book club stands in the channel, and nobody has done anything."""
    assert town.citizen("Sam").sees("Book club", "13 January 2027", "[I'll be there]")


# --- the page ---------------------------------------------------------------------------------------------------------------------


def table() -> dict[str, list[float]]:
    """The figures of the page, task by task."""
    rows = re.findall(r"^\| ([^|]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", PAGE, re.MULTILINE)
    return {task: [float(each) for each in figures] for task, *figures in rows}


def steps(task: str, way: str) -> tuple[float, list[str]]:
    """How many the page says there are, and each of them."""
    part = PAGE.partition(f"**{task}**")[2].partition("**")[0]
    found = re.search(rf"^\* {way}, (\d+):((?:.*\n)(?:  .*\n)*)", part, re.MULTILINE)
    assert found, (task, way)
    listed: list[str] = []
    for step in filter(None, (each.strip() for each in " ".join(found[2].split()).split(";"))):
        words, _, times = step.partition(" ×")
        listed += [words] * int(times or 1)
    return float(found[1]), listed


def test_the_page_adds_up() -> None:
    rows = table()
    tasks = [task for task in rows if task not in TOTALS]
    for column, way in enumerate(WAYS):
        listed = {task: steps(task, way) for task in tasks}
        assert {task: (said, len(each)) for task, (said, each) in listed.items()} == {task: (rows[task][column],) * 2 for task in tasks}
        total = sum(rows[task][column] for task in tasks)
        messages = sum("message" in each and "Edit" not in each and "pinned" not in each for _, many in listed.values() for each in many)
        assert (rows["All of it"][column], rows["A meetup"][column]) == (total, total / 2)
        assert rows["Messages to people that you write"][column] == (messages if way != "Wallflower" else 1)
