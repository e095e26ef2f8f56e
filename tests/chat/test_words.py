"""Text, cards and ids as plain data."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import (
    Button,
    Card,
    Fact,
    Link,
    LinkButton,
    Mention,
    Menu,
    MessageRef,
    Option,
    Person,
    Place,
    Seats,
    Sheet,
    SheetField,
    Strong,
    Text,
    When,
)
from bot.chat.form import Form
from bot.chat.form import line as ask_line
from bot.chat.limits import LIMITS, most, shortened
from bot.chat.localise import account_for, localised, mentioned
from bot.chat.plain import card_text, said, sheet_text
from bot.chat.text import joined, spans
from bot.chat.typed import clean, nearest, prefill, read_id, split_command
from cogs.meetups import MeetupCog
from cogs.meetups.announcing import MeetupDetails, NewMeetup
from cogs.organise import OrganiseCog

THURSDAY = datetime(2026, 11, 26, 18, 30, tzinfo=UTC)
PART = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters=":/"), max_size=12)
NAMED = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters=":/"), min_size=1, max_size=12)
JOINED = st.sampled_from(["a", " ", "é", "e\u0301", "👩🏽\u200d🚒", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🇬🇧", "❤\ufe0f", "한", "क्षि"])


@given(NAMED, PART, NAMED)
def test_a_person_survives_being_written_down(platform: str, workspace: str, user: str) -> None:
    person = Person(platform, workspace, user)
    assert Person.read(str(person)) == person


@given(NAMED, PART, NAMED, PART, NAMED)
def test_a_place_and_a_message_survive_being_written_down(platform: str, workspace: str, channel: str, thread: str, message: str) -> None:
    place = Place(platform, workspace, channel, thread)
    assert Place.read(str(place)) == place
    assert MessageRef.read(str(MessageRef(place, message))) == MessageRef(place, message)


@pytest.mark.parametrize("words", ["", ":", "::", "a", "a:b", "a::", ":b:c", "a:b:c:d:e", "a:b c:d", "a:" + "b" * 61 + ":c", "a:b/c:d"])
def test_what_is_no_place_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"no id|values"):
        Place.read(words)
    with pytest.raises(ValueError, match=r"no id|values"):
        Person.read(words)


@given(st.lists(JOINED, min_size=1), st.integers(2, 40))
def test_shortened_words_fit_and_never_end_inside_a_joined_character(letters: list[str], longest: int) -> None:
    words = "".join(letters)
    short = shortened(words, longest)
    assert len(short) <= longest
    whole = {"".join(letters[:count]).rstrip() for count in range(1, len(letters) + 1)}
    too_big = len(letters[0]) >= longest
    assert short == words or short.removesuffix("…") in whole or too_big


@pytest.mark.parametrize(
    ("words", "longest", "short"),
    [
        ("a🇬🇧🇫🇷", 3, "a…"),
        ("a🇬🇧🇫🇷", 4, "a🇬🇧…"),
        ("ae\u0301b", 3, "a…"),
        ("👩🏽\u200d🚒 off", 5, "👩🏽\u200d🚒…"),
        ("ab👩🏽\u200d🚒", 5, "ab…"),
        ("e" + "\u0301" * 50, 5, "e\u0301\u0301\u0301…"),
    ],
)
def test_flags_accents_and_families_stay_whole(words: str, longest: int, short: str) -> None:
    assert shortened(words, longest) == short


def test_words_that_fit_are_left_alone() -> None:
    assert shortened("Pub meet-up", 11) == "Pub meet-up"
    assert shortened("Pub meet-up, Friday", 12) == "Pub meet-up…"


def test_text_is_spans_and_a_plain_string_is_literal() -> None:
    text = Text("You have ", Strong("a seat"), "", " at ", Link("the pub", "https://example.org"), ". ", Mention("Ada", 1))
    assert said(text) == "You have a seat at the pub (https://example.org). Ada"
    assert spans("*literal*") == ("*literal*",)
    assert spans("") == ()
    assert said(joined(["one", Text(Strong("two"))])) == "one\ntwo"
    assert said(Text("a") + "b" + Text("c")) == "abc"
    assert not Text("")


def test_times_are_written_out_in_their_own_zone() -> None:
    assert said(Text(When(THURSDAY, "Europe/London"))) == "Thursday 26 November 2026, 18:30 (London time)"
    assert said(Text(When(THURSDAY, "Europe/Athens", "time"), " ", When(THURSDAY, "Europe/Athens", "day"))) == "20:30 Thursday 26 November"


def test_a_card_reads_aloud_in_order() -> None:
    card = Card(
        "Pub meet-up",
        "Come along",
        (Fact("Where", "The Laurieston"),),
        Seats(1, 2, "1 seat left"),
        ("https://example.org/a.png", "A pub"),
        (
            Button("Going", "m.going"),
            LinkButton("Map", "https://example.org"),
            Menu("Choose", "m.look", (Option("1", "One"), Option("2", "Two"))),
        ),
        "Small print",
        (Mention("Ada", 1),),
    )
    assert card_text(card) == (
        "Pub meet-up\nCome along\nWhere: The Laurieston\n1 seat left\nPicture: A pub\n"
        "[Going] [Map (https://example.org)] [Choose: One / Two]\nSmall print\nFor Ada"
    )
    assert "[Going]" not in card_text(card, controls=False)


def test_a_form_reads_aloud_with_what_is_wrong() -> None:
    class Asked(Form, title="A title", send="Go"):
        what: str = ask_line("What?")

    sheet = Sheet("d", "A title", "Go", (SheetField(Asked.asks[0], "this", "Not this."),))
    assert sheet_text(sheet) == "A title\nWhat? this\n  ! Not this.\n[Go]"
    assert [field.error for field in sheet.errors] == ["Not this."]


def test_members_become_accounts_of_where_they_are_read() -> None:
    here, there = Person("slack", "T1", "U1"), Person("discord", "", "7")
    card = Card(
        body=Text("For ", Mention("Ada", 1)), facts=(Fact("Host", Text(Mention("Bo", 2))),), to=(Mention("Ada", 1), Mention("Cy", 3))
    )
    assert mentioned(card) == {1, 2, 3}
    shown = localised(card, {1: [there, here]}, Place("slack", "T1", "C"))
    assert shown.to == (Mention("Ada", 1, here),)
    assert spans(shown.body)[1] == Mention("Ada", 1, here)
    assert spans(shown.facts[0].words) == (Mention("Bo", 2),)
    assert localised(card, {1: [here]}, Place("slack", "T1", "D", direct=True)).to == ()
    assert account_for([here], Place("slack", "T2", "C")) is None
    assert account_for([there], Place("discord", "G1", "C")) is there


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("", {}),
        ("Pub quiz", {"title": "Pub quiz"}),
        ('"Pub quiz" tomorrow 6pm', {"title": "Pub quiz", "when": "tomorrow 6pm"}),
        ('“Pub quiz” where:"The Laurieston"', {"title": "Pub quiz", "where": "The Laurieston"}),
        ("title=Quiz where=Here tomorrow at six", {"title": "Quiz", "where": "Here", "when": "tomorrow at six"}),
        ("https://example.org 6:30", {"title": "https://example.org 6:30"}),
        ('"a" "b" "c" "d" e', {"title": "a d e", "when": "b", "where": "c"}),
    ],
)
def test_words_after_a_command_fill_its_fields(words: str, values: dict[str, str]) -> None:
    assert prefill(NewMeetup.asks, words) == values


@given(st.text(max_size=60))
def test_nothing_typed_after_a_command_is_lost(words: str) -> None:
    kept = "".join(prefill([*NewMeetup.asks, *MeetupDetails.asks], words).values())
    letters = sorted(letter for letter in words if letter.isalpha())
    named = [letter for ask in (*NewMeetup.asks, *MeetupDetails.asks) for letter in ask.name * words.count(ask.name)]
    assert len([letter for letter in kept if letter.isalpha()]) >= len(letters) - len(named)


def test_the_command_is_the_first_word() -> None:
    commands = MeetupCog.commands()
    new, rest = split_command("NEW  Pub quiz", commands)
    assert new
    assert (new.name, rest) == ("new", "Pub quiz")
    assert split_command("dance now", commands) == (None, "now")
    assert split_command("this week", OrganiseCog.commands()) == (OrganiseCog.commands()[0], "this week")


def test_a_slip_of_the_finger_has_a_nearest_command() -> None:
    known = [declared.words for declared in MeetupCog.commands()]
    assert nearest("/meetup nwe", known) == "/meetup new"
    assert nearest("/qqqq", known) is None


@given(st.text(st.characters(), max_size=30))
def test_clean_words_can_be_kept_anywhere(words: str) -> None:
    kept = clean(words)
    kept.encode()
    assert clean(kept) == kept
    assert not any(letter in kept for letter in "\x00\r\x1b\u202e\u2066")


def test_clean_words_keep_their_lines_and_letters() -> None:
    assert clean("one\r\ntwo\tעוגה 🎂 e\u0301") == "one\ntwo\tעוגה 🎂 e\u0301"


@pytest.mark.parametrize(
    ("words", "number"), [("7", 7), ("999999999", 999_999_999), ("1000000000", None), ("-1", None), ("²", None), ("", None), ("7 ", None)]
)
def test_an_id_is_a_few_plain_digits(words: str, number: int | None) -> None:
    assert read_id(words) == number


def test_every_limit_names_the_page_it_comes_from() -> None:
    for limit in LIMITS.values():
        assert limit.discord_page.startswith("https://")
        assert limit.slack_page.startswith("https://")
        assert most(limit.what) > 0
