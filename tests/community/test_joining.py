"""Two accounts turn out to be one person: how they join, and which of two answers stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import Connection, func, select

from bot.chat import Person, Place, Refusal
from bot.clock import Wall
from bot.community import accounts, groups, meetups, members, merging, pausing, profiles, roll_call, rsvp, seats
from bot.community.act import Act
from bot.community.meetups import Plan
from bot.community.members import Membership
from bot.community.profiles import Said
from bot.community.roll import MemberRow
from bot.outbox import outbox
from bot.store import Store

T = TypeVar("T")
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HERE, THERE = Person("discord", "", "1", "Tom Bishop"), Person("slack", "T1", "U1", "tom")
ADA = Person("slack", "T1", "ada", "Ada North")


class Two:
    """One person with two records, in one group; the first is the earlier."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.group = groups.create(conn, NOW, "North", "Europe/London")
        groups.add_place(conn, self.group, Place("slack", "T1", "north"))
        self.ada = self._known(ADA, NOW)
        self.first = self._known(HERE, NOW)
        self.second = self._known(THERE, NOW + MINUTE)

    def _known(self, person: Person, at: datetime) -> int:
        member = members.meet(self.conn, at, person)
        members.join(self.conn, at, member, self.group)
        return member

    def act(self, member: int, at: datetime = NOW) -> Act:
        return Act(self.conn, at, member, self.group)

    def meetup(self, places: int | None = 5) -> int:
        when = Wall(datetime(2026, 11, 26, 18, 30), "Europe/London")
        return meetups.announce(self.act(self.ada), Plan("Pub meet-up", when, "The Laurieston", seats=places)).id

    def merged(self) -> int:
        return merging.merge(self.conn, NOW + timedelta(hours=1), self.second, self.first)

    def membership(self) -> Membership:
        (mine,) = members.belongs(self.conn, self.first)
        return mine


async def of_two(store: Store, work: Callable[[Two], T]) -> T:
    return await store.write(lambda conn: work(Two(conn)))


# --- joining --------------------------------------------------------------------------------------------------------------------


async def test_two_accounts_become_one_when_both_say_yes(store: Store) -> None:
    def work(two: Two) -> object:
        begun = accounts.type_code(two.act(two.second), accounts.begin(two.act(two.first)))
        accounts.agree(two.act(two.second), begun.id)
        accounts.confirm(two.act(two.first), begun.id)
        return [str(each) for each in accounts.accounts_in_words(two.conn, two.first)], members.meet(two.conn, NOW, THERE) == two.first

    assert await of_two(store, work) == ([str(HERE), str(THERE)], True)


async def test_the_first_account_is_asked_in_its_own_messages(store: Store) -> None:
    def work(two: Two) -> object:
        begun = accounts.type_code(two.act(two.second), accounts.begin(two.act(two.first)))
        accounts.agree(two.act(two.second), begun.id)
        said = select(outbox.c.member_id, outbox.c.useful_until).where(outbox.c.kind == accounts.JOIN_ASKED.name)
        return tuple(two.conn.execute(said).one()) == (two.first, NOW + accounts.GOOD_FOR)

    assert await of_two(store, work)


async def test_a_code_works_once(store: Store) -> None:
    def work(two: Two) -> None:
        code = accounts.begin(two.act(two.first))
        accounts.type_code(two.act(two.second), code)
        with pytest.raises(Refusal, match="once"):
            accounts.type_code(two.act(two.ada), code)

    await of_two(store, work)


async def test_a_code_is_good_for_ten_minutes(store: Store) -> None:
    def work(two: Two) -> None:
        code = accounts.begin(two.act(two.first))
        with pytest.raises(Refusal, match="ten minutes"):
            accounts.type_code(two.act(two.second, NOW + 10 * MINUTE), code)
        assert accounts.type_code(two.act(two.second, NOW + 9 * MINUTE), code)

    await of_two(store, work)


async def test_a_new_code_takes_the_place_of_the_old(store: Store) -> None:
    def work(two: Two) -> None:
        old, new = accounts.begin(two.act(two.first)), accounts.begin(two.act(two.first))
        with pytest.raises(Refusal):
            accounts.type_code(two.act(two.second), old)
        assert accounts.type_code(two.act(two.second), new.lower())

    await of_two(store, work)


async def test_nobody_is_joined_by_one_yes_alone(store: Store) -> None:
    def work(two: Two) -> None:
        begun = accounts.type_code(two.act(two.second), accounts.begin(two.act(two.first)))
        with pytest.raises(Refusal):
            accounts.confirm(two.act(two.first), begun.id)

    await of_two(store, work)


async def test_nobody_else_can_say_either_yes(store: Store) -> None:
    def work(two: Two) -> None:
        begun = accounts.type_code(two.act(two.second), accounts.begin(two.act(two.first)))
        for stranger in (two.ada, two.first):
            with pytest.raises(Refusal):
                accounts.agree(two.act(stranger), begun.id)
        accounts.agree(two.act(two.second), begun.id)
        for stranger in (two.ada, two.second):
            with pytest.raises(Refusal):
                accounts.confirm(two.act(stranger), begun.id)

    await of_two(store, work)


async def test_a_no_ends_it(store: Store) -> None:
    def work(two: Two) -> None:
        begun = accounts.type_code(two.act(two.second), accounts.begin(two.act(two.first)))
        accounts.agree(two.act(two.second), begun.id)
        accounts.refuse(two.act(two.ada), begun.id)
        assert accounts.is_asked(two.conn, begun.id)
        accounts.refuse(two.act(two.first), begun.id)
        with pytest.raises(Refusal):
            accounts.confirm(two.act(two.first), begun.id)

    await of_two(store, work)


async def test_the_second_yes_comes_within_ten_minutes_too(store: Store) -> None:
    def work(two: Two) -> None:
        begun = accounts.type_code(two.act(two.second), accounts.begin(two.act(two.first)))
        accounts.agree(two.act(two.second, NOW + 5 * MINUTE), begun.id)
        with pytest.raises(Refusal):
            accounts.confirm(two.act(two.first, NOW + 16 * MINUTE), begun.id)

    await of_two(store, work)


async def test_no_code_is_kept_as_it_was_shown(store: Store) -> None:
    def work(two: Two) -> object:
        code = accounts.begin(two.act(two.first))
        rows = two.conn.execute(select(accounts.joinings)).mappings().all()
        return code in str(rows)

    assert await of_two(store, work) is False


# --- which of two stays ---------------------------------------------------------------------------------------------------------


async def test_the_earlier_record_stays_whoever_began(store: Store) -> None:
    def work(two: Two) -> object:
        kept = two.merged()
        return kept == two.first, two.conn.execute(select(func.count()).where(members.members.c.id == two.second)).scalar_one()

    assert await of_two(store, work) == (True, 0)


async def test_of_two_seats_one_stays_and_the_other_goes_to_the_next_in_line(store: Store) -> None:
    def work(two: Two) -> object:
        meetup = two.meetup(2)
        for member in (two.first, two.second, two.ada):
            rsvp.say_yes(two.act(member), meetup)
        two.merged()
        mine, next_one = seats.mine_at(two.conn, meetup, two.first), seats.mine_at(two.conn, meetup, two.ada)
        return mine and mine.state, next_one and next_one.state

    assert await of_two(store, work) == (seats.GOING, seats.OFFERED)


async def test_a_seat_beats_a_place_in_line_even_the_later_records(store: Store) -> None:
    def work(two: Two) -> object:
        meetup = two.meetup(1)
        rsvp.say_yes(two.act(two.second), meetup)
        rsvp.say_yes(two.act(two.first), meetup)
        two.merged()
        mine = seats.mine_at(two.conn, meetup, two.first)
        return mine and mine.state, seats.held(two.conn, meetup), bool(seats.waiting(two.conn, meetup))

    assert await of_two(store, work) == (seats.GOING, 1, False)


async def test_of_two_places_in_line_the_earlier_stays(store: Store) -> None:
    def work(two: Two) -> object:
        meetup = two.meetup(1)
        for member in (two.ada, two.second, two.first):
            rsvp.say_yes(two.act(member), meetup)
        two.merged()
        mine = seats.mine_at(two.conn, meetup, two.first)
        return mine and (mine.state, mine.turn, seats.position(two.conn, mine))

    assert await of_two(store, work) == (seats.WAITING, 1, 1)


async def test_an_answer_only_one_gave_is_theirs_together(store: Store) -> None:
    def work(two: Two) -> object:
        meetup = two.meetup()
        rsvp.say_yes(two.act(two.second), meetup)
        two.merged()
        mine = seats.mine_at(two.conn, meetup, two.first)
        return mine and mine.state

    assert await of_two(store, work) == seats.GOING


async def test_an_organiser_stays_one(store: Store) -> None:
    def work(two: Two) -> object:
        members.appoint(two.conn, two.second, two.group)
        two.merged()
        return two.membership().organises

    assert await of_two(store, work)


@pytest.mark.parametrize(("first", "second", "after"), [(True, True, True), (True, False, False), (False, True, False)])
async def test_named_and_found_only_where_both_had_said_so(store: Store, first: bool, second: bool, after: bool) -> None:  # noqa: FBT001
    def work(two: Two) -> object:
        for member, agreed in ((two.first, first), (two.second, second)):
            members.show_name(two.act(member), named=agreed)
            members.be_found(two.act(member), found=agreed)
        two.merged()
        return two.membership().named, two.membership().found

    assert await of_two(store, work) == (after, after)


async def test_a_profile_of_the_later_record_is_kept_where_the_earlier_has_none(store: Store) -> None:
    def work(two: Two) -> object:
        profiles.say(two.act(two.second), Said("Leeds", 25, "School", "Reading", "2to5", ("Copyright",)))
        two.merged()
        return profiles.get(two.conn, two.first).area

    assert await of_two(store, work) == "Leeds"


async def test_the_longer_break_holds(store: Store) -> None:
    def work(two: Two) -> object:
        pausing.pause(two.act(two.first), NOW + timedelta(days=3))
        pausing.pause(two.act(two.second), NOW + timedelta(days=30))
        two.merged()
        return pausing.until(two.conn, two.first) == NOW + timedelta(days=30)

    assert await of_two(store, work)


async def test_whoever_was_my_manager_is_not_myself(store: Store) -> None:
    def work(two: Two) -> object:
        profiles.say(two.act(two.first), Said("Leeds", 25, "School", "Reading", "2to5", ()))
        profiles.keep_private(two.act(two.first), "A school", two.second)
        two.merged()
        mine = profiles.get(two.conn, two.first)
        return mine.area, mine.manager

    assert await of_two(store, work) == ("Leeds", None)


async def test_what_is_planned_to_be_said_to_either_is_said_to_them(store: Store) -> None:
    def work(two: Two) -> object:
        meetup = two.meetup(1)
        rsvp.say_yes(two.act(two.ada), meetup)
        rsvp.say_yes(two.act(two.second), meetup)
        rsvp.say_no(two.act(two.ada), meetup)
        two.merged()
        return two.conn.execute(select(func.count()).where(outbox.c.member_id == two.first)).scalar_one()

    assert await of_two(store, work) == 1


async def test_a_record_that_was_joined_is_remembered_for_old_backups(store: Store) -> None:
    def work(two: Two) -> object:
        enrolled = roll_call.enrol(two.conn, NOW, two.group, MemberRow(2, "Tom Bishop", area="Leeds"))
        roll_call.claim(two.conn, NOW, HERE, enrolled.code)
        two.merged()
        before = select(func.count()).where(merging.merged.c.member_id == two.first)
        return two.conn.execute(before).scalar_one(), profiles.get(two.conn, two.first).area

    assert await of_two(store, work) == (2, "Leeds")
