"""Coffee rounds: who sits with whom, when they are told, and what happens when somebody drops out at any moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from bot.chat import Refusal
from bot.community import groups, members, pausing, person_data, safety
from bot.community.coffee import afterwards, days, people
from bot.community.groups import Habits
from bot.community.person_data import Ledger
from tests.community.cafe import Cafe
from tests.community.village import SUNDAY, in_memory

SIX = ("Ada", "Bea", "Cas", "Dee", "Eve", "Fay")


@pytest.fixture
def cafe() -> Iterator[Cafe]:
    """A group with coffee on Mondays; it is Sunday the 22nd, so the first round is on the 30th."""
    with in_memory() as do:
        yield Cafe(do)


def answered(cafe: Cafe, *names: str) -> None:
    """They answer what they are asked."""
    for name in names:
        who = cafe.who(name)
        for asked in cafe.do(lambda conn, who=who: afterwards.open_to(conn, cafe.now, who, cafe.group)):
            cafe.acts(name, lambda act, asked=asked: afterwards.say_met(act, asked.table, met=True))


def a_week(cafe: Cafe, *who_answers: str) -> None:
    """From Sunday to Sunday; on Tuesday they answer what they were asked on Monday."""
    cafe.passes(days=2)
    answered(cafe, *who_answers)
    cafe.passes(days=5)


# --- days -----------------------------------------------------------------------------------------------------------------------


def test_whoever_shares_a_rhythm_shares_the_week() -> None:
    mondays = [date(2026, 11, 23), date(2026, 11, 30)]
    assert sum(days.takes_part("fortnightly", day) for day in mondays) == 1
    assert all(days.takes_part("weekly", day) for day in mondays)
    monthly = [date.fromordinal(mondays[0].toordinal() + 7 * week) for week in range(52)]
    assert sum(days.takes_part("monthly", day) for day in monthly) == 13
    assert all(days.takes_part("fortnightly", day) for day in monthly if days.takes_part("monthly", day))


@pytest.mark.parametrize(
    ("zones", "at"),
    [
        (["Europe/London"], datetime(2026, 11, 30, 10, tzinfo=UTC)),
        (["Europe/London", "America/New_York"], datetime(2026, 11, 30, 15, tzinfo=UTC)),
        (["Europe/London", "Asia/Kolkata"], datetime(2026, 11, 30, 10, tzinfo=UTC)),
        (["Europe/London", "Pacific/Auckland"], datetime(2026, 11, 30, 8, tzinfo=UTC)),
        (["Pacific/Auckland"], datetime(2026, 11, 29, 21, tzinfo=UTC)),
    ],
)
def test_people_are_told_together_when_it_is_day_for_each_of_them(zones: list[str], at: datetime) -> None:
    assert days.moment_for(date(2026, 11, 30), zones, SUNDAY) == at


# --- a round --------------------------------------------------------------------------------------------------------------------


def test_everybody_who_joined_meets_somebody_at_ten_on_monday(cafe: Cafe) -> None:
    cafe.joins("Ada", "Bea", "Cas", "Dee")
    cafe.passes(days=8)
    assert sorted(len(each) for each in cafe.heard_together()) == [2, 2]
    assert {told.at for told in cafe.told if told.kind == "coffee.together"} == {datetime(2026, 11, 30, 10, tzinfo=UTC)}


def test_an_odd_one_makes_a_three_of_those_who_do_not_mind(cafe: Cafe) -> None:
    cafe.joins("Ada", "Bea", threes=False)
    cafe.joins("Cas", "Dee", "Eve")
    cafe.passes(days=8)
    assert sorted(map(sorted, cafe.heard_together())) == [["Ada", "Bea"], ["Cas", "Dee", "Eve"]]


def test_nobody_meets_again_while_it_can_be_avoided(cafe: Cafe) -> None:
    cafe.joins(*SIX)
    for _ in range(5):
        a_week(cafe, *SIX)
    cafe.passes(days=1)
    met = [tuple(sorted(pair)) for table in cafe.heard_together() for pair in combinations(table, 2)]
    assert len(met) == 15
    assert len(set(met)) == 15
    assert {tuple(sorted(pair)) for pair in combinations(SIX, 2)} == set(met)


def test_a_fortnightly_member_is_in_every_other_round_after_the_first(cafe: Cafe) -> None:
    cafe.joins("Ada", "Bea", "Cas")
    cafe.joins("Dee", often="fortnightly")
    for _ in range(5):
        cafe.monday()
    cafe.passes(days=1)
    assert 2 <= sum("Dee" in table for table in cafe.heard_together()) <= 3


def test_two_who_must_not_meet_never_do_and_both_hear_the_same(cafe: Cafe) -> None:
    cafe.joins("Ada", "Bea")
    cafe.blocks("Ada", "Bea")
    cafe.passes(days=8)
    assert cafe.heard_together() == []
    assert cafe.heard("Ada") == cafe.heard("Bea") == ["coffee.left_over"]


def test_one_alone_is_told_so_and_comes_first_next_time(cafe: Cafe) -> None:
    cafe.joins("Ada", often="monthly")
    cafe.passes(days=8)
    assert cafe.heard("Ada") == ["coffee.left_over"]
    cafe.joins("Bea")
    cafe.passes(days=7)
    assert cafe.heard_together() == [{"Ada", "Bea"}]


def drops_out(cafe: Cafe, how: str, ledger: Path) -> None:
    """Bea, in one of the ways there are."""
    bea = cafe.who("Bea")
    if how == "leaves":
        cafe.do(lambda conn: people.leave(cafe.act(conn, "Bea")))
    elif how == "pauses":
        cafe.do(lambda conn: pausing.pause(cafe.act(conn, "Bea"), cafe.now + timedelta(days=20)))
    elif how == "blocks":
        others = [cafe.who(name) for name in ("Ada", "Cas", "Dee")]
        cafe.do(lambda conn: [safety.keep_apart(cafe.act(conn, "Bea"), other) for other in others])
    else:
        cafe.do(lambda conn: person_data.erase(conn, cafe.now, bea, Ledger(ledger / "list.erased")))


@pytest.mark.parametrize("how", ["leaves", "pauses", "blocks", "is erased"])
@pytest.mark.parametrize("when", ["after it is drawn", "while it is worked out", "before it is told"])
def test_whoever_drops_out_is_with_nobody_and_the_others_are_looked_after(cafe: Cafe, how: str, when: str, tmp_path: Path) -> None:
    cafe.joins("Ada", "Bea", "Cas", "Dee", zone="America/New_York")  # whose ten is five hours after the round goes out
    cafe.passes(days=7)
    if when == "while it is worked out":
        cafe.between = lambda: drops_out(cafe, how, tmp_path)
    elif when == "before it is told":
        cafe.passes(days=1, hours=1)
    if when != "while it is worked out":
        drops_out(cafe, how, tmp_path)
    cafe.passes(days=2)
    told = cafe.heard_together()
    assert not [table for table in told if "Bea" in table]
    assert told
    for name in ("Ada", "Cas", "Dee"):
        assert cafe.heard(name) == ["coffee.together" if any(name in table for table in told) else "coffee.left_over"]
    assert cafe.heard("Bea") == (["coffee.left_over"] if how == "blocks" else [])


def test_of_a_three_the_other_two_still_meet(cafe: Cafe) -> None:
    cafe.joins("Ada", "Bea", "Cas", "Dee", "Eve", zone="America/New_York")
    cafe.passes(days=8, hours=1)
    three = next(table for table in cafe.tables() if len(table) == 3)
    gone = min(three)
    cafe.acts(gone, people.leave)
    cafe.passes(days=1)
    assert three - {gone} in cafe.heard_together()
    assert len(cafe.heard_together()) == 2


# --- joining and resting --------------------------------------------------------------------------------------------------------


def test_where_coffee_is_off_nobody_joins_and_is_told_what_to_do(cafe: Cafe) -> None:
    cafe.do(lambda conn: groups.change(conn, cafe.group, "North", "Europe/London", Habits()))
    with pytest.raises(Refusal, match="/setup"):
        cafe.joins("Ada")


def test_switched_off_between_drawing_and_another_day_no_round_is_drawn(cafe: Cafe) -> None:
    cafe.joins("Ada", "Bea")
    cafe.do(lambda conn: groups.change(conn, cafe.group, "North", "Europe/London", Habits()))
    cafe.passes(days=15)
    assert cafe.heard("Ada") == []


def test_three_rounds_without_a_word_rest_somebody_and_one_tap_brings_them_back(cafe: Cafe) -> None:
    cafe.joins(*SIX)
    for _ in range(6):
        a_week(cafe, *SIX[1:])
    assert "coffee.rests" in cafe.heard("Ada")
    assert not any("coffee.rests" in cafe.heard(name) for name in SIX[1:])
    before = sum("Ada" in table for table in cafe.heard_together())
    cafe.passes(days=8)
    assert sum("Ada" in table for table in cafe.heard_together()) == before
    assert cafe.acts("Ada", people.come_back)
    cafe.passes(days=8)
    assert sum("Ada" in table for table in cafe.heard_together()) > before


def test_only_those_at_a_table_say_whether_they_met(cafe: Cafe) -> None:
    cafe.joins("Ada", "Bea", "Cas")
    cafe.passes(days=8)
    cafe.who("Dee")
    with pytest.raises(Refusal):
        cafe.acts("Dee", lambda act: afterwards.say_met(act, 1, met=True))


def test_a_break_moves_the_next_round_on(cafe: Cafe) -> None:
    cafe.joins("Ada", "Bea")
    until = datetime(2026, 12, 9, 9, tzinfo=UTC)
    cafe.acts("Ada", lambda act: pausing.pause(act, until))
    ada = cafe.who("Ada")
    assert cafe.do(lambda conn: people.next_day(conn, cafe.now, ada, cafe.group)) == date(2026, 12, 14)
    cafe.passes(days=8)
    assert cafe.heard("Ada") == []
    assert cafe.heard("Bea") == ["coffee.left_over"]
    assert cafe.do(lambda conn: members.paused(conn, ada, cafe.now))
