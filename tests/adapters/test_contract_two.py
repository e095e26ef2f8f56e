"""Introducing two others: the same on every adapter."""

from __future__ import annotations

import pytest

from tests.adapters.test_contract import town
from tests.adapters.test_contract_introduce import can_be_found
from tests.stage import Stage

__all__ = ["town"]

PURPOSE = "You both run a library alone."


async def introduced(town: Stage, *, joins: str = "no", found: tuple[str, ...] = ("Tom", "Ailsa")) -> None:
    """Priya introduces Tom and Ailsa."""
    for name in ("Tom", "Ailsa"):
        await town.citizen(name).types("/my waiting")
        if name in found:
            await can_be_found(town.citizen(name))
    priya = town.citizen("Priya")
    await priya.types("/introduce two")
    await priya.fills(one="Tom", other="Ailsa", purpose=PURPOSE, joins=joins)
    assert priya.sees("To Tom, and the same to Ailsa", PURPOSE, "Only a preview so far", "let themselves be found")
    await priya.presses("Ask them both")
    assert "You hear on Sunday 29 November at the latest" in priya.answer()
    await town.settle()


async def test_two_who_both_say_yes_meet_without_whoever_thought_of_it(town: Stage) -> None:
    tom, ailsa, priya = (town.citizen(name) for name in ("Tom", "Ailsa", "Priya"))
    await introduced(town)
    assert tom.sees("Priya would like to introduce you", "To Ailsa", PURPOSE, "[Yes, introduce us]", "[Report or mute]")
    assert ailsa.sees("Priya would like to introduce you", "To Tom", PURPOSE)
    assert not tom.sees("[Yes, with Priya there]")
    await tom.presses("Yes, introduce us", on="Priya would like")
    assert tom.sees("If the other says yes too")
    await ailsa.types("/my waiting")
    assert "Priya would introduce you to Tom" in ailsa.answer()
    await ailsa.presses("Yes, introduce us", on="Priya would like")
    await town.settle()
    for one in (tom, ailsa):
        assert one.sees("You wanted to meet", "Tom and Ailsa: you both said yes", PURPOSE)
    assert not priya.sees("You wanted to meet")
    assert priya.sees("About your introduction", "Tom and Ailsa both said yes")


async def test_whoever_thought_of_it_is_there_only_if_all_three_like(town: Stage) -> None:
    tom, ailsa, priya = (town.citizen(name) for name in ("Tom", "Ailsa", "Priya"))
    await introduced(town, joins="yes")
    await tom.presses("Yes, with Priya there", on="Priya would like")
    await ailsa.presses("Yes, with Priya there", on="Priya would like")
    await town.settle()
    for one in (tom, ailsa, priya):
        assert one.sees("You wanted to meet", "Tom and Ailsa: you both said yes", PURPOSE)


@pytest.mark.parametrize("how", ["a no", "silence", "a block", "not to be found"])
async def test_whatever_kept_it_from_coming_about_reads_the_same_on_the_same_day(town: Stage, how: str) -> None:
    tom, ailsa, priya = (town.citizen(name) for name in ("Tom", "Ailsa", "Priya"))
    await ailsa.types("/my waiting")
    await tom.types("/my waiting")
    if how == "a block":
        await ailsa.types("/safety block")
        await ailsa.fills(who="Tom")
    await introduced(town, found=("Tom",) if how == "not to be found" else ("Tom", "Ailsa"))
    if how in {"a no", "silence"}:
        await tom.presses("Yes, introduce us", on="Priya would like")
    else:
        assert not tom.sees("Priya would like to introduce you")
        assert not ailsa.sees("Priya would like to introduce you")
    if how == "a no":
        await ailsa.presses("Not just now", on="Priya would like")
        assert ailsa.sees("as if you had never seen it")
    await town.later(days=6, hours=23)
    assert not priya.sees("About your introduction")
    await priya.types("/my waiting")
    assert "An introduction: you hear by Sunday 29 November" in priya.answer()
    await town.later(hours=1)
    assert priya.sees("About your introduction", "They aren't available just now. That needn't mean anything.")
    assert tom.sees("About your introduction", "They aren't available just now.") is (how in {"a no", "silence"})
    assert not ailsa.sees("About your introduction")


async def test_two_means_two_others(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await ailsa.types("/my waiting")
    await tom.types("/introduce two")
    await tom.fills(one="Ailsa", other="Ailsa", purpose=PURPOSE)
    assert tom.sees("Choose two other people")
    if not tom.asked():
        await tom.presses("Fix it")
    assert tom.asked()["purpose"] == PURPOSE
    await tom.fills(one="Ailsa", other="Tom")
    assert tom.sees("Choose two other people")


async def test_an_answer_after_the_last_day_is_too_late(town: Stage) -> None:
    tom = town.citizen("Tom")
    await introduced(town)
    await town.later(days=7)
    await tom.presses("Yes, introduce us", on="Priya would like")
    assert "That one is over" in tom.answer()
