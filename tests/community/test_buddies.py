"""A buddy is somebody who goes there anyway, said that they like it, and may meet the newcomer: until the last moment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat import Refusal
from bot.community import merging, pausing, person_data, safety
from bot.community.newcomers import buddies, requests
from bot.community.newcomers.requests import Ask, Request
from bot.community.person_data import Ledger
from tests.community.test_newcomers import welcomes
from tests.community.village import Village

SIGN = "By the door"


def going(village: Village, *names: str, days: int = 10) -> None:
    """A meetup to which these go."""
    village.announce(starts_in=timedelta(days=days))
    for name in names:
        village.yes(name)


def wants(village: Village, name: str = "Tom") -> Request:
    """A newcomer with a seat asks for a buddy."""
    village.acts(name, lambda act: buddies.ask(act, village.meetup))
    return stands(village, name)


def stands(village: Village, name: str = "Tom") -> Request:
    """How their request stands."""
    member = village.people[name]
    found = village.do(lambda conn: requests.of_member(conn, village.meetup, member))
    assert found
    return found


def last_ask(village: Village, name: str = "Tom") -> Ask:
    """Who was asked last."""
    request = stands(village, name)
    return village.do(lambda conn: requests.asked_for(conn, request.id)[-1])


def accepts(village: Village, name: str) -> None:
    """Whoever was asked last says yes."""
    ask = last_ask(village)
    village.acts(name, lambda act: buddies.accept(act, ask.id, SIGN))


def asked(village: Village) -> list[str]:
    """Who was asked, in order."""
    return [told.who for told in village.told if told.kind == "buddy.please"]


def test_only_those_who_go_and_like_it_are_asked_one_after_the_other(village: Village) -> None:
    welcomes(village, "Ada", "Bea", "Away")
    going(village, "Ada", "Bea", "Moira", "Tom")
    wants(village)
    assert asked(village) == ["Ada"]
    village.passes(days=1)
    assert asked(village) == ["Ada", "Bea"]
    village.passes(days=1)
    assert asked(village) == ["Ada", "Bea"]
    assert stands(village).state == requests.NOBODY
    assert "buddy.nobody" in village.heard("Tom")
    assert "buddy.wanted" in village.heard("Priya")


@pytest.mark.parametrize("why", ["blocked", "blocks", "paused", "gave up their seat"])
def test_some_are_never_asked(village: Village, why: str) -> None:
    welcomes(village, "Ada")
    going(village, "Ada", "Tom")
    tom, ada = village.people["Tom"], village.people["Ada"]
    match why:
        case "blocked":
            village.acts("Tom", lambda act: safety.keep_apart(act, ada))
        case "blocks":
            village.acts("Ada", lambda act: safety.keep_apart(act, tom))
        case "paused":
            village.acts("Ada", lambda act: pausing.pause(act, village.now + timedelta(days=9)))
        case _:
            village.no("Ada")
    wants(village)
    assert asked(village) == []
    assert village.heard("Tom") == ["buddy.nobody"]


def test_nobody_asks_without_a_seat_twice_or_too_late(village: Village) -> None:
    welcomes(village, "Ada")
    going(village, "Ada")
    village.who("Tom")
    with pytest.raises(Refusal, match="no seat"):
        wants(village)
    village.yes("Tom")
    wants(village)
    with pytest.raises(Refusal, match="asked me already"):
        wants(village)
    village.yes("Zed")
    village.passes(days=9, hours=23)
    with pytest.raises(Refusal, match="too soon"):
        wants(village, "Zed")


def test_nobody_answers_for_another_and_a_late_yes_is_refused(village: Village) -> None:
    welcomes(village, "Ada")
    going(village, "Ada", "Tom", "Moira")
    wants(village)
    ask = last_ask(village)
    for name in ("Tom", "Moira"):
        with pytest.raises(Refusal):
            village.acts(name, lambda act: buddies.accept(act, ask.id, SIGN))
        with pytest.raises(Refusal):
            village.acts(name, lambda act: buddies.decline(act, ask.id))
    village.passes(days=1)
    with pytest.raises(Refusal):
        village.acts("Ada", lambda act: buddies.accept(act, ask.id, SIGN))


def test_both_hear_the_day_before(village: Village) -> None:
    welcomes(village, "Ada")
    going(village, "Ada", "Tom")
    wants(village)
    accepts(village, "Ada")
    village.passes(days=9)
    for name in ("Tom", "Ada"):
        assert "buddy.tomorrow" in village.heard(name)


@pytest.mark.parametrize("why", ["block", "pause", "seat"])
def test_what_happens_after_a_yes_is_checked_at_the_moment_of_sending(village: Village, why: str) -> None:
    welcomes(village, "Ada")
    going(village, "Ada", "Tom")
    wants(village)
    accepts(village, "Ada")
    ask, tom = last_ask(village), village.people["Tom"]
    assert village.do(ask.holds)
    if why == "block":
        village.acts("Ada", lambda act: safety.keep_apart(act, tom))
    elif why == "pause":
        village.acts("Ada", lambda act: pausing.pause(act, village.now + timedelta(days=30)))
    else:
        village.no("Ada")
    assert not village.do(lambda conn: last_ask(village).holds(conn))
    meetup = village.stands()
    assert village.do(lambda conn: requests.beside(conn, meetup, tom)) is None


def test_a_newcomer_who_comes_back_may_ask_again(village: Village) -> None:
    welcomes(village, "Ada", "Bea")
    going(village, "Ada", "Bea", "Tom")
    wants(village)
    accepts(village, "Ada")
    village.no("Tom")
    assert "buddy.ended" in village.heard("Ada")
    village.yes("Tom")
    wants(village)
    assert asked(village) == ["Ada", "Bea"]


def test_a_meetup_taken_back_ends_it_without_a_word(village: Village) -> None:
    welcomes(village, "Ada")
    village.announce(starts_in=timedelta(days=10))
    for name in ("Ada", "Tom"):
        village.yes(name)
    wants(village)
    ask = last_ask(village)
    village.undo()
    assert village.do(lambda conn: buddies.open_to(conn, str(ask.id))) is None
    with pytest.raises(Refusal):
        accepts(village, "Ada")
    village.passes(days=9)
    assert not {"buddy.nobody", "buddy.wanted"} & {told.kind for told in village.told}


def test_a_buddy_who_goes_for_good_is_replaced(village: Village, tmp_path: Path) -> None:
    welcomes(village, "Ada", "Bea")
    going(village, "Ada", "Bea", "Tom")
    wants(village)
    accepts(village, "Ada")
    ada = village.people.pop("Ada")
    village.do(lambda conn: person_data.erase(conn, village.now, ada, Ledger(tmp_path / "list.erased")))
    village.deliver()
    assert asked(village) == ["Ada", "Bea"]
    assert "buddy.lost" in village.heard("Tom")


def test_a_newcomer_who_goes_for_good_is_not_waited_for(village: Village, tmp_path: Path) -> None:
    welcomes(village, "Ada")
    going(village, "Ada", "Tom")
    wants(village)
    accepts(village, "Ada")
    tom = village.people.pop("Tom")
    village.do(lambda conn: person_data.erase(conn, village.now, tom, Ledger(tmp_path / "list.erased")))
    village.deliver()
    assert "buddy.ended" in village.heard("Ada")


def test_one_person_with_two_accounts_is_not_their_own_buddy_and_has_one_request(village: Village) -> None:
    village.who("Tom")
    welcomes(village, "Tam", "Bea")
    going(village, "Tam", "Bea", "Tom")
    wants(village)
    accepts(village, "Tam")
    wants(village, "Tam")
    kept = village.do(lambda conn: merging.merge(conn, village.now, village.people["Tom"], village.people["Tam"]))
    village.people["Tam"] = kept
    village.deliver()
    request = stands(village)
    assert [each.member for each in village.do(lambda conn: requests.asked_for(conn, request.id))] == [village.people["Bea"]]


def test_a_first_yes_is_a_first_yes_in_this_group(village: Village) -> None:
    going(village, "Tom")
    first, tom = village.stands(), village.people["Tom"]
    assert village.do(lambda conn: buddies.might_like(conn, village.now, first, tom))
    going(village, "Tom")
    second = village.stands()
    assert not village.do(lambda conn: buddies.might_like(conn, village.now, second, tom))
