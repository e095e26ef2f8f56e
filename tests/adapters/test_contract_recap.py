"""The write-up of a meetup, the same on every adapter: its links, its answers, and what each takes home."""

from __future__ import annotations

import aiohttp

from tests.adapters.test_contract import announced, town
from tests.adapters.test_contract_after import asks_afterwards, the_morning_after
from tests.adapters.test_contract_outside import read, web
from tests.stage import Citizen, Stage

__all__ = ["town", "web"]

WORDS = "We talked about records nobody wants, and who keeps them."
SLIDES = {"url": "https://slides.example.org/ada?from=wallflower", "title": "Ada's slides"}


async def took_place(town: Stage, *names: str, show: bool = False) -> list[Citizen]:
    """They said yes, it was, and it is the day after."""
    await announced(town)
    people = [town.citizen(name) for name in names]
    for each in people:
        await each.presses("I'll be there")
        if show:
            await each.presses("Show my first name")
    await the_morning_after(town)
    return people


async def opens(priya: Citizen) -> None:
    """Priya has the meetup before her."""
    await priya.types("/meetup manage")
    await priya.presses("Those that took place")
    await priya.chooses("Pub meet-up")


async def writes_up(town: Stage, words: str = WORDS, **more: str) -> Citizen:
    """Priya writes it up and posts it."""
    priya = town.citizen("Priya")
    await opens(priya)
    await priya.presses("Write it up")
    await priya.fills(words=words, **more)
    await priya.presses("Post it")
    await town.settle()
    return priya


async def test_it_is_seen_before_it_is_posted_and_undone(town: Stage) -> None:
    priya, tom = town.citizen("Priya"), town.citizen("Tom")
    await took_place(town, "Tom")
    await opens(priya)
    assert priya.sees("After Pub meet-up", "Write-up: not posted", "Links: none so far")
    await priya.presses("Write it up")
    await priya.fills(words=WORDS)
    assert priya.sees(WORDS, "Nobody is notified", "[Post it]")
    await town.settle()
    assert not tom.sees(WORDS)
    await priya.presses("Post it")
    await town.settle()
    assert tom.sees("After Pub meet-up", WORDS, "[Thank you]", "[I'll comment]", "[Report or mute]")
    pings = tom.pinged()
    await priya.presses("Undo")
    assert priya.sees("Taken down")
    await town.settle()
    assert not tom.sees(WORDS)
    assert tom.sees("After Pub meet-up", "took this write-up down")
    await writes_up(town, "We met, and it was good.")
    assert tom.sees("After Pub meet-up", "We met, and it was good.")
    assert tom.pinged() == pings


async def test_it_is_changed_where_it_stands(town: Stage) -> None:
    (tom,) = await took_place(town, "Tom")
    priya = await writes_up(town)
    await priya.presses("Change the write-up")
    assert priya.asked()["words"] == WORDS
    await priya.fills(words="Shorter now.")
    await priya.presses("Post it", on="Shorter now.")
    await town.settle()
    assert priya.sees("Changed, wherever it stands")
    assert tom.sees("After Pub meet-up", "Shorter now.")
    assert not tom.sees(WORDS)


async def test_a_link_of_one_who_came_waits_for_an_organiser_and_shows_where_it_leads(town: Stage) -> None:
    (tom,) = await took_place(town, "Tom")
    priya, sam = await writes_up(town), town.citizen("Sam")
    await tom.presses("Add a link")
    await tom.fills(url="https://slides.example.org@elsewhere.example/x", title="Ada's slides")
    assert tom.sees("That is no address I can show")
    if not tom.asked():
        await tom.presses("Fix it")
    await tom.fills(**SLIDES, credit="Ada")
    assert tom.sees("Added: Ada's slides (", "slides.example.org", "by Ada", "An organiser looks at it", SLIDES["url"])
    await town.settle()
    assert not sam.sees("Ada's slides")
    await priya.types("/organise")
    assert "1 link waits for you" in priya.answer()
    await opens(priya)
    await priya.presses("Links")
    assert priya.sees("Ada's slides (", "slides.example.org", "by Ada", "Tom", "waits")
    await priya.chooses("Ada's slides")
    assert priya.sees("Address: https://slides.example.org/ada?from=wallflower", "From: Tom")
    await priya.presses("Show it")
    await town.settle()
    assert sam.sees("After Pub meet-up", WORDS, "Ada's slides (", "slides.example.org", "by Ada")
    await sam.presses("All the links")
    assert sam.sees("Links after Pub meet-up", "Ada's slides")
    await tom.presses("Take it back")
    await town.settle()
    assert not sam.sees("After Pub meet-up", WORDS, "Ada's slides")


async def test_an_organisers_link_is_shown_at_once_and_taken_away(town: Stage) -> None:
    (tom,) = await took_place(town, "Tom")
    priya = await writes_up(town)
    await priya.presses("Add a link", on=WORDS)
    await priya.fills(**SLIDES)
    await town.settle()
    assert tom.sees(WORDS, "Ada's slides (", "slides.example.org")
    await opens(priya)
    await priya.presses("Links")
    await priya.chooses("Ada's slides")
    await priya.presses("Take it away")
    await town.settle()
    assert not tom.sees(WORDS, "Ada's slides")


async def test_who_had_no_seat_adds_no_link_and_has_nothing_for_a_team(town: Stage) -> None:
    await took_place(town, "Tom")
    await writes_up(town)
    sam = town.citizen("Sam")
    await sam.presses("Add a link")
    await sam.fills(**SLIDES)
    assert sam.sees("those who had a seat")
    await sam.presses("For my team")
    await sam.fills(mine="I was there in spirit.")
    assert sam.sees("meetups you had a seat at")


async def test_only_what_may_be_quoted_is_and_only_while_it_may(town: Stage) -> None:
    await asks_afterwards(town)
    tom, ailsa = await took_place(town, "Tom", "Ailsa")
    for each, words, quoted in ((tom, "I laughed.", "named"), (ailsa, "Too loud.", "readers")):
        await each.presses("Glad I came")
        await each.presses("Say it in a sentence")
        await each.fills(words=words, quoted=quoted)
    await writes_up(town, quotes="yes")
    sam = town.citizen("Sam")
    assert sam.sees(WORDS, "Tom: “I laughed.”")
    assert not sam.sees("Too loud.")
    await tom.presses("Say it in a sentence", on="Kept, thank you")
    await tom.fills(words="I laughed.", quoted="readers")
    await town.settle()
    assert not sam.sees("I laughed.")


async def test_thanks_are_counted_and_silence_reaches_the_desk(town: Stage) -> None:
    (tom,) = await took_place(town, "Tom")
    priya = await writes_up(town)
    await priya.types("/organise")
    assert "Nobody has answered the write-up" not in priya.answer()
    await town.later(hours=73)
    await priya.types("/organise")
    assert "Nobody has answered the write-up of Pub meet-up so far" in priya.answer()
    await tom.presses("Thank you")
    assert "without your name" in tom.answer()
    await tom.presses("Thank you")
    await town.settle()
    assert town.citizen("Sam").sees(WORDS, "Thank you: said once")
    await priya.types("/organise")
    assert "Nobody has answered the write-up" not in priya.answer()


async def test_two_who_came_and_show_their_names_are_asked_for_a_first_word(town: Stage) -> None:
    people = await took_place(town, "Tom", "Ailsa", "Dee", show=True)
    sam = town.citizen("Sam")
    await writes_up(town, ask_two="yes")
    await town.later(minutes=3)
    asked = [each for each in people if each.sees("A first word under it")]
    assert len(asked) == 2
    assert not sam.sees("A first word under it")
    await asked[0].presses("Not this time")
    assert asked[0].sees("Nobody is told")
    await asked[1].presses("I'll comment", on="A first word under it")
    assert "in the thread under the write-up" in asked[1].answer()


async def test_a_paragraph_for_ones_team_is_ready_to_copy(town: Stage) -> None:
    (tom,) = await took_place(town, "Tom")
    priya = await writes_up(town)
    await priya.presses("Add a link", on=WORDS)
    await priya.fills(**SLIDES)
    await tom.presses("For my team")
    await tom.fills(mine="I know now whom to ask about retention.")
    assert tom.sees(
        "On Thursday 26 November 2026, 18:30",
        "I was at Pub meet-up (The Laurieston, Glasgow), a meetup of Information Officers, Scotland",
        "I know now whom to ask about retention.",
        "Ada's slides: https://slides.example.org/ada?from=wallflower",
        "CPD line",
    )
    await tom.presses("With another line")
    assert tom.asked()["mine"] == "I know now whom to ask about retention."


async def test_whoever_wrote_it_can_be_muted_or_reported(town: Stage) -> None:
    (tom,) = await took_place(town, "Tom")
    await writes_up(town)
    await tom.presses("Report or mute")
    await tom.fills(what="mute")
    assert "kept apart" in tom.answer()
    await tom.types("/safety blocked")
    assert "Priya" in tom.answer()


async def test_where_the_group_wants_it_the_page_and_the_feed_have_it(town: Stage, web: aiohttp.ClientSession) -> None:
    await took_place(town, "Tom")
    priya = town.citizen("Priya")
    await priya.types("/organise")
    await priya.presses("Public page and calendar")
    await priya.fills(public="yes", address="officers", news="yes")
    await priya.presses("Make it public")
    await opens(priya)
    await priya.presses("Write it up")
    await priya.fills(words=WORDS)
    assert priya.sees("on your public page and in its feed, too")
    await priya.presses("Post it")
    await town.settle()
    await priya.presses("Add a link", on=WORDS)
    await priya.fills(**SLIDES)
    town.house.advance(minutes=1)
    page, feed = await read(web, "/g/officers"), await read(web, "/g/officers/feed.atom")
    assert WORDS in page
    assert 'href="https://slides.example.org/ada?from=wallflower"' in page
    assert WORDS in feed
    assert "Ada's slides: https://slides.example.org/ada?from=wallflower" in feed
