"""Speaking to whoever is at the keyboard."""

import os
from pathlib import Path
from typing import NoReturn

import typer

from bot.config import Config, ConfigError, load


def configured(path: Path | None) -> Config:
    """The configuration, or every mistake in it told in plain words and the end."""
    try:
        return load(path, os.environ)
    except ConfigError as error:
        stop("Wallflower can't start yet:", *(f"  * {problem}" for problem in error.problems))


def stop(*lines: str) -> NoReturn:
    """Say these on standard error and end with exit code 1."""
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)
