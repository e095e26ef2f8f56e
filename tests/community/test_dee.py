"""Dee, who has been harassed: never beside him again, in anything, whatever anybody does. `DEE=1000` runs a thousand histories."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as runs
from hypothesis import strategies as st

from bot.chat import Refusal
from bot.community import introductions, meetups, safety
from bot.community.act import Act
from bot.community.introductions import two
from bot.community.newcomers import buddies, greeters, greeting, hello, reading, requests
from bot.community.newcomers.hello import Said
from bot.schema import Connection
from tests.community.test_introductions import LIKE_ME, answers, asks, blocks, found
from tests.community.village import Do, Told, Village, in_memory

PEOPLE = ("Dee", "Him", "Ada")
DOES = ("look", "yes", "no", "say hello", "greet", "not this time", "want a buddy", "be a buddy", "seat", "no seat", "introduce")
HISTORIES = st.lists(st.sampled_from([*product(DOES, PEOPLE), *[("time", "")] * 6, *[("block", "Dee")] * 3, ("undo", "Him")]), max_size=14)


@pytest.fixture(scope="module")
def everybody() -> Iterator[Do]:
    """A database on which many villages stand, one after the other."""
    with in_memory() as do:
        yield do


@given(history=HISTORIES)
@runs(max_examples=int(os.environ.get("DEE", "100")), deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
@pytest.mark.timeout(0)
def test_dee_is_never_beside_him_in_any_history_after_she_blocked_him(everybody: Do, history: list[tuple[str, str]]) -> None:
    village = Village(everybody)
    found(village, *PEOPLE)
    village.announce(starts_in=timedelta(days=12))
    for name in PEOPLE:
        village.yes(name)
        village.acts(name, lambda act: greeters.welcome(act, willing=True))
    blocked: int | None = None
    for what, who in history:
        _happens(village, what, who)
        if what == "block" and blocked is None:
            blocked = len(village.told)
        if blocked is not None:
            village.do(lambda conn: _nothing_is_open(village, conn))
            assert not [told for told in village.told[blocked:] if _both_are_in(village, told)]


def _happens(village: Village, what: str, who: str) -> None:
    try:
        if what == "time":
            village.passes(hours=30)
        else:
            _WHAT[what](village, who)
    except (Refusal, StopIteration):
        return


def _answers(village: Village, who: str, *, yes: bool) -> None:
    member = village.people[who]
    for each in village.do(lambda conn: introductions.asked_of(conn, member, village.group, village.now)):
        answers(village, who, each.id, yes=yes)
    for asked in village.do(lambda conn: two.twos_asked_of(conn, member, village.group)):
        village.acts(who, lambda act, asked=asked: two.answer_two(act, asked.id, two.WITH_THEM if yes else introductions.NO))


def _greets(village: Village, who: str) -> None:
    others = [member for name, member in village.people.items() if name != who]
    for other in others:
        if up := village.do(lambda conn, other=other: reading.mine_up(conn, other, village.group)):
            village.acts(who, lambda act, up=up: hello.say_hello(act, up.id))


def _declines(village: Village, who: str) -> None:
    member = village.people[who]
    for ask, _ in village.do(lambda conn: greeting.asks_of(conn, member, village.group)):
        village.acts(who, lambda act, ask=ask: greeting.decline(act, ask))


def _is_a_buddy(village: Village, who: str) -> None:
    member = village.people[who]
    for ask in village.do(lambda conn: requests.asks_of(conn, member, village.group)):
        village.acts(who, lambda act, ask=ask: buddies.accept(act, ask.id, "By the door"))


def _introduces(village: Village, who: str) -> None:
    one, other = (village.people[name] for name in PEOPLE if name != who)
    village.acts(who, lambda act: two.introduce(act, one, other, "To talk.", joins=True))


def _undoes_everything(act: Act) -> None:
    """They take back all that is theirs to take back."""
    for line in safety.kept_away(act.conn, act.member)[0]:
        safety.unblock(act, line.id)


_WHAT: dict[str, Callable[[Village, str], object]] = {
    "look": asks,
    "yes": lambda village, who: _answers(village, who, yes=True),
    "no": lambda village, who: _answers(village, who, yes=False),
    "say hello": lambda village, who: village.acts(who, lambda act: hello.post(act, Said("Here I am."))),
    "greet": _greets,
    "not this time": _declines,
    "want a buddy": lambda village, who: village.acts(who, lambda act: buddies.ask(act, village.meetup)),
    "be a buddy": _is_a_buddy,
    "seat": Village.yes,
    "no seat": Village.no,
    "introduce": _introduces,
    "block": lambda village, _: blocks(village, "Dee", "Him"),
    "undo": lambda village, who: village.acts(who, _undoes_everything),
}


# --- what must never be ---------------------------------------------------------------------------------------------------------


def _nothing_is_open(village: Village, conn: Connection) -> None:
    """Neither is shown the other in anything they could look at or answer."""
    dee, him = village.people["Dee"], village.people["Him"]
    for one, other in ((dee, him), (him, dee)):
        act = Act(conn, village.now, one, village.group)
        assert other not in {each.asker for each in introductions.asked_of(conn, one, village.group, village.now)}
        assert other not in introductions.could_meet(act, LIKE_ME)
        assert other not in {each.member for _, each in greeting.asks_of(conn, one, village.group)}
        assert other not in greeters.in_turn(conn, village.now, village.group, one)
        open_ = [each for each in requests.asks_of(conn, one, village.group) if buddies.open_to(conn, str(each.id))]
        assert other not in {each.request.member for each in open_}
        pair = requests.beside(conn, meetups.get(conn, village.meetup), one)
        assert pair is None or {pair.member, pair.request.member} != {dee, him}
        assert not [each for each in two.twos_asked_of(conn, one, village.group) if other in each.all]


def _both_are_in(village: Village, told: Told) -> bool:
    """Whether a message to one of the two is about the other."""
    dee, him = village.people["Dee"], village.people["Him"]
    to = village.people.get(told.who)
    about = village.do(lambda conn: _people_in(conn, told))
    private_place = told.kind in {"introduction.together", "two.together"}
    return {dee, him} <= about | ({to} if to else set()) and (to in {dee, him} or private_place)


def _people_in(conn: Connection, told: Told) -> set[int]:
    number = int(told.ref.partition(".")[0])
    if told.kind in {"introduction.asked", "introduction.nudge", "introduction.together", "introduction.met"}:
        intro = introductions.get(conn, number)
        return {intro.asker, intro.candidate} if intro else set()
    if told.kind in {"two.asked", "two.nudge", "two.together", "two.made"}:
        three = two.get_two(conn, number)
        return set(three.all) if three else set()
    if told.kind in {"hello.please", "hello.nudge"}:
        ask = greeting.get_ask(conn, number)
        newcomer = reading.get(conn, ask.hello) if ask else None
        return {newcomer.member} if newcomer else set()
    if told.kind in {"buddy.please", "buddy.found", "buddy.tomorrow"}:
        wanted = requests.get_ask(conn, number)
        return {wanted.member, wanted.request.member} if wanted else set()
    return set()
