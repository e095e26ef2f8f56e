"""Which date suits: the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import announced, town
from tests.stage import Stage

__all__ = ["town"]

THURSDAY = "Thursday 3 December 2026, 18:30"
FRIDAY = "Friday 4 December 2026, 18:30"
MONDAY = "Monday 7 December 2026, 14:00"


async def asked(town: Stage, **more: str) -> None:
    """Priya asks which of two evenings suits, or what is said besides."""
    priya = town.citizen("Priya")
    await priya.types("/meetup manage")
    await priya.presses("Ask which date suits")
    await priya.fills(what="Winter meet-up", first="Thursday 3 December, 6.30pm", second="4 December 18:30", **more)
    await priya.presses("Ask them")
    await town.settle()


async def says(town: Stage, name: str, *answers: str) -> None:
    """Somebody says of each date in turn whether they can."""
    them = town.citizen(name)
    await them.presses("Say when you can")
    for day, answer in zip(("Thu 3 Dec", "Fri 4 Dec"), answers, strict=False):
        await them.chooses(f"{day}, 18:30: {answer}")
    await town.settle()


async def test_an_organiser_reads_every_date_in_full_before_anybody_is_asked(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await priya.types("/meetup manage")
    await priya.presses("Ask which date suits")
    await priya.fills(what="Winter meet-up", first="Thursday 3 December, 6.30pm", second="7 December 2pm")
    assert "working hours" in priya.answer()
    if not priya.asked():
        await priya.presses("Fix it")
    await priya.fills(hours="yes")
    assert priya.sees("Which date suits? Winter meet-up", THURSDAY, MONDAY, "in working hours", "[Ask them]")
    await priya.presses("More dates")
    await priya.fills(fourth="4 December, 18:30")
    assert priya.sees(THURSDAY, FRIDAY, MONDAY)
    await town.settle()
    assert not tom.sees("Winter meet-up")
    await priya.presses("Ask them")
    await town.settle()
    assert tom.sees("Which date suits? Winter meet-up", THURSDAY, FRIDAY, MONDAY, "nobody has said yet", "[Say when you can]")
    assert tom.pinged() == 0


async def test_answers_are_private_and_only_counts_are_shown(town: Stage) -> None:
    tom, ailsa = town.citizen("Tom"), town.citizen("Ailsa")
    await asked(town)
    await says(town, "Tom", "I can", "If I must")
    assert "you can if you must" in tom.answer()
    assert ailsa.sees("Which date suits?", "1 can", "1 if they must")
    assert not ailsa.sees("Tom")
    await tom.chooses("Fri 4 Dec, 18:30: I can't")
    await town.settle()
    assert ailsa.sees("Which date suits?", "1 can't")
    await tom.presses("Take my answers back")
    await town.settle()
    assert not ailsa.sees("1 can")


async def test_closed_by_hand_each_who_answered_hears_once_and_it_is_announced_on_the_best_date(town: Stage) -> None:
    priya, tom, ailsa, moira = (town.citizen(name) for name in ("Priya", "Tom", "Ailsa", "Moira"))
    await asked(town)
    await says(town, "Tom", "I can", "I can't")
    await says(town, "Ailsa", "I can", "I can")
    await priya.types("/meetup manage")
    await priya.chooses("Winter meet-up")
    assert "2 people have answered" in priya.answer()
    await priya.presses("Close it now")
    assert "Best: " in priya.answer()
    assert "Most can: 2 people can" in priya.answer()
    await town.later(minutes=2)
    assert tom.sees("Closed: Which date suits? Winter meet-up", "You are told because you answered")
    assert not moira.sees("You are told because you answered")
    await priya.presses("Announce it on Thu 3 Dec, 18:30")
    assert priya.asked()["title"] == "Winter meet-up"
    assert priya.asked()["when"].startswith(THURSDAY)
    await priya.fills(where="The Laurieston")
    assert priya.sees("Winter meet-up", THURSDAY, "Whoever said they can then is asked, once", "[Publish]")
    await priya.presses("Publish")
    assert "2 people who said they can then" in priya.answer()
    await town.later(minutes=2)
    assert tom.sees("You said you can: Winter meet-up", "No seat is held until you say so", "[I'll be there]")
    assert not moira.sees("You said you can")
    await ailsa.presses("I'll be there", on="You said you can")
    assert "You have a seat at Winter meet-up" in ailsa.answer()
    assert moira.sees("Closed: Which date suits?", "It is on", THURSDAY)


async def test_whoever_has_a_seat_already_is_not_asked_to_take_one(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await asked(town)
    await says(town, "Tom", "I can", "I can")
    await priya.types("/meetup manage")
    await priya.chooses("Winter meet-up")
    await priya.presses("Announce it on Fri 4 Dec, 18:30")
    await priya.fills(where="The Laurieston")
    await priya.presses("Publish")
    await town.settle()
    await tom.presses("I'll be there", on="The Laurieston")
    await town.later(minutes=3)
    assert not tom.sees("You said you can")


async def test_its_time_up_whoever_asked_hears_which_date_is_best(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await asked(town)
    await says(town, "Tom", "If I must", "I can")
    await town.restart()
    await town.later(days=7)
    assert priya.sees("Closed: Which date suits? Winter meet-up", "Best: ", FRIDAY, "[Announce it on Fri 4 Dec, 18:30]")
    assert tom.sees("Closed: Which date suits? Winter meet-up", "You are told because you answered")
    await tom.chooses("Fri 4 Dec, 18:30: I can't")
    assert "That is closed" in tom.answer()


async def test_asking_and_closing_can_be_undone_for_two_minutes(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await asked(town)
    await says(town, "Tom", "I can")
    await priya.types("/meetup manage")
    await priya.chooses("Winter meet-up")
    await priya.presses("Close it now")
    await priya.presses("Undo")
    assert "is open again" in priya.answer()
    await town.later(minutes=1, seconds=30)
    assert not tom.sees("You are told because you answered")
    assert tom.sees("[Say when you can]")
    await asked(town)
    await priya.presses("Undo")
    await town.settle()
    assert tom.sees("Which date suits? Winter meet-up", "took these dates back")


async def test_whoever_picks_a_date_reads_what_else_is_on(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await announced(town, when=THURSDAY)
    await tom.presses("I'll be there")
    await asked(town)
    await priya.types("/meetup manage")
    await priya.chooses("Winter meet-up")
    assert "at the same time: your own Pub meet-up" in priya.answer()
    await tom.presses("Say when you can")
    assert "you have a seat at Pub meet-up then" in tom.answer()
    await priya.types("/meetup new", title="Book club", when=THURSDAY, where="Leith")
    assert priya.sees("Book club", "At the same time", "Your own Pub meet-up")


async def test_ten_dates_fit(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await priya.types("/meetup manage")
    await priya.presses("Ask which date suits")
    days = {name: f"{day} December 2026, 18:30" for day, name in enumerate(("first", "second", "third"), start=1)}
    await priya.fills(what="W" * 100, **days)
    await priya.presses("More dates")
    await priya.fills(
        **{name: f"{day} December 2026, 18:30" for day, name in enumerate(("fourth", "fifth", "sixth", "seventh", "eighth"), 4)}
    )
    await priya.presses("Two more, until when, where")
    await priya.fills(ninth="9 December 2026, 18:30", tenth="10 December 2026, 18:30", until="28 November, 6pm")
    await priya.presses("Ask them")
    await town.settle()
    assert tom.sees("Thursday 10 December 2026, 18:30", "Saturday 28 November 2026, 18:00")
    await tom.presses("Say when you can")
    await tom.chooses("Thu 10 Dec, 18:30: I can")
    await tom.presses("I can't on any")
    await tom.presses("I can on all of them")
    assert "You have said something of every date" in tom.answer()
    await town.settle()
    assert tom.sees("Thursday 10 December 2026, 18:30", "1 can")
