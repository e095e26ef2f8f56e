"""`language`: a file to translate, holding what is translated already."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typer

from bot.chat import Cog, DeclarationError
from bot.chat.translations import in_english, read
from bot.languages import FOLDER


def print_language(locale: str, folder: Path = FOLDER) -> None:
    """The whole file on standard output; what is wrong with the one there is, if anything, beside it."""
    from cogs import COGS

    path = folder / f"{locale}.toml"
    if path.exists():
        try:
            read(path, COGS)
        except DeclarationError as wrong:
            typer.echo(str(wrong), err=True)
    typer.echo("\n".join(lines(COGS, path)))


def lines(cogs: Iterable[type[Cog]], path: Path) -> Iterator[str]:
    """Every table, in the order people meet them."""
    try:
        there: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except tomllib.TOMLDecodeError:
        there = {}
    for cog in cogs:
        for english, words in in_english(cog).items():
            kept = there.get(english) or {"name": words.name, "help": words.help}
            yield f'["{english}"]'
            yield from (f"{key} = {_quoted(str(kept.get(key, '')))}" for key in ("name", "help"))
            yield ""


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
