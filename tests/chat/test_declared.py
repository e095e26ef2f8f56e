"""What a feature may declare: everything else fails the moment its class is written, or at start-up."""

# The classes are declared only to fail.
# pyright: reportUnusedClass=false

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.app.registry import Registry
from bot.chat import (
    Button,
    Card,
    Cog,
    DeclarationError,
    Form,
    Option,
    Part,
    Reply,
    button,
    choice,
    command,
    confirm,
    delivers,
    elsewhere,
    line,
    menu,
    paragraph,
)
from bot.chat.card import route_of
from bot.community.meetups import CARD
from cogs import COGS


class Fine(Form, title="A title"):
    word: str = line("A word?")


class Other(Form, title="Another"):
    word: str = line("A word?")


def six() -> type[Form]:
    class Six(Form, title="Six"):
        a: str = line("A?")
        b: str = line("B?")
        c: str = line("C?")
        d: str = line("D?")
        e: str = line("E?")
        f: str = line("F?")

    return Six


def of(field: Any, title: str = "Fine", **words: str) -> type[Form]:
    """A form with one field."""
    return type("Made", (Form,), {"__annotations__": {"field": str}, "field": field}, title=title, **words)


def nothing() -> type[Form]:
    class Empty(Form, title="Empty"):
        pass

    return Empty


FORMS: dict[str, Callable[[], type[Form]]] = {
    "6 form fields": six,
    "asks nothing": nothing,
    "form title": lambda: of(line("A?"), "A title that has more letters than fit"),
    "the field label": lambda: of(line("W" * 46)),
    "field hint": lambda: of(line("A?", hint="h" * 101)),
    "26 options": lambda: of(choice("A?", [f"option {number}" for number in range(26)])),
    "option label": lambda: of(choice("A?", [Option("a", "l" * 76)])),
    "option value": lambda: of(choice("A?", [Option("v" * 76, "l")])),
    "option about": lambda: of(choice("A?", [Option("v", "l", "a" * 76)])),
    "the same value": lambda: of(choice("A?", [Option("v", "one"), Option("v", "two")])),
    "none of the options": lambda: of(choice("A?", ["one"], default="two")),
    "nothing to choose from": lambda: of(choice("A?", [])),
    "can't be typed everywhere": lambda: of(paragraph("A?", longest=3001)),
    "button label": lambda: of(line("A?"), edit="e" * 76),
    "is empty": lambda: of(line(" ")),
}


@pytest.mark.parametrize("says", FORMS)
def test_a_form_no_platform_can_show_fails_when_its_feature_is_declared(says: str) -> None:
    made = FORMS[says]()

    async def ask(self: Cog, call: object, form: Form) -> Reply: ...

    ask.__annotations__["form"] = made
    with pytest.raises(DeclarationError, match=says):
        type("Bad", (Cog,), {"ask": command("Asks")(ask)}, name="bad", about="Bad")


def test_a_field_declared_as_nothing_we_know_fails() -> None:
    with pytest.raises(DeclarationError, match=r"line\(\), paragraph\(\)"):
        type("Made", (Form,), {"__annotations__": {"field": str}, "field": "words"}, title="Fine")


def test_names_the_platforms_keep_are_refused() -> None:
    for name in ("me", "who", "status", "thread"):
        with pytest.raises(DeclarationError, match="reserved"):
            type("Bad", (Cog,), {}, name=name, about="Bad")


@pytest.mark.parametrize("name", ["Meet", "two words", "naïve", "x" * 33, "", "9lives"])
def test_names_no_platform_takes_are_refused(name: str) -> None:
    with pytest.raises(DeclarationError):
        type("Bad", (Cog,), {}, name=name, about="Bad")


def test_help_too_long_is_refused() -> None:
    with pytest.raises(DeclarationError, match="command help"):
        type("Bad", (Cog,), {}, name="bad", about="x" * 101)


def test_a_feature_is_one_plain_command_or_a_group_never_both() -> None:
    with pytest.raises(DeclarationError, match="both a plain command and a group"):

        class Both(Cog, name="both", about="Both"):
            @command("Plain")
            async def both(self, call: object) -> Reply: ...

            @command("In the group")
            async def more(self, call: object) -> Reply: ...


def test_a_handler_takes_its_call_and_forms() -> None:
    with pytest.raises(DeclarationError, match="not number"):

        class Bad(Cog, name="bad", about="Bad"):
            @command("Asks")
            async def ask(self, call: object, number: int) -> Reply: ...


def test_two_forms_of_one_handler_name_their_fields_apart() -> None:
    with pytest.raises(DeclarationError, match="ask for word"):

        class Bad(Cog, name="bad", about="Bad"):
            @command("Asks")
            async def ask(self, call: object, one: Fine, two: Other) -> Reply: ...


def test_a_menu_opens_no_form() -> None:
    with pytest.raises(DeclarationError, match="a menu opens no form"):

        class Bad(Cog, name="bad", about="Bad"):
            @menu()
            async def choose(self, call: object, one: Fine) -> Reply: ...


def test_a_handler_is_async() -> None:
    with pytest.raises(DeclarationError, match="not an async function"):

        class Bad(Cog, name="bad", about="Bad"):
            @command("Asks")
            def ask(self, call: object) -> Reply: ...


async def reads(query: Callable[..., Any], *args: object) -> Any:
    """Nothing is asked before start-up."""
    raise AssertionError((query, args))


def test_every_feature_of_ours_starts() -> None:
    Registry(COGS, reads)


def test_two_features_of_one_name_fail_at_start_up() -> None:
    with pytest.raises(DeclarationError, match="same name"):
        Registry([*COGS, COGS[0]], reads)


def test_a_delivery_nobody_says_fails_at_start_up() -> None:
    with pytest.raises(DeclarationError, match=r"nobody says .*meetup\.card"):
        Registry([cog for cog in COGS if cog.name != "meetup"], reads)


def test_a_delivery_said_twice_fails_at_start_up() -> None:
    class Parrot(Cog, name="parrot", about="Says it again"):
        @delivers(CARD)
        async def again(self, ref: str) -> Card | None: ...

    with pytest.raises(DeclarationError, match=r"meetup\.card is rendered twice"):
        Registry([*COGS, Parrot], reads)


def test_a_route_too_long_for_a_button_fails_at_start_up() -> None:
    async def long(self: Cog, call: object) -> Reply: ...

    long.__name__ = "x" * 60
    cog = type("Long", (Cog,), {long.__name__: button()(long)}, name="long", about="Long")
    with pytest.raises(DeclarationError, match="too long for a button's id"):
        Registry([*COGS, cog], reads)


@pytest.mark.parametrize("route", ["meetup.dance", "meetup.new", "nobody.home", "meetup.publish"])
def test_a_button_that_leads_nowhere_fails_at_start_up(route: str) -> None:
    cog = type("Guide", (Cog,), {"there": elsewhere(route)}, name="guide", about="Leads on")
    with pytest.raises(DeclarationError, match=f"Guide leads to {route}"):
        Registry([*COGS, cog], reads)


def test_a_button_may_lead_to_another_feature() -> None:
    class Guide(Cog, name="guide", about="Leads on"):
        going = elsewhere("meetup.going")

    Registry([*COGS, Guide], reads)
    assert Button("I'll be there", Guide.going, 7).route == "meetup.going"


def test_a_button_leads_to_a_handler() -> None:
    class Guide(Cog, name="guide", about="Leads on"):
        @confirm()
        async def done(self, call: object) -> Reply: ...

    assert route_of(Guide(reads).done) == "guide.done"
    with pytest.raises(TypeError):
        route_of(print)


class Greeting(Part):
    @command("Say hello")
    async def hello(self, call: object) -> Reply:
        return str(call)

    @button()
    async def wave(self, call: object) -> Reply:
        return "The part's own wave."


def test_a_feature_may_be_made_of_parts_whose_words_come_after_its_own() -> None:
    class InParts(Cog, Greeting, name="inparts", about="Two halves"):
        @command("Say goodbye")
        async def goodbye(self, call: object) -> Reply:
            return str(call)

        @button()
        async def wave(self, call: object) -> Reply:
            return "The whole's."

    assert [each.words for each in InParts.commands()] == ["/inparts goodbye", "/inparts hello"]
    assert InParts.declared["wave"].cog == "inparts"
    assert route_of(InParts.handler(InParts.__new__(InParts), "hello")) == "inparts.hello"


def test_a_part_is_held_to_the_same_limits() -> None:
    class Long(Part):
        @command("h" * 101)
        async def hello(self, call: object) -> Reply:
            return str(call)

    with pytest.raises(DeclarationError, match="command help"):
        type("InParts", (Cog, Long), {}, name="inparts", about="Two halves")
