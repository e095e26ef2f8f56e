"""The copy of everything held, kept from the town's page in a real Chromium."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser import chromium, needs_chromium
from tests.stages.web import WebStage, open_living_stage

pytestmark = needs_chromium


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[WebStage]:
    async with open_living_stage(tmp_path, ["Priya"]) as stage:
        yield stage


async def test_both_files_can_be_kept_from_the_page(town: WebStage, tmp_path: Path) -> None:
    async with chromium() as browser:
        browser.expected.append("blob:")  # a file made in the page itself: nobody else is asked for it
        page = await browser.page(town.url)
        await expect(page.locator("#become .me")).to_contain_text("Priya")
        await town.citizen("Priya").types("/my export")
        for name in ("wallflower-about-you.html", "wallflower-about-you.json"):
            async with page.expect_download() as kept:
                await page.get_by_role("button", name=f"Keep {name}").click()
            download = await kept.value
            assert download.suggested_filename == name
            await download.save_as(tmp_path / name)
        assert json.loads((tmp_path / "wallflower-about-you.json").read_text(encoding="utf-8"))["name"] == "Priya"
        assert "What Wallflower holds about Priya" in (tmp_path / "wallflower-about-you.html").read_text(encoding="utf-8")
