"""What a line means, typed after a slash command, a mention, or in a direct message."""

from __future__ import annotations

import pytest

from adapters.slack.commands import Commands, Understood
from adapters.slack.words import fitted, mrkdwn
from bot.chat import Card, Strong, Text
from tests.adapters.slack_bot import HelpCog, WalkCog


async def no_read(query: object, *args: object) -> None:
    """Nothing is read while a line is understood."""


COMMANDS = Commands({cog.name: cog(no_read) for cog in (WalkCog, HelpCog)}, "wf-")


def meant(command: str, words: str) -> tuple[str, dict[str, str]]:
    found = COMMANDS.understand(command, words, "T1")
    assert isinstance(found, Understood), found
    return found.route, dict(found.values)


@pytest.mark.parametrize(
    ("command", "words", "route", "values"),
    [
        ("/walk", "list", "walk.list", {}),
        ("/wf-walk", "list", "walk.list", {}),
        ("/WALK", " LIST ", "walk.list", {}),
        ("/wallflower", "", "wallflower.wallflower", {}),
        ("/wallflower", "walk list", "walk.list", {}),
        ("/wallflower", "/walk list", "walk.list", {}),
        ("/wf-wallflower", "wf-walk list", "walk.list", {}),
        ("/walk", 'new "Hill walk" when:"26 May 6pm"', "walk.new", {"title": "Hill walk", "when": "26 May 6pm"}),
        ("/walk", "new title=Hill", "walk.new", {"title": "Hill"}),
        ("/walk", "new tea &lt;3 &amp; cake", "walk.new", {"title": "tea <3 & cake"}),
        ("/walk", "new with <@U7|ada> in <#C7|general>", "walk.new", {"title": "with @ada in #general"}),
        ("/walk", "things <@U7|ada> <#C7|general>", "walk.things", {"guide": "slack:T1:U7", "meet": "slack:T1:C7"}),
        ("/walk", "things <#C7> tomorrow 6pm", "walk.things", {"meet": "slack:T1:C7", "when": "tomorrow 6pm"}),
    ],
)
def test_what_a_line_means(command: str, words: str, route: str, values: dict[str, str]) -> None:
    assert meant(command, words) == (route, values)


@pytest.mark.parametrize(("command", "words", "near"), [("/walk", "nwe", "/walk new"), ("/wallflower", "wlak list", "/walk list")])
def test_a_slip_is_met_with_the_nearest(command: str, words: str, near: str) -> None:
    found = COMMANDS.understand(command, words, "T1")
    assert isinstance(found, Card)
    assert near in str(found.body)


def test_gibberish_is_met_with_everything_and_hides_nobodys_name() -> None:
    found = COMMANDS.understand("/wallflower", "zzzzqqqq <@U7|ada> &lt;!channel&gt;", "T1")
    assert isinstance(found, Card)
    assert "@ada <!channel>" in str(found.body)
    assert len(found.controls) == len(COMMANDS.all)


@pytest.mark.parametrize("room", range(12))
def test_shortened_words_always_fit_and_never_break_an_escape(room: int) -> None:
    for words in ("&&&&", "ab<cd>", "plain", "a&", "&a", "", "👩‍👩‍👧 &"):
        found = fitted(words, room)
        assert len(found) <= room
        assert found.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "").count("&") == 0
        found = mrkdwn(Text(words, Strong(words)), room)
        assert len(found) <= max(room, 1)
        assert found.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "").count("&") == 0
