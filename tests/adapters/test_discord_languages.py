"""Commands in the reader's own language: told to Discord once, understood whatever they are called there."""

from __future__ import annotations

from pathlib import Path

from adapters.discord import commands
from bot import languages
from bot.chat.translations import read
from tests.adapters.discord_bot import connected
from tests.adapters.slack_bot import HelpCog, WalkCog
from tests.chat.test_translations import EXAMPLE
from tests.loopback.discord.world import text_of

LIST = "/applications/[0-9]+/commands"


async def test_every_name_and_help_is_told_in_every_language_and_only_once(tmp_path: Path) -> None:
    async with connected(tmp_path) as bot:
        app, discord = bot.house.app, bot.discord
        assert discord.count("PUT", LIST) == 1
        app.languages = languages.taken([WalkCog, HelpCog], EXAMPLE.parent)
        assert await commands.sync(bot.gateway.client, app.cogs.values(), app.languages)
        assert not await commands.sync(bot.gateway.client, app.cogs.values(), app.languages)
        walk = next(each for each in discord.world.commands if each["name"] == "walk")
        assert walk["name_localizations"] == {"de": "wandern"}
        new = next(each for each in walk["options"] if each["name"] == "new")
        assert new["description_localizations"] == {"de": "Eine Wanderung planen"}
        assert new["options"][0]["name_localizations"] == {"de": "titel"}
        answer = await discord.person("Ada").command("walk list")
        assert "Two walks" in text_of(discord.shown(answer).body)


async def test_a_word_changed_is_told_and_a_language_taken_away_is_taken_away(tmp_path: Path) -> None:
    changed = tmp_path / "de.toml"
    changed.write_text(EXAMPLE.read_text(encoding="utf-8").replace("wandern", "spazieren", 1), encoding="utf-8")
    async with connected(tmp_path) as bot:
        client, cogs = bot.gateway.client, bot.house.app.cogs.values()
        await commands.sync(client, cogs, [read(EXAMPLE, [WalkCog, HelpCog])])
        assert await commands.sync(client, cogs, [read(changed, [WalkCog, HelpCog])])
        assert await commands.sync(client, cogs)
        assert "name_localizations" not in bot.discord.world.commands[0] or not bot.discord.world.commands[0]["name_localizations"]
