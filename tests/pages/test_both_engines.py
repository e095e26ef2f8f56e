"""The same pages, calendars and announcements from either database."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Wall
from bot.community import announcements, announcing, outlook
from bot.community.announcing import Notice
from bot.outbox.restored import doubt_what_was_due
from bot.store import Store
from tests.pages.site import PRIYA, Site, open_site


async def test_a_group_lives_outside_chat_on_either_engine(store: Store) -> None:
    async with open_site(store) as site:
        meetup = await site.announced()
        await site.says_yes(meetup)
        await site.says("Room change", "Upstairs.")
        await site.shows("We work alone.", news=True)
        assert "Upstairs." in await site.text()
        (before,) = await site.events()
        moved = Wall(datetime(2026, 11, 27, 18, 30), "Europe/London")
        await site.changes(meetup, starts_at=moved.instant, wall_at=moved.at.isoformat(timespec="minutes"))
        (after,) = await site.events()
        assert (before["UID"], before["SEQUENCE"], after["SEQUENCE"]) == (after["UID"], 0, 1)
        assert "Pub meet-up" in await site.text("/g/officers/feed.atom")
        assert len(await site.events(f"/c/{await site.secret()}.ics")) == 1
        await desk_of(site)


async def desk_of(site: Site) -> None:
    """What is to come, changed, stopped and looked for again."""
    monday = Wall(datetime(2026, 11, 23, 9), "Europe/London")
    weekly = await site.does(lambda act: announcing.announce(act, Notice("Weekly", "Words", monday, "weekly")), PRIYA)
    last = outlook.christmas(site.clock.now(), "Europe/London")
    found = await site.store.read(lambda conn: outlook.planned(conn, site.group, last))
    assert [each.about for each in found].count("Weekly") == 5
    assert await site.store.read(lambda conn: outlook.offers(conn, site.group)) == []
    assert await site.store.read(lambda conn: outlook.edits_waiting(conn, site.group, site.clock.now())) == 0
    assert not await site.store.read(lambda conn: outlook.nothing_for(conn, site.group, site.clock.now()))
    assert len(await site.store.read(lambda conn: announcements.in_hand(conn, site.group, site.clock.now()))) == 2
    later = site.clock.now() + timedelta(days=2)
    assert await site.store.write(lambda conn: doubt_what_was_due(conn, later)) >= 2
    for rule in (announcing.stop, announcing.take_back):
        assert (await site.does(lambda act, rule=rule: rule(act, weekly.id), PRIYA)).state != announcements.ON
