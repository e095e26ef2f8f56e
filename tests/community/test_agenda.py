"""A programme is read line by line and moves along with its meetup; whoever speaks is thanked once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat import Refusal
from bot.community import calendars, changing
from bot.community.before import agenda, reading, speakers
from bot.community.before.agenda import Stage
from bot.store import Store
from tests.community.village import Village

STAGE = "before.stage"
WORDS = "18:30 Welcome; 18:45 Ana on copyright\n19:30 Pub"


def evening(village: Village) -> None:
    """A meetup from half past six to half past eight."""
    village.announce(starts_in=datetime(2026, 11, 26, 18, 30, tzinfo=UTC) - village.now)


def plans(village: Village, words: str = WORDS, *, said: bool = True) -> None:
    """Priya says what happens when."""
    stages = agenda.read(words, village.stands())
    village.acts("Priya", lambda act: agenda.keep(act, village.meetup, stages, said=said))


def speaks(village: Village, name: str, link: str = "") -> None:
    """Priya names a speaker."""
    village.acts("Priya", lambda act: speakers.add(act, village.meetup, name, "on copyright", link))


def said(village: Village) -> list[str]:
    """When a part was said in the thread."""
    return [f"{told.at:%d %H:%M}" for told in village.told if told.kind == STAGE]


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("18:45 Ana on copyright", Stage(15, "Ana on copyright")),
        ("7pm - Pub", Stage(30, "Pub")),
        ("7.30: 3 short talks", Stage(60, "3 short talks")),
        ("7:30 3 short talks", Stage(60, "3 short talks")),
        ("1930 “Quiz”", Stage(60, "“Quiz”")),
        ("6 - 7 Drinks", None),
        ("20:30 Home", Stage(120, "Home")),
        ("6-7 Drinks", None),
        ("7pm", None),
        ("7 pm", None),
        ("18:45", None),
        ("Pub at half seven", None),
        ("23:00 Night bus", None),
        ("", None),
    ],
)
def test_a_line_is_a_time_within_the_meetup_and_words(village: Village, line: str, read: Stage | None) -> None:
    evening(village)
    if read:
        assert agenda.read(line, village.stands()) == (read,)
    elif line:
        with pytest.raises(ValueError, match="“"):
            agenda.read(line, village.stands())
    else:
        assert agenda.read(line, village.stands()) == ()


def test_what_can_not_be_read_is_said_line_by_line(village: Village) -> None:
    evening(village)
    with pytest.raises(ValueError, match=r"“Pub at half seven”: Begin with the time.*“18:40 Tea”: That is before the line above"):
        agenda.read("Pub at half seven\n18:45 Ana\n18:40 Tea", village.stands())
    with pytest.raises(ValueError, match="13 parts"):
        agenda.read("18:30 Tea\n" * 13, village.stands())
    with pytest.raises(ValueError, match="And 2 more"):
        agenda.read("Tea\n" * 5, village.stands())


def test_each_part_is_said_as_it_begins_only_if_the_organiser_wants_that(village: Village) -> None:
    evening(village)
    plans(village, said=False)
    assert village.planned(STAGE) == []
    plans(village)
    plans(village)
    village.passes(days=5)
    assert said(village) == ["26 18:30", "26 18:45", "26 19:30"]


def test_moved_it_moves_along_and_put_off_it_is_not_said(village: Village) -> None:
    evening(village)
    plans(village)
    village.move(by=timedelta(days=1, hours=1))
    prepared = village.do(lambda conn: reading.of(conn, village.stands()))
    meetup = village.stands()
    assert [each.at(meetup.starts_at, meetup.zone) for each in agenda.of(prepared)] == ["19:30", "19:45", "20:30"]
    village.passes(days=5, hours=9, minutes=31)
    assert said(village) == ["27 19:30"]
    village.acts("Priya", lambda act: changing.postpone(act, village.meetup, ""))
    village.passes(days=1)
    assert said(village) == ["27 19:30"]


def test_late_by_an_hour_a_part_is_not_said_any_more(village: Village) -> None:
    evening(village)
    plans(village)
    village.now = village.stands().starts_at + timedelta(minutes=50)
    village.deliver()
    village.passes(hours=3)
    assert said(village) == ["26 19:30"]


def test_whoever_spoke_is_on_the_desk_until_thanked_or_a_month_later(village: Village) -> None:
    def desk() -> list[str]:
        return [speaker.name for speaker, _ in village.do(lambda conn: speakers.to_thank(conn, village.group, village.now))]

    evening(village)
    speaks(village, "Ana")
    speaks(village, "Bo")
    speaks(village, "ana", "https://example.org/slides")
    village.until(village.stands().starts_at)
    assert desk() == []
    village.passes(hours=3)
    assert desk() == ["Bo", "ana"]
    bo = village.do(lambda conn: speakers.at(conn, village.meetup))[0]
    elsewhere = Village(village.do)
    with pytest.raises(Refusal, match="not on the programme"):
        elsewhere.acts("Priya", lambda act: speakers.thanked(act, bo.id))
    village.acts("Priya", lambda act: speakers.thanked(act, bo.id))
    assert desk() == ["ana"]
    village.passes(days=31)
    assert desk() == []


def test_six_speakers_are_the_most_and_a_link_is_a_whole_address(village: Village) -> None:
    evening(village)
    for number in range(6):
        speaks(village, f"Ana {number}")
    with pytest.raises(Refusal, match="6 speakers"):
        speaks(village, "Bo")
    assert speakers.read_link("https://example.org/a?b=1") == "https://example.org/a?b=1"
    assert speakers.read_link("") == ""
    for wrong in ("javascript:alert(1)", "example.org", "https://example.org/ a", "https://x|y"):
        with pytest.raises(ValueError, match="whole address"):
            speakers.read_link(wrong)


async def test_calendars_have_it_and_count_a_change_only_where_there_is_one(store: Store) -> None:
    def lived(village: Village) -> tuple[object, ...]:
        evening(village)

        def entry() -> calendars.Entry:
            (found,) = village.do(lambda conn: calendars.of_group(conn, village.now, village.group))
            village.do(lambda conn: calendars.remember(conn, village.now, [found]))
            return found

        before = entry()
        plain = entry()
        plans(village)
        speaks(village, "Ana", "https://example.org/slides")
        entry()
        after = entry()
        return before.details, plain.stale, plain.sequence, after.details, after.stale, after.sequence

    details = "Programme\n18:30 Welcome\n18:45 Ana on copyright\n19:30 Pub\n\nSpeaking\nAna · on copyright · https://example.org/slides"
    found = await store.write(lambda conn: lived(Village(lambda work: work(conn))))
    assert found == ("", False, 0, details, False, 1)
