"""What an organiser prepares of a meetup: its thread before it begins, the same on every adapter."""

from __future__ import annotations

from tests.adapters.test_contract import announced, town
from tests.adapters.test_contract_buddy import SIGN, wanted
from tests.adapters.test_contract_manage import has_seat, manages, moved
from tests.stage import Citizen, Stage

__all__ = ["town"]

OURS = "What would you like to talk about when we meet?"
NEXT = "How do you get there?"


async def prepares(priya: Citizen, what: str, **typed: str) -> None:
    """Priya prepares something of the meetup."""
    await manages(priya)
    await priya.presses("Prepare it")
    await priya.presses(what)
    await priya.fills(**typed)


async def woken(town: Stage, days: str = "3 days", own: str = "") -> None:
    """Priya wakes the thread."""
    priya = town.citizen("Priya")
    await prepares(priya, "Wake the thread", days=days, own=own)
    await priya.presses("Wake it")


async def test_the_thread_is_woken_with_who_comes_and_asked_one_question_a_day(town: Stage) -> None:
    priya, tom, ailsa, sam = (town.citizen(name) for name in ("Priya", "Tom", "Ailsa", "Sam"))
    await announced(town)
    await prepares(priya, "Wake the thread", days="3 days")
    assert priya.sees(
        "The thread before Pub meet-up", "Monday 23 November 2026, 10:00 (London time): who is coming", OURS, "Never in your quiet hours"
    )
    assert priya.sees("First-timers are named there only if they asked for it")
    await priya.presses("Wake it")
    assert "woken 3 days before Pub meet-up" in priya.answer()
    await has_seat(town, "Ailsa")
    await ailsa.presses("Show my first name")
    await tom.presses("I'll be there")
    await tom.presses("Welcome me in the thread")
    assert "it says that Tom comes for the first time" in tom.answer()
    await has_seat(town, "Jo")
    await town.later(days=1)
    assert sam.sees("Before Pub meet-up", "Coming: Ailsa and 1 other", "For the first time: Tom", "The Laurieston")
    assert not sam.sees("Jo")
    assert ailsa.pinged() == 1
    assert not sam.sees(OURS)
    await town.later(days=1)
    assert sam.sees(OURS, "A question before Pub meet-up")
    assert not sam.sees(NEXT)
    await town.restart()
    await town.later(days=1)
    assert sam.sees(NEXT)
    await town.restart()
    await town.later(days=3)
    assert sum("Before Pub meet-up" in seen for seen in sam.reads()) == 1
    assert sum("A question before" in seen for seen in sam.reads()) == 2


async def test_an_organisers_own_questions_are_put_and_come_back_to_be_changed(town: Stage) -> None:
    priya, sam = town.citizen("Priya"), town.citizen("Sam")
    await announced(town)
    await woken(town, own="Tea or coffee?")
    await prepares(priya, "Change the thread", own="Tea or coffee?\n" + "Why?\n" * 7)
    assert priya.sees("Those are 8 questions")
    if not priya.asked():
        await priya.presses("Fix it")
    await priya.fills(own="Tea or coffee?\nBooks or films?\nBus or train?")
    assert priya.sees("There are more questions than days: 1 question will not be put")
    await priya.presses("Wake it", on="more questions than days")
    for _ in range(3):
        await town.later(days=1)
    assert sam.sees("Tea or coffee?")
    assert sam.sees("Books or films?")
    assert not sam.sees(OURS)


async def test_moved_the_thread_is_woken_for_the_new_date(town: Stage) -> None:
    sam = town.citizen("Sam")
    await announced(town)
    await has_seat(town, "Tom")
    await woken(town)
    await moved(town)
    await town.later(days=4)
    assert not sam.sees("Before Pub meet-up")
    await town.later(days=4)
    assert sam.sees("Before Pub meet-up", "3 December 2026", "The Pot Still")


async def test_it_sleeps_again_when_told_to(town: Stage) -> None:
    priya, sam = town.citizen("Priya"), town.citizen("Sam")
    await announced(town)
    await woken(town)
    await manages(priya)
    await priya.presses("Prepare it")
    assert "woken 3 days ahead; questions: mine" in priya.answer()
    await priya.presses("Let the thread sleep", on="All of this is optional")
    assert "Nothing more is said in the thread" in priya.answer()
    await town.later(days=5)
    assert not sam.sees("Before Pub meet-up")


async def test_without_it_nobody_is_offered_a_welcome(town: Stage) -> None:
    tom = town.citizen("Tom")
    await announced(town)
    await tom.presses("I'll be there")
    assert "[Welcome me in the thread]" not in tom.answer()


async def test_buddies_meet_where_the_organiser_says_unless_they_say_otherwise(town: Stage) -> None:
    priya, tom, ailsa = (town.citizen(name) for name in ("Priya", "Tom", "Ailsa"))
    await wanted(town, "Ailsa")
    await prepares(priya, "Where buddies meet", point="By the coats, from ten past six")
    assert "Only they and their newcomer read it" in priya.answer()
    await ailsa.presses("Yes, with pleasure")
    assert ailsa.asked()["point"] == "By the coats, from ten past six"
    await ailsa.fills(point="At the bus stop, six o'clock", sign=SIGN)
    assert "At the bus stop" in ailsa.answer()
    await town.settle()
    assert tom.sees("You have a buddy", "You meet: At the bus stop, six o'clock", f"How to know them: {SIGN}")
    await town.later(days=3, hours=9)
    assert tom.sees("Tomorrow: Pub meet-up", "You meet: At the bus stop", SIGN)
    assert ailsa.sees("Tomorrow: Pub meet-up", "You meet: At the bus stop", "They look for you")


# --- who brings what --------------------------------------------------------------------------------------------------------------


async def listed(town: Stage, wanted: str = "Cake\nA projector") -> None:
    """Priya announces a meetup to which people may bring things."""
    priya = town.citizen("Priya")
    await announced(town)
    await prepares(priya, "Let people bring things", wanted=wanted)
    assert priya.sees("Who brings what", "read by those with a seat")
    await priya.presses("Put it on the card")
    await town.settle()


async def test_what_is_wanted_stands_on_the_card_until_somebody_brings_it(town: Stage) -> None:
    priya, tom, sam = (town.citizen(name) for name in ("Priya", "Tom", "Sam"))
    await listed(town)
    assert sam.sees("Pub meet-up", "Somebody could bring: Cake, A projector", "[I bring something]")
    await sam.presses("I bring something")
    assert "for those with a seat" in sam.answer()
    await has_seat(town, "Ailsa")
    ailsa = town.citizen("Ailsa")
    await ailsa.presses("I bring something")
    await ailsa.chooses("Cake")
    assert "You bring Cake" in ailsa.answer()
    await ailsa.presses("See the list")
    assert ailsa.sees("Who brings what", "Cake · you", "Somebody could bring: A projector")
    await town.settle()
    assert sam.sees("Pub meet-up", "Somebody could bring: A projector")
    await has_seat(town, "Tom")
    await tom.presses("I bring something")
    assert "Cake · somebody" in tom.answer()
    await tom.presses("Something else")
    await tom.fills(what="see https://example.org")
    assert tom.sees("No links or addresses")
    if not tom.asked():
        await tom.presses("Fix it")
    await tom.fills(what="Crisps")
    assert "You bring Crisps" in tom.answer()
    await town.restart()
    await ailsa.presses("Show my first name")
    await tom.presses("See the list")
    assert tom.sees("Cake · Ailsa", "Crisps · you", "[Take back: Crisps]")
    await ailsa.presses("Can't make it")
    await town.settle()
    assert sam.sees("Pub meet-up", "Somebody could bring: Cake, A projector")
    await manages(priya)
    await priya.presses("Prepare it")
    await priya.presses("Who brings what")
    assert priya.sees("Crisps · Tom", "Only organisers see all names")


async def test_one_takes_back_and_reports_what_hurts(town: Stage) -> None:
    priya, tom, ailsa = (town.citizen(name) for name in ("Priya", "Tom", "Ailsa"))
    await listed(town, wanted="")
    for citizen, what in ((tom, "Crisps"), (ailsa, "Nothing for the likes of Tom")):
        await citizen.presses("I'll be there")
        await citizen.presses("I bring something", on="Pub meet-up")
        await citizen.presses("I bring something", on="Who brings what")
        await citizen.fills(what=what)
    await tom.presses("Take it back")
    assert "Taken back: Crisps" in tom.answer()
    await tom.presses("See the list")
    await tom.chooses("Nothing for the likes of Tom")
    await tom.presses("Report or mute")
    await tom.fills(what="Keep them away from me")
    assert "kept apart" in tom.answer()
    await manages(priya)
    await priya.presses("Prepare it")
    await priya.presses("Who brings what")
    await priya.chooses("Nothing for the likes of Tom")
    assert "Off the list" in priya.answer()
    await manages(priya)
    await priya.presses("Prepare it")
    await priya.presses("Who brings what")
    await priya.presses("Close the list")
    await town.settle()
    assert not tom.sees("[I bring something]", "[I'll be there]")


# --- the programme and who speaks -------------------------------------------------------------------------------------------------

PARTS = "18:30 Welcome\n18:45 Ana on copyright\n7.30pm Pub"


async def planned(town: Stage, said: str = "yes") -> None:
    """Priya announces a meetup with a programme."""
    priya = town.citizen("Priya")
    await announced(town)
    await prepares(priya, "Programme", parts=PARTS, said=said)
    await priya.presses("Keep it")
    await town.settle()


async def test_a_programme_is_typed_shown_and_said_as_each_part_begins(town: Stage) -> None:
    priya, sam = town.citizen("Priya"), town.citizen("Sam")
    await announced(town)
    await prepares(priya, "Programme", parts="18:30 Welcome; Pub at half seven", said="yes")
    assert priya.sees("“Pub at half seven”: Begin with the time, such as 18:30 Welcome")
    if not priya.asked():
        await priya.presses("Fix it")
    assert priya.asked()["parts"] == "18:30 Welcome; Pub at half seven"
    await priya.fills(parts=PARTS)
    assert priya.sees("Programme: Pub meet-up", "19:30 Pub", "Where your public page or calendar is on, everybody else does too")
    await priya.presses("Keep it")
    await town.settle()
    assert sam.sees("Pub meet-up", "Programme: 18:30 Welcome · 18:45 Ana on copyright · 19:30 Pub", "[Programme]")
    await sam.presses("Programme")
    assert "18:45 Ana on copyright" in sam.answer()
    await town.later(days=4, hours=8, minutes=35)
    assert sam.sees("18:30 Welcome")
    await town.restart()
    await town.later(minutes=15)
    assert sum(seen.startswith("18:45 Ana on copyright") for seen in sam.reads()) == 1
    assert sum(seen.startswith("18:30 Welcome") for seen in sam.reads()) == 1
    assert sam.pinged() == 0


async def test_without_being_asked_to_nothing_of_it_is_said_in_the_thread(town: Stage) -> None:
    sam = town.citizen("Sam")
    await planned(town, said="no")
    await town.later(days=4, hours=9)
    assert not any(seen.startswith("18:45") for seen in sam.reads())


async def test_speakers_are_named_with_a_link_and_thanked_from_the_desk(town: Stage) -> None:
    priya, sam = town.citizen("Priya"), town.citizen("Sam")
    await planned(town, said="no")
    await manages(priya)
    await priya.presses("Prepare it")
    await priya.presses("Who speaks")
    assert "Nobody is named so far" in priya.answer()
    await priya.presses("Name a speaker", on="Nobody is named so far")
    await priya.fills(name="Ana North", about="Copyright for the rest of us", link="example.org/slides")
    assert priya.sees("begins with https://")
    if not priya.asked():
        await priya.presses("Fix it")
    await priya.fills(link="https://example.org/slides")
    assert priya.sees("Speaking at Pub meet-up", "Ana North", "ask them first")
    await priya.presses("Name them")
    await town.settle()
    assert sam.sees("Pub meet-up", "Speaking: Ana North")
    await sam.presses("Programme")
    assert "Copyright for the rest of us" in sam.answer()
    assert "Slides" in sam.answer()
    await priya.types("/organise")
    assert "Thank the speakers" not in priya.answer()
    await town.later(days=5)
    await priya.types("/organise")
    assert priya.sees("Thank the speakers", "Ana North: a line from you would be kind")
    await priya.presses("I thanked Ana North")
    assert priya.sees("Ana North is off your desk")
    await priya.types("/organise")
    assert "Thank the speakers" not in priya.answer()


async def test_a_speaker_is_taken_off(town: Stage) -> None:
    priya, sam = town.citizen("Priya"), town.citizen("Sam")
    await announced(town)
    await manages(priya)
    await priya.presses("Prepare it")
    await priya.presses("Who speaks")
    await priya.presses("Name a speaker")
    await priya.fills(name="Ana North")
    await priya.presses("Name them")
    await town.settle()
    assert sam.sees("Speaking: Ana North")
    await priya.presses("Who speaks", on="is named on the card")
    await priya.chooses("Ana North")
    await town.settle()
    assert not sam.sees("Speaking: Ana North", "[I'll be there]")
