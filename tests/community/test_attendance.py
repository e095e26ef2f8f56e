"""Who came: the code at the door, a seat for whoever walks in, heads counted, and an organiser asked once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.chat import Refusal
from bot.community import cpd, goals, meetups, members, profiles, safety, seats
from bot.community.attendance import checking_in, counting, door, hellos, lines, met
from bot.community.attendance.checking_in import CheckedIn, WrongCode
from bot.community.attendance.counting import Turnout
from bot.community.coffee import company
from bot.community.profiles import Said
from tests.community.village import Village

ASKED = "attendance.how_many"


def open_door(village: Village) -> str:
    """Priya lets people check in themselves."""
    return village.acts("Priya", lambda act: door.set_up(act, village.meetup)).code


def here(village: Village, name: str, code: str, *, online: bool = False) -> CheckedIn | WrongCode:
    return village.acts(name, lambda act: checking_in.check_in(act, village.meetup, code, online=online))


def roll(village: Village) -> list[str]:
    return [each.name.split("-")[0] for each in village.do(lambda conn: checking_in.attended(conn, village.meetup))]


def count(village: Village, room: int, online: int = 0) -> Turnout:
    return village.acts("Priya", lambda act: counting.count(act, village.meetup, room, online))


def numbers(village: Village) -> Turnout | None:
    return village.do(lambda conn: counting.head_count(conn, village.meetup))


def evening(village: Village, seats: int | None = None, *names: str, **how: object) -> str:
    """A meetup of two hours that is about to begin, these people with a seat; the code at its door."""
    village.announce(seats, starts_in=timedelta(days=3), **how)  # pyright: ignore[reportArgumentType]  as `announce` takes them
    for name in names:
        village.yes(name)
    code = open_door(village)
    village.passes(days=3, minutes=-10)
    return code


# --- the code -------------------------------------------------------------------------------------------------------------------


def test_the_code_is_good_from_half_an_hour_before_until_three_hours_after(village: Village) -> None:
    village.announce(starts_in=timedelta(days=3))
    village.yes("Tom")
    code = open_door(village)
    village.passes(days=3, minutes=-31)
    with pytest.raises(Refusal, match="no checking in"):
        here(village, "Tom", code)
    village.passes(minutes=1)
    assert isinstance(here(village, "Tom", code.lower().replace("", " ")), CheckedIn)
    village.passes(hours=5, minutes=29)
    assert isinstance(here(village, "Late", code), CheckedIn)
    village.passes(minutes=1)
    with pytest.raises(Refusal, match="no checking in"):
        here(village, "Later", code)
    assert roll(village) == ["Late", "Tom"]


def test_the_code_is_the_same_however_often_it_is_asked_for_and_signs_in_it_are_not_confused(village: Village) -> None:
    village.announce()
    code = open_door(village)
    assert open_door(village) == code
    assert len(code) == door.LENGTH
    assert set(code) <= set(door.SIGNS)
    for alike in ("O0Q", "I1L", "S5", "Z2", "B8", "UV", "MN", "FSX", "CDEGPTVZB", "AJK", "H8", "QU", "59"):
        assert len(set(door.SIGNS) & set(alike)) <= 1, f"{alike} sound or look alike"


def test_after_five_wrong_codes_one_waits_and_the_others_do_not(village: Village) -> None:
    code = evening(village, None, "Tom", "Jo")
    left = [here(village, "Tom", "XXXXX") for _ in range(5)]
    assert [each.left for each in left if isinstance(each, WrongCode)] == [4, 3, 2, 1, 0]
    with pytest.raises(Refusal, match="Try again in 10 minutes"):
        here(village, "Tom", code)
    assert isinstance(here(village, "Jo", code), CheckedIn)
    village.passes(minutes=10)
    assert isinstance(here(village, "Tom", "XXXXX"), WrongCode)
    assert isinstance(here(village, "Tom", code), CheckedIn)


def test_there_is_no_door_to_what_is_over(village: Village) -> None:
    code = evening(village, None, "Tom")
    village.passes(hours=6)
    with pytest.raises(Refusal, match="is over"):
        village.acts("Priya", lambda act: door.set_up(act, village.meetup))
    with pytest.raises(Refusal):
        here(village, "Tom", code)


# --- checking in ----------------------------------------------------------------------------------------------------------------


def test_checking_in_twice_is_once_and_corrects_where_they_are(village: Village) -> None:
    village.announce(starts_in=timedelta(days=3), how=meetups.HYBRID)
    village.yes("Tom", online=False)
    code = open_door(village)
    village.passes(days=3)
    first = here(village, "Tom", code)
    again = here(village, "Tom", code, online=True)
    assert isinstance(first, CheckedIn)
    assert isinstance(again, CheckedIn)
    assert (first.again, again.again, again.online) == (False, True, True)
    assert village.do(lambda conn: checking_in.how_many(conn, village.meetup)) == (0, 1)


def test_the_first_time_in_a_room_is_said_once_and_online_is_not_in_a_room(village: Village) -> None:
    def comes(*, online: bool) -> bool:
        found = here(village, "Tom", evening(village, None, "Tom", how=meetups.HYBRID), online=online)
        return isinstance(found, CheckedIn) and found.first

    assert [comes(online=online) for online in (True, False, False)] == [False, True, False]


def test_whoever_walks_in_has_a_free_seat_and_nobody_has_one_that_is_not_there(village: Village) -> None:
    code = evening(village, 2, "Tom")
    walked = here(village, "Jo", code)
    assert isinstance(walked, CheckedIn)
    assert (walked.walked_in, village.state("Jo")) == (True, seats.GOING)
    with pytest.raises(Refusal, match="every seat is taken"):
        here(village, "Sam", code)
    assert village.state("Sam") is None
    village.passes(hours=2, minutes=30)
    with pytest.raises(Refusal, match="every seat is taken"):
        here(village, "Sam", code)
    assert roll(village) == ["Jo"]


def test_whoever_is_taken_off_the_roll_keeps_their_seat(village: Village) -> None:
    code = evening(village, None, "Tom")
    here(village, "Tom", code)
    taken = [village.acts("Tom", lambda act: checking_in.take_back(act, village.meetup)) for _ in range(2)]
    assert (taken, roll(village), village.state("Tom")) == ([True, False], [], seats.GOING)


# --- counting heads -------------------------------------------------------------------------------------------------------------


def test_yeses_are_counted_as_it_begins_with_guests_and_where_they_are(village: Village) -> None:
    village.announce(starts_in=timedelta(days=3), how=meetups.HYBRID)
    village.yes("Tom", online=False)
    village.brings("Tom")
    village.yes("Jo", online=True)
    village.yes("Sam", online=True)
    village.passes(days=3, minutes=-1)
    village.no("Sam")
    village.passes(minutes=2)
    village.no("Jo")
    found = numbers(village)
    assert found
    assert (found.said_room, found.said_online, found.came) == (2, 1, None)
    with pytest.raises(Refusal):
        village.acts("Tom", lambda act: counting.count(act, village.meetup + 1, 1))


def test_heads_are_counted_once_it_has_begun_and_corrected_whenever(village: Village) -> None:
    village.announce(starts_in=timedelta(days=3))
    village.yes("Tom")
    with pytest.raises(Refusal, match="hasn't begun"):
        count(village, 4)
    village.passes(days=3, hours=1)
    assert count(village, 4).came == 4
    village.passes(days=30)
    corrected = count(village, 5, 2)
    assert (corrected.said, corrected.came, corrected.came_online) == (1, 7, 2)


def test_an_organiser_is_asked_once_when_the_night_is_over_and_not_where_it_is_known(village: Village) -> None:
    village.announce(starts_in=timedelta(days=3))
    village.passes(days=3, hours=4, minutes=59)
    assert ASKED not in village.heard("Priya")
    village.passes(days=40)
    assert village.heard("Priya").count(ASKED) == 1
    evening(village)
    village.passes(minutes=30)
    count(village, 3)
    village.passes(days=3)
    assert village.heard("Priya").count(ASKED) == 1


def test_what_was_counted_while_the_question_waited_for_the_morning_is_not_asked(village: Village) -> None:
    village.announce(starts_in=timedelta(days=2, hours=9))
    village.passes(days=2, hours=14, minutes=30)
    count(village, 3)
    village.passes(days=1)
    assert ASKED not in village.heard("Priya")


def test_a_meetup_nobody_counted_is_on_the_desk_until_it_is_left_alone_or_two_weeks_old(village: Village) -> None:
    def on_desk() -> list[int]:
        return [each.id for each in village.do(lambda conn: counting.uncounted(conn, village.group, village.now))]

    first = village.announce(starts_in=timedelta(days=1)).id
    assert on_desk() == []
    village.passes(days=1, hours=2)
    assert on_desk() == [first]
    second = village.announce(starts_in=timedelta(days=1)).id
    village.passes(days=2)
    assert on_desk() == [second, first]
    village.acts("Priya", lambda act: counting.leave_uncounted(act, second))
    assert on_desk() == [first]
    village.passes(days=14)
    assert on_desk() == []


def test_a_meetup_that_was_moved_has_its_day_on_the_new_date_alone(village: Village) -> None:
    village.announce(starts_in=timedelta(days=3))
    village.yes("Tom")
    open_door(village)
    village.move(by=timedelta(days=7))
    village.passes(days=4)
    assert numbers(village) is None
    assert ASKED not in village.heard("Priya")
    village.passes(days=7)
    assert numbers(village)
    assert village.heard("Priya").count(ASKED) == 1


def test_a_meetup_that_was_moved_to_an_earlier_day_does_not_open_its_door_again_on_the_later(village: Village) -> None:
    village.announce(starts_in=timedelta(days=10))
    open_door(village)
    village.move(by=timedelta(days=-5))
    village.passes(days=6)
    assert numbers(village)
    village.passes(days=4)
    found = village.do(lambda conn: door.find(conn, village.meetup))
    assert found
    assert not found.open


def test_the_door_opens_and_shuts_by_itself_and_the_card_follows(village: Village) -> None:
    village.announce(starts_in=timedelta(days=3))
    open_door(village)

    def stands() -> bool:
        found = village.do(lambda conn: door.find(conn, village.meetup))
        return bool(found and found.open)

    seen = [stands()]
    for hours in (3 * 24 - 0.4, 2, 4):
        cards = village.heard("channel").count("meetup.card")
        village.passes(hours=hours)
        seen.append(stands())
        assert village.heard("channel").count("meetup.card") >= cards
    assert seen == [False, True, True, False]


# --- what follows from it -------------------------------------------------------------------------------------------------------


def met_pairs(village: Village, *names: str) -> set[frozenset[str]]:
    """Who has met whom, as coffee rounds have it."""
    known = {village.who(name): name for name in names}
    return {frozenset(map(known.__getitem__, pair)) for pair in village.do(lambda conn: list(company.met(conn, list(known))))}


def test_those_who_checked_in_to_one_room_have_met_and_those_who_only_said_yes_have_not(village: Village) -> None:
    code = evening(village, None, "Tom", "Jo", "Sam", "Bea", how=meetups.HYBRID)
    for name, online in (("Tom", False), ("Jo", False), ("Bea", True)):
        here(village, name, code, online=online)
    assert met_pairs(village, "Tom", "Jo", "Sam", "Bea") == {frozenset({"Tom", "Jo"})}
    village.acts("Jo", lambda act: checking_in.take_back(act, village.meetup))
    assert met_pairs(village, "Tom", "Jo", "Sam", "Bea") == set()


def test_meeting_at_many_meetups_counts_once_and_a_crowd_not_at_all(village: Village) -> None:
    for _ in range(2):
        code = evening(village)
        for name in ("Tom", "Jo"):
            here(village, name, code)
    both = [village.who(name) for name in ("Tom", "Jo")]
    assert len(village.do(lambda conn: list(company.met(conn, both)))) == 1
    crowd = [f"Guest {number}" for number in range(met.CROWD + 1)]
    code = evening(village)
    for name in crowd[:-1]:
        here(village, name, code)
    assert len(met_pairs(village, *crowd)) == met.CROWD * (met.CROWD - 1) / 2
    here(village, crowd[-1], code)
    assert met_pairs(village, *crowd) == set()


def test_a_goal_to_go_to_a_meetup_is_met_by_checking_in(village: Village) -> None:
    for name in ("Tom", "Jo"):
        village.acts(name, lambda act: goals.aim(act, goals.MEETUP, village.now + timedelta(days=200)))
    code = evening(village)
    village.passes(hours=4)
    here(village, "Tom", code)
    assert village.seat("Tom") is None
    village.passes(days=2)
    assert [village.heard(name) for name in ("Tom", "Jo")] == [["goal.reminder", "goal.reached"], ["goal.reminder"]]


def test_a_line_goes_with_a_meetup_one_checked_in_at(village: Village) -> None:
    code = evening(village, None, "Tom", "Jo")
    here(village, "Tom", code)
    with pytest.raises(Refusal, match="checked in"):
        village.acts("Jo", lambda act: lines.keep(act, village.meetup, "I was not there."))
    tom = village.who("Tom")

    def lacking(days: int = 0) -> int:
        then = village.now + timedelta(days=days)
        return len(village.do(lambda conn: lines.without(conn, tom, village.group, then)))

    assert (lacking(), lacking(days=70)) == (1, 0)
    for words in ("First", "Second"):
        village.acts("Tom", lambda act, words=words: lines.keep(act, village.meetup, words))
    assert lacking() == 0
    assert village.do(lambda conn: [each.words for each in cpd.lines(conn, tom)]) == ["Second"]
    assert village.do(lambda conn: lines.titles(conn, cpd.lines(conn, tom))) == {f"meetup:{village.meetup}": "Pub meet-up"}


# --- somebody to say hello to ---------------------------------------------------------------------------------------------------


def shows(village: Village, name: str, *topics: str, found: bool = True, named: bool = True) -> None:
    """Somebody with a seat, who shows themselves."""
    village.acts(name, lambda act: profiles.say(act, Said("Oban", 25, "", "", "", topics)))
    village.acts(name, lambda act: members.be_found(act, found=found))
    village.acts(name, lambda act: members.show_name(act, named=named))
    village.yes(name)


def to_say(village: Village, name: str) -> list[str]:
    member = village.who(name)
    meetup = village.stands()
    return [each.name.split("-")[0] for each in village.do(lambda conn: hellos.to_say(conn, meetup, member))]


def test_three_are_named_whom_one_has_not_met_the_most_in_common_first(village: Village) -> None:
    village.announce(starts_in=timedelta(days=3))
    shows(village, "Tom", "Bees", "Maps")
    for name, topics in (("Ada", ()), ("Bea", ("Bees",)), ("Cas", ("Bees", "Maps")), ("Dee", ("Maps",)), ("Eve", ("Bees", "Maps"))):
        shows(village, name, *topics)
    assert to_say(village, "Tom") == ["Cas", "Eve", "Bea"]
    tom = village.who("Tom")
    village.acts("Cas", lambda act: safety.keep_apart(act, tom))
    code = open_door(village)
    village.passes(days=3)
    for name in ("Tom", "Bea"):
        here(village, name, code)
    assert to_say(village, "Tom") == ["Eve", "Dee", "Ada"]


def test_nobody_is_named_or_reads_who_does_not_show_themselves(village: Village) -> None:
    village.announce(starts_in=timedelta(days=3))
    shows(village, "Tom")
    shows(village, "Hidden", found=False)
    shows(village, "Nameless", named=False)
    shows(village, "Away")
    village.brings("Away")
    village.sends_guest("Away")
    assert to_say(village, "Tom") == []
    for name in ("Hidden", "Nameless", "Away", "Nobody"):
        with pytest.raises(Refusal, match="for people who come"):
            to_say(village, name)
