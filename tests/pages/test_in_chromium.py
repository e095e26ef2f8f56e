"""The page as a browser shows it: judged by axe, and held to what was written with two hundred attempts to be something else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar

from bot.community.afterwards.addresses import read_title
from tests.browser import chromium, needs_chromium
from tests.pages.payloads import PAYLOADS
from tests.pages.site import Site, read_feed

AXE = Path(str(files("axe_playwright_python").joinpath("axe.min.js")))
VIOLATIONS = "axe.run().then(found => JSON.stringify(found.violations))"
ALL = "[...document.querySelectorAll('*')]"
ALLOWED = {
    *("html", "head", "meta", "title", "link", "body", "header", "h1", "main", "section", "h2", "ol", "ul", "li", "article", "h3"),
    *("p", "br", "dl", "div", "dt", "dd", "time", "strong", "a", "footer"),
}


async def furnished(site: Site) -> None:
    """A page with something of everything on it."""
    first, gone = await site.announced(details="Look for the yellow scarf.\n\nBring nothing."), await site.announced("Walk")
    assert first
    await site.says("Room change", "We meet upstairs.")
    await site.shows(about="We work alone, together.", news=True)
    await site.text()
    await site.takes_back(gone)
    await site.text("/g/officers/feed.atom")


@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/g/officers", "/g/nobody-ever"])
async def test_axe_finds_nothing_to_mend(site: Site, path: str, scheme: str, tmp_path: Path) -> None:
    await furnished(site)
    site.clock.advance(timedelta(minutes=1))
    async with chromium() as browser:
        browser.expected.append("404")
        page = await browser.page(f"{site.url}{path}", dark=scheme == "dark", width=390)
        await page.screenshot(path=tmp_path / "page.png", full_page=True)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        # The page's own policy lets no script run; the browser's tools may.
        session: Any = await page.context.new_cdp_session(page)
        await session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
        asked = await session.send("Runtime.evaluate", {"expression": VIOLATIONS, "awaitPromise": True, "returnByValue": True})
        assert asked["result"]["value"] == "[]"


@needs_chromium
async def test_what_people_wrote_is_never_an_element_a_script_or_a_request(site: Site) -> None:
    for number in range(0, len(PAYLOADS), 20):
        details = "\n\n".join(PAYLOADS[number : number + 20])
        await site.announced(PAYLOADS[number][:150], venue=PAYLOADS[number + 1][:300], details=details)
    await site.says(PAYLOADS[5], "\n\n".join(PAYLOADS))
    met = await site.announced(PAYLOADS[7][:150])
    called = [(f"https://example.org/{quote(words)}", read_title(words), words) for words in PAYLOADS[::7] if "://" not in words]
    await site.writes_up(met, "\n\n".join(PAYLOADS), *[each for each in called if each[1]][:40])
    await site.shows(about="\n\n".join(PAYLOADS), news=True)
    async with chromium() as browser:
        page = await browser.page(f"{site.url}/g/officers")
        names = await page.evaluate(f"[...new Set({ALL}.map(e => e.localName))]")
        attributes = await page.evaluate(f"{ALL}.flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on'))")
        links = await page.evaluate("[...document.links].map(a => a.protocol)")
        elsewhere = await page.evaluate("[...document.links].filter(a => a.protocol === 'https:').map(a => a.textContent)")
        words = await page.evaluate("document.body.textContent")
    assert set(names) <= ALLOWED
    assert attributes == []
    assert set(links) <= {"http:", "https:", "webcal:"}
    assert set(elsewhere) == {"example.org"}
    assert [each for each in PAYLOADS[:20] if each not in words] == []


FEED_TAGS = {"feed", "id", "title", "updated", "author", "name", "link", "entry", "published", "content"}


@pytest.mark.parametrize("payload", range(len(PAYLOADS)))
async def test_every_payload_comes_back_as_words_from_feed_and_calendar(payload: int) -> None:
    from bot.community.afterwards.links import Link
    from bot.community.afterwards.recaps import Recap
    from bot.community.public_pages import PublicPage
    from pages.atom import feed, items
    from pages.calendar import calendar
    from pages.words import clean
    from tests.pages.test_calendars import entry

    at, words = datetime(2026, 11, 22, 10, tzinfo=UTC), PAYLOADS[payload]
    shown = [entry(at, words=words)]
    page = PublicPage(1, words, "Europe/London", at, "officers", words, True, at)
    text = feed(page, "https://example.org/g/officers", items(shown, []))
    link = Link(1, 1, 1, 1, words, "https://example.org/x", words, words, "shown")
    recap = Recap(1, 1, 1, words, 1, words, True, "up", at, at)
    written = feed(page, "https://example.org/g/officers", items([], [], [(recap, [link])]))
    assert not read_feed(written).bozo
    assert {element.tag.partition("}")[2] for element in ET.fromstring(written).iter()} <= FEED_TAGS
    root = ET.fromstring(text)
    tags = {element.tag.partition("}")[2] for element in root.iter()}
    assert tags == FEED_TAGS
    (content,) = [element.text or "" for element in root.iter() if element.tag.endswith("}content")]
    assert content.endswith(clean(words)) or not clean(words).strip()
    assert not read_feed(text).bozo
    (event,) = Calendar.from_ical(calendar(words, shown, own=True)).events
    assert str(event.get("DESCRIPTION", "")) == clean(words)
