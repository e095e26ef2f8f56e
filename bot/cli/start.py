"""`run` and `tour`: starting, and what is said when it can't be."""

import asyncio
import logging
import tempfile
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import typer

from bot.chat.errors import Unwelcome
from bot.cli.terminal import stop
from bot.config import Config
from bot.config.settings import StoreSettings, WebSettings
from bot.run.main import CannotStart, main, running
from bot.store import StoreError


def start(config: Config) -> None:
    """Run until told to stop."""
    try:
        main(config)
    except (StoreError, Unwelcome, CannotStart) as no:
        stop(str(no))
    except KeyboardInterrupt:
        # Ctrl-C is how one stops it, so it is no error.
        raise typer.Exit from None


def tell() -> None:
    """Tell the first five minutes, in a town of its own that is gone afterwards."""
    from adapters.web.tour import tour

    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="wallflower-tour-") as folder:
        try:
            asyncio.run(tour(lambda: _in(Path(folder)), typer.echo))
        except TimeoutError:
            stop("The tour got stuck half-way. `make run` shows the same in your browser.")
        except (StoreError, CannotStart) as no:
            stop(str(no))
        except KeyboardInterrupt:
            raise typer.Exit from None


def _in(folder: Path) -> AbstractAsyncContextManager[str]:
    """A whole Wallflower whose files are all in this folder. The settings of this computer are left alone."""
    web = WebSettings(listen="127.0.0.1:0", town=True, folder=str(folder / "town"))
    return running(Config(store=StoreSettings(url=f"sqlite:///{folder}/tour.db"), web=web), lambda _: None)
