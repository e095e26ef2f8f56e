"""Who brings what: for those with a seat, each wanted thing once, and off the list with the seat."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.chat import Refusal
from bot.community import members, merging, safety
from bot.community.before import bringing
from bot.community.before.bringing import Thing
from bot.community.before.tables import things
from bot.store import Store
from tests.community.village import Village


def opens(village: Village, *wanted: str) -> None:
    """Priya lets people bring things to a meetup."""
    village.announce(starts_in=timedelta(days=10))
    changes(village, *wanted)


def changes(village: Village, *wanted: str) -> None:
    """Priya wants these."""
    village.acts("Priya", lambda act: bringing.open_list(act, village.meetup, wanted))


def brings(village: Village, name: str, words: str) -> Thing:
    """Somebody says what they bring."""
    return village.acts(name, lambda act: bringing.bring(act, village.meetup, words))


def wanted(village: Village) -> list[str]:
    """What nobody brings so far."""
    return [each.words for each in village.do(lambda conn: bringing.still_wanted(conn, village.stands()))]


def seen(village: Village, name: str, *, organiser: bool = False) -> list[tuple[str, str]]:
    """What somebody reads of the list."""
    reader = village.who(name)
    brought = village.do(lambda conn: bringing.as_read_by(conn, village.stands(), reader, organiser=organiser))
    return [(each.words, each.name) for each in brought.things]


def test_what_is_brought_is_no_longer_wanted_until_it_is_taken_back(village: Village) -> None:
    opens(village, "Cake", "A projector")
    for name in ("Ada", "Tom"):
        village.yes(name)
    cake = brings(village, "Ada", "cake")
    assert (cake.words, cake.own, wanted(village)) == ("Cake", False, ["A projector"])
    with pytest.raises(Refusal, match="Somebody brings it already"):
        village.acts("Tom", lambda act: bringing.bring_wanted(act, 1))
    with pytest.raises(Refusal, match="off the list"):
        village.acts("Tom", lambda act: bringing.take_back(act, cake.id))
    village.acts("Ada", lambda act: bringing.take_back(act, cake.id))
    assert wanted(village) == ["Cake", "A projector"]


def test_only_those_with_a_seat_bring_anything_and_five_things_are_enough(village: Village) -> None:
    opens(village)
    with pytest.raises(Refusal, match="those with a seat"):
        brings(village, "Ada", "Crisps")
    village.yes("Ada")
    for number in range(5):
        brings(village, "Ada", f"Crisps {number}")
    with pytest.raises(Refusal, match="very kind"):
        brings(village, "Ada", "More crisps")
    village.passes(days=11)
    with pytest.raises(Refusal, match="no list"):
        brings(village, "Ada", "Late crisps")


def test_a_seat_given_up_takes_what_was_to_be_brought_off_the_list(village: Village) -> None:
    opens(village, "Cake")
    for name in ("Ada", "Tom"):
        village.yes(name)
    brings(village, "Ada", "Cake")
    brings(village, "Tom", "Crisps")
    village.no("Ada")
    assert (wanted(village), seen(village, "Tom")) == (["Cake"], [("Crisps", "")])
    village.yes("Ada")
    assert seen(village, "Ada") == [("Crisps", "")]


def test_others_read_a_name_only_where_it_may_be_shown_and_the_two_may_meet(village: Village) -> None:
    opens(village)
    for name in ("Ada", "Bea", "Tom"):
        village.yes(name)
        brings(village, name, f"Cake of {name}")
    for name in ("Ada", "Bea"):
        village.acts(name, lambda act: members.show_name(act, named=True))
    bea = village.people["Bea"]
    village.acts("Tom", lambda act: safety.keep_apart(act, bea))
    assert seen(village, "Tom") == [("Cake of Ada", "Ada"), ("Cake of Bea", ""), ("Cake of Tom", "")]
    assert seen(village, "Ada") == [("Cake of Ada", ""), ("Cake of Bea", "Bea"), ("Cake of Tom", "")]
    assert [name for _, name in seen(village, "Priya", organiser=True)] == ["Ada", "Bea", "Tom"]


def test_another_list_keeps_what_is_brought_and_closing_it_keeps_nothing(village: Village) -> None:
    opens(village, "Cake", "Crisps")
    village.yes("Ada")
    cake = brings(village, "Ada", "Cake")
    changes(village, "Crisps", "Flowers")
    assert (wanted(village), seen(village, "Ada")) == (["Crisps", "Flowers"], [("Cake", "")])
    found = village.do(lambda conn: bringing.get(conn, cake.id))
    assert found is not None
    assert found.own
    village.acts("Priya", lambda act: bringing.close_list(act, village.meetup))
    with pytest.raises(Refusal, match="no list"):
        brings(village, "Ada", "Cake")
    assert village.do(lambda conn: conn.execute(select(func.count()).select_from(things)).scalar_one()) == 0


def test_an_organiser_takes_something_off_their_own_groups_list_alone(village: Village) -> None:
    opens(village)
    village.yes("Ada")
    thing = brings(village, "Ada", "Something rude")
    elsewhere = Village(village.do)
    with pytest.raises(Refusal, match="off the list"):
        elsewhere.acts("Priya", lambda act: bringing.take_off(act, thing.id))
    village.acts("Priya", lambda act: bringing.take_off(act, thing.id))
    assert seen(village, "Ada") == []


@pytest.mark.parametrize("goes", ["Tom", "Tam", "Tom and Tam"])
def test_who_is_two_brings_what_either_said(village: Village, goes: str) -> None:
    opens(village, "Cake")
    for name in ("Tom", "Tam"):
        village.who(name)
        village.yes(name)
    brings(village, "Tom", "Cake")
    brings(village, "Tam", "Crisps")
    for name in {"Tom", "Tam"} - set(goes.split(" and ")):
        village.no(name)
    before = len(seen(village, "Priya"))
    one, other = village.people["Tom"], village.people["Tam"]
    village.do(lambda conn: merging.merge(conn, village.now, one, other))
    assert len(seen(village, "Priya")) == before == (2 if " and " in goes else 1)


def test_what_is_wanted_is_read_one_a_line() -> None:
    assert bringing.read(" Cake \n\ncake\nA   projector") == ("cake", "A projector")
    with pytest.raises(ValueError, match="11 things"):
        bringing.read("\n".join(f"Thing {number}" for number in range(11)))
    with pytest.raises(ValueError, match="61 characters"):
        bringing.read("a" * 61)


async def test_on_each_engine(store: Store) -> None:
    def lived(village: Village) -> tuple[object, ...]:
        opens(village, "Cake", "Crisps")
        village.yes("Ada")
        brings(village, "Ada", "CRISPS")
        changes(village, "Cake", "Flowers")
        found = wanted(village), seen(village, "Ada")
        village.no("Ada")
        return (*found, seen(village, "Ada"))

    result = await store.write(lambda conn: lived(Village(lambda work: work(conn))))
    assert result == (["Cake", "Flowers"], [("Crisps", "")], [])
