"""Every module that holds tables, so that `metadata` is whole wherever it is asked for. Add yours."""

from bot.schema import metadata

__all__ = ["metadata"]
