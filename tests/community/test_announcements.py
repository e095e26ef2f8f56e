"""The rules of announcing, on the real tables, with a delivery loop that never fails."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.chat import Place, Refusal
from bot.clock import Wall
from bot.community import announcements, announcing, groups
from bot.community.announcements import BACK, ON, OVER, Announcement, postings
from bot.community.announcing import Notice
from bot.community.repeating import DATE, ONCE, WEEKLY
from bot.outbox import outbox
from tests.community.village import SUNDAY, Village

MONDAY = Wall(datetime(2026, 11, 23, 9), "Europe/London")
SECOND = Place("chat", "W2", "announcements")
QUIET = Place("chat", "W1", "committee")


def says(village: Village, when: Wall | None = None, repeat: str = ONCE, **more: object) -> Announcement:
    """Priya announces."""
    notice = Notice("Room change", "Upstairs.", when, repeat, **more)  # pyright: ignore[reportArgumentType]  as each test needs it
    return village.acts("Priya", lambda act: announcing.announce(act, notice))


def stands(village: Village, found: Announcement) -> Announcement:
    """It, now."""
    return village.do(lambda conn: announcements.get(conn, found.id))


def posted(village: Village) -> list[datetime]:
    """When each card arrived."""
    return [told.at for told in village.told if told.kind == "announcement.card"]


def also_at(village: Village, place: Place, purpose: str = groups.ANNOUNCEMENTS) -> None:
    """The group has another place."""
    village.do(lambda conn: groups.add_place(conn, village.group, place, purpose))


def test_it_is_said_once_in_every_place_there_is(village: Village) -> None:
    also_at(village, SECOND)
    found = says(village)
    village.passes(days=30)
    assert posted(village) == [SUNDAY, SUNDAY]
    assert stands(village, found).state == OVER


def test_only_in_one_channel_or_there_too(village: Village) -> None:
    says(village, everywhere=False, also=QUIET)
    assert len(posted(village)) == 1
    says(village, everywhere=True, also=QUIET)
    assert len(posted(village)) == 3


def test_a_channel_it_was_said_in_once_gets_no_meetups_and_keeps_its_purpose(village: Village) -> None:
    says(village, everywhere=False, also=QUIET)
    assert [place for _, place in village.do(lambda conn: groups.places_for(conn, village.group))] != [QUIET]
    ours = village.do(lambda conn: groups.places_for(conn, village.group))[0][1]
    says(village, everywhere=False, also=ours)
    assert village.do(lambda conn: groups.places_for(conn, village.group))[0][1] == ours


def test_another_groups_channel_is_refused(village: Village) -> None:
    other = Village(village.do)
    with pytest.raises(Refusal, match="another group"):
        says(village, also=other.do(lambda conn: groups.places_for(conn, other.group))[0][1])


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(days=-1), timedelta(days=400)])
def test_a_time_gone_by_or_too_far_is_refused(village: Village, ahead: timedelta) -> None:
    with pytest.raises(Refusal, match="Choose another one"):
        says(village, Wall.of(village.now + ahead, "Europe/London"))


def test_a_place_that_came_since_has_it_too_and_one_that_went_has_not(village: Village) -> None:
    says(village, MONDAY, WEEKLY)
    also_at(village, SECOND)
    village.passes(days=2)
    assert len(posted(village)) == 2
    also_at(village, SECOND, groups.FORMER)
    village.passes(days=7)
    assert len(posted(village)) == 3


def test_weekly_is_at_the_same_time_by_the_wall_when_the_clocks_change(village: Village) -> None:
    village.now = datetime.fromisoformat("2027-03-20T10:00+00:00")
    says(village, Wall(datetime(2027, 3, 22, 9), "Europe/London"), WEEKLY)
    village.passes(days=17)
    assert [at.hour for at in posted(village)] == [9, 8, 8]


def test_it_ends_when_it_was_to_end(village: Village) -> None:
    found = says(village, MONDAY, WEEKLY, until=Wall(datetime(2026, 12, 7, 9), "Europe/London"))
    village.passes(days=60)
    assert len(posted(village)) == 3
    assert stands(village, found).state == OVER


def test_after_a_long_silence_it_is_said_once(village: Village) -> None:
    found = says(village, MONDAY, WEEKLY)
    village.now += timedelta(days=40)
    village.deliver()
    assert len(posted(village)) == 1
    assert stands(village, found).next_at == datetime.fromisoformat("2027-01-04T09:00+00:00")


def test_the_same_draft_announces_once(village: Village) -> None:
    village.who("Priya")

    def twice() -> list[int]:
        return [village.do(lambda conn: announcing.announce(village.act(conn, "Priya", "draft"), Notice("A", "B")).id) for _ in range(2)]

    assert len(set(twice())) == 1


def test_changing_it_changes_the_last_and_what_comes_and_leaves_what_was_before(village: Village) -> None:
    found = says(village, MONDAY, WEEKLY)
    village.passes(days=9)
    village.acts("Priya", lambda act: announcing.edit(act, found.id, "Room change", "Downstairs."))
    village.passes(days=7)
    words = village.do(lambda conn: list(conn.execute(select(postings.c.words).order_by(postings.c.number)).scalars()))
    assert words == ["Upstairs.", "Downstairs.", "Downstairs."]
    edits = village.do(lambda conn: list(conn.execute(select(outbox.c.wanted).where(outbox.c.kind == "announcement.card")).scalars()))
    assert sorted(edits) == [1, 1, 2]


def test_stopped_it_says_no_more_and_leaves_what_was_said(village: Village) -> None:
    found = says(village, MONDAY, WEEKLY)
    village.passes(days=2)
    village.acts("Priya", lambda act: announcing.stop(act, found.id))
    village.passes(days=30)
    assert len(posted(village)) == 1
    assert [said.shown for said in village.do(lambda conn: announcements.news(conn, village.group))] == [True]


def test_taken_back_nothing_of_it_is_left_to_come_and_twice_is_once(village: Village) -> None:
    found = says(village, MONDAY, DATE)
    village.passes(days=2)
    for _ in range(2):
        assert village.acts("Priya", lambda act: announcing.take_back(act, found.id)).state == BACK
    village.passes(days=90)
    assert len(posted(village)) == 2  # the card, and its edit
    assert village.do(lambda conn: announcements.news(conn, village.group)) == []
    with pytest.raises(Refusal, match="taken back"):
        village.acts("Priya", lambda act: announcing.edit(act, found.id, "A", "B"))


def test_another_group_cannot_touch_it(village: Village) -> None:
    found, other = says(village), Village(village.do)
    other.who("Priya")
    for rule in (announcing.stop, announcing.take_back):
        with pytest.raises(Refusal, match="can't find that announcement"):
            other.acts("Priya", lambda act, rule=rule: rule(act, found.id))


def test_everything_to_come_is_known_beforehand(village: Village) -> None:
    says(village, MONDAY, WEEKLY)
    says(village, Wall(datetime(2026, 12, 1, 9), "Europe/London"))
    christmas = datetime.fromisoformat("2026-12-25T00:00+00:00")
    planned = village.do(lambda conn: announcements.to_come(conn, village.group, christmas))
    assert [f"{at:%d %b}" for at, _ in planned] == ["23 Nov", "30 Nov", "01 Dec", "07 Dec", "14 Dec", "21 Dec"]
    village.until(christmas)
    assert posted(village) == [at for at, _ in planned]
    assert village.do(lambda conn: conn.execute(select(func.count()).where(announcements.announcements.c.state == ON)).scalar_one()) == 1
