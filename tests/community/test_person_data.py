"""Your data is yours: everything held is shown, erased, and kept no longer than said, whatever table it stands in."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Column, Connection, ForeignKey, Integer, MetaData, Table, Text, func, insert, select

from bot import drafts, outbox
from bot.chat import Person, Place
from bot.clock import Wall
from bot.community import groups, meetups, members, person_data, profiles, rsvp, seats
from bot.community.act import Act
from bot.community.meetups import Plan
from bot.community.person_data import Ledger
from bot.outbox import To
from bot.schema import Instant, Json, holds, metadata, personal
from bot.store import Store, tables

assert tables.metadata is metadata
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ADA, TOM, DEE = (Person("slack", "T1", name.lower(), f"{name} Example") for name in ("Ada", "Tom", "Dee"))


# --- the schema -----------------------------------------------------------------------------------------------------------------


def test_every_column_that_holds_a_person_is_exported_erased_and_forgotten() -> None:
    assert person_data.gaps() == []


def invented(*columns: Column[Any], **more: Any) -> MetaData:
    """The members' table and one more, by somebody in a hurry."""
    hurried = MetaData()
    Table("members", hurried, Column("id", Integer, primary_key=True), Column("name", Text, info=personal("Name")), info=holds("You"))
    Table("notes", hurried, Column("id", Integer, primary_key=True), *columns, **more)
    return hurried


def of_member(**info: Any) -> Column[Any]:
    return Column("member_id", Integer, ForeignKey("members.id"), **info)


WHOSE = {"info": personal("Yours")}


@pytest.mark.parametrize(
    ("columns", "more", "wrong"),
    [
        ((Column("words", Text, info=personal("Your note")),), {}, "no marked reference"),
        ((of_member(),), {}, "does not say how it is held"),
        ((of_member(), Column("words", Text, info=personal("Your note"))), {"info": holds("Notes")}, "no marked reference"),
        ((of_member(**WHOSE), Column("w", Text, info=personal("It", of="writer_id"))), {"info": holds("Notes")}, "no reference to members"),
        ((of_member(**WHOSE),), {"info": holds("Notes", kept=timedelta(days=1), since="made_at")}, "which is no moment in it"),
    ],
)
def test_a_table_that_hides_a_person_fails_the_build(columns: tuple[Column[Any], ...], more: dict[str, object], wrong: str) -> None:
    assert any(wrong in gap for gap in person_data.gaps(invented(*columns, **more)))


def test_a_table_that_says_it_all_passes() -> None:
    made = Column("made_at", Instant, nullable=False, info=personal("When"))
    assert person_data.gaps(invented(of_member(**WHOSE), made, info=holds("Notes", kept=timedelta(days=1), since="made_at"))) == []


# --- a person in every table ----------------------------------------------------------------------------------------------------


def everywhere(conn: Connection, member_id: int, word: str, but: Collection[str] = ()) -> int:
    """Fill every personal column of every table with something of this member, made of `word`. Returns how many tables."""
    filled = 0
    for each in person_data.held():
        if each.table is members.members or each.table.name in {"memberships", "accounts", *but}:
            continue
        for owner in each.owners:
            row = {column.key: _value(conn, column, member_id, owner, word) for column in each.table.columns if _wanted(column, owner)}
            conn.execute(each.table.delete().where(owner == member_id))
            conn.execute(insert(each.table).values(row))
            filled += 1
    return filled


def _wanted(column: Column[Any], owner: Column[Any]) -> bool:
    automatic = column.primary_key and isinstance(column.type, Integer) and not column.foreign_keys
    return column is owner or (not automatic and (not column.nullable or "person" in column.info))


def _value(conn: Connection, column: Column[Any], member_id: int, owner: Column[Any], word: str) -> object:
    if column is owner or column.foreign_keys:
        return member_id if column is owner else _somebody_else(conn, column, member_id)
    if isinstance(column.type, Instant | Json):
        return NOW if isinstance(column.type, Instant) else {"words": word}
    if column.type.python_type is str:
        return _words(column, member_id, word)
    return 1 if column.type.python_type is int else False


def _words(column: Column[Any], member_id: int, word: str) -> str:
    """As many of the words as fit; where it holds nobody, what may stay."""
    longest = getattr(column.type, "length", None) or 2000
    return f"{word} {column.name}"[:longest] if "person" in column.info else f"of-{member_id}"


def _somebody_else(conn: Connection, column: Column[Any], member_id: int) -> object:
    """Another member; or the latest row of whatever else is referred to, made if there is none."""
    key = next(iter(column.foreign_keys)).column
    others = select(func.max(key)).where(key != member_id) if key.table is members.members else select(func.max(key))
    there = conn.execute(others).scalar()
    if there is None:
        row = {
            each.key: _value(conn, each, member_id, key, "nobody's") for each in key.table.columns if _wanted(each, key) and each is not key
        }
        there = conn.execute(insert(key.table).values(row).returning(key)).scalar_one()
    return there


def village(conn: Connection) -> dict[str, int]:
    """A group with a meetup, run by Ada; Tom and Dee are members."""
    group = groups.create(conn, NOW, "North", "Europe/London")
    groups.add_place(conn, group, Place("slack", "T1", "north"))
    ids = {person.user: members.meet(conn, NOW, person) for person in (ADA, TOM, DEE)}
    for member in ids.values():
        members.join(conn, NOW, member, group)
    members.appoint(conn, ids["ada"], group)
    when = Wall(datetime(2026, 11, 26, 18, 30), "Europe/London")
    meetup = meetups.announce(Act(conn, NOW, ids["ada"], group), Plan("Pub meet-up", when, "The Laurieston", seats=1))
    return {**ids, "group": group, "meetup": meetup.id}


def left_of(conn: Connection, word: str) -> list[str]:
    """Where a word still stands, in any column of any table."""
    found: list[str] = []
    for table in metadata.sorted_tables:
        for row in conn.execute(select(table)).mappings():
            found += [f"{table.name}.{name}" for name, value in row.items() if word in str(value)]
    return found


async def test_what_is_held_of_somebody_in_any_table_is_in_their_copy(store: Store) -> None:
    def work(conn: Connection) -> tuple[list[str], list[str]]:
        ids = village(conn)
        everywhere(conn, ids["tom"], "canary")
        copy = person_data.collect(conn, NOW, ids["tom"])
        shown = {words for section in copy.sections for row in section.rows for words in row}
        wanted = [
            f"{each.table.name}: {words}"
            for each in person_data.held()
            for owner in each.owners
            for _, words in each.columns_of(owner)
            if words not in shown
        ]
        return wanted, left_of(conn, "canary")

    missing, planted = await store.write(work)
    assert planted
    assert missing == []


async def test_what_is_held_of_somebody_in_any_table_is_gone_with_them(store: Store, tmp_path: Path) -> None:
    def work(conn: Connection) -> tuple[list[str], list[str], str]:
        ids = village(conn)
        assert everywhere(conn, ids["tom"], "canary") > 3
        before = left_of(conn, "canary")
        person_data.erase(conn, NOW, ids["tom"], Ledger(tmp_path / "list.erased"))
        return before, left_of(conn, "canary") + left_of(conn, "Tom Example"), members.name_of(conn, ids["dee"])

    before, after, neighbour = await store.write(work)
    assert before
    assert after == []
    assert neighbour == "Dee Example"


async def test_somebody_elses_copy_holds_nothing_of_mine(store: Store) -> None:
    def work(conn: Connection) -> str:
        ids = village(conn)
        everywhere(conn, ids["tom"], "canary")
        return str(person_data.collect(conn, NOW, ids["ada"]))

    copy = await store.write(work)
    assert "canary" not in copy


# --- what erasing means to others -----------------------------------------------------------------------------------------------


T = TypeVar("T")


async def done(store: Store, work: Callable[[Connection, dict[str, int]], T]) -> T:
    def whole(conn: Connection) -> T:
        return work(conn, village(conn))

    return await store.write(whole)


async def test_a_seat_given_up_for_good_goes_to_the_next_in_line(store: Store, tmp_path: Path) -> None:
    def work(conn: Connection, ids: dict[str, int]) -> object:
        for name in ("tom", "dee"):
            rsvp.say_yes(Act(conn, NOW, ids[name], ids["group"]), ids["meetup"])
        person_data.erase(conn, NOW, ids["tom"], Ledger(tmp_path / "list.erased"))
        mine = seats.mine_at(conn, ids["meetup"], ids["dee"])
        return mine and mine.state

    assert await done(store, work) == seats.OFFERED


async def test_a_meetup_outlives_whoever_announced_it(store: Store, tmp_path: Path) -> None:
    def work(conn: Connection, ids: dict[str, int]) -> object:
        person_data.erase(conn, NOW, ids["ada"], Ledger(tmp_path / "list.erased"))
        return meetups.get(conn, ids["meetup"]).title, members.name_of(conn, ids["ada"])

    assert await done(store, work) == ("Pub meet-up", "Somebody who left")


async def test_whoever_comes_back_is_somebody_new(store: Store, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "list.erased")

    def work(conn: Connection, ids: dict[str, int]) -> tuple[int, int, str]:
        person_data.erase(conn, NOW, ids["tom"], ledger)
        later = NOW + timedelta(days=1)
        again = members.meet(conn, later, TOM)
        return again, person_data.again_after_restore(conn, later, ledger), members.name_of(conn, again)

    _, erased, name = await done(store, work)
    assert erased == 0
    assert name == "Tom Example"


async def test_messages_to_them_are_not_sent_any_more(store: Store, tmp_path: Path) -> None:
    def work(conn: Connection, ids: dict[str, int]) -> object:
        about = outbox.About(group=ids["group"], subject="x", due=NOW)
        outbox.say(conn, meetups.CARD, "1", To(member=ids["tom"]), **about)
        person_data.erase(conn, NOW, ids["tom"], Ledger(tmp_path / "list.erased"))
        return conn.execute(select(func.count()).where(outbox.outbox.c.member_id == ids["tom"])).scalar_one()

    assert await done(store, work) == 0


# --- the list of erasures -------------------------------------------------------------------------------------------------------


def test_the_list_of_erasures_names_nobody_and_is_its_owners_alone(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "list.erased")
    code = ledger.add(NOW, ["member 7 of 2026-01-01", "account slack:T1:tom"])
    text = ledger.path.read_text(encoding="ascii")
    assert len(code) == 12
    assert "tom" not in text
    assert ledger.path.stat().st_mode & 0o777 == 0o600
    assert ledger.reader().erased_at("account slack:T1:tom") == NOW
    assert ledger.reader().erased_at("account slack:T1:ada") is None


def test_two_lists_hide_the_same_person_differently(tmp_path: Path) -> None:
    codes = {Ledger(tmp_path / name).add(NOW, ["account slack:T1:tom"]) for name in ("a.erased", "b.erased")}
    assert len(codes) == 2


def test_a_file_that_is_no_list_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "list.erased").write_text("something else\n")
    with pytest.raises(ValueError, match="no list of erasures"):
        Ledger(tmp_path / "list.erased").reader()


# --- forgetting -----------------------------------------------------------------------------------------------------------------


async def test_what_is_old_is_forgotten_and_what_is_not_stays(store: Store) -> None:
    def work(conn: Connection, ids: dict[str, int]) -> object:
        rsvp.say_yes(Act(conn, NOW, ids["tom"], ids["group"]), ids["meetup"])
        drafts.begin(conn, NOW, drafts.Draft("d1", ids["tom"], None, "my.profile", "", "AboutYou", {"area": "Leeds"}))
        soon = person_data.forget_old(conn, NOW + timedelta(hours=23))
        next_day = person_data.forget_old(conn, NOW + timedelta(hours=25))
        for_ever = person_data.forget_old(conn, NOW + timedelta(days=731))
        return soon, next_day, for_ever, profiles.get(conn, ids["tom"]).name

    assert await done(store, work) == (0, 1, 1, "Tom Example")


def test_the_words_for_how_long_are_words() -> None:
    held = {each.table.name: each.kept for each in person_data.held()}
    assert held["drafts"] == "24 hours"
    assert held["seats"] == "2 years"
    assert held["profiles"] == "as long as you are here"
