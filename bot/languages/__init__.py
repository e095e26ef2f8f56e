"""The languages commands are shown in: one file each, see README.md here, and `bot.chat.translations` for what a file says."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import structlog

from bot.chat import Cog, DeclarationError
from bot.chat.translations import Translation, read

log = structlog.get_logger("wallflower.languages")
FOLDER: Final = Path(__file__).parent


def taken(cogs: Iterable[type[Cog]], folder: Path = FOLDER) -> tuple[Translation, ...]:
    """Every language that is whole. One that isn't is left out with a word in the log: better English than no Wallflower."""
    declared, whole = list(cogs), list[Translation]()
    for path in sorted(folder.glob("*.toml")):
        try:
            whole.append(read(path, declared))
        except DeclarationError as wrong:
            log.warning("a language is left out", why=str(wrong))
    return tuple(whole)
