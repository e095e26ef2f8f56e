"""Sam is the one person at headquarters for thirty-three groups, some on Slack, one on Discord. He runs most of them and is a guest in one.

What he does for one of them must not be heard in another; and once a quarter he needs the same list of every one.
"""

from __future__ import annotations

import asyncio
import csv
import io
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.chat import Person, Place
from tests.adapters.test_coffee_across import one_person
from tests.adapters.test_three_platforms import Shared, settled
from tests.loopback.slack import Channel
from tests.stage import HouseFactory, houses
from tests.stages.discord import DiscordStage
from tests.stages.discord import open_stage as open_discord
from tests.stages.slack import SlackStage
from tests.stages.slack import open_stage as open_slack

ROOT = Path(__file__).parents[2]
BRANCHES = [f"Branch {number:02}" for number in range(30)]


class Named(Shared):
    """A house in which the stage's own group has a name of its own."""

    group = ""

    async def group_for(self, place: Place, organisers: Sequence[Person] = (), name: str = "", zone: str = "Europe/London") -> int:
        """As `House.group_for`."""
        return await super().group_for(place, organisers, name or self.group, zone)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncGenerator[tuple[DiscordStage, SlackStage]]:
    """Glasgow on Discord, which Priya runs; and in one Slack workspace Cataloguers, Law and thirty branches, which Sam runs."""
    whole = await houses(f"sqlite:///{tmp_path}/wallflower.db")()

    def named(group: str) -> HouseFactory:
        async def house() -> Named:
            found = Named(whole.core, whole.clock)
            found.group = group
            return found

        return house

    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(open_discord(named("Glasgow"), tmp_path, ["Priya"]))
        slack = await stack.enter_async_context(open_slack(named("Cataloguers"), tmp_path, ["Sam"]))
        sam = slack.citizen("Sam").person
        for name in ("Law", *BRANCHES):
            channel = slack.slack.add_channel(channel_name(name))
            await slack.house.group_for(Place("slack", slack.place.workspace, channel.id), [sam], name)
        yield discord, slack
    await whole.close()


def channel_name(group: str) -> str:
    """What its channel is called."""
    return group.replace(" ", "-").casefold()


def room(slack: SlackStage, name: str) -> Channel:
    """A group's channel."""
    return next(each for each in slack.slack.workspace.channels.values() if each.name == channel_name(name))


async def test_what_sam_says_in_private_is_for_the_group_he_names_and_no_other(world: tuple[DiscordStage, SlackStage]) -> None:
    discord, slack = world
    liz, tom, ada = slack.citizen("Liz"), discord.citizen("Tom"), slack.citizen("Ada")
    slack.channel.members.remove(liz.account.id)
    room(slack, "Law").members.append(liz.account.id)
    await one_person([discord, slack], "Sam")
    there, here = discord.citizen("Sam"), slack.citizen("Sam")

    # In the conversation with the bot no group is meant by itself: it asks, and every one of the thirty-three is there to choose.
    await here.account.writes('announce title:"Bursaries" words:"Three places. Apply by Friday."')
    await slack.arrive()
    assert here.sees("Which group is this for?")
    await here.chooses("Law")
    assert here.sees("Bursaries", "Three places.", "[Announce it]")
    await here.presses("Announce it")
    await settled([discord, slack])
    assert liz.sees("Bursaries", "Three places.")
    assert not any(each.sees("Bursaries") for each in (ada, tom))
    assert not any(room(slack, name).messages for name in BRANCHES)

    # A meetup of one group stands on that one's desk alone.
    await here.types("/meetup new", title="Subject headings", when="Thursday 10 December 2026, 6.30pm", where="The Mitchell")
    await here.presses("Publish")
    await settled([discord, slack])
    for group, planned in (("Cataloguers", True), ("Law", False), ("Branch 29", False)):
        await here.account.writes("organise")
        await slack.arrive()
        await here.chooses(group)
        desk = here.reads()[-1]
        assert "Your desk" in desk
        assert ("Subject headings" in desk) is planned

    # On Discord he is the same Sam, asked the same; in Glasgow he is a guest, and runs nothing.
    await there.types_directly("/organise")
    await there.chooses("Glasgow")
    assert "That is for this group's organisers" in there.answer()
    await there.types_directly("/organise")
    await there.chooses("Branch 29")
    assert "Your desk" in there.answer()


async def test_once_a_quarter_sam_has_the_same_list_of_every_group(world: tuple[DiscordStage, SlackStage], tmp_path: Path) -> None:
    discord, slack = world
    sam, priya, ada = slack.citizen("Sam"), discord.citizen("Priya"), slack.citizen("Ada")
    for each, title in ((sam, "Subject headings"), (priya, "Pub meet-up")):
        await each.types("/meetup new", title=title, when="Thursday 10 December 2026, 6.30pm", where="The Mitchell")
        await each.presses("Publish")
    await settled([discord, slack])
    await ada.presses("I'll be there")
    await settled([discord, slack])

    lists = {group: await exported(tmp_path, group) for group in ("Cataloguers", "Glasgow", "Law", "Branch 29")}
    assert len({tuple(rows[0]) for rows in lists.values()}) == 1
    columns, *rows = lists["Cataloguers"]
    assert [(row[columns.index("title")], row[columns.index("going")]) for row in rows] == [("Subject headings", "1")]
    assert [row[columns.index("title")] for row in lists["Glasgow"][1:]] == ["Pub meet-up"]
    assert lists["Law"][1:] == lists["Branch 29"][1:] == []
    # It counts people, and names nobody.
    assert not any(name in cell for rows in lists.values() for row in rows for cell in row for name in ("Ada", "Priya", "Sam"))


async def exported(folder: Path, group: str) -> list[list[str]]:
    """What `export meetups` writes for this group."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WALLFLOWER_")}
    out = folder / f"{group}.csv"
    words = [sys.executable, "-m", "bot", "export", "meetups", out.name, "--group", group]
    done = await asyncio.to_thread(
        subprocess.run, words, cwd=folder, env={**clean, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
