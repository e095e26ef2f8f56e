"""What organisers may do with a round before it goes out, and what they may not learn by it; and two records that become one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.chat import Refusal
from bot.community import members, pausing, profiles, safety
from bot.community.coffee import editing, rounds
from bot.community.coffee.people import BY_HAND
from bot.community.merging import merge
from bot.community.profiles import Said
from bot.matching.seating import seat
from tests.community.cafe import Cafe
from tests.community.test_coffee import SIX
from tests.community.village import in_memory


@pytest.fixture
def cafe() -> Iterator[Cafe]:
    """Six people, whose first round is drawn: it goes out on Monday."""
    with in_memory() as do:
        cafe = Cafe(do)
        cafe.joins(*SIX)
        cafe.passes(days=6, hours=1)
        yield cafe


def round_id(cafe: Cafe) -> int:
    found = cafe.do(lambda conn: rounds.coming(conn, cafe.group))
    assert found
    return found.id


def swaps(cafe: Cafe, one: str, other: str) -> None:
    """Priya does, having seen what it costs."""
    number = round_id(cafe)
    change = cafe.do(lambda conn: editing.swapping(conn, number, one, other))
    cafe.acts("Priya", lambda act: editing.keep(act, number, seat(change.question, change.standing), change.out))


def takes_out(cafe: Cafe, who: str) -> None:
    """Priya does."""
    number = round_id(cafe)
    change = cafe.do(lambda conn: editing.taking_out(conn, number, who))
    cafe.acts("Priya", lambda act: editing.keep(act, number, seat(change.question, change.standing), change.out))


def of_others(cafe: Cafe) -> tuple[str, str, set[str], set[str]]:
    """One from the first table, one from the second, and with whom each would sit after a swap."""
    first, second, _ = cafe.tables()
    one, other = min(first), min(second)
    return one, other, first - {one} | {other}, second - {other} | {one}


def test_two_who_are_swapped_sit_so_when_it_goes_out(cafe: Cafe) -> None:
    one, other, first, second = of_others(cafe)
    swaps(cafe, one, other)
    cafe.passes(days=2)
    assert first in cafe.heard_together()
    assert second in cafe.heard_together()
    assert len(cafe.heard_together()) == 3


def test_a_swap_that_would_put_two_together_who_may_not_reads_the_same_whatever_the_rule(cafe: Cafe) -> None:
    one, other, first, _ = of_others(cafe)
    (mate,) = first - {other}
    said: list[str] = []
    for bar in ("a block", "an employer"):
        if bar == "a block":
            cafe.blocks(mate, other)
        else:
            employer = cafe.who(mate)
            cafe.do(lambda conn: profiles.keep_private(cafe.act(conn, mate), "Highland Health", None))
            cafe.do(lambda conn: safety.hide(cafe.act(conn, other), "Highland Health"))
            assert employer
        with pytest.raises(Refusal) as no:
            swaps(cafe, one, other)
        said.append(no.value.words)
    assert said == [editing.NOT_TOGETHER] * 2


def test_one_taken_out_is_told_so_and_the_other_is_seated_anew(cafe: Cafe) -> None:
    takes_out(cafe, "Ada")
    none = cafe.do(lambda conn: rounds.at_none(conn, round_id(cafe)))
    assert none == {cafe.who("Ada"): BY_HAND}
    cafe.passes(days=2)
    assert sorted(map(len, cafe.heard_together())) == [2, 3]
    assert cafe.heard("Ada") == ["coffee.left_over"]


def test_what_was_arranged_by_hand_stays_when_somebody_else_drops_out(cafe: Cafe) -> None:
    one, other, first, second = of_others(cafe)
    swaps(cafe, one, other)
    third = next(table for table in cafe.tables() if table not in (first, second))
    gone = min(third)
    cafe.acts(gone, lambda act: pausing.pause(act, cafe.now + timedelta(days=30)))
    cafe.passes(days=2)
    told = cafe.heard_together()
    assert sorted(map(len, told)) == [2, 3]
    assert all(any(table <= each for each in told) for table in (first, second))


def test_a_name_nobody_has_and_one_that_two_have(cafe: Cafe) -> None:
    number = round_id(cafe)
    with pytest.raises(Refusal, match="Nobody called Zed"):
        cafe.do(lambda conn: editing.swapping(conn, number, "Zed", "Ada"))
    cafe.joins("Adam")
    with pytest.raises(Refusal, match="Several people are: Ada, Adam"):
        cafe.do(lambda conn: editing.taking_out(conn, number, "Ad"))
    assert cafe.do(lambda conn: editing.taking_out(conn, number, "ada")).out == cafe.who("Ada")


def test_nobody_changes_a_round_that_has_gone_out(cafe: Cafe) -> None:
    number = round_id(cafe)
    cafe.passes(days=2)
    for edit in (lambda: swaps(cafe, "Ada", "Bea"), lambda: takes_out(cafe, "Ada")):
        with pytest.raises((Refusal, AssertionError)):
            edit()
    for rule in (editing.send_now, editing.call_off):
        with pytest.raises(Refusal, match="gone out"):
            cafe.acts("Priya", lambda act, rule=rule: rule(act, number))


def test_sent_now_means_now_and_once(cafe: Cafe) -> None:
    cafe.acts("Priya", lambda act: editing.send_now(act, round_id(cafe)))
    assert len(cafe.heard_together()) == 3
    cafe.passes(days=3)
    assert len(cafe.heard_together()) == 3


def test_organisers_see_names_and_states_and_nothing_private(cafe: Cafe) -> None:
    for name in SIX:
        cafe.acts(name, lambda act: profiles.say(act, Said("Oban", 25, "Law firm", "Secret words.", "2to5", ("Bees",))))
    plan = cafe.do(lambda conn: editing.look(conn, round_id(cafe)))
    assert plan
    assert not any(table.why for table in plan.tables)
    for name in SIX:
        cafe.acts(name, lambda act: members.be_found(act, found=True))
    plan = cafe.do(lambda conn: editing.look(conn, round_id(cafe)))
    assert plan
    assert all("you both care about Bees" in table.why for table in plan.tables)
    assert "Secret" not in str(plan)


def test_the_record_counts_nothing_under_five(cafe: Cafe) -> None:
    from bot.community.coffee import afterwards

    cafe.passes(days=2)
    cafe.passes(days=7)
    for said, name in enumerate(SIX[:5], start=1):
        who = cafe.who(name)
        for asked in cafe.do(lambda conn, who=who: afterwards.open_to(conn, cafe.now, who, cafe.group)):
            cafe.acts(name, lambda act, asked=asked: afterwards.say_met(act, asked.table, met=True))
        past = cafe.do(lambda conn: list(editing.past(conn, cafe.group)))
        assert past[-1].met == (5 if said == 5 else None)
        assert past[-1].seated == 6


# --- two records ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("together", [True, False])
def test_two_records_that_become_one_have_one_seat_and_nobody_meets_themselves(together: bool) -> None:  # noqa: FBT001
    with in_memory() as do:
        cafe = Cafe(do)
        cafe.joins("Grace", "Grace-too", *(() if together else ("Tom", "Ada")), zone="America/New_York")
        cafe.passes(days=8, hours=1)  # worked out and on its way, not told
        if not together:
            grace, too = cafe.who("Grace"), cafe.who("Grace-too")
            with_too = next(table for table in cafe.tables() if "Grace-too" in table)
            if "Grace" in with_too:
                pytest.fail("the seed put them together; the other case has that")
        grace, too = cafe.who("Grace"), cafe.who("Grace-too")
        cafe.do(lambda conn: merge(conn, cafe.now, grace, too))
        del cafe.people["Grace-too"]
        cafe.passes(days=1)
        told = cafe.heard_together()
        if together:
            assert told == []
            assert cafe.heard("Grace") == ["coffee.left_over"]
        else:
            assert len(told) == 1
            assert "Grace" in told[0]
            (left,) = {"Tom", "Ada"} - told[0]
            assert cafe.heard(left) == ["coffee.left_over"]
