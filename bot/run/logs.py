"""What is written about our own work: ids, codes and places in our code, never people's words.

An exception's message may hold what somebody typed (a database repeats the values it refused), so none is ever written:
only its type, and where in the code it came from, cause by cause.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

from bot.config import LogSettings

_TALKATIVE = ("discord", "slack_bolt", "slack_sdk", "aiosqlite", "aiohttp", "asyncio", "sqlalchemy", "asyncpg")
"""Libraries that print payloads at DEBUG, or values at INFO."""
_CHATTY = ("alembic", "apscheduler")
"""Libraries that announce what is no news."""

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def where_it_broke(exc_info: ExcInfo | tuple[None, None, None]) -> str:
    """`KeyError at door.py:120 handle < turn.py:80 run`, its causes after it; innermost first, and no word of its message."""
    told: list[str] = []
    error = exc_info[1]
    while error is not None:
        frames = reversed(traceback.extract_tb(error.__traceback__))
        path = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
        told.append(f"{type(error).__qualname__} at {path}" if path else type(error).__qualname__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n  because of ".join(told)


class Lines(logging.Formatter):
    """Libraries' own lines, in the same shape as ours."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")
        self._as_json = as_json

    def formatException(self, ei: Any) -> str:  # noqa: N802  logging's name
        """The place, and not the words."""
        return where_it_broke(ei)

    def format(self, record: logging.LogRecord) -> str:
        """One line, or one JSON object."""
        record.exc_text = None  # another handler may have spelt it out
        line = super().format(record)
        return json.dumps({"level": record.levelname.lower(), "logger": record.name, "event": line}) if self._as_json else line


class Unfailing(structlog.PrintLogger):
    """Writes a line, or doesn't: a disk too full for the log must not stop what the line is about."""

    def msg(self, message: str) -> None:
        """One line."""
        with suppress(OSError):
            super().msg(message)

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


def set_up(settings: LogSettings) -> None:
    """One line an event, on standard error."""
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    as_json = settings.format == "json"
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(as_json=as_json))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in (*_TALKATIVE, *_CHATTY):
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    render = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(where_it_broke),
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: Unfailing(sys.stderr),
    )


def unheard(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """For the event loop: an error nobody waited for. Its own words repeat the error's, so they are left out."""
    error = context.get("exception")
    info = (type(error), error, error.__traceback__) if isinstance(error, BaseException) else None
    structlog.get_logger("wallflower.loop").error("nobody waited for this", exc_info=info)
