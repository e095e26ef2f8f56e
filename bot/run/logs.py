"""What is written about our own work: ids and codes, never people's words."""

from __future__ import annotations

import logging
import sys

import structlog

from bot.config import LogSettings

_TALKATIVE = ("discord", "slack_bolt", "slack_sdk", "aiosqlite", "aiohttp.access")
"""Libraries that print payloads at DEBUG."""
_CHATTY = ("alembic", "apscheduler")
"""Libraries that announce what is no news."""


def set_up(settings: LogSettings) -> None:
    """One line an event, on standard error."""
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.INFO))
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    render = structlog.processors.JSONRenderer() if settings.format == "json" else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
