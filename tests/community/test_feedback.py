"""How a meetup was: who is asked, when, what becomes of it, and what organisers can and cannot learn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.chat import Person, Place, Refusal
from bot.clock import Wall
from bot.community import changing, desk, groups, meetups, members, person_data, reminders, rsvp, setting_up
from bot.community.act import Act
from bot.community.afterwards import feedback, results
from bot.community.afterwards.feedback import Asked
from bot.community.afterwards.tables import feedback as table
from bot.community.groups import Habits
from bot.community.merging import merge
from bot.community.person_data import Ledger
from bot.outbox import outbox
from bot.store import Store
from tests.community.village import SUNDAY, Village

ASKED = "feedback.ask"


def habits(village: Village, **more: object) -> None:
    """The group chooses."""

    def work(conn: Connection) -> None:
        mine = groups.habits(conn, village.group)
        groups.change(conn, village.group, "North", "Europe/London", replace(mine, **more))

    village.do(work)


@pytest.fixture
def asking(village: Village) -> Village:
    """A group that asks."""
    habits(village, feedback=True)
    return village


def met(village: Village, *names: str, starts_in: timedelta = timedelta(days=4, hours=8)) -> None:
    """They come; by the next evening, everything has been said."""
    village.announce(starts_in=starts_in)
    for name in names:
        village.yes(name)
    village.until(village.stands().ends_at + timedelta(days=1))


def asked(village: Village, name: str) -> Asked:
    """What somebody was asked about the meetup."""
    mine = (table.c.member_id == village.who(name), table.c.meetup_id == village.meetup)

    def work(conn: Connection) -> Asked | None:
        return feedback.get(conn, conn.execute(select(table.c.id).where(*mine)).scalar())

    found = village.do(work)
    assert found
    return found


def says(village: Village, name: str, how: str) -> Asked:
    """The first tap."""
    ask = asked(village, name).id
    return village.acts(name, lambda act: feedback.say_how(act, ask, how))


def writes(village: Village, name: str, words: str, quoted: str = feedback.ORGANISERS) -> Asked:
    """A sentence."""
    ask = asked(village, name).id
    return village.acts(name, lambda act: feedback.say_words(act, ask, words, "", quoted))


def times(village: Village) -> list[datetime]:
    """When anybody was asked."""
    return [told.at for told in village.told if told.kind == ASKED]


# --- who, and when --------------------------------------------------------------------------------------------------------------


def test_only_whoever_had_a_seat_is_asked_once_at_ten_the_next_day(asking: Village) -> None:
    asking.announce(2, starts_in=timedelta(days=4, hours=8))
    for name in ("Ada", "Tom", "Sam"):
        asking.yes(name)
    asking.maybe("Una")
    asking.passes(days=10)
    assert [asking.heard(name).count(ASKED) for name in ("Ada", "Tom", "Sam", "Una")] == [1, 1, 0, 0]
    assert set(times(asking)) == {datetime(2026, 11, 27, 10, 1, tzinfo=UTC)}


def test_somebody_whose_guest_came_alone_was_not_there(asking: Village) -> None:
    asking.announce(starts_in=timedelta(days=4))
    asking.yes("Ada")
    asking.brings("Ada", "Bo")
    asking.sends_guest("Ada")
    asking.passes(days=10)
    assert times(asking) == []


@pytest.mark.parametrize("off", ["moved", "moved to the next morning", "called off", "switched off"])
def test_what_did_not_take_place_then_is_not_asked_about_then(asking: Village, off: str) -> None:
    asking.announce(starts_in=timedelta(days=4, hours=8))
    asking.yes("Ada")
    if off.startswith("moved"):
        asking.move(by=timedelta(days=2) if off == "moved" else timedelta(hours=13))
        asking.yes("Ada")
    elif off == "called off":
        asking.acts("Priya", lambda act: changing.call_off(act, asking.meetup, ""))
    else:
        habits(asking, feedback=False)
    asking.passes(days=10)
    day = {"moved": 29, "moved to the next morning": 28}.get(off)
    assert times(asking) == ([datetime(2026, 11, day, 10, 1, tzinfo=UTC)] if day else [])


def test_the_question_keeps_out_of_the_groups_quiet_hours(asking: Village) -> None:
    habits(asking, quiet="09:00-17:00")
    met(asking, "Ada")
    assert times(asking) == [datetime(2026, 11, 27, 17, 1, tzinfo=UTC)]


def test_two_meetups_of_one_day_are_one_question(asking: Village) -> None:
    asking.announce(starts_in=timedelta(days=4, hours=2))
    asking.yes("Ada")
    first = asking.meetup
    asking.announce(starts_in=timedelta(days=4, hours=8))
    asking.yes("Ada")
    asking.passes(days=6)
    assert len(times(asking)) == 1
    (told,) = [each for each in asking.told if each.kind == ASKED]
    assert [each.meetup for each in asking.do(lambda conn: feedback.open_to(conn, told.ref))] == [first, asking.meetup]


def test_switched_on_it_asks_about_what_was_announced_before(village: Village) -> None:
    village.announce(starts_in=timedelta(days=4, hours=8))
    village.yes("Ada")
    place = Place("chat", "W1", f"announcements-{village.group}")
    village.acts("Priya", lambda act: setting_up.set_up(act, setting_up.Setup("North", "Europe/London", place, Habits(feedback=True))))
    village.passes(days=6)
    assert village.heard("Ada").count(ASKED) == 1


def test_a_group_that_does_not_ask_plans_nothing(village: Village) -> None:
    village.announce()
    assert village.planned("feedback.due") == []


def test_whose_messages_are_closed_is_no_trouble_to_an_organiser(asking: Village) -> None:
    asking.closed.add("Ada")
    met(asking, "Ada")
    stuck = asking.do(lambda conn: {each.kind_words for each in desk.parked(conn, asking.group)})
    assert stuck == {"a reminder for Ada"}
    assert asking.do(lambda conn: feedback.awaited(conn, asking.now, asking.who("Ada"), asking.group))


# --- what is said ---------------------------------------------------------------------------------------------------------------


def test_nobody_answers_for_another_nor_with_what_is_no_answer(asking: Village) -> None:
    met(asking, "Ada", "Tom")
    ask = asked(asking, "Ada").id
    for rule in (feedback.say_how, feedback.say_again):
        with pytest.raises(Refusal):
            asking.acts("Tom", lambda act, rule=rule: rule(act, ask, "yes"))
    with pytest.raises(Refusal):
        asking.acts("Tom", lambda act: feedback.say_words(act, ask, "x", "", feedback.NAMED))
    with pytest.raises(Refusal):
        asking.acts("Ada", lambda act: feedback.say_how(act, ask, "5 stars"))
    assert asked(asking, "Ada").how is None


def test_who_was_not_there_is_not_asked_to_come_again(asking: Village) -> None:
    met(asking, "Ada")
    says(asking, "Ada", feedback.GLAD)
    asking.acts("Ada", lambda act: feedback.say_again(act, asked(asking, "Ada").id, feedback.YES))
    assert says(asking, "Ada", feedback.AWAY).again is None


def test_answers_are_changed_not_added(asking: Village) -> None:
    names = [f"Ada{number}" for number in range(5)]
    met(asking, *names)
    for name in names:
        says(asking, name, feedback.GLAD)
    assert asking.do(lambda conn: results.of(conn, asking.meetup)).how == {feedback.GLAD: 5}
    says(asking, names[0], feedback.FINE)
    assert asking.do(lambda conn: results.of(conn, asking.meetup)).how == {}


def test_no_count_under_five_is_told_and_none_can_be_worked_out(asking: Village) -> None:
    names = [f"Ada{number}" for number in range(8)]
    met(asking, *names)
    for name in names:
        says(asking, name, feedback.GLAD if name < "Ada6" else feedback.NOT_MINE)
    found = asking.do(lambda conn: results.of(conn, asking.meetup))
    assert found.how == {feedback.GLAD: 6}
    assert found.again == {}


def test_a_sentence_has_a_name_only_where_its_writer_says_so(asking: Village) -> None:
    met(asking, "Ada", "Tom", "Sam")
    writes(asking, "Tom", "Zest.", feedback.NAMELESS)
    writes(asking, "Sam", "Ale.", feedback.ORGANISERS)
    writes(asking, "Ada", "Mirth.", feedback.NAMED)
    found = asking.do(lambda conn: results.quotes(conn, asking.meetup))
    assert [(each.words, each.name, each.open) for each in found] == [
        ("Ale.", "", False),
        ("Mirth.", "Ada", True),
        ("Zest.", "", True),
    ]


def test_what_is_set_aside_is_read_by_nobody_and_another_sentence_is(asking: Village) -> None:
    met(asking, "Ada")
    writes(asking, "Ada", "Grr.")
    ask = asked(asking, "Ada").id
    asking.acts("Priya", lambda act: results.set_aside(act, ask, report=False))
    assert asking.do(lambda conn: results.quotes(conn, asking.meetup)) == []
    writes(asking, "Ada", "Grr.")
    assert asking.do(lambda conn: results.quotes(conn, asking.meetup)) == []
    writes(asking, "Ada", "I am sorry; it was a fine evening.")
    assert len(asking.do(lambda conn: results.quotes(conn, asking.meetup))) == 1


# --- two who are one; who goes --------------------------------------------------------------------------------------------------


def test_of_two_who_are_one_the_answer_that_says_something_stays(asking: Village) -> None:
    met(asking, "Ada", "Tom")
    says(asking, "Tom", feedback.GLAD)
    ada, tom = asking.who("Ada"), asking.who("Tom")
    kept = asking.do(lambda conn: merge(conn, asking.now, ada, tom))
    rows = asking.do(lambda conn: [tuple(row) for row in conn.execute(select(table.c.member_id, table.c.how))])
    assert rows == [(kept, feedback.GLAD)]


def test_who_is_erased_is_counted_no_more(asking: Village, tmp_path: Path) -> None:
    names = [f"Ada{number}" for number in range(5)]
    met(asking, *names)
    for name in names:
        says(asking, name, feedback.GLAD)
    gone = asking.who("Ada0")
    asking.do(lambda conn: person_data.erase(conn, asking.now, gone, Ledger(tmp_path / "erased")))
    assert asking.do(lambda conn: results.of(conn, asking.meetup)).how == {}


# --- both engines ---------------------------------------------------------------------------------------------------------------


async def test_asked_answered_and_counted_on_each_engine(store: Store) -> None:
    now = SUNDAY

    def begin(conn: Connection) -> tuple[int, list[int]]:
        group = groups.create(conn, now, "North", "Europe/London")
        groups.add_place(conn, group, Place("chat", "W1", "north"))
        groups.change(conn, group, "North", "Europe/London", Habits(feedback=True))
        people = [members.meet(conn, now, Person("chat", "W1", name, name)) for name in ("Ada", "Bea", "Cas", "Dee", "Eve")]
        for each in people:
            members.join(conn, now, each, group)
        plan = meetups.Plan("Pub", Wall.of(now + timedelta(hours=9), "Europe/London"), "Here")
        meetup = meetups.announce(Act(conn, now, people[0], group), plan)
        reminders.plan(conn, now, meetup)
        for each in people:
            rsvp.say_yes(Act(conn, now, each, group), meetup.id)
        return meetup.id, people

    meetup, people = await store.write(begin)
    tomorrow = now + timedelta(days=1)
    rule = feedback.ASK.run
    assert rule
    for _ in range(2):  # a crash after the first: it is run again
        await store.write(lambda conn: rule(conn, tomorrow, str(meetup)))
    rows = await store.read(lambda conn: list(conn.execute(select(outbox.c.member_id).where(outbox.c.kind == ASKED)).scalars()))
    assert sorted(row for row in rows if row) == sorted(people)

    def answer(conn: Connection) -> results.Results:
        for each in people:
            (mine,) = feedback.awaited(conn, tomorrow, each, 1)
            act = Act(conn, tomorrow, each, 1)
            feedback.say_how(act, mine.id, feedback.GLAD)
            feedback.say_again(act, mine.id, feedback.YES)
            feedback.say_words(act, mine.id, "Good.", "More", feedback.NAMELESS)
        return results.of(conn, meetup)

    found = await store.write(answer)
    assert (found.how, found.again, found.wrote) == ({feedback.GLAD: 5}, {feedback.YES: 5}, True)
