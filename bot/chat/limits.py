"""The platforms' limits and reserved names: one table, each row with the page it comes from.

Words *we* wrote that break one fail when the cog is declared. Words *people* wrote are shortened by `shortened`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from bot.chat.errors import DeclarationError

DISCORD = "https://docs.discord.com/developers/"
SLACK = "https://docs.slack.dev/reference/"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many (characters, or things) of `what`, and which page of each platform says so. 0: no limit there."""

    what: str
    discord: int
    discord_page: str
    slack: int
    slack_page: str

    @property
    def most(self) -> int:
        """What fits on both."""
        return min(limit for limit in (self.discord, self.slack) if limit)


def _limit(what: str, discord: int, discord_page: str, slack: int, slack_page: str) -> Limit:
    return Limit(what, discord, DISCORD + discord_page, slack, SLACK + slack_page)


LIMITS = {
    limit.what: limit
    for limit in (
        _limit("command name", 32, "interactions/application-commands", 32, "app-manifest"),
        _limit("command help", 100, "interactions/application-commands", 2000, "app-manifest"),
        _limit("commands in a group", 25, "interactions/application-commands", 0, "app-manifest"),
        _limit("options of a command", 25, "interactions/application-commands", 0, "app-manifest"),
        _limit("suggestions", 25, "interactions/application-commands", 100, "block-kit/block-elements/multi-select-menu-element"),
        _limit("form title", 45, "interactions/receiving-and-responding", 24, "views/modal-views"),
        _limit("form fields", 5, "interactions/receiving-and-responding", 100, "views/modal-views"),
        _limit("field label", 45, "components/reference", 2000, "block-kit/blocks/input-block"),
        _limit("field hint", 100, "components/reference", 150, "block-kit/block-elements/plain-text-input-element"),
        _limit("typed text", 4000, "components/reference", 3000, "block-kit/block-elements/plain-text-input-element"),
        _limit("options", 25, "components/reference", 100, "block-kit/block-elements/select-menu-element"),
        _limit("option label", 100, "components/reference", 75, "block-kit/composition-objects/option-object"),
        _limit("option about", 100, "components/reference", 75, "block-kit/composition-objects/option-object"),
        _limit("option value", 100, "components/reference", 75, "block-kit/composition-objects/option-object"),
        _limit("button label", 80, "components/reference", 75, "block-kit/block-elements/button-element"),
        _limit("menu label", 150, "components/reference", 150, "block-kit/block-elements/select-menu-element"),
        _limit("button id", 100, "components/reference", 255, "block-kit/block-elements/button-element"),
        _limit("controls of a card", 15, "components/reference", 25, "block-kit/blocks/actions-block"),
        _limit("facts of a card", 20, "components/reference", 10, "block-kit/blocks/section-block"),
        _limit("card title", 256, "components/reference", 150, "block-kit/blocks/header-block"),
        _limit("card body", 2500, "components/reference", 2900, "block-kit/blocks/section-block"),
        _limit("fact", 300, "components/reference", 2000, "block-kit/blocks/section-block"),
        _limit("note", 500, "components/reference", 2000, "block-kit/blocks/context-block"),
        _limit("delivery id", 25, "resources/message", 0, "methods/chat.postMessage"),
        _limit("people addressed", 100, "resources/message", 0, "methods/chat.postMessage"),
    )
}
"""By what they limit. Discord's rows for bodies and facts leave room for each other under its 4,000 a message."""

_SLACK_KEEPS = (
    "archive call collapse dm expand feed feedback ask_for_help invite join kick leave me msg mute open part people prefs remind remove "
    "rename search shortcuts shrug star status topic unarchive who whois"
)
_DISCORD_KEEPS = "giphy tenor tts me tableflip unflip shrug spoiler nick thread kick ban timeout msg"

RESERVED = {"slack": frozenset(_SLACK_KEEPS.split()), "discord": frozenset(_DISCORD_KEEPS.split())}
"""Command names the platforms keep for themselves: https://slack.com/help/articles/201259356 and Discord's built-in slash commands."""


def most(what: str) -> int:
    """What fits on both platforms. KeyError: no such limit."""
    return LIMITS[what].most


def must_fit(what: str, words: str, where: str) -> None:
    """Check words of ours. Raises DeclarationError."""
    if not words.strip():
        raise DeclarationError(f"{where}: the {what} is empty")
    if len(words) > most(what):
        raise DeclarationError(f"{where}: the {what} {words!r} has {len(words)} characters, {most(what)} fit ({_pages(what)})")


def must_be_few(what: str, count: int, where: str) -> None:
    """Check a number of things of ours. Raises DeclarationError."""
    if count > most(what):
        raise DeclarationError(f"{where}: {count} {what}, {most(what)} fit ({_pages(what)})")


def must_be_free(name: str, where: str) -> None:
    """Check a command's name against the reserved ones. Raises DeclarationError."""
    for platform, names in RESERVED.items():
        if name in names:
            raise DeclarationError(f"{where}: /{name} is reserved on {platform}")


def _pages(what: str) -> str:
    return f"{LIMITS[what].discord_page}, {LIMITS[what].slack_page}"


def shortened(words: str, longest: int) -> str:
    """Words people wrote, cut with "…" so that at most `longest` characters remain; never inside a joined character.

    A single character joined from more than fits is cut all the same.
    """
    if len(words) <= longest:
        return words
    cut = longest - 1
    while cut > 0 and _holds_together(words, cut):
        cut -= 1
    return words[: cut or longest - 1].rstrip() + "…"


def _holds_together(words: str, at: int) -> bool:
    """Whether a reader sees one character where a cut before `at` would fall (the better part of https://unicode.org/reports/tr29)."""
    before, after = words[at - 1], words[at]
    if _JOINER in {before, after} or after in _MODIFIERS or unicodedata.category(after)[0] == "M":
        return True
    if unicodedata.combining(before) == _VIRAMA:
        return True
    flags = len(words[:at]) - len(words[:at].rstrip(_FLAG_LETTERS))
    return after in _FLAG_LETTERS and flags % 2 == 1


_VIRAMA = 9
"""The combining class of what joins two consonants in the scripts of India."""
_JOINER = "\u200d"
_MODIFIERS = frozenset(map(chr, (*range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080))))
"""Skin tones, and the letters behind the flags of Scotland and Wales."""
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
"""Two of these are one flag."""
