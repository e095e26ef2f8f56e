"""Mentoring, from asking to the end, the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import announced, town
from tests.stage import Citizen, Stage

__all__ = ["announced", "town"]

PURPOSE = "I negotiate a licence for the first time in May."


async def offers(somebody: Citizen, topics: str = "Copyright, Licensing", **more: str) -> None:
    """They offer to mentor one person, for anything."""
    modes = "One question, answered once\nThree meetings\nSix months, about once a month"
    await somebody.types("/mentor offer", **{"topics": topics, "capacity": "One", "modes": modes, "ways": "By call", **more})
    await somebody.presses("Keep it")


async def looks(somebody: Citizen, **more: str) -> None:
    """They look for a mentor."""
    asks = {"topics": "Copyright", "mode": "Six months, about once a month", "kind": "Any kind of place", "ways": "By call"}
    await somebody.types("/mentor find", **{**asks, "purpose": PURPOSE, **more})


async def together(town: Stage, **more: str) -> tuple[Citizen, Citizen]:
    """Tom has Jo for a mentor."""
    tom, jo = town.citizen("Tom"), town.citizen("Ailsa")
    await offers(jo)
    await looks(tom, **more)
    await tom.presses("Ask Ailsa")
    await town.settle()
    await jo.presses("Yes, gladly")
    await town.settle()
    return tom, jo


async def test_a_mentor_who_says_yes_begins_in_a_private_place(town: Stage) -> None:
    tom, ailsa, moira = (town.citizen(name) for name in ("Tom", "Ailsa", "Moira"))
    await offers(ailsa)
    assert "You offer to mentor" in ailsa.answer()
    await moira.types("/my waiting")
    await looks(tom)
    assert tom.sees("Who could be your mentor", "Ailsa: Offers Copyright, which you asked for", "[Ask Ailsa]", "[Wait for the round]")
    await tom.presses("Ask Ailsa")
    assert "Asked. You hear on Wednesday 2 December at the latest" in tom.answer()
    await town.settle()
    assert ailsa.sees("Tom would like you as a mentor, for six months", PURPOSE, "[Yes, gladly]", "[Report or mute]")
    await ailsa.types("/my waiting")
    assert "Tom would like you as a mentor" in ailsa.answer()
    await ailsa.presses("Yes, gladly", on=PURPOSE)
    await town.settle()
    for each in (tom, ailsa):
        assert each.sees("Tom and Ailsa: you're together for six months", PURPOSE, "Ailsa writes first", "Sunday 6 December")
    assert not moira.sees(PURPOSE)


async def test_a_no_and_silence_read_the_same_on_the_same_day_and_the_next_can_be_asked(town: Stage) -> None:
    tom, ailsa, moira = (town.citizen(name) for name in ("Tom", "Ailsa", "Moira"))
    await offers(ailsa)
    await offers(moira, "Licensing")
    await looks(tom)
    await tom.presses("Ask Ailsa")
    await town.settle()
    await ailsa.presses("Not just now")
    assert ailsa.sees("as if you had never seen it")
    await town.later(days=9, hours=23)
    assert not tom.sees("available just now")
    await tom.types("/my waiting")
    assert "asked; you hear by Wednesday 2 December" in tom.answer()
    await town.later(hours=1)
    assert tom.sees("About your mentor", "They aren't available just now.", "[Ask Moira]")
    await tom.presses("Ask Moira")
    await town.later(days=5)
    assert moira.sees("Tom still would like you as a mentor")
    await town.later(days=5)
    assert tom.sees("I've asked your organisers", "[Wait for the round]")
    await tom.presses("Wait for the round", on="I've asked your organisers")
    assert tom.sees("You're in for the next round")


async def test_bad_input_is_mended_with_what_was_typed(town: Stage) -> None:
    tom = town.citizen("Tom")
    await looks(tom, purpose="See https://example.org first")
    assert tom.sees("No links or addresses")
    if not tom.asked():
        await tom.presses("Fix it")
    await tom.fills(purpose=PURPOSE)
    assert "Nobody here could be asked just now" in tom.answer()
    await tom.presses("Wait for the round")
    assert tom.sees("You're in for the next round. You hear by Tuesday 22 December")


async def test_an_old_button_and_somebody_full_are_answered_kindly(town: Stage) -> None:
    tom, _ = await together(town)
    await tom.presses("Ask Ailsa")
    assert "That isn't there any more" in tom.answer()
    moira = town.citizen("Moira")
    await looks(moira)
    assert "Nobody here could be asked just now" in moira.answer()
    await looks(tom)
    assert "You have a mentor here already" in tom.answer()


async def test_one_question_is_answered_once_and_closed(town: Stage) -> None:
    tom, ailsa = await together(town, mode="One question, answered once")
    assert ailsa.sees("One question", "answers here, once, by Sunday 6 December", PURPOSE)
    await tom.presses("Answered, thank you")
    await town.settle()
    assert ailsa.sees("That question is closed")
    await town.later(days=1)
    await ailsa.presses("Three questions")
    await ailsa.fills(helped="Yes", fitted="Yes", again="Partly")
    assert "It is counted" in ailsa.answer()


async def test_check_ins_are_one_tap_and_silence_ends_kindly(town: Stage) -> None:
    tom, ailsa = await together(town)
    await town.later(days=7)
    assert ailsa.sees("How is it going with Tom?")
    await tom.presses("Going well", on="How is it going with Ailsa?")
    assert tom.sees("Good to hear", "I ask again on Tuesday 22 December")
    await town.later(days=7)
    assert tom.sees("Two weeks have gone by. Have you met?")
    await town.later(days=16)
    await tom.presses("Slow", on="How is it going with Ailsa?")
    await town.later(days=7)
    assert ailsa.sees("Is it still going with Tom?", "19 January")
    await town.later(days=21)
    assert tom.sees("Your mentoring with Ailsa has ended", "[Look for somebody else]", "[Wait for the round]")
    assert ailsa.sees("Your offer to mentor is resting", "[It holds again]")
    await ailsa.presses("It holds again")
    assert ailsa.sees("It holds; I ask again on")


async def test_stuck_reaches_an_organiser_only_if_they_say_so(town: Stage) -> None:
    priya = town.citizen("Priya")
    tom, _ = await together(town)
    await announced(town)
    await town.later(days=7)
    await tom.presses("Stuck", on="How is it going with Ailsa?")
    await town.settle()
    assert not priya.sees("Somebody is stuck")
    await tom.presses("Yes, ask an organiser")
    assert tom.sees("Somebody writes to you by Sunday 6 December")
    await town.settle()
    assert priya.sees("Somebody is stuck", "Tom, who is together with Ailsa")
    assert not priya.sees(PURPOSE)
    await priya.presses("I'll write to them")
    await town.settle()
    assert tom.sees("Priya, who organises here, will write to you")


async def test_it_ends_as_planned_or_goes_on_if_both_would(town: Stage) -> None:
    tom, ailsa = await together(town)
    for days in (7, 23, 30, 30, 30, 30):
        await town.later(days=days)
        await tom.presses("Going well", on="How is it going with Ailsa?")
        await ailsa.presses("Going well", on="How is it going with Tom?")
    await town.later(days=18)
    assert ailsa.sees("Two weeks to go", "Go on for six months more?")
    await tom.presses("Go on", on="Two weeks to go")
    assert tom.sees("It goes on if they say so too")
    await ailsa.presses("Go on", on="Two weeks to go")
    await town.settle()
    assert tom.sees("You both would: you and Ailsa go on until")
    await tom.types("/mentor mine")
    assert "Ailsa, your mentor" in tom.answer()
    await tom.presses("With Ailsa …")
    await tom.presses("End it", on="One tap is enough")
    await town.settle()
    assert ailsa.sees("Your mentoring with Tom has ended")
    assert not ailsa.sees("End it", "It has ended. You both hear the same")


async def test_an_unwelcome_request_is_muted_where_it_stands(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await offers(ailsa)
    await looks(tom)
    await tom.presses("Ask Ailsa")
    await town.settle()
    await ailsa.presses("Report or mute")
    await ailsa.fills(what="Keep them away from me")
    assert "kept apart" in ailsa.answer()
    await town.later(days=10)
    assert tom.sees("They aren't available just now.")
    assert not ailsa.sees("Tom still would like")


async def test_an_offer_is_asked_after_and_rests_when_nobody_answers(town: Stage) -> None:
    ailsa = town.citizen("Ailsa")
    await offers(ailsa)
    await town.later(days=90)
    assert ailsa.sees("Does this still hold?", "[Yes, it holds]", "[Stop offering]")
    await town.later(days=14)
    assert ailsa.sees("Your offer to mentor is resting")
    await ailsa.presses("Stop offering", on="is resting")
    assert ailsa.sees("Taken back")


async def test_an_organiser_sees_states_and_dates_and_no_words(town: Stage) -> None:
    await together(town)
    priya = town.citizen("Priya")
    await announced(town)
    await priya.types("/organise")
    assert "1 together; 0 places free with 1 mentor" in priya.answer()
    await priya.presses("Mentoring: who is together")
    assert "Tom and Ailsa: going on, since Sunday 22 November" in priya.answer()
    assert PURPOSE not in priya.answer()
