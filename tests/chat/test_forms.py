"""Forms: what people type becomes values, or a sentence about what to type instead."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.chat import Form, FormErrors, Option, Person, Place, choice, choices, line, moment, paragraph, person, place, yes_no
from bot.chat.form import Reading
from bot.clock import Wall

HERE = Place("slack", "T1", "north")
AT = Reading(datetime(2026, 11, 22, 10, tzinfo=UTC), "Europe/London", HERE)


def even(words: str) -> int:
    """An even number. Raises ValueError."""
    if not words.isdigit() or int(words) % 2:
        raise ValueError("Type an even number, such as 2.")
    return int(words)


class Everything(Form, title="Everything"):
    short: str = line("A few words?", longest=20)
    long: str = paragraph("Several lines?")
    one: str = choice("One of these?", [Option("a", "Apple"), Option("b", "Pear")], default="a")
    many: tuple[str, ...] = choices("Any of these?", ["Tea", "Cake"])
    who: Person | None = person("Who?", required=False)
    where: Place | None = place("Where?", required=False)
    when: Wall | None = moment("When?", required=False)
    sure: bool = yes_no("Sure?")
    number: int = line("How many?", default="2", read=even)


def read(**typed: str) -> Everything:
    return Everything.read({"short": "Words", **typed}, AT)


def test_what_is_left_out_has_its_default() -> None:
    form = read()
    assert (form.long, form.one, form.many, form.who, form.where, form.when, form.sure, form.number) == (
        "",
        "a",
        (),
        None,
        None,
        None,
        False,
        2,
    )


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("short", "  two\twords \n", "two words"),
        ("long", "one\n\n  two ", "one\n\n  two"),
        ("one", "PEAR", "b"),
        ("one", "b", "b"),
        ("many", "cake\n\ntea\ncake", ("Cake", "Tea")),
        ("who", "slack:T1:U7", Person("slack", "T1", "U7")),
        ("where", "slack:T1:C9", Place("slack", "T1", "C9")),
        ("where", "slack:T1:C9:123.4", Place("slack", "T1", "C9")),
        ("when", "tomorrow at 6.30pm", Wall(datetime(2026, 11, 23, 18, 30), "Europe/London")),
        ("when", "2026-11-26T18:30", Wall(datetime(2026, 11, 26, 18, 30), "Europe/London")),
        ("sure", "Y", True),
        ("sure", "off", False),
        ("number", "12", 12),
    ],
)
def test_every_kind_of_answer_is_understood(field: str, typed: str, value: Any) -> None:
    assert getattr(read(**{field: typed}), field) == value


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("short", "", "This one is needed."),
        ("short", " \u200b ", "This one is needed."),
        ("short", "x" * 21, "That is 21 characters; 20 is the most that fits."),
        ("long", "x" * 1001, "That is 1,001 characters; 1,000 is the most that fits."),
        ("one", "plum", "Choose one of: Apple, Pear."),
        ("many", "Tea\nplum", "Choose one of: Tea, Cake."),
        ("who", "Ada", "I don't know that person here. Choose somebody from the list."),
        ("who", "discord::7", "I don't know that person here. Choose somebody from the list."),
        ("who", "slack:T2:U7", "I don't know that person here. Choose somebody from the list."),
        ("where", "#north", "I don't know that channel. Choose one from the list."),
        ("where", "slack:T2:C9", "I don't know that channel. Choose one from the list."),
        ("where", "discord:T1:C9", "I don't know that channel. Choose one from the list."),
        ("when", "some day", "I don't understand"),
        ("sure", "perhaps", "Answer yes or no."),
        ("number", "three", "Type an even number, such as 2."),
    ],
)
def test_what_is_not_understood_is_answered_by_what_to_type_instead(field: str, typed: str, says: str) -> None:
    with pytest.raises(FormErrors) as wrong:
        read(**{field: typed})
    assert [error.field for error in wrong.value.errors] == [field]
    assert wrong.value.errors[0].words.startswith(says)


def test_every_field_at_fault_is_named_at_once() -> None:
    with pytest.raises(FormErrors) as wrong:
        Everything.read({"sure": "perhaps", "number": "3"}, AT)
    assert [error.field for error in wrong.value.errors] == ["short", "sure", "number"]
