"""Who is kept apart, and who hears of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as runs
from hypothesis import strategies as st

from bot.chat import Person, Refusal
from bot.community import members, merging, person_data, profiles, reports, safety
from bot.community.act import Act
from bot.schema import Connection
from tests.community.village import Do, Village, in_memory

PEOPLE = ("Dee", "Tom", "Ada", "Moira")


def person(village: Village, name: str) -> Person:
    """As the platform knows them."""
    village.who(name)
    return Person("chat", "W1", f"{name}-{village.group}", name)


def apart(village: Village, *names: str) -> list[set[str]]:
    """Who is kept apart, by name."""
    of = {village.who(name): name for name in names or PEOPLE}
    found = village.do(lambda conn: safety.barred(conn, list(of)))
    return [{of[one], of[other]} for one, other in sorted(found)]


def blocks(village: Village, one: str, other: str) -> None:
    """One keeps the other away."""
    them = person(village, other)
    village.acts(one, lambda act: safety.block(act, them))


def reports_on(village: Village, one: str, other: str, words: str = "He waits for me.") -> bool:
    """One tells the contacts about the other."""
    them = person(village, other)
    return village.acts(one, lambda act: reports.report(act, them, words))


def works_at(village: Village, name: str, employer: str, manager: str = "") -> None:
    """Somebody says, privately, where they work."""
    boss = village.who(manager) if manager else None
    village.acts(name, lambda act: profiles.keep_private(act, employer, boss))


# --- keeping apart --------------------------------------------------------------------------------------------------------------


def test_a_block_keeps_two_apart_both_ways_and_nobody_else(village: Village) -> None:
    blocks(village, "Dee", "Tom")
    dee, tom, ada = (village.who(name) for name in ("Dee", "Tom", "Ada"))
    assert apart(village) == [{"Dee", "Tom"}]
    assert not village.do(lambda conn: safety.may_meet(conn, tom, dee))
    assert not village.do(lambda conn: safety.may_meet(conn, dee, dee))
    assert village.do(lambda conn: safety.may_meet(conn, dee, ada))


def test_a_block_is_undone_only_by_whoever_made_it(village: Village) -> None:
    blocks(village, "Dee", "Tom")
    (line,), _ = village.do(lambda conn: safety.kept_away(conn, village.people["Dee"]))
    with pytest.raises(Refusal):
        village.acts("Tom", lambda act: safety.unblock(act, line.id))
    assert apart(village) == [{"Dee", "Tom"}]
    village.acts("Dee", lambda act: safety.unblock(act, line.id))
    assert apart(village) == []


def test_two_who_block_each_other_stay_apart_when_one_gives_in(village: Village) -> None:
    blocks(village, "Dee", "Tom")
    blocks(village, "Tom", "Dee")
    (line,), _ = village.do(lambda conn: safety.kept_away(conn, village.people["Tom"]))
    village.acts("Tom", lambda act: safety.unblock(act, line.id))
    assert apart(village) == [{"Dee", "Tom"}]


def test_hiding_from_a_place_keeps_its_people_away_however_they_spell_it(village: Village) -> None:
    works_at(village, "Tom", "  highland   HEALTH ")
    works_at(village, "Ada", "Lowland Health")
    village.who("Dee")
    village.acts("Dee", lambda act: safety.hide(act, "Highland Health"))
    assert apart(village) == [{"Dee", "Tom"}]
    (hidden,) = village.do(lambda conn: safety.kept_away(conn, village.people["Dee"]))[1]
    with pytest.raises(Refusal):
        village.acts("Tom", lambda act: safety.unhide(act, hidden.id))
    village.acts("Dee", lambda act: safety.unhide(act, hidden.id))
    assert apart(village) == []


def test_nobody_is_hidden_from_everything(village: Village) -> None:
    for number in range(safety.MOST_HIDINGS):
        village.acts("Dee", lambda act, number=number: safety.hide(act, f"Place {number}"))
    with pytest.raises(Refusal, match="Undo one first"):
        village.acts("Dee", lambda act: safety.hide(act, "One more"))


def test_line_managers_and_those_they_manage_never_meet(village: Village) -> None:
    works_at(village, "Tom", "", manager="Moira")
    assert apart(village) == [{"Moira", "Tom"}]


def test_what_holds_among_few_holds_among_many(village: Village) -> None:
    blocks(village, "Dee", "Tom")
    works_at(village, "Ada", "Highland Health")
    village.acts("Dee", lambda act: safety.hide(act, "Highland Health"))
    dee, tom, ada = (village.people[name] for name in ("Dee", "Tom", "Ada"))
    many = [dee, tom, ada, *range(10_000, 12_000)]
    assert village.do(lambda conn: safety.barred(conn, many)) == {(dee, tom) if dee < tom else (tom, dee), (min(dee, ada), max(dee, ada))}


def test_whoever_is_kept_away_finds_no_trace_of_it_in_what_is_held_of_them(village: Village) -> None:
    village.who("Tom")

    def held(conn: Connection) -> str:
        return str(person_data.collect(conn, village.now, village.people["Tom"]))

    before = village.do(held)
    reports_on(village, "Dee", "Tom")
    blocks(village, "Ada", "Tom")
    assert village.do(held) == before


def test_every_block_stays_when_two_accounts_turn_out_to_be_one_person(village: Village) -> None:
    blocks(village, "Dee", "Tom")
    ada, tom = village.who("Ada"), village.who("Tom")
    kept = village.do(lambda conn: merging.merge(conn, village.now, ada, tom))
    assert not village.do(lambda conn: safety.may_meet(conn, village.people["Dee"], kept))


STEPS = st.lists(
    st.tuples(st.sampled_from(["block", "hide", "work", "undo", "report", "time"]), st.sampled_from(["Tom", "Ada", "Him"])), max_size=8
)


@pytest.fixture(scope="module")
def everybody() -> Iterator[Do]:
    """A database on which many villages stand, one after the other."""
    with in_memory() as do:
        yield do


@given(steps=STEPS)
@runs(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_dee_is_kept_apart_from_him_whatever_else_happens(everybody: Do, steps: list[tuple[str, str]]) -> None:
    village = Village(everybody)
    blocks(village, "Dee", "Him")
    happens: dict[str, Callable[[str], object]] = {
        "block": lambda who: blocks(village, who, "Dee"),
        "hide": lambda who: village.acts(who, lambda act: safety.hide(act, "Highland Health")),
        "work": lambda who: works_at(village, who, "Highland Health"),
        "undo": lambda who: village.acts(who, undoes_everything),
        "report": lambda who: reports_on(village, who, "Dee"),
        "time": lambda _: village.passes(days=4),
    }
    for what, who in steps:
        happens[what](who)
    assert {"Dee", "Him"} in apart(village, "Dee", "Him", "Tom", "Ada")
    assert not village.heard("Dee")


def undoes_everything(act: Act) -> None:
    """They take back all that is theirs to take back."""
    people, places = safety.kept_away(act.conn, act.member)
    for line in people:
        safety.unblock(act, line.id)
    for line in places:
        safety.unhide(act, line.id)


# --- reports --------------------------------------------------------------------------------------------------------------------


def test_a_report_keeps_the_two_apart_at_once_and_goes_to_organisers_where_nobody_is_named(village: Village) -> None:
    assert reports_on(village, "Dee", "Tom")
    assert apart(village) == [{"Dee", "Tom"}]
    assert village.heard("Priya") == ["report.made"]
    assert village.heard("Tom") == []


def test_a_report_goes_to_named_contacts_and_never_to_whom_it_is_about(village: Village) -> None:
    for name in ("Moira", "Tom"):
        them = person(village, name)
        village.acts("Priya", lambda act, them=them: reports.name_contact(act, them))
    reports_on(village, "Dee", "Tom")
    assert (village.heard("Moira"), village.heard("Tom"), village.heard("Priya")) == (["report.made"], [], [])
    village.passes(days=4)
    assert village.heard("Tom") == []
    assert village.heard("Dee") == ["report.asked_again"]
    assert village.heard("Priya") == ["report.made"]


def test_a_report_about_the_only_contact_goes_to_the_organisers(village: Village) -> None:
    them = person(village, "Tom")
    village.acts("Priya", lambda act: reports.name_contact(act, them))
    reports_on(village, "Dee", "Tom")
    assert (village.heard("Tom"), village.heard("Priya")) == ([], ["report.made"])


def test_only_those_it_goes_to_may_see_to_it_and_only_they_settle_it(village: Village) -> None:
    reports_on(village, "Dee", "Tom")
    for name in ("Tom", "Dee", "Ada"):
        village.who(name)
        for rule in (reports.take, reports.settle):
            with pytest.raises(Refusal):
                village.acts(name, lambda act, rule=rule: rule(act, 1))
    with pytest.raises(Refusal, match="Somebody else sees to that one"):
        village.acts("Priya", lambda act: reports.settle(act, 1))
    village.acts("Priya", lambda act: reports.take(act, 1))
    village.acts("Priya", lambda act: reports.settle(act, 1))
    assert village.heard("Dee") == ["report.taken", "report.settled"]
    assert apart(village) == [{"Dee", "Tom"}]


def test_one_that_is_seen_to_is_not_chased(village: Village) -> None:
    reports_on(village, "Dee", "Tom")
    village.acts("Priya", lambda act: reports.take(act, 1))
    village.passes(days=4)
    assert village.heard("Priya") == ["report.made"]
    assert village.heard("Dee") == ["report.taken"]


def test_what_was_reported_outlives_whom_it_is_about_and_is_forgotten_after_two_years(village: Village) -> None:
    reports_on(village, "Dee", "Tom")
    dee = village.people["Dee"]
    village.passes(days=1)
    village.do(lambda conn: members.name_of(conn, dee))
    assert len(village.do(lambda conn: reports.mine(conn, dee, village.group))) == 1
    village.do(lambda conn: person_data.forget_old(conn, village.now + timedelta(days=731)))
    assert village.do(lambda conn: reports.mine(conn, dee, village.group)) == []


def test_an_organiser_never_hears_of_a_report_about_them(village: Village) -> None:
    assert not reports_on(village, "Dee", "Priya")
    village.passes(days=4)
    assert village.heard("Priya") == []
    assert village.heard("Dee") == ["report.asked_again"]
