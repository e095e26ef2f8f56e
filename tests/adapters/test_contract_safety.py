"""Keeping people away and telling somebody, the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import town
from tests.stage import Stage

__all__ = ["town"]


async def test_a_block_is_made_seen_and_undone_by_its_owner_alone(town: Stage) -> None:
    dee, tom = town.citizen("Dee"), town.citizen("Tom")
    await tom.types("/safety blocked")
    await dee.types("/safety block")
    await dee.fills(who="Tom")
    assert "Done." in dee.answer()
    await town.settle()
    assert tom.pinged() == 0
    await tom.types("/safety blocked")
    assert "You keep nobody away" in tom.answer()
    await dee.types("/safety blocked")
    assert "People: Tom" in dee.answer()
    await dee.presses("Undo: Tom")
    assert "Undone" in dee.answer()
    await dee.types("/safety blocked")
    assert "You keep nobody away" in dee.answer()


async def test_nobody_keeps_themselves_away(town: Stage) -> None:
    dee = town.citizen("Dee")
    await dee.types("/safety block")
    await dee.fills(who="Dee")
    assert "That's you" in dee.answer()


async def test_hiding_from_people_at_a_place_is_asked_and_undone(town: Stage) -> None:
    dee = town.citizen("Dee")
    await dee.types("/safety blocked")
    await dee.presses("Hide me from people at …")
    await dee.fills(employer="Highland Health")
    assert "Hidden: nobody who told me they work at Highland Health" in dee.answer()
    await dee.types("/safety blocked")
    assert "Places: Highland Health" in dee.answer()
    await dee.presses("No longer hide from Highland Health")
    assert "Undone" in dee.answer()


async def test_a_report_goes_to_the_contacts_who_see_to_it_and_the_reporter_hears(town: Stage) -> None:
    dee, tom, moira, priya = (town.citizen(name) for name in ("Dee", "Tom", "Moira", "Priya"))
    await tom.types("/safety blocked")
    await moira.types("/safety blocked")
    await priya.types("/organise")
    await priya.presses("Name a contact")
    await priya.fills(who="Moira")
    assert "Named" in priya.answer()
    await dee.types("/safety report")
    await dee.fills(who="Tom", words="He waits for me after every meetup.")
    assert dee.sees("He waits for me", "Goes to Moira", "[Send it]")
    await dee.presses("Send it")
    assert "Sent." in dee.answer()
    await town.settle()
    assert moira.sees("Somebody told us about something", "He waits for me", "From: Dee", "About: Tom", "[I'll see to it]")
    assert not tom.sees("He waits for me")
    assert not priya.sees("He waits for me")
    await dee.types("/my waiting")
    assert "Your report" in dee.answer()
    await moira.presses("I'll see to it")
    await town.settle()
    assert dee.sees("Somebody sees to your report now")
    await moira.presses("It is settled")
    await town.settle()
    assert dee.sees("Your report is settled")
    assert tom.pinged() == 0


async def test_a_report_about_an_organiser_never_reaches_them(town: Stage) -> None:
    dee, priya = town.citizen("Dee"), town.citizen("Priya")
    await dee.types("/safety report")
    await dee.fills(who="Priya", words="She shouts at people.")
    assert dee.sees("Goes to nobody")
    await dee.presses("Send it")
    assert "There was nobody I could tell" in dee.answer()
    await town.later(days=4)
    assert not priya.sees("She shouts")
    assert priya.pinged() == 0
