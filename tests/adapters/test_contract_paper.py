"""What is printed, the same on every adapter: somebody's badge, and what an organiser prints."""

from __future__ import annotations

from tests.adapters.test_contract import announced, town
from tests.adapters.test_contract_attendance import at_the_door, begins
from tests.adapters.test_contract_manage import has_seat, manages
from tests.printed.reading import Page, read
from tests.stage import GROUP, Citizen, Stage

__all__ = ["town"]


async def pages(town: Stage, who: Citizen, name: str) -> list[Page]:
    """A file they were handed."""
    await town.settle()
    return read(who.files()[name])


async def test_a_badge_is_asked_once_shown_and_printed(town: Stage) -> None:
    priya = town.citizen("Priya")
    await announced(town)
    tom = await has_seat(town, "Tom")
    await tom.types("/meetup mine")
    await tom.presses("On paper")
    await tom.presses("Change my badge")
    assert tom.asked()["name"] == "Tom"
    await tom.fills(handle="@tom", pronouns="he/him", ask_me="bees", photos="No photos, please")
    assert tom.sees("Tom", GROUP, "@tom", "he/him", "bees", "No photos, please", "[Keep it]")
    await tom.presses("Keep it")
    await tom.presses("See my badge", on="Kept")
    await town.settle()
    assert "No photos, please" in tom.answer()
    (own,) = await pages(town, tom, "my-badge.pdf")
    assert "Ask me about bees" in own.words
    await manages(priya)
    await priya.presses("Print")
    await priya.presses("Badges")
    await priya.fills(sheet="Avery L4785 (A4, 10 of 80 × 50 mm, to stick on)", first="3", empty="2")
    await town.settle()
    assert priya.sees("1 badge and 2 to write on, on 1 sheet of Avery L4785", "100 %")
    (sheet,) = await pages(town, priya, "badges.pdf")
    assert all(words in sheet.words for words in ("Tom", "@tom · he/him", "Ask me about bees", "No photos, please"))
    assert not town.citizen("Sam").sees("badges")
    await tom.types("/meetup mine")
    await tom.presses("On paper")
    await tom.presses("See my badge", on="You choose what stands on it")
    await town.settle()
    await tom.presses("Only my name")
    assert "name as on the list" in tom.answer()


async def test_a_form_asks_again_for_a_label_the_sheet_has_not(town: Stage) -> None:
    priya = town.citizen("Priya")
    await announced(town)
    await manages(priya)
    await priya.presses("Print")
    await priya.presses("Badges")
    await priya.fills(first="9", empty="1")
    assert priya.sees("labels 1 to 8")
    if not priya.asked():
        await priya.presses("Fix it")
    await priya.fills(first="8")
    await town.settle()
    assert priya.sees("0 badges and 1 to write on")


async def test_nobody_comes_yet_and_no_empty_ones_wanted(town: Stage) -> None:
    priya = town.citizen("Priya")
    await announced(town)
    await manages(priya)
    await priya.presses("Print")
    await priya.presses("Badges")
    await priya.fills(empty="0")
    assert "Nobody has said yes so far" in priya.answer()


async def test_a_poster_says_what_when_where_and_how_to_come(town: Stage) -> None:
    priya = town.citizen("Priya")
    await announced(town)
    await manages(priya)
    await priya.presses("Print")
    await priya.presses("Poster")
    await town.settle()
    assert priya.sees("A poster", "It has no code")
    (page,) = await pages(town, priya, "poster.pdf")
    said = ("Pub meet-up", "Thursday 26 November 2026", "18:30 to 20:30", "The Laurieston, Glasgow", "say so in our chat", GROUP)
    assert [words for words in said if words not in page.words] == []


async def test_what_was_put_off_has_no_poster(town: Stage) -> None:
    priya = town.citizen("Priya")
    await announced(town)
    await manages(priya)
    await priya.presses("Put it off")
    await priya.fills(why="")
    await priya.presses("Put it off", on="Only a preview")
    await manages(priya)
    await priya.presses("Print")
    assert priya.sees("To print", "[Badges]")
    assert "[Poster]" not in priya.answer()


async def test_a_certificate_for_whoever_checked_in_and_for_nobody_else(town: Stage) -> None:
    await announced(town)
    tom, ailsa = await has_seat(town, "Tom"), await has_seat(town, "Ailsa")
    code = await at_the_door(town.citizen("Priya"))
    await begins(town)
    await tom.presses("I'm here")
    await tom.fills(code=code)
    await town.later(hours=9)
    for who in (tom, ailsa):
        await who.types("/meetup mine")
        await who.presses("On paper")
        assert who.sees("On paper", "Certificate of attendance", "[Change my badge]")
    assert "A certificate for" not in ailsa.answer()
    await tom.chooses("Pub meet-up", on="A certificate for")
    await tom.presses("Make it")
    assert tom.asked()["name"] == "Tom"
    await tom.fills(name="Tom Lee")
    (page,) = await pages(town, tom, "certificate-of-attendance.pdf")
    said = ("Tom Lee", "Pub meet-up", "Thursday 26 November 2026, 18:30 to 20:30", GROUP, "They checked in themselves")
    assert [words for words in said if words not in page.words] == []


async def test_a_letter_asking_for_time_has_ones_own_words_and_is_kept_by_nobody(town: Stage) -> None:
    await announced(town)
    tom = town.citizen("Tom")
    await tom.types("/meetup mine")
    await tom.presses("On paper")
    await tom.chooses("Pub meet-up", on="A letter about")
    await tom.presses("Write it")
    await tom.fills(name="Tom Lee", to="Ms Grant", why="Somebody to ask about licences.")
    (page,) = await pages(town, tom, "letter-to-an-employer.pdf")
    said = (
        "Dear Ms Grant,",
        "Pub meet-up",
        "Thursday 26 November 2026, 18:30 to 20:30 (2 hours)",
        "Somebody to ask about licences.",
        "Tom Lee",
    )
    assert [words for words in said if words not in page.words] == []
    assert b"Somebody to ask about licences." in tom.files()["letter-to-an-employer.txt"]
    assert not town.citizen("Priya").sees("licences")
    await tom.types("/my export")
    await town.settle()
    assert b"licences" not in tom.files()["wallflower-about-you.json"]
