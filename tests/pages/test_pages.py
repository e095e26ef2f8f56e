"""What anybody on the web may read of a group, and what nobody may."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.clock import Wall
from tests.pages.site import THURSDAY, TOM, Site, read_feed

PATHS = ("/g/officers", "/g/officers/calendar.ics", "/g/officers/feed.atom")


@pytest.mark.parametrize("path", PATHS)
async def test_nothing_is_there_until_an_organiser_switches_it_on_nor_after_they_switch_it_off(site: Site, path: str) -> None:
    await site.announced()
    never = await site.get("/g/nobody-ever")
    assert (await site.get(path))[:2] == never[:2]
    assert never[0] == 404
    await site.shows()
    assert "Pub meet-up" in await site.text(path)
    await site.hides()
    assert (await site.get(path))[:2] == never[:2]


async def test_a_page_says_what_when_where_and_how_to_follow(site: Site) -> None:
    await site.announced(details="Look for the yellow scarf.\n\nBring nothing.")
    await site.shows(about="We work alone, together.")
    page = await site.text()
    for words in ("Information Officers, Scotland", "We work alone, together.", "Pub meet-up", "Thursday 26 November 2026, 18:30"):
        assert words in page
    for words in ("London time", "for 2 hours", "The Laurieston", "<p>Look for the yellow scarf.</p><p>Bring nothing.</p>"):
        assert words in page
    assert f'href="webcal:{site.url.removeprefix("http:")}/g/officers/calendar.ics"' in page


async def test_nobody_who_comes_is_on_it(site: Site) -> None:
    meetup = await site.announced()
    await site.says_yes(meetup)
    await site.shows(news=True)
    for path in PATHS:
        assert "Canary" not in await site.text(path)


async def test_a_link_to_a_call_is_for_those_who_come(site: Site) -> None:
    meetup = await site.announced(venue="https://meet.example.org/secret-room")
    await site.shows()
    for path in PATHS:
        page = await site.text(path)
        assert "secret-room" not in page
        assert "Online" in page
    await site.says_yes(meetup)
    assert "secret-room" in await site.text(f"/c/{await site.secret()}.ics")


async def test_announcements_are_there_only_if_the_group_wants_that(site: Site) -> None:
    await site.says("Room change", "We meet upstairs.")
    await site.shows()
    assert "We meet upstairs." not in await site.text()
    await site.shows(news=True)
    assert "We meet upstairs." in await site.text()
    assert "Room change" in await site.text("/g/officers/feed.atom")


async def test_a_meetup_not_published_yet_is_nowhere(site: Site) -> None:
    from bot.community import meetups
    from bot.community.meetups import Plan

    later = site.clock.now() + timedelta(days=1)
    await site.does(lambda act: meetups.announce(act, Plan("Secret plan", THURSDAY, "Here", publish_at=later)))
    await site.shows()
    for path in PATHS:
        assert "Secret plan" not in await site.text(path)
    site.clock.advance(timedelta(days=1, minutes=1))
    assert "Secret plan" in await site.text()


async def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    meetup = await site.announced()
    await site.shows()
    for path in PATHS:
        _, _, headers = await site.get(path)
        status, body, again = await site.get(path, If_None_Match=headers["ETag"])
        assert (status, body, again["ETag"]) == (304, "", headers["ETag"])
        await site.changes(meetup, title=f"{path} moved")
        site.clock.advance(timedelta(minutes=1))
        assert (await site.get(path, If_None_Match=headers["ETag"]))[0] == 200


async def test_nothing_but_the_page_itself_may_run_load_or_frame_it(site: Site) -> None:
    await site.shows()
    for path in (*PATHS, "/style.css", "/nowhere", "/g/Officers", "/c/x.ics"):
        _, _, headers = await site.get(path)
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in headers
    async with site.http.post("/g/officers") as response:
        assert response.status == 405


# --- calendars ------------------------------------------------------------------------------------------------------------------


async def test_a_calendar_program_reads_it(site: Site) -> None:
    await site.announced("Pub meet-up; with food, and \\ drink", details="Line one\nLine two")
    await site.shows()
    (event,) = await site.events()
    assert event["SUMMARY"] == "Pub meet-up; with food, and \\ drink"
    assert event["DESCRIPTION"] == "Line one\nLine two"
    assert event["LOCATION"] == "The Laurieston"
    assert event.start == THURSDAY.instant
    assert event.duration == timedelta(hours=2)
    assert event["STATUS"] == "CONFIRMED"
    assert event["SEQUENCE"] == 0


async def test_an_event_keeps_its_name_and_counts_its_changes(site: Site) -> None:
    meetup = await site.announced()
    await site.shows()
    (first,) = await site.events()
    (same,) = await site.events()
    assert same.to_ical() == first.to_ical()
    moved = Wall(datetime(2026, 11, 27, 18, 30), "Europe/London")
    await site.changes(meetup, starts_at=moved.instant, wall_at=moved.at.isoformat(timespec="minutes"))
    (then,) = await site.events()
    assert (then["UID"], then["SEQUENCE"], then.start) == (first["UID"], 1, moved.instant)
    assert str(then["LAST-MODIFIED"]) != str(first["LAST-MODIFIED"])
    await site.changes(meetup, venue="The Old Toll Bar")
    (last,) = await site.events()
    assert (last["UID"], last["SEQUENCE"]) == (first["UID"], 2)


async def test_what_is_called_off_is_kept_as_cancelled_where_it_was_seen(site: Site) -> None:
    meetup, unseen = await site.announced(), await site.announced("Nobody saw this")
    await site.shows()
    await site.takes_back(unseen)
    (before,) = await site.events()
    await site.takes_back(meetup)
    (after,) = await site.events()
    assert (after["UID"], after["STATUS"], after["SEQUENCE"]) == (before["UID"], "CANCELLED", 1)
    assert "Cancelled." in await site.text()
    assert "Cancelled: Pub meet-up" in await site.text("/g/officers/feed.atom")


async def test_what_is_put_off_says_so_and_comes_back_with_its_new_date(site: Site) -> None:
    meetup = await site.announced()
    await site.shows()
    await site.events()
    await site.changes(meetup, state="postponed")
    (off,) = await site.events()
    assert off["STATUS"] == "CANCELLED"
    assert "Put off." in await site.text()
    assert "Put off: Pub meet-up" in await site.text("/g/officers/feed.atom")
    await site.changes(meetup, state="announced", starts_at=THURSDAY.instant + timedelta(days=7))
    (again,) = await site.events()
    assert (again["UID"], again["STATUS"], again["SEQUENCE"]) == (off["UID"], "CONFIRMED", 2)


async def test_ones_own_calendar_holds_ones_own_answers(site: Site) -> None:
    mine, maybe, _ = await site.announced(), await site.announced("Perhaps"), await site.announced("Not mine")
    await site.says_yes(mine)
    from bot.community import rsvp

    await site.does(lambda act: rsvp.say_maybe(act, maybe.id), TOM)
    path = f"/c/{await site.secret()}.ics"
    status, _, headers = await site.get(path)
    assert (status, headers["Cache-Control"], headers["X-Robots-Tag"]) == (200, "private, no-cache", "noindex")
    read = {(str(event["SUMMARY"]), str(event["STATUS"])) for event in await site.events(path)}
    assert read == {("Pub meet-up", "CONFIRMED"), ("Perhaps", "TENTATIVE")}


async def test_a_new_address_ends_the_old_one_at_once(site: Site) -> None:
    old = await site.secret()
    assert len(old) >= 32
    assert (await site.get(f"/c/{old}.ics"))[0] == 200
    new = await site.secret()
    assert (await site.get(f"/c/{old}.ics"))[:2] == (await site.get("/g/nobody-ever"))[:2]
    assert (await site.get(f"/c/{new}.ics"))[0] == 200


async def test_of_an_address_only_a_hash_is_kept(site: Site, sqlite_url: str) -> None:
    from pathlib import Path

    secret = await site.secret()
    await site.text(f"/c/{secret}.ics")
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    assert [path.name for path in folder.iterdir() if path.is_file() and secret.encode() in path.read_bytes()] == []


# --- the feed -------------------------------------------------------------------------------------------------------------------


def well_formed(text: str) -> Any:
    """By feedparser, then by what RFC 4287 says must be there, once each."""
    found = read_feed(text)
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10"
    for part in (found.feed, *found.entries):
        assert part.id.startswith("urn:uuid:")
        assert part.title
        assert part.updated_parsed
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", part.updated)
    assert found.feed.author
    assert {link.rel for link in found.feed.links} == {"self", "alternate"}
    assert len({entry.id for entry in found.entries}) == len(found.entries)
    return found


async def test_a_feed_reader_reads_it_newest_first(site: Site) -> None:
    meetup = await site.announced()
    site.clock.advance(timedelta(hours=1))
    await site.announced("The later one")
    await site.shows()
    first = well_formed(await site.text("/g/officers/feed.atom"))
    assert [entry.title for entry in first.entries] == ["The later one", "Pub meet-up"]
    assert "Thursday 26 November 2026, 18:30" in first.entries[0].content[0].value
    site.clock.advance(timedelta(hours=1))
    await site.changes(meetup, venue="The Old Toll Bar")
    then = well_formed(await site.text("/g/officers/feed.atom"))
    assert [entry.title for entry in then.entries] == ["Pub meet-up", "The later one"]
    assert {entry.id for entry in then.entries} == {entry.id for entry in first.entries}


async def test_an_empty_group_has_an_empty_feed_and_calendar(site: Site) -> None:
    await site.shows()
    assert well_formed(await site.text("/g/officers/feed.atom")).entries == []
    assert await site.events() == []
    assert "Nothing is planned yet." in await site.text()
