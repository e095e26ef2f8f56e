"""A newcomer says hello, and somebody answers: the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import town
from tests.stage import Citizen, Stage

__all__ = ["town"]

WORDS = "I start in a hospital library in May and know nobody."


async def says_hello(somebody: Citizen, words: str = WORDS, **more: str) -> None:
    """They say hello to the group."""
    await somebody.types("/introduce myself", words=words, **more)
    await somebody.presses("Say hello")


async def welcomes(town: Stage, *names: str) -> None:
    """They like to welcome newcomers."""
    for name in names:
        somebody = town.citizen(name)
        await somebody.types("/my settings", name=name, zone="London", quiet="none", reach="Directly, for you alone", named="no")
        await somebody.presses("I like to welcome newcomers")
        assert "I ask you now and then" in somebody.answer()


async def test_a_hello_is_seen_before_it_is_posted_and_answered_by_a_person(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await tom.types("/introduce myself", words=WORDS, topics="Copyright")
    assert tom.sees("Tom says hello", WORDS, "Would like to talk about", "Copyright", "Only a preview so far", "also people you keep away")
    await town.settle()
    assert not ailsa.sees("Tom says hello")
    await tom.presses("Say hello")
    assert "this time tomorrow" in tom.answer()
    await town.settle()
    assert ailsa.sees("Tom says hello", WORDS, "[Said hello]", "[Report or mute]")
    assert tom.pinged() == 0
    await ailsa.presses("Said hello")
    assert "makes it a real hello" in ailsa.answer()
    await ailsa.presses("Said hello")
    await town.settle()
    assert tom.sees("Tom says hello", "1 person has said hello")


async def test_nobody_answers_themselves(town: Stage) -> None:
    tom = town.citizen("Tom")
    await says_hello(tom)
    await town.settle()
    await tom.presses("Said hello")
    assert "your own hello" in tom.answer()
    assert not tom.sees("1 person has said hello")


async def test_what_was_typed_comes_back_to_be_mended(town: Stage) -> None:
    tom = town.citizen("Tom")
    await tom.types("/introduce myself", words="See https://example.org", topics="Copyright")
    assert tom.sees("No links or addresses")
    if not tom.asked():
        await tom.presses("Fix it")
    assert tom.asked()["topics"] == "Copyright"
    await tom.fills(words=WORDS)
    assert tom.sees("Tom says hello", WORDS, "[Say hello]")


async def test_a_hello_starts_from_what_the_profile_says(town: Stage) -> None:
    tom = town.citizen("Tom")
    about = {"topics": "Bees", "kind": "School", "area": "Oban", "years": "2 to 5 years", "does": "Everything, alone."}
    await tom.types("/my profile", **about)
    await tom.presses("Keep it")
    await tom.types("/introduce myself")
    assert tom.asked() == {"words": "Everything, alone.", "topics": "Bees", "kind": "School", "area": "Oban"}


async def test_a_hello_is_taken_down_everywhere_by_whoever_said_it(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await says_hello(tom)
    await town.settle()
    await tom.types("/my waiting")
    assert "Your hello to the group" in tom.answer()
    await tom.presses("Take my hello down")
    await town.settle()
    assert not ailsa.sees(WORDS)
    assert ailsa.sees("A hello was here")
    await town.later(days=4)
    assert town.citizen("Priya").sees("newcomer") is False


async def test_saying_hello_again_takes_the_first_down(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await says_hello(tom)
    await town.settle()
    await says_hello(tom, "I am back.")
    await town.settle()
    assert ailsa.sees("Tom says hello", "I am back.")
    assert not ailsa.sees(WORDS)
    await tom.types("/introduce myself", words="And again.")
    await tom.presses("Say hello")
    assert "twice in the last seven days" in tom.answer()


async def test_an_old_button_on_a_hello_that_was_taken_down_says_so(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await says_hello(tom)
    await town.settle()
    await tom.presses("Take it down")
    await ailsa.presses("Said hello")
    assert "was taken down" in ailsa.answer()


async def test_after_a_day_one_who_likes_to_welcome_people_is_asked_then_the_next_then_organisers(town: Stage) -> None:
    tom, ailsa, moira, priya = (town.citizen(name) for name in ("Tom", "Ailsa", "Moira", "Priya"))
    await welcomes(town, "Ailsa", "Moira")
    await says_hello(tom)
    await town.later(hours=23)
    assert not ailsa.sees("Would you say hello")
    await town.later(hours=1)
    assert ailsa.sees("Would you say hello to Tom?", WORDS, "[Said hello]", "[Not this time]", "[Report or mute]")
    assert not moira.sees("Would you say hello to Tom?")
    await town.later(hours=12)
    assert ailsa.sees("Nobody has said hello to Tom yet")
    await ailsa.presses("Not this time")
    await town.settle()
    assert moira.sees("Would you say hello to Tom?")
    await priya.types("/organise")
    assert "Tom, since Sunday 22 November" in priya.answer()
    assert "asked Ailsa and Moira" in priya.answer()
    assert WORDS not in priya.answer()
    await town.later(hours=24)
    assert priya.sees("A newcomer waits for a hello", "I asked Ailsa and Moira")
    await moira.presses("Said hello", on="Would you say hello")
    await town.settle()
    assert tom.sees("1 person has said hello")
    await priya.types("/organise")
    assert "Tom, since" not in priya.answer()


async def test_one_light_question_on_day_3_and_on_day_14_for_those_who_want_it(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await says_hello(tom)
    await tom.presses("Ask me how it goes")
    assert "day 3" in tom.answer()
    await says_hello(ailsa, "Me too.")
    await town.later(days=3)
    assert tom.sees("Have you found somebody to talk to?", "[Not yet]")
    assert not ailsa.sees("Have you found somebody to talk to?")
    await tom.presses("Not yet")
    assert tom.sees("it takes a while")
    await town.later(days=11)
    assert tom.sees("You have been here for two weeks")
    await tom.presses("Yes", on="two weeks")
    assert tom.sees("Good to hear")


async def test_a_hello_from_somebody_unwelcome_is_muted_where_it_stands_and_they_notice_nothing(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await welcomes(town, "Ailsa")
    await says_hello(tom)
    await town.settle()
    await ailsa.presses("Report or mute")
    await ailsa.fills(what="Keep them away from me")
    assert "kept apart" in ailsa.answer()
    await ailsa.presses("Said hello")
    assert "makes it a real hello" in ailsa.answer()
    await town.later(days=1)
    assert not ailsa.sees("Would you say hello")
    assert not tom.sees("1 person has said hello")


async def test_whoever_goes_for_good_takes_their_hello_with_them(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await says_hello(tom)
    await town.settle()
    await tom.types("/my forget")
    await tom.presses("Yes, erase everything about me")
    await town.settle()
    assert not ailsa.sees(WORDS)
    assert ailsa.sees("A hello was here")
