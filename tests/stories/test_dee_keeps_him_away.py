"""Rab follows Dee from meetup to meetup. She loves this group, and would like to stay in it without meeting him, and without a scene."""

from __future__ import annotations

from tests.adapters.test_contract import announced, town
from tests.adapters.test_contract_coffee import joins, switches_coffee_on
from tests.adapters.test_contract_hello import welcomes
from tests.adapters.test_contract_introduce import can_be_found
from tests.adapters.test_contract_introduce import looks as looks_for_company
from tests.adapters.test_contract_mentor import looks as looks_for_a_mentor
from tests.adapters.test_contract_mentor import offers as offers_to_mentor
from tests.adapters.test_contract_mentor_round import opened
from tests.adapters.test_contract_shadow import finds as looks_for_a_day
from tests.adapters.test_contract_shadow import offers as offers_a_day
from tests.stage import Citizen, Stage

__all__ = ["town"]


async def keeps_away(dee: Citizen) -> None:
    """Dee has had enough, and tells nobody yet."""
    await dee.types("/safety block")
    await dee.fills(who="Rab")
    assert "they are never told" in dee.answer()


def last(who: Citizen, words: str) -> str:
    """The newest thing they read with these words in it."""
    return [thing for thing in who.reads() if words in thing][-1]


async def test_dee_tells_the_contact_and_rab_hears_what_anybody_hears_on_the_day_anybody_does(town: Stage) -> None:
    dee, rab, ailsa, tom, moira, priya = (town.citizen(name) for name in ("Dee", "Rab", "Ailsa", "Tom", "Moira", "Priya"))
    for each in (dee, ailsa):
        await can_be_found(each)
    await moira.types("/my waiting")
    await priya.types("/organise")
    await priya.presses("Name a contact")
    await priya.fills(who="Moira")

    # Rab asks to meet Dee; the same hour Tom asks to meet Ailsa, who is away.
    for each, whom in ((rab, "Dee"), (tom, "Ailsa")):
        await looks_for_company(each)
        await each.presses(f"Ask {whom}")
    await town.settle()
    assert dee.sees("Rab would like to meet you")
    pings = rab.pinged()
    await keeps_away(dee)
    await dee.types("/safety report")
    await dee.fills(who="Rab", words="He waits for me after every meetup.")
    assert dee.sees("Goes to Moira")
    await dee.presses("Send it")
    await town.settle()
    assert moira.sees("He waits for me", "From: Dee", "About: Rab")
    await moira.presses("I'll see to it")
    await town.settle()
    assert dee.sees("Somebody sees to your report now")

    # Nothing happens to him, until the day on which Tom hears of his own: then it is the very same, but for who could be asked next.
    for each in (rab, tom):
        await each.types("/my waiting")
        assert "Your introduction: you hear by Sunday 29 November" in each.answer()
    await town.later(days=6, hours=23)
    assert rab.pinged() == pings
    assert not any(each.sees("About your introduction") for each in (rab, tom))
    assert ailsa.sees("Tom would still like to meet you")
    assert not dee.sees("would still like to meet you")
    await town.later(hours=1)
    assert last(rab, "About your introduction") == last(tom, "About your introduction").replace("Dee", "Ailsa")
    assert rab.pinged() == tom.pinged()

    # The contact settles it. Neither he nor the organiser ever reads a word of it.
    await moira.presses("It is settled")
    await town.later(days=30)
    assert dee.sees("Your report is settled")
    assert not any(each.sees("waits for me") or each.sees("about something") for each in (rab, priya, tom))


async def test_all_winter_dee_takes_part_in_everything_and_rab_is_nowhere_near_her(town: Stage) -> None:
    dee, rab, jo, tom, ailsa = (town.citizen(name) for name in ("Dee", "Rab", "Jo", "Tom", "Ailsa"))
    await keeps_away(dee)

    # While nobody offers anything, Jo looks for all of it: what she hears is what anybody hears.
    await announced(town)
    unlucky = await everything(town, jo)
    await can_be_found(dee)
    await offers_to_mentor(dee)
    await offers_a_day(dee)
    await welcomes(town, "Dee")
    await dee.presses("I'll be there", on="Pub meet-up")
    assert await everything(town, rab) == unlucky
    assert not dee.sees("Rab")
    lucky = await everything(town, tom)
    assert all("Dee" in each for each in lucky[:3])
    assert dee.sees("Would you be Tom's buddy?")

    # A mentoring round: Rab and Ailsa wait, and hers is the one place. The plan reads as if it were simply taken.
    for each in (rab, ailsa):
        await looks_for_a_mentor(each)
        await each.presses("Wait for the round")
    priya = await opened(town)
    await priya.types("/organise")
    await priya.presses("Round: see a plan")
    assert "Ailsa with Dee" in priya.answer()
    assert not priya.sees("Rab with Dee")

    # Coffee every Monday into January, four people in all: she has it with the two others, and so does he.
    await switches_coffee_on(town)
    await joins(dee, rab, tom, ailsa)
    for _ in range(6):
        await town.later(days=7)
        for each in (dee, rab, tom, ailsa):
            if each.sees("[Yes, we met]"):
                await each.presses("Yes, we met")
    for each in (dee, rab):
        tables = [thing for thing in each.reads() if "Time for a coffee" in thing]
        assert len(tables) >= 5
        assert not any("Dee" in thing and "Rab" in thing for thing in tables)
    assert not rab.sees("Dee")


async def everything(town: Stage, who: Citizen) -> list[str]:
    """What somebody hears who looks for company, a mentor, a day elsewhere and a buddy at the meetup."""
    heard: list[str] = []
    for looks in (looks_for_company, looks_for_a_mentor, looks_for_a_day):
        await looks(who)
        heard.append(who.answer())
    await who.presses("I'll be there", on="Pub meet-up")
    await who.presses("I'd like a buddy there")
    await town.settle()
    return [*heard, *(thing for thing in who.reads() if "About your buddy" in thing)]
