"""A real Chromium, started once a test, that notices everything a page does wrong: errors, broken rules, visits elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, async_playwright

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@dataclass
class Watched:
    """A browser whose pages are watched. `trouble` is what they did wrong; `expected` words excuse a line of it."""

    browser: Browser
    trouble: list[str] = field(default_factory=list[str])
    expected: list[str] = field(default_factory=list[str])

    async def page(self, url: str, *, width: int = 1280, height: int = 860, dark: bool = False, touch: bool = False) -> Page:
        """A page of its own: another window, with a memory of its own."""
        context: BrowserContext = await self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", has_touch=touch, reduced_motion="reduce"
        )
        context.set_default_timeout(10_000)
        page = await context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        page.on("request", lambda request: self._asked(request, url))
        await page.goto(url)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.trouble.append(f"console: {message.text}")

    def _asked(self, request: Request, url: str) -> None:
        if urlsplit(request.url).netloc != urlsplit(url).netloc and not request.url.startswith("data:"):
            self.trouble.append(f"third party: {request.url}")

    @property
    def unexpected(self) -> list[str]:
        """What nobody excused."""
        return [line for line in self.trouble if not any(words in line for words in self.expected)]


@asynccontextmanager
async def chromium() -> AsyncGenerator[Watched]:
    """The browser; fails at the end if a page did anything wrong."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        watched = Watched(browser)
        try:
            yield watched
        finally:
            await browser.close()
    assert watched.unexpected == []
