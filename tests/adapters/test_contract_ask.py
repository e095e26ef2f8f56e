"""A question to the group, the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import town
from tests.adapters.test_contract_introduce import can_be_found
from tests.stage import Citizen, Stage

__all__ = ["town"]

WORDS = "May we lend a borrowed e-book to a branch we are leaving?"


async def asks(town: Stage, somebody: Citizen, topic: str = "Copyright") -> None:
    """They ask, and see it before anybody else."""
    await somebody.types("/ask", topic=topic, words=WORDS)
    await somebody.presses("Ask it")
    await town.settle()


async def test_a_question_is_seen_first_then_posted_and_put_quietly_to_whoever_knows(town: Stage) -> None:
    tom, ailsa, moira = (town.citizen(name) for name in ("Tom", "Ailsa", "Moira"))
    await can_be_found(ailsa)
    await can_be_found(moira, "Cataloguing")
    await tom.types("/ask", topic="Copyright", words=WORDS)
    assert tom.sees("Tom asks about Copyright", WORDS, "One person who said they know", "[Ask it]")
    await town.settle()
    assert not moira.sees("Tom asks about Copyright")
    await tom.presses("Ask it")
    assert "If nobody answers by" in tom.answer()
    await town.settle()
    assert moira.sees("Tom asks about Copyright", WORDS, "[I can help]", "[Report or mute]")
    assert ailsa.sees("Could you help?", WORDS, "[Not this time]")
    assert not moira.sees("Could you help?")
    await ailsa.types("/my waiting")
    assert "A question about Copyright" in ailsa.answer()
    await ailsa.presses("I can help", on="Could you help?")
    await ailsa.fills(words="No, but you may copy the part you need. @everyone")
    assert "on its way to Tom" in ailsa.answer()
    await town.settle()
    assert tom.sees("Ailsa answers", "No, but you may copy the part you need. @everyone", "[That answers it]")
    assert moira.sees("Tom asks about Copyright", "1 answer carried to Tom")
    await tom.presses("That answers it")
    await town.later(seconds=10)
    assert moira.sees("Answered, says Tom")
    await town.later(days=4)
    assert not tom.sees("Nobody has answered")


async def test_a_question_nobody_answers_comes_back_to_a_person(town: Stage) -> None:
    tom, priya = town.citizen("Tom"), town.citizen("Priya")
    await asks(town, tom)
    await town.later(days=2, hours=23)
    assert not tom.sees("Nobody has answered")
    await town.later(hours=1)
    assert tom.sees("Nobody has answered your question about Copyright", "[Take it down]")
    assert priya.sees("A question nobody answered", "Could you think of somebody?")


async def test_a_question_is_taken_down_and_its_old_buttons_do_nothing(town: Stage) -> None:
    tom, moira = town.citizen("Tom"), town.citizen("Moira")
    await asks(town, tom)
    await moira.presses("Answered")
    assert "for whoever asked" in moira.answer()
    await moira.presses("I can help")
    await tom.presses("Take it down")
    await town.later(seconds=10)
    assert not moira.sees(WORDS)
    assert moira.sees("has taken it down")
    await moira.fills(words="Yes, of course.")
    assert "isn't open any more" in moira.answer()


async def test_an_empty_question_is_asked_for_again_and_anybody_may_help(town: Stage) -> None:
    tom, moira = town.citizen("Tom"), town.citizen("Moira")
    await tom.types("/ask")
    await tom.fills(topic="Copyright", words=WORDS)
    await tom.presses("Ask it")
    await tom.presses("Ask it")
    await town.settle()
    assert sum("[I can help]" in seen for seen in moira.reads()) == 1
    await moira.presses("I can help")
    await moira.fills(words="Ask the publisher.")
    await town.settle()
    assert tom.sees("Moira answers", "Ask the publisher.")


async def test_whoever_is_kept_away_cannot_answer_and_reads_what_anybody_would(town: Stage) -> None:
    tom, moira = town.citizen("Tom"), town.citizen("Moira")
    await can_be_found(moira)
    await moira.types("/my waiting")
    await tom.types("/safety block")
    await tom.fills(who="Moira")
    await asks(town, tom)
    assert not moira.sees("Could you help?")
    await moira.presses("I can help")
    await moira.fills(words="You again.")
    assert "aren't available just now" in moira.answer()
    await town.settle()
    assert not tom.sees("You again.")
