"""What the page about privacy promises is what the tables say."""

from __future__ import annotations

import re
from pathlib import Path

from bot.community import person_data
from bot.store import tables
from cogs.my import MyCog

DOCS = Path(__file__).parents[1] / "docs"
assert tables.metadata


def test_every_list_held_of_people_is_on_the_page_with_how_long_it_is_kept() -> None:
    page = (DOCS / "privacy.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", page, re.MULTILINE)
    told = {heading.strip(): kept.strip() for heading, kept in rows if heading.strip() != "list"}
    assert told == {each.holding.heading: each.kept for each in person_data.held()}


def test_every_command_members_have_for_themselves_is_on_their_page() -> None:
    page = (DOCS / "members.md").read_text(encoding="utf-8")
    assert [declared.words for declared in MyCog.commands() if declared.words not in page] == []
