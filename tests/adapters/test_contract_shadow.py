"""Shadowing, the same on every adapter: from an offered day to what each took from it."""

from __future__ import annotations

from tests.adapters.test_contract import town
from tests.stage import Citizen, Stage

__all__ = ["town"]

PURPOSE = "How an evidence search begins."
FIRST = "Thursday 3 December 2026, 9.30am"
SECOND = "Friday 4 December 2026, 9.30am"


async def offers(host: Citizen, *, first: str = FIRST, place: str = "Glasgow, a hospital library", **notes: str) -> None:
    """They offer a day."""
    await host.types("/shadow offer", first=first, place=place, what="An ordinary Thursday: two searches and a lot of tea.")
    if notes:
        await host.presses("Numbers and notes")
        await host.fills(**notes)
    await host.presses("Offer it")


async def finds(visitor: Citizen, **more: str) -> None:
    """They look for a day."""
    await visitor.types("/shadow find", **{"near": "Anywhere", "purpose": PURPOSE, **more})


async def asks(town: Stage, visitor: Citizen, *options: str) -> None:
    """They look, choose these days in this order, and ask."""
    await finds(visitor)
    for option in options:
        await visitor.chooses(option)
    await visitor.presses("Ask")
    await town.settle()


async def test_a_day_from_offer_to_what_each_took_from_it(town: Stage) -> None:
    tom, grace = town.citizen("Tom"), town.citizen("Grace")
    await offers(grace, dos="Bring a sandwich.", access="Ring at the blue door; there is a lift.")
    assert "On offer: Thu 3 Dec, 09:30" in grace.answer()
    await finds(tom)
    assert tom.sees("Days you could have", "Grace, Thu 3 Dec, 09:30", "An ordinary Thursday", "Bring a sandwich.")
    assert not tom.sees("blue door")
    await tom.chooses("Grace, Thu 3 Dec, 09:30")
    assert tom.sees("First choice: Grace")
    await tom.presses("Ask")
    assert tom.sees("Asked for Thursday 3 December", "You hear by")
    await town.settle()
    assert grace.sees("Tom would like to spend a day with you", PURPOSE, "[Yes, gladly]", "[Not just now]", "[Report or mute]")
    await grace.types("/my waiting")
    assert "A day with Tom" in grace.answer()
    await grace.presses("Yes, gladly", on=PURPOSE)
    await town.settle()
    for who in (tom, grace):
        assert who.sees("A day of shadowing", "Tom spends a day with Grace", PURPOSE)
        assert who.sees("It's agreed")
    await town.later(days=10)
    assert tom.sees("Tomorrow you spend the day with Grace", "Ring at the blue door")
    assert grace.sees("Tomorrow Tom spends the day with you")
    assert not grace.sees("Tomorrow", "blue door")
    await town.later(days=2)
    assert tom.sees("Did your day with Grace happen?")
    await tom.presses("Yes, it happened")
    assert "3 December 2026: a day of work shadowing" in tom.asked()["line"]
    await tom.fills(line="3 December 2026: saw how a search begins with a telephone call.", note="Thank you for the tea.")
    assert "Your CPD line" in tom.answer()
    assert "telephone call" in tom.answer()
    await town.settle()
    assert grace.sees("A note from Tom", "Thank you for the tea.", "[Report or mute]")
    await grace.presses("It didn't happen")
    assert grace.sees("thank you for saying so")
    await tom.types("/my export")
    await town.settle()
    assert b"telephone call" in tom.files()["wallflower-about-you.json"]


async def test_a_no_leads_to_the_next_choice_on_the_last_day_and_then_to_a_round(town: Stage) -> None:
    tom, grace, ada = (town.citizen(name) for name in ("Tom", "Grace", "Ada"))
    priya = town.citizen("Priya")
    await offers(grace, first="Thursday 17 December 2026, 9.30am")
    await offers(ada, first="Friday 18 December 2026, 9.30am")
    await asks(town, tom, "Grace, Thu 17 Dec, 09:30", "Ada, Fri 18 Dec, 09:30")
    assert not ada.sees("would like to spend a day")
    await grace.presses("Not just now")
    assert grace.sees("as if you had never seen it")
    await town.later(days=9, hours=23)
    assert not tom.sees("isn't possible just now")
    await town.later(hours=1)
    assert tom.sees("isn't possible just now", "I've asked for your next choice")
    assert ada.sees("Tom would like to spend a day with you")
    await town.later(days=10)
    assert tom.sees("isn't possible just now", "You're waiting for a round now")
    assert priya.sees("Somebody waits for a day")
    assert not priya.sees(PURPOSE)
    await ada.presses("Yes, gladly")
    assert "over" in ada.answer()


async def test_a_round_places_those_who_wait_and_both_say_yes(town: Stage) -> None:
    tom, dee, grace, priya = (town.citizen(name) for name in ("Tom", "Dee", "Grace", "Priya"))
    for somebody in (tom, dee):
        await finds(somebody)
        assert "There is no day on offer for you just now" in somebody.answer()
        await somebody.presses("Wait for a round")
        assert somebody.sees("You're waiting for a round")
    await offers(grace)
    await priya.types("/organise")
    await priya.presses("Preview a placement round")
    await town.settle()
    assert priya.sees("A placement round", "1 of 2 who wait get a day", "with Grace", "Nothing has been sent")
    await priya.presses("Send it")
    await town.settle()
    assert priya.sees("Sent: both of each of 1 pair")
    placed = next(one for one in (tom, dee) if one.sees("A day for you"))
    assert placed.sees("The round found you a day with Grace", "An ordinary Thursday")
    await placed.presses("Yes, gladly")
    assert placed.sees("I've asked the other, too")
    await grace.presses("Yes, gladly")
    await town.settle()
    assert placed.sees("It's agreed")
    await placed.types("/shadow mine")
    await placed.presses("Can't make Thu 3 Dec, 09:30")
    await town.settle()
    assert grace.sees("Called off", "the place is on offer again")


async def test_a_host_takes_a_day_back_and_their_visitor_waits_again(town: Stage) -> None:
    tom, grace = town.citizen("Tom"), town.citizen("Grace")
    await offers(grace)
    await asks(town, tom, "Grace, Thu 3 Dec, 09:30")
    await grace.presses("Yes, gladly")
    await town.settle()
    await grace.types("/shadow mine")
    await grace.presses("Take back Thu 3 Dec, 09:30")
    await town.settle()
    assert tom.sees("Called off", "isn't taking place")
    await tom.types("/my waiting")
    assert "waiting for a round" in tom.answer()
    await tom.types("/shadow mine")
    await tom.presses("Stop looking")
    await tom.types("/my waiting")
    assert "waiting for a round" not in tom.answer()


async def test_a_day_too_soon_and_a_link_are_asked_about_again(town: Stage) -> None:
    tom, grace = town.citizen("Tom"), town.citizen("Grace")
    await grace.types("/shadow offer", first="tomorrow at 9.30am", place="Online", what="My desk.")
    assert grace.sees("three days' notice")
    if not grace.asked():
        await grace.presses("Fix it")
    await grace.fills(first=FIRST)
    await grace.presses("Offer it")
    await finds(tom, purpose="See https://example.org")
    assert tom.sees("No links or addresses")


async def test_an_unwelcome_visitor_is_muted_where_they_ask(town: Stage) -> None:
    tom, grace = town.citizen("Tom"), town.citizen("Grace")
    await offers(grace)
    await asks(town, tom, "Grace, Thu 3 Dec, 09:30")
    await grace.presses("Report or mute")
    await grace.fills(what="Keep them away from me")
    assert "kept apart" in grace.answer()
    await town.later(days=10)
    assert tom.sees("isn't possible just now", "You're waiting for a round now")
    await tom.types("/shadow mine")
    await tom.presses("Stop looking")
    await finds(tom)
    assert "There is no day on offer for you just now" in tom.answer()
