"""Which date suits: what is best and why, what is on at the same time, and who is told what, once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.chat import Person, Place, Refusal
from bot.clock import Wall
from bot.community import clashes, groups, meetups, members, merging, person_data, rsvp, taking_back
from bot.community.act import Act
from bot.community.meetups import Meetup, Plan
from bot.community.person_data import Ledger
from bot.community.polls import answering, asking, deciding, looking
from bot.community.polls.asking import Question
from bot.community.polls.best import Count, best
from bot.community.polls.looking import CAN, CANNOT, CLOSED, MUST, Poll
from bot.community.polls.tables import answers
from bot.outbox import outbox
from bot.store import Store
from tests.community.test_person_data import NOW
from tests.community.test_person_data import village as village_of
from tests.community.village import Village

LONDON = "Europe/London"
DAYS = (12, 13, 14)


# --- which is best --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "chosen", "why"),
    [
        ([(0, 0, 3), (0, 0, 0)], [], "nobody"),
        ([(3, 0, 2), (2, 3, 0)], [0], "most"),
        ([(3, 0, 1), (3, 1, 0)], [1], "fewest_cannot"),
        ([(3, 2, 1), (3, 1, 1)], [1], "fewest_must"),
        ([(3, 1, 1), (2, 0, 0), (3, 1, 1)], [0, 2], "equal"),
        ([(0, 1, 3), (0, 2, 2)], [1], "fewest_cannot"),
    ],
)
def test_the_best_dates_and_what_decides(counts: list[tuple[int, int, int]], chosen: list[int], why: str) -> None:
    found = best([Count(number, *each) for number, each in enumerate(counts)])
    assert ([each.date for each in found.counts], found.why) == (chosen, why)


@pytest.mark.parametrize(
    ("day", "hour", "at_work"),
    [("2026-12-03", "09:00", True), ("2026-12-03", "16:59", True), ("2026-12-03", "17:00", False), ("2026-12-05", "12:00", False)],
)
def test_working_hours_are_nine_to_five_on_weekdays(day: str, hour: str, *, at_work: bool) -> None:
    assert looking.at_work(Wall(NOW.fromisoformat(f"{day}T{hour}"), LONDON)) == at_work


# --- asking, answering, closing -------------------------------------------------------------------------------------------------


def question(village: Village, *days: float, **more: object) -> Question:
    """Dates so many days ahead."""
    walls = [Wall.of(village.now + timedelta(days=ahead), LONDON) for ahead in days or DAYS]
    return Question("Winter meet-up", walls, 120, **more)  # pyright: ignore[reportArgumentType]  what each field takes


def asks(village: Village, *days: float, **more: object) -> Poll:
    """Priya asks which suits."""
    return village.acts("Priya", lambda act: asking.ask(act, question(village, *days, **more)))


def says(village: Village, name: str, poll: Poll, *said: str) -> None:
    """Somebody says of each date whether they can."""
    for date, what in zip(village.do(lambda conn: looking.dates_of(conn, poll.id)), said, strict=False):
        village.acts(name, lambda act, date=date, what=what: answering.answer(act, date.id, what))


def counts(village: Village, poll: Poll) -> list[tuple[int, int, int]]:
    """How many said what, date by date."""
    return [(each.can, each.must, each.cannot) for each in village.do(lambda conn: looking.counts(conn, poll.id))]


def announces(village: Village, poll: Poll, number: int = 0, *, moved: timedelta = timedelta(), draft: str | None = None) -> Meetup:
    """Priya announces it on one of the dates, or so much later."""

    def work(act: Act) -> Meetup:
        date = looking.dates_of(act.conn, poll.id)[number]
        when = Wall.of(date.starts_at + moved, LONDON)
        meetup = meetups.announce(Act(act.conn, act.now, act.member, act.group, draft), Plan("Winter meet-up", when, "The Laurieston"))
        deciding.decide(act, date.id, meetup)
        return meetup

    return village.acts("Priya", work)


def of_dates(village: Village, name: str) -> list[str]:
    """What somebody heard of it, in order."""
    return [kind for kind in village.heard(name) if kind.startswith("poll.")]


@pytest.mark.parametrize(
    ("days", "more"),
    [
        ((12,), {}),
        ((12, 12), {}),
        (tuple(range(2, 13)), {}),
        ((-1, 12), {}),
        ((12, 13), {"closes": timedelta(days=13)}),
        ((12, 13), {"closes": timedelta(days=-1)}),
    ],
    ids=["one", "one twice", "eleven", "gone by", "closes after the first", "closed already"],
)
def test_what_cannot_be_asked(village: Village, days: tuple[float, ...], more: dict[str, timedelta]) -> None:
    with pytest.raises(Refusal):
        asks(village, *days, **{name: village.now + by for name, by in more.items()})


def test_people_have_a_week_or_until_the_day_before(village: Village) -> None:
    assert asks(village).closes_at == village.now + timedelta(days=7)
    assert asks(village, 3, 9).closes_at == village.now + timedelta(days=2)
    assert asks(village, 0.5, 9).closes_at == village.now + timedelta(days=0.5)


def test_asked_twice_by_one_draft_it_is_asked_once(village: Village) -> None:
    both = village.do(lambda conn: [asking.ask(village.act(conn, "Priya", "draft"), question(village)).id for _ in range(2)])
    assert both[0] == both[1]


def test_each_counts_once_however_often_they_change_their_mind(village: Village) -> None:
    poll = asks(village)
    says(village, "Tom", poll, CAN, CAN, CAN)
    says(village, "Tom", poll, MUST, CANNOT)
    village.acts("Ada", lambda act: answering.answer_all(act, poll.id, CANNOT))
    assert counts(village, poll) == [(0, 1, 1), (0, 0, 2), (1, 0, 1)]
    village.acts("Tom", lambda act: answering.unsay(act, poll.id))
    assert counts(village, poll) == [(0, 0, 1)] * 3


def test_nobody_answers_what_is_closed_or_of_another_group(village: Village) -> None:
    poll = asks(village)
    date = village.do(lambda conn: looking.dates_of(conn, poll.id))[0]
    village.who("Tom")
    other = village.do(lambda conn: groups.create(conn, village.now, "Elsewhere", LONDON))
    with pytest.raises(Refusal):
        village.do(lambda conn: answering.answer(Act(conn, village.now, village.people["Tom"], other), date.id, CAN))
    with pytest.raises(Refusal):
        says(village, "Tom", poll, "perhaps")
    village.acts("Priya", lambda act: asking.close(act, poll.id))
    with pytest.raises(Refusal):
        says(village, "Tom", poll, CAN)


def test_closed_by_hand_each_who_answered_is_told_once_after_two_minutes(village: Village) -> None:
    poll = asks(village)
    for name in ("Tom", "Ada", "Priya"):
        says(village, name, poll, CAN)
    village.who("Moira")
    village.acts("Priya", lambda act: asking.close(act, poll.id))
    assert of_dates(village, "Tom") == []
    village.passes(days=20)
    assert [of_dates(village, name) for name in ("Tom", "Ada", "Moira", "Priya")] == [["poll.closed"], ["poll.closed"], [], []]


def test_undone_nobody_is_told_and_closed_again_they_are(village: Village) -> None:
    poll = asks(village)
    says(village, "Tom", poll, CAN)
    village.acts("Priya", lambda act: asking.close(act, poll.id))
    village.acts("Priya", lambda act: asking.reopen(act, poll.id))
    village.passes(minutes=5)
    assert of_dates(village, "Tom") == []
    says(village, "Tom", poll, CANNOT)
    village.acts("Priya", lambda act: asking.close(act, poll.id))
    village.passes(minutes=3)
    assert of_dates(village, "Tom") == ["poll.closed"]
    with pytest.raises(Refusal):
        village.acts("Priya", lambda act: asking.reopen(act, poll.id))


def test_its_time_up_whoever_asked_hears_and_those_who_answered(village: Village) -> None:
    poll = asks(village)
    says(village, "Tom", poll, CAN)
    village.passes(days=6, hours=23)
    assert of_dates(village, "Tom") == []
    village.passes(hours=2)
    assert (of_dates(village, "Tom"), of_dates(village, "Priya")) == (["poll.closed"], ["poll.decide"])
    assert village.do(lambda conn: looking.get(conn, poll.id)).state == CLOSED


def test_taken_back_within_two_minutes_it_is_as_if_never_asked(village: Village) -> None:
    poll = asks(village)
    village.acts("Priya", lambda act: asking.take_back(act, poll.id))
    village.acts("Priya", lambda act: asking.take_back(act, poll.id))
    village.passes(days=10)
    assert of_dates(village, "Priya") == []
    late = asks(village)
    village.passes(minutes=2)
    with pytest.raises(Refusal):
        village.acts("Priya", lambda act: asking.take_back(act, late.id))


# --- announced on one of them ---------------------------------------------------------------------------------------------------


def test_those_who_can_are_asked_once_and_the_others_hear_that_it_is_closed(village: Village) -> None:
    poll = asks(village)
    says(village, "Tom", poll, CAN)
    says(village, "Ada", poll, MUST)
    says(village, "Bea", poll, CANNOT, CAN)
    meetup = announces(village, poll)
    assert of_dates(village, "Tom") == []
    village.passes(days=20)
    assert [of_dates(village, name) for name in ("Tom", "Ada", "Bea")] == [["poll.invited"], ["poll.closed"], ["poll.closed"]]
    assert village.do(lambda conn: rsvp.seats.of_states(conn, meetup.id, rsvp.HELD)) == []


def test_closed_first_nobody_hears_of_that_twice(village: Village) -> None:
    poll = asks(village)
    says(village, "Tom", poll, CAN)
    says(village, "Ada", poll, CANNOT)
    village.acts("Priya", lambda act: asking.close(act, poll.id))
    village.passes(minutes=3)
    announces(village, poll)
    village.passes(days=20)
    assert [of_dates(village, name) for name in ("Tom", "Ada")] == [["poll.closed", "poll.invited"], ["poll.closed"]]


def test_on_another_hour_nobody_has_said_they_can(village: Village) -> None:
    poll = asks(village)
    says(village, "Tom", poll, CAN, CAN, CAN)
    announces(village, poll, moved=timedelta(hours=1))
    village.passes(minutes=5)
    assert of_dates(village, "Tom") == ["poll.closed"]


def test_announced_twice_by_one_draft_people_are_asked_once_and_another_is_refused(village: Village) -> None:
    poll = asks(village)
    says(village, "Tom", poll, CAN, CAN)
    for _ in range(2):
        announces(village, poll, draft="one")
    with pytest.raises(Refusal, match="announced on one of these dates already"):
        announces(village, poll, 1)
    village.passes(minutes=5)
    assert of_dates(village, "Tom") == ["poll.invited"]


def test_taken_back_nobody_is_asked_and_another_date_can_be_chosen(village: Village) -> None:
    poll = asks(village)
    says(village, "Tom", poll, CAN, CAN)
    meetup = announces(village, poll)
    village.acts("Priya", lambda act: taking_back.undo(act, meetup.id))
    village.passes(minutes=5)
    assert of_dates(village, "Tom") == []
    assert village.do(lambda conn: looking.decided(conn, looking.get(conn, poll.id))) is None
    announces(village, poll, 1)
    village.passes(minutes=5)
    assert of_dates(village, "Tom") == ["poll.invited"]


@pytest.mark.parametrize("why", ["has a seat", "said no", "moved", "called off", "took it back"])
def test_what_became_of_it_meanwhile_is_looked_at_as_it_is_sent(village: Village, why: str) -> None:
    poll = asks(village)
    says(village, "Tom", poll, CAN)
    village.meetup = announces(village, poll).id
    match why:
        case "has a seat":
            village.yes("Tom")
        case "said no":
            village.no("Tom")
        case "moved":
            village.move(by=timedelta(days=1))
        case "called off":
            village.acts("Priya", lambda act: taking_back.undo(act, village.meetup))
        case _:
            village.do(lambda conn: conn.execute(answers.delete()))
    village.passes(minutes=5)
    assert "poll.invited" not in village.heard("Tom")


# --- people go, and become one --------------------------------------------------------------------------------------------------


def test_erased_they_no_longer_count_and_what_they_asked_stays_without_their_name(village: Village, tmp_path: Path) -> None:
    poll = asks(village)
    for name in ("Tom", "Ada"):
        says(village, name, poll, CAN)
    village.passes(minutes=3)
    wanted = select(outbox.c.wanted).where(outbox.c.kind == asking.CARD.name)
    before = village.do(lambda conn: conn.execute(wanted).scalar_one())
    tom, priya = village.people.pop("Tom"), village.people["Priya"]
    village.do(lambda conn: person_data.erase(conn, village.now, tom, Ledger(tmp_path / "list.erased")))
    assert counts(village, poll)[0] == (1, 0, 0)
    assert village.do(lambda conn: conn.execute(wanted).scalar_one()) > before
    village.do(lambda conn: person_data.erase(conn, village.now, priya, Ledger(tmp_path / "list.erased")))
    village.passes(days=8)
    assert village.do(lambda conn: members.name_of(conn, looking.get(conn, poll.id).organiser)) == "Somebody who left"
    assert of_dates(village, "Ada") == ["poll.closed"]


def test_one_person_with_two_accounts_counts_once(village: Village) -> None:
    poll = asks(village)
    village.who("Tom")
    village.passes(minutes=1)
    says(village, "Tom", poll, CAN)
    says(village, "Tam", poll, CANNOT, MUST)
    village.acts("Priya", lambda act: asking.close(act, poll.id))
    kept = village.do(lambda conn: merging.merge(conn, village.now, village.people["Tom"], village.people.pop("Tam")))
    assert kept == village.people["Tom"]
    assert counts(village, poll) == [(1, 0, 0), (0, 1, 0), (0, 0, 0)]
    village.passes(minutes=3)
    assert of_dates(village, "Tom") == ["poll.closed"]


# --- on either engine -----------------------------------------------------------------------------------------------------------


async def test_the_whole_of_it_and_what_else_is_on(store: Store) -> None:
    def work(conn: Connection) -> tuple[object, ...]:
        ids = village_of(conn)
        ada, tom, dee = (Act(conn, NOW, ids[name], ids["group"]) for name in ("ada", "tom", "dee"))
        walls = [Wall.of(NOW + timedelta(days=ahead), LONDON) for ahead in DAYS]
        poll = asking.ask(ada, Question("Winter meet-up", walls, 120))
        first, second, _ = looking.dates_of(conn, poll.id)
        for act in (tom, dee):
            answering.answer_all(act, poll.id, CAN)
            answering.answer(act, second.id, MUST)
        own = meetups.announce(ada, Plan("Book swap", walls[0], "Leith"))
        rsvp.say_yes(dee, own.id)
        busy = _elsewhere(conn, ids, walls[0])
        hand = [each.id for each in looking.in_hand(conn, ids["group"], NOW)]
        meetup = meetups.announce(ada, Plan("Winter meet-up", walls[2], "Leith"))
        asked = deciding.decide(ada, first.id, meetup)
        seated = clashes.at(conn, ids["tom"], first.starts_at, first.starts_at + timedelta(hours=1))
        left = [each.id for each in looking.in_hand(conn, ids["group"], NOW)]
        return busy == clashes.Busy((own.title,), 1, 1), hand == [poll.id], asked, seated and seated.title, left

    assert await store.write(work) == (True, True, 2, "Elsewhere's", [])


def _elsewhere(conn: Connection, ids: dict[str, int], wall: Wall) -> clashes.Busy:
    """Two other groups have meetups then: one that shares Tom, who goes there, and one nobody of ours is in."""
    for name, joins in (("Elsewhere", True), ("Strangers", False)):
        group = groups.create(conn, NOW, name, LONDON)
        groups.add_place(conn, group, Place("slack", "T1", name))
        host = members.meet(conn, NOW, Person("slack", "T1", f"host of {name}", "Host"))
        members.join(conn, NOW, host, group)
        meetup = meetups.announce(Act(conn, NOW, host, group), Plan(f"{name}'s", wall, "There"))
        if joins:
            members.join(conn, NOW, ids["tom"], group)
            rsvp.say_yes(Act(conn, NOW, ids["tom"], group), meetup.id)
        rsvp.say_yes(Act(conn, NOW, host, group), meetup.id)
    return clashes.busy(conn, ids["group"], wall.instant, wall.instant + timedelta(hours=2))
