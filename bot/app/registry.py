"""Every cog, every route, every renderer, by name; and the checks that can only be made when all are known."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from bot.chat import Cog, DeclarationError, Declared, Refusal
from bot.chat.cog import Reads
from bot.chat.limits import most
from bot.chat.typed import nearest
from bot.delivery.render import Renderer
from bot.outbox import KINDS

OWN = ("draft.fix", "draft.edit", "draft.group")
"""Routes of the door itself."""
_PAYLOAD = 40
"""Room left for a payload beside its route."""


class Registry:
    """What all cogs declare. Raises DeclarationError when a name is taken twice or a delivery has no words."""

    def __init__(self, cogs: Sequence[type[Cog]], read: Reads) -> None:
        self.cogs: Mapping[str, Cog] = {cog.name: cog(read) for cog in cogs}
        if len(self.cogs) != len(cogs):
            raise DeclarationError("two cogs have the same name")
        self._routes = {declared.route: declared for cog in cogs for declared in cog.declared.values()}
        self.renderers: Mapping[str, Renderer] = _renderers(self.cogs.values())
        for cog in cogs:
            self._check_ways_out(cog)
        for route in self._routes:
            if len(route) + 1 + _PAYLOAD > most("button id"):
                raise DeclarationError(f"{route}: too long for a button's id")

    def _check_ways_out(self, cog: type[Cog]) -> None:
        for route in cog.leads_to:
            if route not in self._routes or self._routes[route].sort not in {"button", "menu"}:
                raise DeclarationError(f"{cog.__name__} leads to {route}, and no feature has such a button or menu")

    def command(self, route: str) -> Declared:
        """A command by route. Raises Refusal naming the nearest one."""
        declared = self._routes.get(route)
        if declared and declared.sort == "command":
            return declared
        typed = "/" + route.replace(".", " ").strip()
        words = {each.words: each for each in self._routes.values() if each.sort == "command"}
        near = nearest(typed, words)
        hint = f"Did you mean {near}?" if near else "/wallflower shows what I can do for you here."
        raise Refusal(f"I don't know {typed}. {hint}")

    def pressed(self, route: str) -> Declared:
        """What a button or menu does. Raises Refusal for one from another age, or made up."""
        declared = self._routes.get(route)
        if declared and declared.sort in {"button", "menu", "confirm"}:
            return declared
        raise Refusal("That button is from an older me and no longer works. /wallflower shows what I can do for you here.")

    def any(self, route: str) -> Declared:
        """Any handler. Raises Refusal when it is gone since."""
        if route in self._routes:
            return self._routes[route]
        raise Refusal("That form is from an older me. Please start again; /wallflower shows what I can do for you here.")

    def knows(self, route: str) -> bool:
        """Whether there is such a handler."""
        return route in self._routes or route in OWN

    def handler(self, declared: Declared, name: str = "") -> Callable[..., Awaitable[Any]]:
        """What to call; or another method of the same cog by name."""
        return self.cogs[declared.cog].handler(name or declared.name)

    def interest(self, kind: str) -> Declared | None:
        """What is done when somebody is interested in what this kind put on a list of events: a handler of the cog that renders it."""
        cog = next((cog for cog in self.cogs.values() if kind in cog.deliveries), None)
        return next((each for each in cog.declared.values() if each.sort == "interest"), None) if cog else None

    @property
    def arrivals(self) -> list[Declared]:
        """What is done when somebody joins."""
        return [declared for declared in self._routes.values() if declared.sort == "arrival"]


def _renderers(cogs: Iterable[Cog]) -> dict[str, Renderer]:
    found: dict[str, Renderer] = {}
    for cog in cogs:
        for kind, name in cog.deliveries.items():
            if kind in found:
                raise DeclarationError(f"{kind} is rendered twice")
            found[kind] = getattr(cog, name)
    said = {kind.name for kind in KINDS.values() if kind.said}
    if missing := sorted(said - found.keys()):
        raise DeclarationError(f"nobody says {', '.join(missing)}: a cog needs @delivers for each")
    if unknown := sorted(found.keys() - said):
        raise DeclarationError(f"{', '.join(unknown)} is never written")
    return found
