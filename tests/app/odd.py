"""A feature with every fault a feature can have."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app import Call
from bot.chat import Card, Cog, Form, Option, Reply, arrival, button, command, line
from bot.schema import Connection

CANARY = "canary-in-the-coal-mine"


def too_many(_conn: Connection, _caller: object, typed: str) -> Sequence[Option]:
    """Forty suggestions; one too many kinds of trouble for "boom"."""
    if typed == "boom":
        raise RuntimeError(CANARY)
    return [Option(f"{typed}{number}", "A word") for number in range(40)]


class Wish(Form, title="Make a wish"):
    what: str = line("What do you wish for?", suggest=too_many)


class OddCog(Cog, name="odd", about="Breaks in every way there is"):
    @command("Make a wish (organisers)", only="organiser")
    async def wish(self, call: Call, ask: Wish) -> Reply:
        raise ValueError(f"{CANARY} {ask.what}") from KeyError(CANARY)

    @command("Return what cannot be said")
    async def nonsense(self, call: Call) -> Reply:
        return 42  # pyright: ignore[reportReturnType]

    @button()
    async def twice(self, call: Call) -> Reply:
        await call.write(lambda _: None)
        await call.write(lambda _: None)
        return "Never said"

    @arrival
    async def greet(self, call: Call) -> None:
        raise ValueError(CANARY)

    async def home(self, call: Call) -> list[Card]:
        """Breaks."""
        raise ValueError(CANARY)
