"""How a feature says what people can do. Declared once, for every platform.

    class MentorCog(Cog, name="mentor", about="Find a mentor, or become one"):
        @command("Ask for a mentor")
        async def find(self, call: Call, ask: AskForHelp) -> Reply: ...

A cog is one plain command (a `@command` with the cog's own name) or one group, never both; or none, beside one that has: the
buttons and deliveries of a feature too large for one file. A handler's signature names the forms it needs. Everything is checked when
the class is declared: a limit broken is a DeclarationError at import.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, Protocol, TypeVar

from bot.chat.awaited import Awaited
from bot.chat.card import Card
from bot.chat.checks import check
from bot.chat.errors import DeclarationError
from bot.chat.form import Form

Sort = Literal["command", "button", "menu", "confirm", "arrival", "interest"]
Audience = Literal["private", "public"]
Role = Literal["organiser", "admin"]
Owner = Callable[[Any, str], int | None]
Handler = TypeVar("Handler", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Declared:
    """One thing people can do. `route` is `cog.name`; `forms` are collected before the handler runs.

    `anywhere`: needs no group. `about_what(connection, payload)` gives the group a button's payload belongs to, None when it is gone:
    that is the group acted in, and pressing it from another group is refused.
    """

    sort: Sort
    name: str
    about: str = ""
    reply: Audience = "private"
    only: Role | None = None
    cog: str = ""
    forms: tuple[type[Form], ...] = ()
    prefill: str = ""
    anywhere: bool = False
    about_what: Owner | None = None

    @property
    def route(self) -> str:
        """`meetup.new`: what a command, a button or a form is known by."""
        return f"{self.cog}.{self.name}"

    @property
    def words(self) -> str:
        """As people type it: `/meetup new`, or `/announce` for a plain command."""
        return f"/{self.cog}" if self.name == self.cog else f"/{self.cog} {self.name}"


def _mark(declared: Declared) -> Callable[[Handler], Handler]:
    def mark(handler: Handler) -> Handler:
        setattr(handler, "__declared__", replace(declared, name=handler.__name__))  # noqa: B010  a function takes attributes, its type doesn't say so
        return handler

    return mark


def command(about: str, *, reply: Audience = "private", only: Role | None = None, anywhere: bool = False) -> Callable[[Handler], Handler]:
    """A slash command. `about` is its help; `reply` says who sees the answer; `only` who may use it."""
    return _mark(Declared("command", "", about, reply, only, anywhere=anywhere))


def button(
    *,
    reply: Audience = "private",
    only: Role | None = None,
    anywhere: bool = False,
    about_what: Owner | None = None,
) -> Callable[[Handler], Handler]:
    """What a Button does; `call.payload` is its id. A form in the signature is asked first."""
    return _mark(Declared("button", "", "", reply, only, anywhere=anywhere, about_what=about_what))


def menu(*, reply: Audience = "private", only: Role | None = None, about_what: Owner | None = None) -> Callable[[Handler], Handler]:
    """What a Menu does; `call.chosen` is the option's value, and what `about_what` is asked about."""
    return _mark(Declared("menu", "", "", reply, only, about_what=about_what))


def confirm(*, reply: Audience = "private", only: Role | None = None, anywhere: bool = False) -> Callable[[Handler], Handler]:
    """What the button on a Preview does; its forms come from the draft, as they were shown."""
    return _mark(Declared("confirm", "", "", reply, only, anywhere=anywhere))


def arrival(handler: Handler) -> Handler:
    """What to do when somebody joins."""
    return _mark(Declared("arrival", ""))(handler)


def interest(*, about_what: Owner) -> Callable[[Handler], Handler]:
    """What to do when somebody is interested in what this cog put on a platform's list of events, or no longer.

    `call.payload` is the delivery's reference, which `about_what` is asked about; `call.chosen` is "yes" or "no". Nobody reads the answer.
    """
    return _mark(Declared("interest", "", about_what=about_what))


def prefill(of: Callable[..., Any]) -> Callable[[Handler], Handler]:
    """One quick read before a form opens: `async def(self, call) -> Mapping[str, str]`, values as they would be typed."""

    def mark(handler: Handler) -> Handler:
        setattr(of, "__declared__", replace(declaration(of), prefill=handler.__name__))  # noqa: B010
        return handler

    return mark


def delivers(kind: Any) -> Callable[[Handler], Handler]:
    """Says how a delivery of this kind reads: `async def(self, ref: str) -> Card | None`, None if it no longer applies.

    What `outbox.show` puts on a list of events reads as an `Occasion` instead.
    """

    def mark(handler: Handler) -> Handler:
        setattr(handler, "__delivers__", kind)  # noqa: B010
        return handler

    return mark


def declaration(handler: Callable[..., Any]) -> Declared:
    """What a decorator said of this handler. Raises DeclarationError when it has none."""
    declared = getattr(handler, "__declared__", None)
    if not isinstance(declared, Declared):
        raise DeclarationError(f"{handler!r} is not declared with @command, @button, @menu, @confirm, @arrival or @interest")
    return declared


class Elsewhere(str):
    """A route of another feature: see `elsewhere`."""

    __slots__ = ()


def elsewhere(route: str) -> Elsewhere:
    """A button or menu of another feature that this one's cards lead to.

    In the class body: `ask_a_buddy = elsewhere("buddy.ask")`, then `Button("Ask", self.ask_a_buddy)`. Start-up fails where there is none.
    """
    return Elsewhere(route)


class Reads(Protocol):
    """Runs a query, a plain function of a connection, and gives what it returns."""

    async def __call__(self, query: Callable[..., Any], *args: object) -> Any:
        """Read the database."""
        ...


class Part:
    """Some handlers of a feature too large for one file: `class MeetupCog(Cog, Looking, Answering, name="meetup", …)`.

    A part may be made of parts. Its handlers' names are the feature's, so two parts may not use the same one for different things.
    """

    read: Reads


class Cog:
    """A feature. `read` runs a query outside any call, for deliveries."""

    name: ClassVar[str]
    about: ClassVar[str]
    declared: ClassVar[dict[str, Declared]]
    deliveries: ClassVar[dict[str, str]]
    leads_to: ClassVar[tuple[Elsewhere, ...]]

    def __init_subclass__(cls, *, name: str, about: str) -> None:
        cls.name, cls.about = name, about
        own = _own(cls)
        cls.declared = {d.name: d for d in (_complete(cls, handler) for handler in own if hasattr(handler, "__declared__"))}
        cls.deliveries = {handler.__delivers__.name: handler.__name__ for handler in own if hasattr(handler, "__delivers__")}
        cls.leads_to = tuple(value for value in own if isinstance(value, Elsewhere))
        check(cls)

    def __init__(self, read: Reads) -> None:
        self.read = read

    @classmethod
    def commands(cls) -> list[Declared]:
        """Its commands, in the order they are declared."""
        return [declared for declared in cls.declared.values() if declared.sort == "command"]

    async def home(self, call: Any) -> list[Card]:  # noqa: ARG002  a feature of its own answers with it
        """What this feature shows a member on their own page."""
        return []

    async def awaited(self, call: Any) -> list[Awaited]:  # noqa: ARG002  a feature of its own answers with it
        """What of this feature awaits a member's answer, or keeps them waiting."""
        return []

    async def desk(self, call: Any) -> list[Card]:  # noqa: ARG002  a feature of its own answers with it
        """What this feature puts on an organiser's desk."""
        return []

    def handler(self, name: str) -> Callable[..., Awaitable[Any]]:
        """The bound method of a declared name."""
        return getattr(self, name)


def _own(cls: type[Cog]) -> list[Any]:
    """What the class says, and then the parts it is made of, in the order of its bases."""
    said = [(name, value) for base in cls.__mro__ if base is cls or issubclass(base, Part) for name, value in vars(base).items()]
    return list(dict(reversed(said)).values())[::-1]


def _complete(cls: type[Cog], handler: Callable[..., Any]) -> Declared:
    hints = typing.get_type_hints(handler, _namespace(handler), {cls.__name__: cls})
    asked = [name for name in inspect.signature(handler).parameters if name not in {"self", "call"}]
    forms = tuple(hint for name in asked if isinstance(hint := hints.get(name), type) and issubclass(hint, Form))
    if len(forms) != len(asked):
        raise DeclarationError(f"{cls.__name__}.{handler.__name__} takes self, call and forms; not {', '.join(asked)}")
    return replace(declaration(handler), cog=cls.name, forms=forms)


def _namespace(handler: Callable[..., Any]) -> dict[str, Any]:
    """A handler's globals, with names it imports only for type checking standing for anything."""
    known = dict(handler.__globals__)
    for words in handler.__annotations__.values():
        for name in [words] if isinstance(words, str) else []:
            if name.isidentifier() and name not in known and not hasattr(__builtins__, name):
                known[name] = Any
    return known
