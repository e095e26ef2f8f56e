"""What becomes of introductions, blocks and reports when somebody goes for good, or two records turn out to be one person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from bot.chat import Refusal
from bot.community import circles, introductions, merging, pausing, person_data, profiles, reports, safety
from bot.community.person_data import Ledger
from bot.outbox import outbox
from bot.schema import Connection
from tests.community.test_introductions import answers, asks, blocks, found, looks, names
from tests.community.village import Village

T = TypeVar("T")


@pytest.fixture
def erases(village: Village, tmp_path: Path) -> Callable[[str], None]:
    """Somebody has everything erased."""

    def erase(name: str) -> None:
        village.do(lambda conn: person_data.erase(conn, village.now, village.people.pop(name), Ledger(tmp_path / "list.erased")))
        village.deliver()

    return erase


def becomes(village: Village, one: str, other: str) -> None:
    """Two records are one person's: the earlier stays."""
    kept = village.do(lambda conn: merging.merge(conn, village.now, village.who(one), village.who(other)))
    village.people[one] = village.people[other] = kept
    village.deliver()


def rows(village: Village, what: str) -> int:
    """How many messages about a subject there are."""
    return village.do(lambda conn: conn.execute(select(func.count()).where(outbox.c.subject == what)).scalar_one())


# --- gone for good --------------------------------------------------------------------------------------------------------------


def test_whoever_asked_somebody_who_goes_hears_the_same_on_the_same_day(village: Village, erases: Callable[[str], None]) -> None:
    found(village, "Dee", "Tom")
    asks(village, "Tom")
    begun = village.now
    erases("Dee")
    village.passes(days=20)
    assert [(told.kind, told.at - begun) for told in village.told if told.who == "Tom"] == [
        ("introduction.nobody", introductions.ANSWER_WITHIN)
    ]


def test_what_was_to_be_said_of_one_who_went_never_comes_under_anothers_words(village: Village, erases: Callable[[str], None]) -> None:
    """An id may be given again: the reminder of what Dee asked Tom must not show Tom what Ada asks Moira."""
    found(village, "Dee", "Tom")
    gone = asks(village, "Dee")
    erases("Dee")
    found(village, "Ada", "Moira")
    assert asks(village, "Ada", "Moira") == gone
    village.passes(days=6)
    assert village.heard("Tom").count("introduction.nudge") == 0
    assert village.heard("Moira") == ["introduction.asked", "introduction.nudge"]


def test_asked_again_after_somebody_went_they_hear_again(village: Village, erases: Callable[[str], None]) -> None:
    found(village, "Dee", "Tom", "Ada")
    first = asks(village, "Tom", "Dee")
    erases("Dee")
    village.passes(days=7)
    (shown,) = village.do(lambda conn: introductions.suggested(conn, 1))
    village.acts("Tom", lambda act: introductions.ask(act, shown.id))
    village.passes(days=7)
    assert village.heard("Tom") == ["introduction.nobody"] * 2
    assert first


def test_a_private_place_not_yet_opened_is_not_opened_for_one_alone(village: Village, erases: Callable[[str], None]) -> None:
    found(village, "Dee", "Tom")
    intro = asks(village, "Tom")
    village.do(lambda conn: introductions.answer(village.act(conn, "Dee"), intro, yes=True))
    erases("Dee")
    assert village.heard("channel") == []
    assert rows(village, f"introduction:{intro}") == 0


# --- one person -----------------------------------------------------------------------------------------------------------------


def test_nobody_is_introduced_to_themselves(village: Village) -> None:
    found(village, "Tom", "Tam", "Ada")
    intro = asks(village, "Tom", "Tam")
    becomes(village, "Tom", "Tam")
    tom = village.people["Tom"]
    assert village.do(lambda conn: introductions.get(conn, intro)) is None
    assert village.do(lambda conn: introductions.waiting(conn, tom, village.group)) == []
    assert rows(village, f"introduction:{intro}") == 0
    assert names(village.do(lambda conn: introductions.suggested(conn, 1))) == ["Ada"]
    village.passes(days=8)
    assert "introduction.nobody" not in village.heard("Tom")


def test_two_who_each_asked_the_other_are_brought_together_once(village: Village) -> None:
    found(village, "Tom", "Ada")
    both = [(other, asks(village, name, other)) for name, other in (("Tom", "Ada"), ("Ada", "Tom"))]
    for name, intro in both:
        answers(village, name, intro, yes=True)
    assert village.do(lambda conn: conn.execute(select(func.count()).select_from(circles.circles)).scalar_one()) == 1


def test_asking_both_accounts_of_one_person_ends_in_one_private_place(village: Village) -> None:
    found(village, "Tom", "Tam", "Ada")
    both = [asks(village, "Ada", name) for name in ("Tom", "Tam")]
    becomes(village, "Tom", "Tam")
    for intro in both:
        answers(village, "Tom", intro, yes=True)
    assert village.do(lambda conn: conn.execute(select(func.count()).select_from(circles.circles)).scalar_one()) == 1
    village.passes(days=8)
    assert village.heard("Ada").count("introduction.met") == 1


def test_have_you_met_follows_them(village: Village) -> None:
    found(village, "Tom", "Tam", "Ada")
    answers(village, "Ada", asks(village, "Tam", "Ada"), yes=True)
    becomes(village, "Tom", "Tam")
    village.passes(days=7)
    (ref,) = [told.ref for told in village.told if told.kind == "introduction.met" and told.who in {"Tom", "Tam"}]
    pair = village.do(lambda conn: introductions.pair_of(conn, ref))
    assert pair
    assert pair[0].other(pair[1]) == village.people["Ada"]


def test_limits_count_what_both_accounts_asked(village: Village) -> None:
    found(village, "Tom", "Tam", "Ada", "Bea", "Cas", "Dot")
    for name, other in (("Tom", "Ada"), ("Tam", "Bea"), ("Tom", "Cas")):
        asks(village, name, other)
    becomes(village, "Tom", "Tam")
    with pytest.raises(Refusal, match="3 people already"):
        looks(village, "Tom")


@pytest.mark.parametrize("account", ["Tom", "Tam"])
@pytest.mark.parametrize("how", ["block", "blocked by", "report", "hide", "pause"])
def test_the_strictest_holds_for_both_accounts(village: Village, account: str, how: str) -> None:
    found(village, "Tom", "Tam", "Ada")
    ada, one = village.people["Ada"], village.people[account]
    village.acts("Ada", lambda act: profiles.keep_private(act, "Highland Health", None))
    match how:
        case "block":
            blocks(village, account, "Ada")
        case "blocked by":
            village.acts("Ada", lambda act: safety.keep_apart(act, one))
        case "report":
            village.acts(account, lambda act: reports.report_member(act, ada, "She waits for me."))
        case "hide":
            village.acts(account, lambda act: safety.hide(act, "highland  HEALTH"))
        case _:
            village.acts(account, lambda act: pausing.pause(act, village.now + timedelta(days=100)))
    becomes(village, "Tom", "Tam")
    assert "Tom" not in names(looks(village, "Ada"))
    assert "Tam" not in names(looks(village, "Ada"))


def test_a_block_or_report_between_two_accounts_of_one_person_goes(village: Village) -> None:
    found(village, "Tom", "Tam", "Ada")
    blocks(village, "Tom", "Tam")
    tam = village.people["Tam"]
    village.acts("Tom", lambda act: reports.report_member(act, tam, "Who is this?"))
    becomes(village, "Tom", "Tam")
    tom = village.people["Tom"]

    def held(conn: Connection) -> tuple[int, object]:
        return len(safety.kept_away(conn, tom)[0]), conn.execute(select(reports.reports.c.about_id)).scalar()

    assert village.do(held) == (0, None)
