"""Words typed after a command, where a platform gives them as one line (Slack, the town).

`/meetup new "Pub meet-up" next Thursday 6.30pm where:"The Laurieston"`: `key:value` and `key=value` name a field; quoted
words fill the fields in order; the words left over fill the first text field that is still empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from bot.chat.cog import Declared
from bot.chat.form import Ask

_TOKEN = re.compile(r"""(?:(?P<key>[A-Za-z_]\w*)[:=])?(?:["“”](?P<quoted>[^"“”]*)["“”]|(?P<word>\S+))""")


def prefill(asks: Sequence[Ask], words: str) -> dict[str, str]:
    """What the words say of the fields, by field name. Nothing typed is dropped: what fits nowhere joins the first text field."""
    names = {ask.name for ask in asks}
    values: dict[str, str] = {}
    loose: list[str] = []
    quoted: list[str] = []
    for token in _TOKEN.finditer(words):
        key, text = token["key"], token["quoted"] if token["quoted"] is not None else token["word"]
        if key in names:
            values[key] = text
        elif token["quoted"] is not None and key is None:
            quoted.append(text)
        else:
            loose.append(token[0])
    free = [ask.name for ask in asks if ask.name not in values]
    values.update(zip(free, quoted, strict=False))
    rest = " ".join([*quoted[len(free) :], *loose])
    if rest:
        _take_rest(asks, values, rest)
    return values


def _take_rest(asks: Sequence[Ask], values: dict[str, str], rest: str) -> None:
    texts = [ask.name for ask in asks if ask.kind in {"line", "paragraph", "moment"}]
    free = next((name for name in texts if name not in values), None)
    if free is not None:
        values[free] = rest
    elif texts:
        values[texts[0]] = f"{values[texts[0]]} {rest}"


_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""Control characters and halves of characters, which no database keeps; and what turns the words around it back to front."""
_LONGEST_ID = 9
"""Digits that fit the smallest integer of both databases."""


def clean(words: str) -> str:
    """What people can have meant to type: nothing invisible that breaks a line, a database or somebody else's words."""
    return _UNFIT.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


_ADDRESS = re.compile(r"https?:|www\.|\S@\S|\b[\w-]{2,}\.(?:com|org|net|io|uk|eu|de|fr|us|me)\b", re.IGNORECASE)


def has_address(words: str) -> bool:
    """Whether somebody put a link or an e-mail address among their words."""
    return _ADDRESS.search(words) is not None


def read_id(words: str) -> int | None:
    """One of our ids, or None for anything else, however long and in whatever digits."""
    return int(words) if words.isascii() and words.isdigit() and len(words) <= _LONGEST_ID else None


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """The one of `known` that was probably meant, or None."""
    found = process.extractOne(typed.casefold(), list(known), scorer=fuzz.WRatio, score_cutoff=65)
    return found[0] if found else None


def split_command(text: str, commands: Sequence[Declared]) -> tuple[Declared | None, str]:
    """`"new Pub quiz"` among one cog's commands: the command and the words after it; None when the first word names none."""
    if len(commands) == 1 and commands[0].name == commands[0].cog:
        return commands[0], text.strip()
    first, _, rest = text.strip().partition(" ")
    return next((declared for declared in commands if declared.name == first.casefold()), None), rest.strip()
