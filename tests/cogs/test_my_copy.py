"""The copy somebody takes reads as they wrote it, and runs nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from bot.community.person_data import Export, Section
from cogs.my import copy

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
NASTY = '<script>alert("x")</script>'


def test_what_somebody_wrote_stays_words_on_the_page() -> None:
    page = copy.as_page(Export(NASTY, AT, [Section(NASTY, "for ever", [{NASTY: NASTY, "list": [NASTY]}])]))
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 5


def test_the_page_fetches_nothing() -> None:
    page = copy.as_page(Export("Ada", AT, []))
    assert "http" not in page
    assert "src=" not in page


def test_moments_and_answers_are_words() -> None:
    page = copy.as_page(
        Export("Ada", AT, [Section("You", "for ever", [{"Since": "2026-01-02T03:04:05+00:00", "Named": True, "Area": None}])])
    )
    assert "2 January 2026, 03:04" in page
    assert "<dd>yes</dd>" in page
    assert "<dd>–</dd>" in page


def test_lists_with_nothing_in_them_are_named() -> None:
    assert "Your blocks" in copy.as_page(Export("Ada", AT, [Section("Your blocks", "for ever", [])]))


def test_the_json_says_the_same_for_programs() -> None:
    held = json.loads(copy.as_json(Export("Zoë", AT, [Section("You", "for ever", [{"Your name": "Zoë"}])])))
    assert held == {
        "name": "Zoë",
        "at": AT.isoformat(timespec="seconds"),
        "held": [{"list": "You", "kept": "for ever", "rows": [{"Your name": "Zoë"}]}],
    }
