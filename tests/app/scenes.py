"""One of everything in the northern group, so that somebody may try to reach it: Tom's own things, others' with him, and the group's.

A feature whose tables belong to a group adds a scene here; `test_everything_there_is_has_a_scene` fails until it does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot import outbox
from bot.clock import Wall
from bot.community import (
    accounts,
    announcing,
    badges,
    calendar_keys,
    calendars,
    changing,
    cpd,
    goals,
    groups,
    letters,
    maybes,
    members,
    profiles,
    public_pages,
    recurrence,
    repeating,
    reports,
    roll_call,
    safety,
    series,
    setting_up,
)
from bot.community import meetups as meetup_rules
from bot.community.attendance import checking_in, counting, door
from bot.community.coffee import days, rounds
from bot.community.coffee import people as coffee_people
from bot.community.coffee.sending import SEND
from bot.community.coffee.tables import SENT, TOLD, coffee_tables
from bot.community.groups import Habits
from bot.community.introductions import Wish, answer, ask, look, suggested, two
from bot.community.newcomers import buddies, greeters, greeting, hello
from bot.community.polls import answering as dates
from bot.community.polls import asking as polls
from bot.community.polls import looking as date_polls
from bot.community.profiles import Said
from bot.community.questions import asking as questions
from bot.community.questions.answering import answer as answer_question
from bot.community.roll import MemberRow
from bot.community.shadowing import asking, hosting, looking
from bot.community.shadowing.tables import Offer
from bot.matching.seating import Seating
from bot.schema import Connection
from tests.app.northern import EWAN, IONA, MOIRA, act_of
from tests.app.scenes_afterwards import afterwards
from tests.app.scenes_of_mentoring import mentoring
from tests.app.scenes_of_preparing import preparing
from tests.app.world import ADA, TOM, World

Scene = Callable[[World], Awaitable[None]]


async def meetups(world: World) -> None:
    """A meetup with two seats, both taken, one of them Tom's; Iona is in line, Ewan interested on a platform's list; Tom has a badge."""
    await world.announced(seats="2")
    await world.store.write(lambda conn: maybes.be_interested(act_of(conn, world, EWAN), 1))
    await world.store.write(lambda conn: badges.say(act_of(conn, world, TOM), badges.Said("Tom", "@tom", "he/him", "Bees", "no")))
    for who in (TOM, MOIRA, IONA):
        await world.forges(who, "meetup.going", "1")


async def planned(world: World) -> None:
    """What Ada has changed of that meetup, and may take back; a series of others, one announced, the rest to come."""
    await world.announced(title="Reading group")

    def work(conn: Connection) -> None:
        ada = act_of(conn, world, ADA)
        changing.edit(ada, 1, "Pub meet-up", "Bring a friend.", 120)
        first = meetup_rules.get(conn, 2)
        series.begin(ada, first, series.Repeat(recurrence.rule_for(recurrence.MONTHLY, first.when.at.date())))

    await world.store.write(work)


async def which_date(world: World) -> None:
    """Dates that Ada asked about: some still open, which Tom has answered; and some she has just closed."""

    def work(conn: Connection) -> None:
        ada, tom = act_of(conn, world, ADA), act_of(conn, world, TOM)
        for title in ("Winter meet-up", "Book swap"):
            walls = [Wall.of(ada.now + timedelta(days=ahead), "Europe/London") for ahead in (8, 9)]
            poll = polls.ask(ada, polls.Question(title, walls, 120))
            for each in date_polls.dates_of(conn, poll.id):
                dates.answer(tom, each.id, date_polls.CAN)
        polls.close(ada, poll.id)

    await world.store.write(work)


async def announcements(world: World) -> None:
    """One that is said, one that comes every week; a page and a calendar of the group that the world may read; and Tom's own calendar."""

    def work(conn: Connection) -> None:
        ada = act_of(conn, world, ADA)
        announcing.announce(ada, announcing.Notice("Survey", "Say what you think of us."))
        monday = Wall.of(ada.now + timedelta(days=8), "Europe/London")
        announcing.announce(ada, announcing.Notice("Hours", "Open until five.", monday, repeating.WEEKLY))
        public_pages.show(ada, public_pages.Shown("north", "We look after information.", news=True))
        calendars.remember(conn, ada.now, calendars.of_group(conn, ada.now, world.north))
        calendar_keys.renew(act_of(conn, world, TOM))

    await world.store.write(work)


async def people(world: World) -> None:
    """Profiles, a report, contacts, an employer hidden from, accounts about to be joined, and somebody from a list."""

    def work(conn: Connection) -> None:
        for who in (TOM, MOIRA, EWAN, IONA):
            act = act_of(conn, world, who)
            profiles.say(act, Said("Inverness", 25, "School", "", "2to5", ("Bees",)))
            members.be_found(act, found=True)
        tom = act_of(conn, world, TOM)
        safety.hide(tom, "Highland Health")
        reports.name_contact(act_of(conn, world, ADA), MOIRA)
        reports.report_member(tom, members.meet(conn, tom.now, IONA), "She follows me about.")
        accounts.begin(tom)
        setting_up.invite(act_of(conn, world, ADA))
        roll_call.enrol(conn, tom.now, world.north, MemberRow(2, "Lena Listed"))

    await world.store.write(work)


async def introductions(world: World) -> None:
    """Tom asked Moira, who said yes, and Ewan, who has not answered."""

    def work(conn: Connection) -> None:
        for name in ("Moira", "Ewan"):
            tom = act_of(conn, world, TOM)
            search = look(tom, Wish("like", "", "To talk about bees."))
            assert search
            ask(tom, next(each.id for each in suggested(conn, search) if each.name == name))
            if name == "Moira":
                answer(act_of(conn, world, MOIRA), 1, yes=True)

    await world.store.write(work)


async def newcomers(world: World) -> None:
    """Tom and Iona said hello, and have greeters; Moira is asked to be his buddy; Ewan introduces Moira to Iona."""

    def work(conn: Connection) -> None:
        tom, moira, ewan, iona = (act_of(conn, world, who) for who in (TOM, MOIRA, EWAN, IONA))
        for each in (moira, ewan):
            greeters.welcome(each, willing=True)
        for each in (tom, iona):
            said = hello.post(each, hello.Said("I am new, and keep bees."))
            greeting._watch(conn, each.now + timedelta(days=1), str(said))
        hello.say_hello(moira, said)
        buddies.ask(tom, 1)
        two.introduce(ewan, moira.member, iona.member, "You both keep bees.", joins=True)

    await world.store.write(work)


async def letters_and_questions(world: World) -> None:
    """Tom and Moira write to each other; he asked the group something that she was asked quietly and Ewan answered."""

    def work(conn: Connection) -> None:
        tom, moira = act_of(conn, world, TOM), act_of(conn, world, MOIRA)
        letters.write(tom, letters.open(conn, tom.now, tom.group, tom.member, moira.member, "Bees"), "How do yours winter?")
        question = questions.ask(tom, "Bees", "Do they sleep?")
        answer_question(act_of(conn, world, EWAN), question.id, "They shiver.")
        goals.aim(tom, goals.MEETUP, tom.now + timedelta(days=90))

    await world.store.write(work)


async def coffee(world: World) -> None:
    """A round that went out, with Tom and Moira at one table, Ewan and Iona at the other; and one that is drawn."""

    def work(conn: Connection) -> None:
        now = world.clock.now()
        north = groups.get(conn, world.north)
        groups.change(conn, world.north, north.name, north.zone, Habits(coffee="monday"))
        for who in (TOM, MOIRA, EWAN, IONA):
            coffee_people.join(act_of(conn, world, who), "weekly", threes=True, zone="")
        for day in (date(2026, 11, 16), date(2026, 11, 30)):
            _seated(conn, world, rounds.begin(conn, world.north, day, days.ten_on(day, north.zone)))
        for table in rounds.tables_of(conn, 1):
            rounds.change(conn, 1, state=SENT)
            conn.execute(coffee_tables.update().where(coffee_tables.c.id == table).values(state=TOLD))
        outbox.later(conn, SEND, 2, group=world.north, subject="round:2", due=now + timedelta(days=8))

    await world.store.write(work)


async def shadowing(world: World) -> None:
    """Moira hosts: Tom is to come, with a line for his log already; Ewan has asked for another day; Iona waits for a round."""

    def work(conn: Connection) -> None:
        moira = act_of(conn, world, MOIRA)
        on = [Wall.of(moira.now + timedelta(days=ahead), "Europe/London") for ahead in (20, 21)]
        for day, who in zip(hosting.offer(moira, Offer("Inverness", "A school library"), on, 1), (TOM, EWAN), strict=True):
            act = act_of(conn, world, who)
            wish = looking.look(act, "To see.", looking.ANYWHERE)
            looking.choose(act, wish, day.id)
            visit = asking.send(act, wish)
            assert visit
            if who is TOM:
                asking.answer(moira, visit.id, yes=True)
                cpd.keep(act, f"visit:{visit.id}", act.now, "I saw a school library.")
        iona = act_of(conn, world, IONA)
        asking.wait(iona, looking.look(iona, "To see.", looking.ANYWHERE))

    await world.store.write(work)


async def who_came(world: World) -> None:
    """A meetup about to begin: Tom and Moira checked in themselves, Ewan has tried a wrong code, and Ada counted heads."""
    await world.announced(title="Book swap", when="22 November 2026, 10.20am")

    def work(conn: Connection) -> None:
        ada = act_of(conn, world, ADA)
        soon = next(each for each in meetup_rules.coming_up(conn, world.north, ada.now) if each.title == "Book swap")
        code = door.set_up(ada, soon.id).code
        for who, typed in ((TOM, code), (MOIRA, code), (EWAN, "")):
            checking_in.check_in(act_of(conn, world, who), soon.id, typed)
        counting.count(replace(ada, now=soon.starts_at), soon.id, 5)

    await world.store.write(work)


def _seated(conn: Connection, world: World, round_id: int) -> None:
    """Tom with Moira, Ewan with Iona."""
    tom, moira, ewan, iona = (act_of(conn, world, who).member for who in (TOM, MOIRA, EWAN, IONA))
    found = rounds.get(conn, round_id)
    assert found
    seating = Seating(((tom, moira), (ewan, iona)), (), 0, 0, 0, 0)
    rounds.lay(conn, found, coffee_people.everybody(conn, world.north, found.day), seating)


SCENES: Final[tuple[Scene, ...]] = (
    meetups,
    planned,
    which_date,
    preparing,
    people,
    introductions,
    newcomers,
    letters_and_questions,
    shadowing,
    coffee,
    mentoring,
    announcements,
    afterwards,
    who_came,
)


async def one_of_everything(world: World) -> None:
    """Play every scene."""
    for scene in SCENES:
        await scene(world)
