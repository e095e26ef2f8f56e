"""Meetups that come again, the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import WHEN, announced, town
from tests.adapters.test_contract_manage import manages
from tests.stage import Stage

__all__ = ["town"]


async def fortnightly(town: Stage, **more: str) -> None:
    """Priya announces a meetup for Thursday that comes again every two weeks."""
    priya = town.citizen("Priya")
    await priya.types("/meetup new", title="Pub meet-up", when=WHEN, where="Edinburgh")
    await priya.presses("Repeat it")
    await priya.fills(again="Every two weeks", **more)


async def test_every_two_weeks_in_two_towns_by_turns(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await fortnightly(town, others="Glasgow")
    assert priya.sees("every two weeks: 10 December 2026, 24 December 2026, 7 January 2027 …", "Edinburgh, then Glasgow")
    await priya.presses("Publish")
    await town.settle()
    assert sum("[I'll be there]" in seen for seen in tom.reads()) == 1
    await town.later(days=5)
    assert tom.sees("Pub meet-up", "10 December 2026, 18:30", "Glasgow", "[I'll be there]")
    await tom.types("/meetup list")
    assert "24 December" not in tom.answer()
    await town.later(days=14)
    assert tom.sees("Pub meet-up", "24 December 2026, 18:30", "Edinburgh")


async def test_one_occurrence_is_left_out_long_before_it_is_announced(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await fortnightly(town)
    await priya.presses("Publish")
    await priya.types("/meetup manage")
    assert "24 December 2026" in priya.answer()
    assert "not announced yet" in priya.answer()
    await priya.chooses("Pub meet-up, 24 Dec 2026")
    assert priya.sees("Comes again: every two weeks", "[Leave it out]")
    await priya.presses("Leave it out")
    await priya.presses("Yes, leave it out")
    await town.later(days=20)
    assert not tom.sees("24 December 2026")
    await town.later(days=13)
    assert tom.sees("Pub meet-up", "7 January 2027")


async def test_stopped_it_comes_no_more_and_what_is_announced_stays(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await announced(town)
    await manages(priya)
    await priya.presses("Repeat it")
    await priya.fills(again="Every month, the same weekday")
    assert priya.sees("every month, on the fourth Thursday: 24 December 2026, 28 January 2027, 25 February 2027 …")
    await priya.presses("Repeat it", on="Only a preview")
    assert "comes again every month" in priya.answer()
    await town.later(days=5)
    assert tom.sees("24 December 2026")
    await priya.presses("Stop the series")
    await priya.presses("Yes, stop it")
    assert priya.sees("Stopped: it comes no more", "1 meetup announced already stays")
    await town.later(days=40)
    assert not tom.sees("28 January 2027")
    await priya.presses("Repeat it", on="Only a preview")
    assert not tom.sees("28 January 2027")


async def test_a_rule_that_is_none_comes_back_to_be_mended(town: Stage) -> None:
    priya = town.citizen("Priya")
    await priya.types("/meetup new", title="Pub meet-up", when=WHEN, where="Edinburgh")
    await priya.presses("Repeat it")
    await priya.fills(again="By a rule I type", rule="FREQ=SECONDLY")
    assert priya.sees("daily is the finest there is")
    if not priya.asked():
        await priya.presses("Fix it")
    await priya.fills(rule="FREQ=MONTHLY;BYDAY=1WE,3WE", last="Friday 18 December 2026, 6pm")
    assert priya.sees("by the rule FREQ=MONTHLY;BYDAY=1WE,3WE: 2 December 2026, 16 December 2026")


async def test_taken_back_within_two_minutes_nothing_of_it_comes(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await fortnightly(town)
    await priya.presses("Publish")
    await town.settle()
    await priya.presses("Undo")
    await town.later(days=20)
    assert not tom.sees("[I'll be there]")
