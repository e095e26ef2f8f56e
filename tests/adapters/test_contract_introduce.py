"""Meeting somebody, the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import town
from tests.stage import Citizen, Stage

__all__ = ["town"]

PURPOSE = "I start in a hospital library in May."


async def can_be_found(somebody: Citizen, topics: str = "Copyright") -> None:
    """They say who they are, and let people of the group find them."""
    about = {"topics": topics, "kind": "Law firm", "area": "Inverness", "years": "2 to 5 years", "does": "Find things out."}
    await somebody.types("/my profile", **about)
    await somebody.presses("Keep it")
    await somebody.presses("Let people find me here")


async def looks(somebody: Citizen, **more: str) -> None:
    """They look for somebody who knows about copyright."""
    await somebody.types("/introduce me", **{"how": "Someone who knows about …", "topic": "Copyright", "purpose": PURPOSE, **more})


async def test_two_who_both_say_yes_meet_in_a_private_place(town: Stage) -> None:
    tom, ailsa, moira = (town.citizen(name) for name in ("Tom", "Ailsa", "Moira"))
    await can_be_found(ailsa)
    await can_be_found(tom, "Cataloguing")
    await moira.types("/my waiting")
    await looks(tom)
    assert tom.sees("You could meet", "Ailsa: knows about Copyright", "[Ask Ailsa]")
    await tom.presses("Ask Ailsa")
    assert "Asked. You hear on Sunday 29 November at the latest" in tom.answer()
    await town.settle()
    assert ailsa.sees("Tom would like to meet you", PURPOSE, "[Yes, introduce us]", "[Report or mute]")
    await ailsa.types("/my waiting")
    assert "Tom would like to meet you" in ailsa.answer()
    await ailsa.presses("Yes, introduce us", on="If you don't answer")
    await town.settle()
    assert tom.sees("You wanted to meet", "Tom and Ailsa: you both said yes", PURPOSE)
    assert ailsa.sees("You wanted to meet", "Tom and Ailsa: you both said yes")
    assert not moira.sees("You wanted to meet")
    await town.later(days=7)
    assert ailsa.sees("Have you and Tom met?")
    await tom.presses("Yes, we met")
    assert not ailsa.sees("Yes, we met", "Good to hear")


async def test_a_no_and_silence_read_the_same_on_the_same_day(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await can_be_found(ailsa)
    await looks(tom)
    await tom.presses("Ask Ailsa")
    await town.settle()
    await ailsa.presses("Not just now")
    assert ailsa.sees("as if you had never seen it")
    await town.later(days=6, hours=23)
    assert not tom.sees("available just now")
    await tom.types("/my waiting")
    assert "Your introduction: you hear by Sunday 29 November" in tom.answer()
    await town.later(hours=1)
    assert tom.sees("About your introduction", "They aren't available just now.")


async def test_nobody_is_suggested_who_did_not_choose_it(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await ailsa.types("/my waiting")
    await looks(tom)
    assert "Nobody here fits that just now" in tom.answer()


async def test_links_wait_until_both_said_yes(town: Stage) -> None:
    tom = town.citizen("Tom")
    await looks(tom, purpose="See https://example.org first")
    assert tom.sees("No links or addresses")


async def test_an_unwelcome_request_is_muted_where_it_stands(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await can_be_found(ailsa)
    await looks(tom)
    await tom.presses("Ask Ailsa")
    await town.settle()
    await ailsa.presses("Report or mute")
    await ailsa.fills(what="Keep them away from me")
    assert "kept apart" in ailsa.answer()
    await town.later(days=7)
    assert tom.sees("They aren't available just now.")
    assert not ailsa.sees("would still like to meet you")
    await looks(tom)
    assert "Nobody here fits that just now" in tom.answer()
