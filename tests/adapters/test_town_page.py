"""The town's page in a real Chromium: the first five minutes, a race, the keyboard alone, a phone, other time zones."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, Route, expect

from adapters.web import Citizen
from tests.browser import Watched, chromium, needs_chromium
from tests.stages.web import WebStage, open_living_stage

pytestmark = needs_chromium

WHEN = "Thursday 26 November 2026, 6.30pm"


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[WebStage]:
    async with open_living_stage(tmp_path, ["Priya"]) as stage:
        yield stage


@pytest.fixture
async def browser() -> AsyncIterator[Watched]:
    async with chromium() as watched:
        yield watched


async def announced(town: WebStage, seats: int = 1) -> None:
    priya = town.citizen("Priya")
    await priya.types(f"/meetup new seats:{seats}", title="Pub meet-up", when=WHEN, where="The Laurieston, Glasgow")
    await priya.presses("Publish")
    await town.settle()


async def become(page: Page, name: str) -> None:
    await page.click("#become")
    await page.fill("#search", name)
    await page.keyboard.press("Enter")
    await expect(page.locator("#become .me")).to_contain_text(name)


def private(page: Page) -> Locator:
    return page.locator("#messages .private").last


# --- the first five minutes ------------------------------------------------------------------------------------------------------


async def next_step(page: Page, label: str) -> None:
    button = page.locator("#story .do", has_text=label)
    await button.click()


async def test_the_first_five_minutes_from_the_first_announcement_to_the_restart(town: WebStage, browser: Watched) -> None:
    page = await browser.page(town.url)
    await expect(page.locator("#become .me")).to_have_text("You are Priya, organiser")
    await next_step(page, "Announce a meetup")
    await expect(page.locator("#field-title")).to_have_value("Pub meet-up")
    await page.click("#form button[type=submit]")
    await expect(private(page)).to_contain_text("2 seats free")
    await expect(private(page)).to_contain_text(re.compile(r"Thursday 26 November 2026, 18:30"))
    await expect(page.locator(".lit")).to_have_text("Publish")
    await next_step(page, "Publish")
    await expect(page.locator("article.card h3")).to_have_text("Pub meet-up")

    for name, answer in (("Tom", "You have a seat"), ("Ailsa", "You have a seat"), ("Jo", "1st in line")):
        await next_step(page, f"Become {name}")
        await expect(page.locator(".lit")).to_have_text("I'll be there")
        await page.locator(".lit").click()
        await expect(private(page)).to_contain_text(answer)

    await next_step(page, "Become Tom")
    await next_step(page, "Can't make it")
    await next_step(page, "Become Jo")
    await expect(page.locator("#messages")).to_contain_text("A seat for you")
    await next_step(page, "Take the seat")
    await expect(private(page)).to_contain_text("You have a seat")

    await next_step(page, "Jump to the day before")
    await expect(page.locator("#messages")).to_contain_text("Tomorrow: Pub meet-up")
    await expect(page.locator("#clock time")).to_contain_text("Wed 25 Nov, 18:3")
    await expect(page.locator("#story .now")).to_contain_text("Stop it and start it again")

    browser.expected.append("ERR_CONNECTION_REFUSED")
    await town.stop()
    await expect(page.locator(".stopped")).to_be_visible()
    await town.start()
    await expect(page.locator(".stopped")).to_be_hidden()
    await expect(page.locator("#messages")).to_contain_text("Tomorrow: Pub meet-up")
    await expect(page.locator("#story summary")).to_have_text("First five minutes: all seen")


async def test_steps_tick_by_what_happens_not_by_who_presses_the_strip(town: WebStage, browser: Watched) -> None:
    page = await browser.page(town.url)
    await expect(page.locator("#story .done")).to_have_count(0)
    await announced(town, seats=2)
    await expect(page.locator("#story .done")).to_have_count(1)
    for name in ("Grace", "Zed", "Ada"):
        await town.citizen(name).presses("I'll be there")
    await expect(page.locator("#story .done")).to_have_count(2)


# --- two at once -----------------------------------------------------------------------------------------------------------------


async def test_two_browsers_race_for_the_last_seat_and_one_has_it(town: WebStage, browser: Watched) -> None:
    await announced(town, seats=1)
    pages = [await browser.page(town.url) for _ in range(2)]
    for page, name in zip(pages, ("Tom", "Ailsa"), strict=True):
        await become(page, name)
    going = [page.get_by_role("button", name="I'll be there", exact=True) for page in pages]
    await asyncio.gather(*(button.click() for button in going))
    for page in pages:
        await expect(private(page)).to_contain_text(re.compile("You have a seat|1st in line"))
    said = [await private(page).inner_text() for page in pages]
    assert sorted("You have a seat" in words for words in said) == [False, True]
    for page in pages:
        await expect(page.locator("article.card .seats")).to_contain_text("Full")


# --- the keyboard alone, and ears instead of eyes --------------------------------------------------------------------------------


async def test_a_meetup_is_announced_with_the_keyboard_alone(town: WebStage, browser: Watched) -> None:
    page = await browser.page(town.url)
    await expect(page.locator("#become .me")).to_contain_text("Priya")
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    line = page.get_by_role("combobox", name="Message or command")
    await line.focus()
    await page.keyboard.type("/meetup n")
    await expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await expect(line).to_have_value("/meetup new ")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Announce a meetup")
    await expect(form.get_by_label("What is it?")).to_be_focused()
    await page.keyboard.type("Pub quiz")
    await page.keyboard.press("Tab")
    await page.keyboard.type("31 November at 6pm")
    await page.keyboard.press("Tab")
    await page.keyboard.type("The Laurieston")
    await page.keyboard.press("Enter")
    when = form.get_by_label("When does it start?")
    await expect(when).to_be_focused()
    await expect(when).to_have_attribute("aria-invalid", "true")
    await expect(when).to_have_value("31 November at 6pm")
    await expect(form).to_contain_text("There is no 31 November")
    await expect(form.get_by_label("What is it?")).to_have_value("Pub quiz")
    await page.keyboard.press("Control+A")
    await page.keyboard.type(WHEN)
    await page.keyboard.press("Enter")
    await expect(form).to_be_hidden()
    await expect(line).to_be_focused()
    await expect(private(page)).to_contain_text("Pub quiz")
    await page.get_by_role("button", name="Publish", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("article.card h3")).to_have_text("Pub quiz")


async def test_becoming_somebody_else_needs_no_mouse_and_gives_the_focus_back(town: WebStage, browser: Watched) -> None:
    page = await browser.page(town.url)
    await page.locator("#become").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="Become anyone").get_by_role("combobox")).to_be_focused()
    await page.keyboard.type("ails")
    await page.keyboard.press("Enter")
    await expect(page.locator("#become .me")).to_contain_text("Ailsa")
    await expect(page.locator("#become")).to_be_focused()
    await expect(page.locator("#spoken")).to_have_text("You are Ailsa now.")


async def test_somebody_chosen_before_the_page_knows_who_is_there_is_who_one_becomes(town: WebStage, browser: Watched) -> None:
    page = await browser.page(town.url)
    answers = asyncio.Event()

    async def late(route: Route) -> None:
        await answers.wait()
        await route.continue_()

    await page.route("**/api/town*", late)
    await page.reload()
    await page.locator("#become").press("Enter")
    await page.keyboard.type("ails")
    await page.keyboard.press("Enter")
    answers.set()
    await expect(page.locator("#become .me")).to_contain_text("Ailsa")


async def test_fields_and_values_complete_themselves_and_escape_closes(town: WebStage, browser: Watched) -> None:
    page = await browser.page(town.url)
    line = page.locator("#line")
    await line.fill("/meetup new wh")
    await expect(page.get_by_role("option")).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await expect(line).to_have_value('/meetup new where:""')
    await page.keyboard.type("The Bay Horse")
    await line.fill("/mee")
    await expect(page.get_by_role("option").first).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("option")).to_have_count(0)
    await expect(line).to_have_value("/mee")


async def test_a_screen_reader_finds_its_way_and_hears_what_is_new(town: WebStage, browser: Watched) -> None:
    page = await browser.page(town.url)
    for role, name in (("navigation", "Places"), ("main", "# announcements"), ("complementary", "First five minutes and town clock")):
        await expect(page.get_by_role(role, name=name)).to_be_visible()  # pyright: ignore[reportArgumentType]  roles, spelt out above
    await announced(town, seats=3)
    await expect(page.locator("#spoken")).to_contain_text("Wallflower: Pub meet-up")
    card = page.get_by_role("article")
    await expect(card).to_contain_text("3 seats left")
    await expect(page.locator(".seat").first).to_have_attribute("aria-hidden", "true")


# --- small windows ---------------------------------------------------------------------------------------------------------------


async def scrolls_sideways(page: Page) -> list[str]:
    """What stands out of the window on the right, or scrolls sideways by itself."""
    return await page.evaluate(
        """() => [...document.querySelectorAll('body, body *')].filter((node) => {
            const box = node.getBoundingClientRect();
            const style = getComputedStyle(node);
            const hidden = !box.width || style.clipPath !== 'none' || node.closest('.spoken, .skip');
            const scrolls = /auto|scroll/.test(style.overflowX) && node.scrollWidth > node.clientWidth + 1;
            return !hidden && (box.right > innerWidth + 1 || scrolls);
        }).map((node) => node.outerHTML.slice(0, 120))"""
    )


@pytest.mark.parametrize("width", [320, 360, 768, 1024])
async def test_nothing_scrolls_sideways_at_any_width(town: WebStage, browser: Watched, width: int) -> None:
    await announced(town, seats=24)
    await town.citizen("Tom").does("type", {"words": "W" * 300})
    page = await browser.page(town.url, width=width, height=740, touch=True)
    await expect(page.locator("article.card")).to_be_visible()
    assert await scrolls_sideways(page) == []
    await page.fill("#line", "/")
    await expect(page.get_by_role("option").first).to_be_visible()
    assert await scrolls_sideways(page) == []
    await page.fill("#line", "/meetup new")
    await page.keyboard.press("Enter")
    await expect(page.locator("#form")).to_be_visible()
    assert await scrolls_sideways(page) == []
    await page.keyboard.press("Escape")
    await page.click("#become")
    await expect(page.locator("#people")).to_be_visible()
    assert await scrolls_sideways(page) == []


async def test_on_a_phone_places_and_the_strip_stand_behind_one_button_each(town: WebStage, browser: Watched) -> None:
    page = await browser.page(town.url, width=360, height=740, touch=True)
    await expect(page.locator("#messages")).to_be_visible()
    for button, panel in (("Places", "#places"), ("Try this", "#strip")):
        await expect(page.locator(panel)).to_be_hidden()
        await page.get_by_role("button", name=button, exact=True).click()
        await expect(page.locator(panel)).to_be_visible()
        assert await scrolls_sideways(page) == []
        await page.keyboard.press("Escape")
        await expect(page.locator(panel)).to_be_hidden()
    box = await page.locator("#composer").bounding_box()
    assert box
    assert box["y"] + box["height"] == pytest.approx(740, abs=2)


@pytest.mark.parametrize("width", [360, 1280])
async def test_everything_to_press_is_big_enough_for_a_thumb(town: WebStage, browser: Watched, width: int) -> None:
    await announced(town)
    page = await browser.page(town.url, width=width)
    await expect(page.locator("article.card")).to_be_visible()
    small = await page.evaluate(
        """() => [...document.querySelectorAll('button, select, nav a, input, [role=option]')].filter((node) => {
            const { width, height } = node.getBoundingClientRect();
            return width && (width < 40 || height < 40) && !node.closest('.line');
        }).map((node) => node.outerHTML.slice(0, 120))"""
    )
    assert small == []


# --- whose words, whose time -----------------------------------------------------------------------------------------------------


async def test_everybody_reads_the_time_in_their_own_zone_named_where_it_differs(town: WebStage, browser: Watched) -> None:
    await town.town.welcome(Citizen("lena", "Lena", "America/New_York"))
    await announced(town)
    page = await browser.page(town.url)
    await expect(page.locator("article.card dl")).to_contain_text("Thursday 26 November 2026, 18:30, for 2 hours")
    await become(page, "Lena")
    await expect(page.locator("article.card dl")).to_contain_text("Thursday 26 November 2026, 13:30 (New York time)")


async def test_peoples_words_stay_words(town: WebStage, browser: Watched) -> None:
    nasty = "<img src=x onerror=alert(1)><script>alert(2)</script> @everyone \u202e[x](javascript:alert(3))"
    page = await browser.page(town.url)
    await town.citizen("Priya").types("/meetup new", title=nasty, when=WHEN, where=nasty)
    await town.citizen("Priya").presses("Publish")
    await town.citizen("Tom").does("type", {"words": nasty})
    await expect(page.locator("article.card h3")).to_have_text(nasty.replace("\u202e", ""))  # turning words about is taken out on the way
    await expect(page.locator("#messages .body").last).to_have_text(nasty)
    assert await page.locator("#messages img[src=x], #messages script, #messages a").count() == 0


# --- colours ---------------------------------------------------------------------------------------------------------------------

PAGE = Path(__file__).parents[2] / "adapters" / "web" / "page"
READ_ON = {
    "ink": ("paper", "wall", "card", "bloom-soft", "leaf-soft"),
    "soft": ("paper", "wall", "card", "bloom-soft", "leaf-soft"),
    "leaf": ("paper", "wall", "card", "leaf-soft"),
    "bloom": ("paper", "card", "wall", "bloom-soft"),
    "sky": ("paper", "card", "bloom-soft"),
    "wrong": ("paper", "card"),
    "on-leaf": ("leaf", "leaf-deep"),
    "on-bloom": ("bloom",),
}
SEEN_ON = {
    "focus": ("paper", "wall", "card", "bloom-soft"),
    "edge": ("paper", "card", "wall"),
    "leaf": ("paper", "card"),
    "bloom": ("paper", "bloom-soft"),
}


def themes() -> dict[str, dict[str, str]]:
    light, dark = (PAGE / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    first = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return {"light": first, "dark": {**first, **dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))}}


def luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_edges_have_the_contrast_they_need(theme: str) -> None:
    tokens = themes()[theme]
    faint = [
        f"{a} on {b}: {contrast(tokens[a], tokens[b]):.2f}" for a, on in READ_ON.items() for b in on if contrast(tokens[a], tokens[b]) < 4.5
    ]
    faint += [
        f"{a} on {b}: {contrast(tokens[a], tokens[b]):.2f}" for a, on in SEEN_ON.items() for b in on if contrast(tokens[a], tokens[b]) < 3
    ]
    assert faint == []
