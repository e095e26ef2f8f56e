"""A mentoring round, from opening to sending, the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import announced, town
from tests.adapters.test_contract_mentor import PURPOSE, looks, offers
from tests.stage import Citizen, Stage

__all__ = ["announced", "town"]

UNTIL = "6 December 2026, 6pm"


async def waits(somebody: Citizen, **more: str) -> None:
    """They wait for the round."""
    await looks(somebody, **more)
    await somebody.presses("Wait for the round")


async def opened(town: Stage) -> Citizen:
    """Priya, who organises, has opened a round."""
    priya = town.citizen("Priya")
    await priya.types("/organise")
    await priya.presses("Open a mentoring round")
    await priya.fills(until=UNTIL)
    await town.settle()
    return priya


async def mended(somebody: Citizen, **values: str) -> None:
    """What was wrong is put right: some platforms leave the form open, others need a press."""
    if "[Fix it]" in somebody.answer():
        await somebody.presses("Fix it")
    await somebody.fills(**values)


async def test_a_round_is_opened_looked_at_and_sent_and_both_hear_of_each_other(town: Stage) -> None:
    tom, ailsa, moira = (town.citizen(name) for name in ("Tom", "Ailsa", "Moira"))
    await offers(ailsa)
    await waits(tom)
    await waits(moira, topics="Archives")
    priya = await opened(town)
    assert tom.sees("A mentoring round is open", "Sunday 6 December")
    assert tom.sees("A round is planned", "You hear by Sunday 13 December")
    await town.later(days=12)
    assert moira.sees("A mentoring round is open")
    await town.later(days=3)
    assert priya.sees("Time to match", "2 people wait")
    await priya.presses("See a plan")
    assert "1 of 2 people have a mentor." in priya.answer()
    assert "Tom with Ailsa" in priya.answer()
    assert "Offers Copyright, which you asked for" in priya.answer()
    assert PURPOSE not in "".join(priya.reads())
    await priya.presses("Without a mentor: 1")
    assert "Moira: every place with those they may be matched with is taken" in priya.answer()
    await priya.presses("Send it")
    assert priya.sees("Sent. 1 pair is being brought together")
    await town.settle()
    for each in (tom, ailsa):
        assert each.sees("Tom and Ailsa: you're together for six months", PURPOSE)
    assert not moira.sees(PURPOSE)
    assert moira.sees("round", "first")
    await priya.types("/organise")
    await priya.presses("Round: how it goes")
    assert "1 together, 1 not this time" in priya.answer()
    assert "Tom and Ailsa: going on" in priya.answer()


async def planned(town: Stage) -> tuple[Citizen, Citizen, Citizen, Citizen]:
    """Priya looks at a plan: Tom and Moira both know best what Ailsa offers, who has one place; Jo offers something else."""
    tom, moira, ailsa, jo = (town.citizen(name) for name in ("Tom", "Moira", "Ailsa", "Jo"))
    await offers(ailsa)
    await offers(jo, topics="Archives")
    await waits(tom, topics="Copyright, Licensing, Archives")
    await waits(moira, topics="Copyright, Licensing")
    priya = await opened(town)
    await priya.types("/organise")
    await priya.presses("Round: see a plan")
    return priya, tom, moira, jo


async def closer(priya: Citizen, pair: str) -> None:
    """Priya looks closer at one line of the plan."""
    await priya.presses("Every match")
    await priya.chooses(pair)


async def test_a_plan_is_changed_by_hand_at_its_cost_and_back_again(town: Stage) -> None:
    priya, *_ = await planned(town)
    assert priya.sees("The plan", "2 of 2 people have a mentor.", "Tom with Jo", "Moira with Ailsa")
    await closer(priya, "Tom with Jo")
    assert priya.sees("Tom with Jo", "Offers Archives, one of the three you asked for", "Instead: Ailsa")
    await priya.presses("Leave without for now")
    assert priya.sees("Changed", "Tom: nobody.", "With your 1 change, against the best plan: 1 fewer person matched")
    await priya.presses("Undo")
    assert priya.sees("Changed", "Tom: Jo.", "That is the best plan again.")
    await priya.presses("See the plan", on="That is the best plan again.")
    await closer(priya, "Tom with Jo")
    await priya.presses("Somebody else …")
    await priya.fills(mentor="Nob")
    assert "Nobody of that name offers to mentor just now." in priya.answer()
    await mended(priya, mentor="ails")
    assert priya.sees("What it would come to", "Tom: Ailsa.", "Moira with Jo", "Nothing is changed yet.")
    await priya.presses("Change it")
    assert priya.sees("Changed", "Tom: Ailsa.", "So that it fits: Moira with Jo")


async def test_whom_somebody_keeps_away_is_never_theirs_by_hand_and_it_reads_like_no_place(town: Stage) -> None:
    moira = town.citizen("Moira")
    await moira.types("/safety block")
    await moira.fills(who="Jo")
    priya, *_ = await planned(town)
    await closer(priya, "Moira with Ailsa")
    assert not priya.sees("Moira with Ailsa", "Instead: Jo")
    await priya.presses("Somebody else …")
    await priya.fills(mentor="Jo")
    assert "They aren't available just now. Nothing was changed." in priya.answer()


async def test_what_has_changed_since_the_plan_is_said_before_anything_is_sent(town: Stage) -> None:
    priya, tom, moira, jo = await planned(town)
    await moira.types("/mentor mine")
    await moira.presses("Stop looking")
    await priya.presses("Every match")
    assert "Moira" not in priya.answer()
    await priya.presses("Send it")
    assert priya.sees("Since you looked, this has changed", "Another mentor: Tom with Ailsa", "No longer waiting: Moira")
    await town.settle()
    assert not tom.sees("you're together")
    await priya.presses("Send it", on="Since you looked")
    await town.settle()
    assert tom.sees("Tom and Ailsa: you're together for six months")
    assert not jo.sees("you're together")


async def test_an_old_plan_can_not_be_sent_and_a_page_to_print_holds_it_all(town: Stage) -> None:
    priya, tom, *_ = await planned(town)
    await priya.presses("A page to print")
    await town.settle()
    page = priya.files()["mentoring-round.html"].decode()
    assert "Offers Archives, one of the three you asked for" in page
    assert PURPOSE not in page
    await closer(priya, "Tom with Jo")
    await priya.presses("Leave without for now")
    await priya.presses("Send it")
    assert "The plan has changed since. Look at it once more." in priya.answer()
    await priya.presses("See the plan")
    await priya.presses("Send it")
    await town.settle()
    assert not tom.sees("you're together")
    assert town.citizen("Moira").sees("Moira and Ailsa: you're together for six months")
    await priya.presses("Undo")
    assert "That round isn't open any more." in priya.answer()
    await priya.types("/organise")
    assert "None is open; 1 person waits." in priya.answer()


async def test_a_day_that_is_no_use_is_asked_again_and_nobody_but_organisers_opens_a_round(town: Stage) -> None:
    tom = town.citizen("Tom")
    await waits(tom)
    priya = town.citizen("Priya")
    await priya.types("/organise")
    await priya.presses("Open a mentoring round")
    await priya.fills(until="6 December 2027, 6pm")
    assert "Choose a day within the next three months" in priya.answer()
    await mended(priya, until=UNTIL)
    assert "The round is open until Sunday 6 December" in priya.answer()
    await tom.types("/organise")
    assert "Mentoring round" not in tom.answer()


async def test_a_round_that_is_not_sent_leaves_nobody_in_silence_and_may_be_dropped(town: Stage) -> None:
    tom = town.citizen("Tom")
    await waits(tom)
    priya = await opened(town)
    await town.later(days=15)
    assert priya.sees("Time to match", "1 person waits")
    await town.later(days=7)
    assert tom.sees("round", "Look now") or tom.sees("You still wait")
    await priya.presses("Drop the round", on="Time to match")
    assert priya.sees("Dropped. Nobody is matched")
    await town.settle()
    assert tom.sees("Mentoring round", "This round will not take place.")
    await priya.presses("See a plan", on="Time to match")
    assert "That round isn't open any more." in priya.answer()
