"""The composition root: reads the settings, builds the parts, runs them until told to stop."""

from bot.run import lean  # before anything else loads what it keeps light
from bot.run.main import main

__all__ = ["main"]

lean.loaded()
