"""What a card becomes on Discord: literal where people wrote it, within every limit, and pinging nobody who isn't addressed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.markdown import escaped, markdown
from adapters.discord.marks import mark_of
from adapters.discord.modal import modal_of
from adapters.discord.render import shown
from bot.chat import Button, Card, Fact, Link, Mention, Menu, Option, Person, Seats, Sheet, SheetField, Strong, Text, When
from bot.chat.form import Ask
from tests.loopback.discord import limits, schema
from tests.loopback.discord.world import Json, pings, text_of
from tests.stages.discord_words import plain

ADA = Mention("Ada", 1, Person("discord", "", "1574103331272392705", "Ada"))
BEA = Mention("Bea", 2, Person("discord", "", "1574103331272392706", "Bea"))
MOMENT = When(datetime(2026, 11, 26, 18, 30, tzinfo=UTC), "Europe/London")
NASTY = (
    "@everyone", "@here", "<@1574103331272392706>", "<@&5>", "<#5>", "</meetup new:5>", "<t:0:F>", "<:x:5>",
    "[a](https://evil.example)", "||spoiler||", "**bold**", "__under__", "~~gone~~", "`code`", "```block```",
    "> quote", ">>> quote", "# heading", "-# small", "- list",
    "1. list", "\\", "\\*", "\\\\@everyone", "<https://evil.example>", "https://evil.example/**x**", "\u202eright to left",
    "🧑‍🎓", "* star", "+ plus", "_a_b_",
)  # fmt: skip


def body(card: Card, delivery: str = "") -> Json:
    """What would be sent."""
    view, allowed = shown(card, mark_of(delivery) if delivery else None)
    payload: Any = {"components": view.to_components(), "flags": 1 << 15, "allowed_mentions": allowed.to_dict()}
    return payload


def must_fit(sent: Json) -> None:
    """Within Discord's limits, and naming whom it may ping."""
    found = [*limits.breaches(sent), *limits.must_name_pings(sent), *schema.breaches("POST", "/channels/1/messages", sent)]
    assert found == []


@pytest.mark.parametrize("words", NASTY)
async def test_what_people_write_is_read_as_they_wrote_it(words: str) -> None:
    sent = body(Card(words, f"see {words} there", (Fact("Where", words),), note=words))
    assert list(pings(sent)) == []
    assert "<@" not in text_of(sent)
    for line in markdown(words, 500).splitlines():
        assert plain(line, str) == words


@given(st.text(max_size=60))
def test_no_mark_of_any_words_survives(words: str) -> None:
    marks = escaped(words).replace("\\\\", "")
    assert plain(escaped(words), str) == words
    assert "<@" not in marks
    assert "](" not in marks


def test_an_address_stays_an_address() -> None:
    assert markdown("join https://meet.example/a_b?c=d_e now", 100) == "join https://meet.example/a_b?c=d_e now"


def test_marks_of_ours_are_marks() -> None:
    words = Text(
        "See ", Strong("you"), " at ", MOMENT, " with ", ADA, " or ", Mention("Col_in", 3), ": ", Link("map", "https://a.example/x)y")
    )
    unix = int(MOMENT.instant.timestamp())
    expected = f"See **you** at <t:{unix}:F> with <@{ADA.account and ADA.account.user}> or Col\\_in: [map](https://a.example/x%29y)"
    assert markdown(words, 500) == expected


def test_a_link_that_is_no_web_address_is_only_words() -> None:
    assert markdown(Text(Link("click", "javascript:alert(1)")), 100) == "click"


async def test_exactly_those_addressed_are_pinged() -> None:
    sent = body(Card("Tomorrow", Text("Bring ", BEA, " along"), to=(ADA,)))
    assert list(pings(sent)) == [ADA.account and ADA.account.user]


async def test_somebody_addressed_and_named_is_named_once() -> None:
    sent = body(Card("Tomorrow", Text("Dear ", ADA), to=(ADA,)))
    assert text_of(sent).count("<@") == 1
    assert len(list(pings(sent))) == 1


async def test_somebody_addressed_without_an_account_here_is_named_and_not_pinged() -> None:
    sent = body(Card("Tomorrow", to=(Mention("Col", 3),)))
    assert "Col" in text_of(sent)
    assert list(pings(sent)) == []


async def test_seats_are_squares_and_words() -> None:
    assert "■■□ 2 of 3 taken" in text_of(body(Card("Quiz", seats=Seats(2, 3, "2 of 3 taken"))))
    crowd = text_of(body(Card("Quiz", seats=Seats(100, 1000, "100 of 1,000 taken"))))
    assert crowd.count("■") + crowd.count("□") == 24
    assert "■" not in text_of(body(Card("Quiz", seats=Seats(2, None, "As many as like"))))


async def test_a_long_card_is_shortened_and_says_so() -> None:
    sent = body(Card("T" * 400, "*" * 10_000, tuple(Fact("F", "_" * 2_000) for _ in range(10)), note="n" * 2_000, to=(ADA,) * 3))
    must_fit(sent)
    assert "…" in text_of(sent)


@given(
    title=st.text(max_size=300),
    words=st.text(max_size=5000),
    facts=st.lists(st.tuples(st.text(max_size=80), st.text(max_size=400)), max_size=10),
    note=st.text(max_size=700),
    people=st.integers(0, 100),
    buttons=st.integers(0, 12),
)
async def test_any_card_fits(title: str, words: str, facts: list[tuple[str, str]], note: str, people: int, buttons: int) -> None:
    to = tuple(Mention(f"M{n}", n, Person("discord", "", str(10**18 + n))) for n in range(people))
    controls = (*(Button(f"B{n}", "walk.go", n) for n in range(buttons)), Menu("M", "walk.pick", (Option("a", "A" * 90, "x" * 200),)))
    sent = body(Card(title, words, tuple(Fact(*fact) for fact in facts), Seats(1, 2, words[:90]), None, controls, note, to), "abc")
    must_fit(sent)
    assert len(list(pings(sent))) == people


async def test_buttons_stand_five_in_a_row_and_a_menu_alone() -> None:
    controls = (
        *(Button(f"B{n}", "walk.go", n) for n in range(7)),
        Menu("Pick", "walk.pick", (Option("a", "A"),)),
        Button("Last", "walk.go", 9),
    )
    rows = [len(row["components"]) for row in body(Card("x", controls=controls))["components"][0]["components"] if row["type"] == 1]
    assert rows == [5, 2, 1, 1]


ASKS = (
    Ask("title", "line", "What is it called, in a few words that say it?", "x" * 130, True, longest=100),
    Ask("kind", "choice", "Kind?", options=tuple(Option(f"k{n}", f"Kind {n}") for n in range(25))),
    Ask("some", "choices", "Which?", options=tuple(Option(f"s{n}", f"Some {n}") for n in range(10))),
    Ask("open", "yes_no", "Open?", default="yes"),
    Ask("guide", "person", "Guide?"),
)


async def test_a_form_fits_whatever_was_typed_and_went_wrong() -> None:
    typed = {"title": "T" * 5000, "kind": "k3", "some": "s1\ns4", "open": "no", "guide": "discord::1574103331272392705"}
    fields = tuple(SheetField(ask, typed[ask.name], "That won't do. " * 20) for ask in ASKS)
    modal: Any = modal_of(Sheet("d" * 16, "A title that is rather longer than forty-five characters", "Send", fields)).to_dict()
    assert limits.breaches(modal) == []
    assert schema.breaches("POST", "/interactions/1/t/callback", {"type": 9, "data": modal}) == []
    held = [label["component"] for label in modal["components"]]
    assert held[0]["value"] == "T" * 4000
    assert [option["value"] for option in held[1]["options"] if option.get("default")] == ["k3"]
    assert [option["value"] for option in held[2]["options"] if option.get("default")] == ["s1", "s4"]
    assert held[3]["default"] is False
    assert held[4]["default_values"][0]["id"] == 1574103331272392705
