"""Who somebody is, which groups they may mean, what they agreed to; and the list's one-time codes."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import Connection, func, select

from bot.chat import Person, Place, Refusal
from bot.community import groups, members, roll_call
from bot.community.roll import MemberRow
from bot.store import Store
from tests.community.village import SUNDAY, Village

ADA = Person("chat", "W1", "ada", "Ada Lovelace")
ADA_ELSEWHERE = Person("other", "W9", "ada", "Ada")
DIRECT = Place("chat", "W1", "D1", direct=True)
ROW = MemberRow(line=2, name="Ada King", zone="Europe/Lisbon", area="Leeds", topics=("Copyright",))


def other_group(village: Village, channel: str = "archives", workspace: str = "W1") -> int:
    """Another group in the same workspace."""

    def make(conn: Connection) -> int:
        group = groups.create(conn, SUNDAY, "Archivists", "Europe/London")
        groups.add_place(conn, group, Place("chat", workspace, channel))
        return group

    return village.do(make)


def here(village: Village) -> Place:
    return village.do(lambda conn: groups.places_for(conn, village.group))[0][1]


def meant(village: Village, person: Person, place: Place) -> list[int]:
    """The groups somebody may mean."""
    return [group.id for group in village.do(lambda conn: members.identify(conn, person, place)).here]


def enrol(village: Village, row: MemberRow = ROW) -> str:
    return village.do(lambda conn: roll_call.enrol(conn, SUNDAY, village.group, row)).code


def claim(village: Village, person: Person, code: str) -> int:
    return village.do(lambda conn: roll_call.claim(conn, SUNDAY, person, code))


def belongs(village: Village, member: int) -> dict[int, members.Membership]:
    return {each.group.id: each for each in village.do(lambda conn: members.belongs(conn, member))}


# --- walls ----------------------------------------------------------------------------------------------------------------------


def test_a_groups_own_channel_means_that_group_alone(village: Village) -> None:
    archivists = other_group(village)
    assert meant(village, ADA, here(village)) == [village.group]
    assert meant(village, ADA, Place("chat", "W1", "archives")) == [archivists]


def test_elsewhere_in_the_workspace_any_of_its_groups_may_be_meant(village: Village) -> None:
    archivists = other_group(village)
    other_group(village, workspace="W2")
    assert meant(village, ADA, Place("chat", "W1", "lobby")) == [village.group, archivists]


def test_in_a_direct_message_only_ones_own_groups_are_meant(village: Village) -> None:
    archivists = other_group(village)
    assert meant(village, ADA, DIRECT) == []
    member = village.do(lambda conn: members.meet(conn, SUNDAY, ADA))
    village.do(lambda conn: members.join(conn, SUNDAY, member, archivists))
    assert meant(village, ADA, DIRECT) == [archivists]


def test_the_same_name_on_another_platform_or_in_another_workspace_is_somebody_else(village: Village) -> None:
    ids = {village.do(lambda conn, who=who: members.meet(conn, SUNDAY, who)) for who in (ADA, ADA_ELSEWHERE, replace(ADA, workspace="W2"))}
    assert len(ids) == 3
    assert village.do(lambda conn: members.meet(conn, SUNDAY, replace(ADA, name="Countess"))) in ids


def test_a_channel_of_another_group_can_not_be_taken(village: Village) -> None:
    other_group(village)
    with pytest.raises(Refusal, match="belongs to another group"):
        village.do(lambda conn: groups.add_place(conn, village.group, Place("chat", "W1", "archives")))


def test_the_practice_group_takes_no_real_channel(village: Village) -> None:
    town = village.do(lambda conn: groups.create(conn, SUNDAY, "Town", "Europe/London", practice=True))
    with pytest.raises(Refusal, match="invented"):
        village.do(lambda conn: groups.add_place(conn, town, Place("chat", "W1", "new")))


def test_consent_and_role_are_one_groups_and_not_anothers(village: Village) -> None:
    archivists = other_group(village)
    member = village.who("Ada")
    village.do(lambda conn: members.join(conn, SUNDAY, member, archivists))
    village.acts("Ada", lambda act: members.show_name(act, named=True))
    village.do(lambda conn: members.appoint(conn, member, village.group))
    mine = belongs(village, member)
    assert (mine[village.group].named, mine[village.group].organises) == (True, True)
    assert (mine[archivists].named, mine[archivists].organises) == (False, False)
    assert village.do(lambda conn: members.consent(conn, member, archivists)) == (False, members.DIRECT)


def test_nobody_is_named_before_they_say_so(village: Village) -> None:
    assert not belongs(village, village.who("Ada"))[village.group].named


def test_joining_again_changes_nothing(village: Village) -> None:
    member = village.who("Priya")
    village.do(lambda conn: members.join(conn, SUNDAY, member, village.group))
    assert belongs(village, member)[village.group].organises


# --- codes ----------------------------------------------------------------------------------------------------------------------


def test_a_code_makes_the_row_ones_own(village: Village) -> None:
    member = claim(village, ADA, enrol(village))
    known = village.do(lambda conn: members.identify(conn, ADA, here(village)))
    assert known.member is not None
    assert (known.member.id, known.member.name, known.member.zone) == (member, "Ada King", "Europe/Lisbon")
    assert list(known.memberships) == [village.group]


def test_a_code_may_be_typed_as_people_type(village: Village) -> None:
    assert claim(village, ADA, enrol(village).lower()) > 0
    assert claim(village, ADA_ELSEWHERE, f"  {enrol(village)} ") > 0


def test_a_code_works_once(village: Village) -> None:
    code = enrol(village)
    claim(village, ADA, code)
    with pytest.raises(Refusal, match="works once"):
        claim(village, ADA_ELSEWHERE, code)


def test_a_wrong_code_opens_nothing(village: Village) -> None:
    enrol(village)
    with pytest.raises(Refusal, match="doesn't open anything"):
        claim(village, ADA, "AAAA-AAAA")


def test_somebody_known_keeps_their_name_and_takes_the_rows_place_and_zone_with_them(village: Village) -> None:
    code = enrol(village, replace(ROW, organiser=True))
    known = village.do(lambda conn: members.meet(conn, SUNDAY, ADA))
    assert claim(village, ADA, code) == known
    after = village.do(lambda conn: members.identify(conn, ADA, here(village)))
    assert after.member == members.Member(known, "Ada Lovelace", "Europe/Lisbon")
    assert after.memberships[village.group].organises
    assert village.do(lambda conn: conn.execute(select(func.count()).where(members.members.c.name == "Ada King")).scalar_one()) == 0


def test_a_members_row_makes_no_organiser_less(village: Village) -> None:
    known = village.do(lambda conn: members.meet(conn, SUNDAY, ADA))
    village.do(lambda conn: members.join(conn, SUNDAY, known, village.group, members.ORGANISER))
    claim(village, ADA, enrol(village))
    assert belongs(village, known)[village.group].organises


def test_a_code_is_for_its_own_group_wherever_it_is_typed(village: Village) -> None:
    archivists = other_group(village)
    code = village.do(lambda conn: roll_call.enrol(conn, SUNDAY, archivists, ROW)).code
    assert list(belongs(village, claim(village, ADA, code))) == [archivists]


def test_the_code_itself_is_nowhere_in_the_database(village: Village) -> None:
    code = enrol(village)
    rows = village.do(lambda conn: [str(tuple(row)) for row in conn.execute(select(roll_call.claims))])
    assert len(rows) == 1
    assert code not in rows[0]


# --- at the same moment ---------------------------------------------------------------------------------------------------------


async def test_of_two_who_use_a_code_at_once_one_alone_is_let_in(store: Store) -> None:
    group = await store.write(lambda conn: groups.create(conn, SUNDAY, "Archivists", "Europe/London"))
    for turn in range(10):
        code = (await store.write(lambda conn: roll_call.enrol(conn, SUNDAY, group, ROW))).code
        two = [Person("chat", "W1", f"{name}{turn}") for name in ("ada", "eve")]
        ended = await asyncio.gather(
            *[store.write(lambda conn, who=who, code=code: roll_call.claim(conn, SUNDAY, who, code)) for who in two], return_exceptions=True
        )
        assert sorted(type(each).__name__ for each in ended) == ["Refusal", "int"]


async def test_somebody_who_speaks_twice_at_once_is_one_member(store: Store) -> None:
    ids = await asyncio.gather(*[store.write(lambda conn: members.meet(conn, SUNDAY, ADA)) for _ in range(8)])
    assert len(set(ids)) == 1
    assert await store.read(lambda conn: conn.execute(select(func.count()).select_from(members.members)).scalar_one()) == 1
