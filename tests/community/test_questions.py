"""Who is asked a question quietly, how often, and what comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat import Refusal
from bot.community import members, pausing, person_data, profiles, safety
from bot.community.person_data import Ledger
from bot.community.profiles import Said
from bot.community.questions import answering, asking, tables
from bot.community.questions.tables import Question
from tests.community.village import Village


def knows(village: Village, *names: str, topic: str = "Copyright", does: str = "") -> None:
    """They say that they know, and let people find them."""
    for name in names:
        village.acts(name, lambda act: profiles.say(act, Said("Oban", 25, "School", does, "2to5", (topic,))))
        village.acts(name, lambda act: members.be_found(act, found=True))


def asks(village: Village, name: str, topic: str = "copyright") -> Question:
    return village.acts(name, lambda act: asking.ask(act, topic, "May we?"))


def asked(village: Village, question: Question) -> set[str]:
    """Who was asked it quietly."""
    return {told.who for told in village.told if told.kind == "question.help" and told.ref.startswith(f"{question.id}.")}


def test_those_who_said_they_know_are_asked_three_at_most_and_those_who_mention_it_last(village: Village) -> None:
    knows(village, "Grace", topic="Bees", does="Some copyright, some bees")
    knows(village, "Moira", topic="Bees")
    knows(village, "Ada", "Bea", "Cas")
    assert asked(village, asks(village, "Tom")) == {"Ada", "Bea", "Cas"}


def test_whoever_was_asked_longest_ago_comes_first_and_nobody_is_asked_a_fourth_time_in_a_month(village: Village) -> None:
    knows(village, "Ada", "Bea", "Cas", "Dan")
    times: dict[str, int] = {}
    for number in range(5):
        village.passes(days=2)
        for name in asked(village, asks(village, f"Asker {number}")):
            times[name] = times.get(name, 0) + 1
    assert times == dict.fromkeys(("Ada", "Bea", "Cas", "Dan"), asking.MOST_A_MONTH)
    village.passes(days=31)
    assert len(asked(village, asks(village, "Tom"))) == asking.HELPERS


def test_nobody_is_asked_who_is_hidden_on_a_break_kept_apart_or_asking(village: Village) -> None:
    knows(village, "Ada", "Bea", "Cas", "Tom")
    village.acts("Ada", lambda act: members.be_found(act, found=False))
    village.acts("Bea", lambda act: pausing.pause(act, village.now + asking.MONTH))
    tom = village.who("Tom")
    village.acts("Cas", lambda act: safety.keep_apart(act, tom))
    assert asked(village, asks(village, "Tom")) == set()


def test_not_this_time_asks_the_next_and_only_whoever_was_asked_may_say_it(village: Village) -> None:
    knows(village, "Ada", "Bea", "Cas", "Dan")
    question = asks(village, "Tom")
    assert asked(village, question) == {"Ada", "Bea", "Cas"}
    village.acts("Ada", lambda act: asking.decline(act, question.id))
    assert asked(village, question) == {"Ada", "Bea", "Cas", "Dan"}
    for name in ("Ada", "Tom"):
        with pytest.raises(Refusal):
            village.acts(name, lambda act: asking.decline(act, question.id))


def test_an_answer_goes_to_the_asker_and_an_answered_question_does_not_come_back(village: Village) -> None:
    question = asks(village, "Tom")
    village.acts("Ada", lambda act: answering.answer(act, question.id, "Yes."))
    assert village.heard("Tom") == ["question.answer"]
    village.passes(days=5)
    assert "question.still_open" not in village.heard("Tom")
    with pytest.raises(Refusal, match="your own"):
        village.acts("Tom", lambda act: answering.answer(act, question.id, "Yes."))


def test_a_question_nobody_answers_comes_back_once_and_is_closed_in_a_month(village: Village) -> None:
    question = asks(village, "Tom")
    village.passes(days=31)
    assert village.heard("Tom") == ["question.still_open"]
    assert village.heard("Priya") == ["question.unanswered"]
    found = village.do(lambda conn: tables.get(conn, question.id))
    assert found
    assert found.state == tables.CLOSED
    with pytest.raises(Refusal):
        village.acts("Ada", lambda act: answering.answer(act, question.id, "Yes."))


def test_nobody_else_closes_it_and_taken_down_it_holds_no_words(village: Village) -> None:
    question = asks(village, "Tom")
    for rule in (asking.settle, asking.take_down):
        with pytest.raises(Refusal, match="whoever asked"):
            village.acts("Ada", lambda act, rule=rule: rule(act, question.id))
    village.acts("Tom", lambda act: asking.take_down(act, question.id))
    found = village.do(lambda conn: tables.get(conn, question.id))
    assert found
    assert (found.words, found.topic) == ("", "")


def test_three_open_and_five_a_week_are_the_most(village: Village) -> None:
    for number in range(5):
        question = asks(village, "Tom")
        if number < 3:
            village.acts("Tom", lambda act, question=question: asking.settle(act, question.id))
    with pytest.raises(Refusal, match="5 questions"):
        asks(village, "Tom")
    village.passes(days=8)
    asks(village, "Tom")
    with pytest.raises(Refusal, match="3 questions open"):
        asks(village, "Tom")


def test_an_answer_under_way_is_not_carried_between_two_kept_apart_since(village: Village) -> None:
    question = asks(village, "Tom")
    village.closed.add("Tom")
    village.acts("Ada", lambda act: answering.answer(act, question.id, "Yes."))
    assert village.do(lambda conn: answering.carried(conn, "1"))
    ada = village.who("Ada")
    village.acts("Tom", lambda act: safety.keep_apart(act, ada))
    assert village.do(lambda conn: answering.carried(conn, "1")) is None
    with pytest.raises(Refusal, match="aren't available"):
        village.acts("Ada", lambda act: answering.answer(act, question.id, "Again."))


def test_the_card_of_whoever_leaves_is_read_anew(village: Village, tmp_path: Path) -> None:
    question = asks(village, "Tom")
    before = sum(told.kind == "question.card" for told in village.told)
    tom = village.people["Tom"]
    village.do(lambda conn: person_data.erase(conn, village.now, tom, Ledger(tmp_path / "list.erased")))
    village.passes(minutes=1)
    assert sum(told.kind == "question.card" for told in village.told) == before + 1
    assert village.do(lambda conn: tables.get(conn, question.id)) is None
