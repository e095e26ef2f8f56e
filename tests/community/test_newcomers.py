"""Newcomers are answered by people: whoever likes to welcome them is asked in turn, and nobody too often."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from bot.chat import Refusal
from bot.community import groups, merging, pausing, person_data, safety
from bot.community.newcomers import greeters, greeting, hello, reading
from bot.community.newcomers.hello import Said
from bot.community.newcomers.reading import Hello
from bot.community.person_data import Ledger
from bot.schema import Connection
from tests.community.village import PLACE, Village


def welcomes(village: Village, *names: str) -> None:
    """They like to welcome newcomers."""
    for name in names:
        village.acts(name, lambda act: greeters.welcome(act, willing=True))


def says_hello(village: Village, name: str, draft: str | None = None) -> int:
    """Somebody says hello to the group. Returns the hello's id."""
    village.who(name)
    posted = village.do(lambda conn: hello.post(village.act(conn, name, draft), Said(f"I am {name}.")))
    village.deliver()
    return posted


def greets(village: Village, name: str, hello_id: int) -> None:
    """Somebody says hello to them."""
    village.acts(name, lambda act: hello.say_hello(act, hello_id))


def stands(village: Village, hello_id: int) -> Hello:
    """How a hello stands."""
    found = village.do(lambda conn: reading.get(conn, hello_id))
    assert found
    return found


def asked(village: Village) -> list[str]:
    """Who was asked to greet somebody, in order."""
    return [told.who for told in village.told if told.kind == "hello.please"]


# --- who is asked ---------------------------------------------------------------------------------------------------------------


def test_whoever_was_asked_longest_ago_is_next(village: Village) -> None:
    welcomes(village, "Ada", "Bea", "Cas")
    for number in range(6):
        says_hello(village, f"New {number}")
        village.passes(days=1)
        greets(village, asked(village)[-1], number + 1)
    assert asked(village) == ["Ada", "Bea", "Cas"] * 2


def test_nobody_has_more_than_two_open_or_four_in_a_month(village: Village) -> None:
    welcomes(village, "Ada")
    for number in range(3):
        says_hello(village, f"New {number}")
    village.passes(days=1, hours=1)
    assert asked(village) == ["Ada", "Ada"]
    village.passes(days=1)
    for number in range(3, 8):
        says_hello(village, f"New {number}")
        village.passes(days=2)
    assert len(asked(village)) == greeters.MOST_A_MONTH
    village.passes(days=31)
    says_hello(village, "Late")
    village.passes(days=1)
    assert len(asked(village)) == greeters.MOST_A_MONTH + 1


@pytest.mark.parametrize("why", ["blocked", "blocks", "paused", "stopped", "themselves"])
def test_some_are_never_asked(village: Village, why: str) -> None:
    welcomes(village, "Ada")
    posted = says_hello(village, "Ada" if why == "themselves" else "Tom")
    tom, ada = village.who("Tom"), village.who("Ada")
    match why:
        case "blocked":
            village.acts("Tom", lambda act: safety.keep_apart(act, ada))
        case "blocks":
            village.acts("Ada", lambda act: safety.keep_apart(act, tom))
        case "paused":
            village.acts("Ada", lambda act: pausing.pause(act, village.now + timedelta(days=9)))
        case _:
            village.acts("Ada", lambda act: greeters.welcome(act, willing=why == "themselves"))
    village.passes(days=1)
    assert asked(village) == []
    assert village.heard("Priya") == ["hello.unanswered"]
    assert stands(village, posted).open


def test_a_block_between_the_asking_and_the_reminder_stops_the_reminder(village: Village) -> None:
    welcomes(village, "Ada")
    says_hello(village, "Tom")
    village.passes(days=1)
    tom = village.people["Tom"]
    village.acts("Ada", lambda act: safety.keep_apart(act, tom))
    village.passes(days=3)
    assert village.heard("Ada") == ["hello.please"]


def test_a_greeter_whose_messages_are_closed_is_passed_over_at_once(village: Village) -> None:
    welcomes(village, "Ada", "Bea")
    village.closed.add("Ada")
    says_hello(village, "Tom")
    village.passes(days=1)
    assert asked(village) == ["Bea"]


def test_not_this_time_gives_the_next_a_whole_day(village: Village) -> None:
    welcomes(village, "Ada", "Bea")
    posted = says_hello(village, "Tom")
    village.passes(days=1, hours=20)
    ask = village.do(lambda conn: greeting.asked_for(conn, posted)[0].id)
    village.acts("Ada", lambda act: greeting.decline(act, ask))
    village.passes(hours=23)
    assert village.heard("Priya") == []
    assert village.heard("Bea") == ["hello.please", "hello.nudge"]
    village.passes(hours=1)
    assert village.heard("Priya") == ["hello.unanswered"]


def test_nobody_declines_for_another_or_twice(village: Village) -> None:
    welcomes(village, "Ada")
    posted = says_hello(village, "Tom")
    village.passes(days=1)
    ask = village.do(lambda conn: greeting.asked_for(conn, posted)[0].id)
    for name in ("Tom", "Ada", "Ada"):
        if name == "Ada" and not village.do(lambda conn: greeting.asked_for(conn, posted)[0].answer):
            village.acts(name, lambda act: greeting.decline(act, ask))
        else:
            with pytest.raises(Refusal):
                village.acts(name, lambda act: greeting.decline(act, ask))


# --- what counts as an answer ---------------------------------------------------------------------------------------------------


def test_an_answer_in_time_asks_nobody(village: Village) -> None:
    welcomes(village, "Ada")
    greets(village, "Moira", says_hello(village, "Tom"))
    village.passes(days=20)
    assert asked(village) == []
    assert village.heard("Priya") == []


def test_a_hello_from_somebody_kept_away_counts_for_nothing_and_says_nothing(village: Village) -> None:
    posted, him = says_hello(village, "Dee"), village.who("Him")
    village.acts("Dee", lambda act: safety.keep_apart(act, him))
    greets(village, "Him", posted)
    assert (stands(village, posted).greeted, stands(village, posted).answered) == (0, False)


def test_the_same_draft_posts_once(village: Village) -> None:
    assert says_hello(village, "Tom", "d1") == says_hello(village, "Tom", "d1")
    assert village.heard("channel").count("hello.card") == 1


def test_what_was_taken_down_keeps_no_words_and_asks_nobody(village: Village) -> None:
    welcomes(village, "Ada")
    posted = says_hello(village, "Tom")
    with pytest.raises(Refusal):
        village.acts("Ada", lambda act: hello.take_down(act, posted))
    village.acts("Tom", lambda act: hello.take_down(act, posted))
    village.passes(days=3)
    assert stands(village, posted).words == ""
    assert asked(village) == []


# --- where it is posted ---------------------------------------------------------------------------------------------------------


def test_newcomers_say_hello_where_the_group_chose_or_with_the_announcements(village: Village) -> None:
    def places(conn: Connection) -> list[str]:
        return [place.channel for _, place in groups.places_for_hellos(conn, village.group)]

    near = village.do(lambda conn: groups.places_for(conn, village.group)[0][1])
    assert village.do(places) == [near.channel]
    chosen = type(PLACE)(PLACE.platform, PLACE.workspace, f"hellos-{village.group}")
    village.do(lambda conn: groups.say_hello_in(conn, village.group, chosen, near))
    village.do(lambda conn: groups.add_place(conn, village.group, type(PLACE)("chat", "W2", f"far-{village.group}")))
    assert village.do(places) == [chosen.channel, f"far-{village.group}"]
    village.do(lambda conn: groups.say_hello_in(conn, village.group, near, near))
    assert sorted(village.do(places)) == sorted([near.channel, f"far-{village.group}"])


# --- going ----------------------------------------------------------------------------------------------------------------------


def test_two_accounts_of_one_person_have_one_hello_and_do_not_answer_themselves(village: Village) -> None:
    village.who("Tom")
    welcomes(village, "Tam", "Ada")
    first, second = says_hello(village, "Tom"), says_hello(village, "Tam")
    greets(village, "Tom", second)
    kept = village.do(lambda conn: merging.merge(conn, village.now, village.people["Tom"], village.people["Tam"]))
    village.people["Tam"] = kept
    assert (stands(village, first).state, stands(village, second).open) == (hello.DOWN, True)
    village.passes(days=1)
    assert asked(village) == ["Ada"]


def test_a_greeter_who_goes_for_good_leaves_nobody_waiting(village: Village, tmp_path: Path) -> None:
    welcomes(village, "Ada", "Bea")
    says_hello(village, "Tom")
    village.passes(days=1)
    ada = village.people.pop("Ada")
    village.do(lambda conn: person_data.erase(conn, village.now, ada, Ledger(tmp_path / "list.erased")))
    village.passes(days=1)
    assert asked(village) == ["Ada", "Bea"]


# --- the goal: nine in ten within two days --------------------------------------------------------------------------------------


def test_of_a_hundred_newcomers_nine_in_ten_are_answered_within_two_days(village: Village) -> None:
    """Half are answered without us (44 % and 56 % are what studies of first posts found). Of those asked, 6 in 10 say hello at once,
    2 in 10 say "not this time", and half of the rest do when they are asked again.
    """
    chance, crowd = Random(7), [f"Greeter {number}" for number in range(12)]
    welcomes(village, *crowd)
    village.who("Moira")
    within, ever = 0, 0
    for number in range(100):
        posted, begun = says_hello(village, f"New {number}"), village.now
        if chance.random() < 0.5:
            village.passes(hours=chance.uniform(1, 20))
            greets(village, "Moira", posted)
        answered = _answered_by_greeters(village, posted, chance)
        within += answered and village.now - begun <= timedelta(hours=48)
        ever += answered or "hello.unanswered" in village.heard("Priya")
        village.until(begun + timedelta(days=4))
    assert within >= 90
    assert ever == 100
    for name in crowd:
        days = [told.at for told in village.told if told.who == name and told.kind == "hello.please"]
        assert all(sum(first <= each < first + greeters.MONTH for each in days) <= greeters.MOST_A_MONTH for first in days)


def _answered_by_greeters(village: Village, posted: int, chance: Random) -> bool:
    """What those who are asked do, moment by moment, until somebody has answered or organisers have been told."""
    done: set[tuple[str, str]] = set()
    for _ in range(8):
        if stands(village, posted).answered:
            return True
        village.passes(hours=12)
        for told in [each for each in village.told if each.kind in {"hello.please", "hello.nudge"} and (each.kind, each.ref) not in done]:
            done.add((told.kind, told.ref))
            ask = village.do(lambda conn, ref=told.ref: greeting.get_ask(conn, int(ref)))
            if ask is None or ask.hello != posted or ask.answer:
                continue
            _does(village, told.who, ask.id, posted, chance.random() / (1 if told.kind == "hello.please" else 1.2))
    return stands(village, posted).answered


def _does(village: Village, name: str, ask: int, posted: int, dice: float) -> None:
    if dice < 0.6:
        greets(village, name, posted)
    elif dice < 0.8:
        village.acts(name, lambda act: greeting.decline(act, ask))


def test_only_those_who_want_it_are_asked_how_it_goes_and_never_in_a_break(village: Village) -> None:
    for name in ("Tom", "Ada", "Bea"):
        posted = says_hello(village, name)
        if name != "Bea":
            village.acts(name, lambda act, posted=posted: hello.ask_me(act, posted))
    village.acts("Ada", lambda act: pausing.pause(act, village.now + timedelta(days=30)))
    village.passes(days=20)
    assert village.heard("Tom") == ["hello.question"] * 2
    assert village.heard("Ada") == village.heard("Bea") == []
