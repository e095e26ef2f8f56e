"""Dates, times and lengths as British people type them, read by a closed grammar: every word counts, or we ask back."""

from bot.dates.lengths import read_length
from bot.dates.quiet import read_quiet
from bot.dates.unclear import Unclear
from bot.dates.when import read_when

__all__ = ["Unclear", "read_length", "read_quiet", "read_when"]
