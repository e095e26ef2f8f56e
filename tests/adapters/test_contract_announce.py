"""Announcing, the same on every adapter: now, later, again and again; changed and taken back afterwards."""

from __future__ import annotations

from tests.adapters.test_contract import announced as meetup_announced
from tests.adapters.test_contract import town
from tests.stage import Citizen, Stage

__all__ = ["town"]

WORDS = "The Laurieston's cellar is wet. We meet upstairs."


async def begins(priya: Citizen, title: str = "Room change", words: str = WORDS, **more: str) -> None:
    """Priya types it, and looks at when and where if she says so."""
    await priya.types("/announce", title=title, words=words)
    if more:
        await priya.presses("When and where")
        await priya.fills(**more)


async def announces(town: Stage, title: str = "Room change", **more: str) -> Citizen:
    """All of it."""
    priya = town.citizen("Priya")
    await begins(priya, title, **more)
    await priya.presses("Announce it")
    await town.settle()
    return priya


async def test_it_is_seen_before_anybody_else_sees_it_and_then_by_everybody(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await begins(priya)
    assert priya.sees("Room change", WORDS, "1 channel, exactly like this, at once", "[Announce it]")
    await town.settle()
    assert not tom.sees("Room change")
    await priya.presses("Announce it")
    await town.settle()
    assert "Announced: Room change" in priya.answer()
    assert tom.sees("Room change", WORDS)
    assert tom.pinged() == 0


async def test_only_organisers_announce(town: Stage) -> None:
    tom = town.citizen("Tom")
    await tom.types("/announce", title="Free cake")
    await town.settle()
    assert not town.citizen("Ailsa").sees("Free cake")
    assert "organiser" in tom.answer()


async def test_pressed_twice_it_is_said_once(town: Stage) -> None:
    priya = await announces(town)
    await priya.presses("Announce it")
    await town.settle()
    assert sum(WORDS in thing for thing in town.citizen("Tom").reads()) == 1


async def test_undone_in_two_minutes_the_channel_says_so(town: Stage) -> None:
    priya = await announces(town)
    await priya.presses("Undo")
    assert priya.sees("Taken back: Room change")
    await town.settle()
    tom = town.citizen("Tom")
    assert not tom.sees(WORDS)
    assert tom.sees("Room change", "took this announcement back")


async def test_later_comes_when_it_was_said_and_can_be_stopped_before(town: Stage) -> None:
    priya = await announces(town, when="Monday 23 November 2026, 9am")
    assert "Planned: Room change, Monday 23 November 2026, 09:00" in priya.answer()
    tom = town.citizen("Tom")
    await town.later(hours=22)
    assert not tom.sees("Room change")
    await town.later(hours=1)
    assert tom.sees("Room change", WORDS)
    await announces(town, "Never mind", when="Tuesday 24 November 2026, 9am")
    await priya.presses("Undo", on="Planned: Never mind")
    assert priya.sees("Nobody had seen it")
    await town.later(days=2)
    assert not tom.sees("Never mind")


async def test_what_comes_again_comes_at_the_same_wall_time_until_it_is_stopped(town: Stage) -> None:
    priya = await announces(town, when="Monday 23 November 2026, 9am", repeat="Every week")
    assert "then every week" in " ".join(priya.reads())
    tom = town.citizen("Tom")
    await town.later(days=1)
    await town.later(days=7)
    assert sum(WORDS in thing for thing in tom.reads()) == 2
    await priya.types("/organise")
    await priya.chooses("Room change")
    await priya.presses("Stop repeating")
    await town.later(days=14)
    assert sum(WORDS in thing for thing in tom.reads()) == 2


async def test_changed_afterwards_it_changes_where_it_stands(town: Stage) -> None:
    priya = await announces(town)
    await priya.types("/organise")
    await priya.chooses("Room change")
    await priya.presses("Change the words")
    assert priya.asked()["words"] == WORDS
    await priya.fills(words="The cellar is dry again. We meet downstairs.")
    assert priya.sees("The cellar is dry again", "[Change it everywhere]")
    await priya.presses("Change it everywhere")
    await town.later(seconds=5)
    tom = town.citizen("Tom")
    assert tom.sees("Room change", "We meet downstairs.")
    assert not tom.sees(WORDS)
    await priya.presses("Take it back")
    await town.later(seconds=5)
    assert tom.sees("took this announcement back")


async def test_what_does_not_go_together_comes_back_to_be_mended(town: Stage) -> None:
    priya = town.citizen("Priya")
    await begins(priya, where="Only in the channel below", when="Monday 23 November 2026, 9am")
    assert priya.sees("Choose the channel")
    if not priya.asked():
        await priya.presses("Fix it")
    await priya.fills(where="Wherever this group announces")
    assert priya.sees(WORDS, "from Monday 23 November 2026, 09:00", "[Announce it]")


async def test_the_same_words_are_ready_for_email_and_linkedin(town: Stage) -> None:
    priya = await announces(town)
    await priya.presses("Text for e-mail and LinkedIn")
    await town.settle()
    assert priya.files()["for-email.txt"].decode().startswith("Subject: Room change\n\nHello,\n\n" + WORDS)
    assert priya.files()["for-linkedin.txt"].decode() == f"Room change\n\n{WORDS}"
    await meetup_announced(town)
    await priya.types("/organise")
    await priya.chooses("Pub meet-up")
    await town.settle()
    assert (
        "When: Thursday 26 November 2026, 18:30 (London time)\nWhere: The Laurieston, Glasgow" in priya.files()["for-linkedin.txt"].decode()
    )


async def test_it_outlives_a_restart(town: Stage) -> None:
    priya = await announces(town, when="Monday 23 November 2026, 9am", repeat="Every week")
    await town.restart()
    await town.later(days=1)
    assert town.citizen("Tom").sees("Room change", WORDS)
    await priya.presses("Undo", on="Planned: Room change")
    await town.later(days=8)
    assert not town.citizen("Tom").sees(WORDS)
