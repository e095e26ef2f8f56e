"""Dates and lengths as people type them: read for certain, or asked back."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.clock import Wall, say_full, say_zone, zone_named
from bot.dates import Unclear, days, read_length, read_when, times, vocabulary
from bot.dates.phrases import tokens

LONDON, NEW_YORK = "Europe/London", "America/New_York"
MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)  # noon in London, seven in the morning in New York
SUNDAY = datetime(2026, 11, 29, 12, tzinfo=UTC)
SPRING = datetime(2026, 3, 28, 12, tzinfo=UTC)  # London's clocks go forward that night, New York's already have
AUTUMN = datetime(2026, 10, 24, 12, tzinfo=UTC)  # London's clocks go back that night

CERTAIN = [
    # dates in figures, the day first
    ("26/11 7pm", "2026-11-26 19:00"),
    ("26/11/26 7pm", "2026-11-26 19:00"),
    ("26/11/2026 at 19:00", "2026-11-26 19:00"),
    ("7pm 3/12", "2026-12-03 19:00"),
    ("26.11.2026 18.30", "2026-11-26 18:30"),
    ("26-11-2026 18:30", "2026-11-26 18:30"),
    ("2026-11-26T18:30", "2026-11-26 18:30"),
    ("2026-11-26 18:30:00", "2026-11-26 18:30"),
    ("05/01 6.30pm", "2027-01-05 18:30"),
    # dates in words
    ("Thurs 26 Nov at 18:30", "2026-11-26 18:30"),
    ("Thursday, 26 November, 6.30pm", "2026-11-26 18:30"),
    ("26 November 2026, 18.30", "2026-11-26 18:30"),
    ("Thursday 26 November 2026, 18:30 (London time)", "2026-11-26 18:30"),
    ("26th of November, half past six in the evening", "2026-11-26 18:30"),
    ("the 26th of November at half six pm", "2026-11-26 18:30"),
    ("November 26th 6:30pm", "2026-11-26 18:30"),
    ("26 Nov 2026 1830", "2026-11-26 18:30"),
    ("26 Nov at 2030", "2026-11-26 20:30"),
    ("26 nov 1930", "2026-11-26 19:30"),
    ("noon on 3 Dec", "2026-12-03 12:00"),
    ("3rd Dec @ midday", "2026-12-03 12:00"),
    ("14 Jan, 7 pm", "2027-01-14 19:00"),
    ("Weds 2 Dec 10.30am", "2026-12-02 10:30"),
    ("1 Sept 2027 6 p.m.", "2027-09-01 18:00"),
    ("the 26th at 7pm", "2026-11-26 19:00"),
    ("20th, 7pm", "2026-12-20 19:00"),
    ("Thursday 26th at 6.30pm", "2026-11-26 18:30"),
    ("the 3rd of next month, 6pm", "2026-12-03 18:00"),
    ("New Year's Eve 7pm", "2026-12-31 19:00"),
    ("New Year’s Day at noon", "2027-01-01 12:00"),
    # near days
    ("today at 6pm", "2026-11-23 18:00"),
    ("today at 6", "2026-11-23 18:00"),  # six in the morning has gone
    ("tonight 8pm", "2026-11-23 20:00"),
    ("tonight at half seven", "2026-11-23 19:30"),
    ("midnight tonight", "2026-11-24 00:00"),
    ("this evening at 6.30", "2026-11-23 18:30"),
    ("tomorrow noon", "2026-11-24 12:00"),
    ("tomorrow, Tuesday, 7pm", "2026-11-24 19:00"),
    ("tomorrow morning at ten", "2026-11-24 10:00"),
    ("quarter to seven pm tomorrow", "2026-11-24 18:45"),
    ("the day after tomorrow at 18h30", "2026-11-25 18:30"),
    ("in 3 days at 10am", "2026-11-26 10:00"),
    ("in two weeks' time, 6pm", "2026-12-07 18:00"),
    ("a week today 6pm", "2026-11-30 18:00"),
    ("a fortnight today at 6pm", "2026-12-07 18:00"),
    ("a fortnight tomorrow at 6pm", "2026-12-08 18:00"),
    ("in two hours", "2026-11-23 14:00"),
    ("in half an hour", "2026-11-23 12:30"),
    # days of the week
    ("Tuesday at 1830", "2026-11-24 18:30"),
    ("Thurs 730pm", "2026-11-26 19:30"),
    ("this Friday at five past six pm", "2026-11-27 18:05"),
    ("Friday at ten minutes to six pm", "2026-11-27 17:50"),
    ("Sunday this week at 10 past 3 in the afternoon", "2026-11-29 15:10"),
    ("Friday 12pm", "2026-11-27 12:00"),
    ("Friday 06:30 pm", "2026-11-27 18:30"),
    ("Friday 10.30 in the evening", "2026-11-27 22:30"),
    ("Friday lunchtime at 1", "2026-11-27 13:00"),
    ("Sat at 11 in the morning", "2026-11-28 11:00"),
    ("Saturday 12:30", "2026-11-28 12:30"),
    ("a week on Tuesday 1830", "2026-12-01 18:30"),
    ("Tuesday week at 7pm", "2026-12-01 19:00"),
    ("Wed fortnight 18:00", "2026-12-09 18:00"),
    ("two weeks on Friday at 5 pm", "2026-12-11 17:00"),
    ("next Monday 6pm", "2026-11-30 18:00"),
    ("next Thursday, 3 December, 6pm", "2026-12-03 18:00"),
    ("Thursday next week at 6pm", "2026-12-03 18:00"),
    ("next week on Thursday, twenty-five to seven pm", "2026-12-03 18:35"),
    ("Thursday this week 6.30 in the evening", "2026-11-26 18:30"),
    # days of the month
    ("first Monday in December 6pm", "2026-12-07 18:00"),
    ("last Friday of the month 5pm", "2026-11-27 17:00"),
    ("last Friday of the month, five thirty pm", "2026-11-27 17:30"),
    ("2nd Tuesday of next month 18:00", "2026-12-08 18:00"),
    ("the second Tuesday of January at 6 o'clock in the evening", "2027-01-12 18:00"),
    ("last Thursday in March 2027 6pm", "2027-03-25 18:00"),
]

CERTAIN_AT_OTHER_TIMES = [
    ("tomorrow 01:30", SPRING, LONDON, "2026-03-29 01:30"),  # no such time: `instant` is 02:00
    ("in 13 hours", SPRING, LONDON, "2026-03-29 02:00"),
    ("tomorrow 01:30", AUTUMN, LONDON, "2026-10-25 01:30"),
    ("a week today 6pm", AUTUMN, LONDON, "2026-10-31 18:00"),
    ("today 11am", MONDAY, NEW_YORK, "2026-11-23 11:00"),
    ("tomorrow 6pm", datetime(2026, 11, 24, 3, tzinfo=UTC), NEW_YORK, "2026-11-24 18:00"),  # Monday evening still, there
    ("Monday 6pm", SUNDAY, LONDON, "2026-11-30 18:00"),
    ("Monday 9am", MONDAY, LONDON, "2026-11-30 09:00"),  # this morning has gone
    ("next Thursday 6pm", datetime(2026, 11, 26, 12, tzinfo=UTC), LONDON, "2026-12-03 18:00"),
    ("next Thursday 6pm", datetime(2026, 11, 27, 12, tzinfo=UTC), LONDON, "2026-12-03 18:00"),
    ("next Thursday 6pm", SUNDAY, LONDON, "2026-12-03 18:00"),
    ("29 Feb 2028 6pm", MONDAY, LONDON, "2028-02-29 18:00"),
    ("29 Feb 6pm", datetime(2028, 1, 3, tzinfo=UTC), LONDON, "2028-02-29 18:00"),
]

UNCERTAIN: list[tuple[str, str, list[str] | None]] = [  # typed, part of the answer, what may have been meant
    ("", "When is it?", []),
    ("soon", "I don't understand “soon”", []),
    ("Thursday", "What time?", []),
    ("this Friday lunchtime", "What time?", ["2026-11-27 12:30"]),
    ("6pm", "Which day?", ["2026-11-23 18:00", "2026-11-24 18:00"]),
    ("next Thursday 6pm", "Do you mean Thursday 26 November or Thursday 3 December, at 6pm?", ["2026-11-26 18:00", "2026-12-03 18:00"]),
    ("Monday 6pm", "Do you mean Monday 23 November or Monday 30 November", ["2026-11-23 18:00", "2026-11-30 18:00"]),
    ("Monday week at 6pm", "Do you mean", ["2026-11-30 18:00", "2026-12-07 18:00"]),
    ("a fortnight today at 6", "Do you mean 6am or 6pm on Monday 7 December?", ["2026-12-07 06:00", "2026-12-07 18:00"]),
    ("Tuesday 6.30", "Do you mean 6.30am or 6.30pm", ["2026-11-24 06:30", "2026-11-24 18:30"]),
    ("26th of November, half six", "Do you mean 6.30am or 6.30pm", ["2026-11-26 06:30", "2026-11-26 18:30"]),
    ("Tuesday quarter to seven", "Do you mean", ["2026-11-24 06:45", "2026-11-24 18:45"]),
    ("Tuesday at 10", "Do you mean 10am or 10pm", ["2026-11-24 10:00", "2026-11-24 22:00"]),
    ("Friday midnight", "Do you mean Friday 27 November or Saturday 28", ["2026-11-27 00:00", "2026-11-28 00:00"]),
    ("Friday 12am", "Do you mean", ["2026-11-27 00:00", "2026-11-28 00:00"]),
    ("Friday 26 Nov 6pm", "don't go together", ["2026-11-26 18:00", "2026-11-27 18:00"]),
    ("today at 9am", "has already gone", ["2026-11-24 09:00"]),
    ("today at 10:30", "has already gone", ["2026-11-23 22:30", "2026-11-24 10:30"]),
    ("20 November 6pm", "has already gone. Do you mean 6pm on Saturday 20 November 2027?", ["2027-11-20 18:00"]),
    ("26/11/2025 7pm", "has already gone", ["2026-11-26 19:00"]),
    ("Friday at 12", "Do you mean", ["2026-11-27 00:00", "2026-11-27 12:00", "2026-11-28 00:00"]),
    ("12-13 December", "Do you mean", ["2026-12-13 00:00", "2026-12-13 12:00", "2026-12-14 00:00"]),  # two days, perhaps
    ("Friday five to six pm", "Do you mean", ["2026-11-27 17:00", "2026-11-27 17:55"]),  # a time, or an hour
    ("Friday 10 to 5pm", "Only the start is needed", []),
    ("Monday to Friday 6pm", "Only the start is needed", []),
    ("2nd Wednesday 6pm", "Of which month?", []),  # though 2 December is one
    ("last Tuesday 6pm", "Of which month?", []),
    ("29 Feb 6pm", "There is no 29 February in 2027", []),
    ("31 November 6pm", "There is no 31 November", []),
    ("32/1 6pm", "There is no 32 January", []),
    ("11/26 7pm", "There is no month 26", []),
    ("fifth Monday in December 6pm", "only four", []),
    ("Tuesday 25:00", "I don't understand “25”", []),
    ("Tuesday 18:75", "I don't understand", []),
    ("Tuesday 24:30", "not a time", []),
    ("Tuesday 14:00 in the morning", "not a time", []),
    ("Tuesday 6-8pm", "more than one time", []),
    ("Tuesday 6 to 8pm", "Only the start is needed", []),
    ("every Tuesday 6pm", "One date at a time", []),
    ("Tuesday or Wednesday 6pm", "I don't understand “or”", []),
    ("Tuesday and Wednesday 6pm", "I don't understand “and”", []),
    ("not Tuesday 6pm", "I don't understand “not”", []),
    ("Tuesday at about 6pm", "I don't understand “about”", []),
    ("Tuesday Wednesday 6pm", "don't go together", None),
    ("Tuesday 6pm GMT", "London time", []),
    ("Tuesday 6pm Narnia time", "I don't understand “narnia”", []),
    ("this weekend 6pm", "I don't understand “this”", []),
    ("26 Nov 2030", "What time?", []),  # a year, or half past eight: not for us to say
    ("26 Nov 2060 6pm", "more than five years away", []),
    ("yesterday 6pm", "I don't understand “yesterday”", []),
    ("３ Dec 6pm", "I don't understand", []),
    ("@everyone tomorrow 6pm", "I don't understand “everyone”", []),
]


def _wall(text: str, zone: str = LONDON) -> Wall:
    return Wall(datetime.fromisoformat(text), zone)


@pytest.mark.parametrize(("typed", "meant"), CERTAIN)
def test_people_type_dates_their_own_way(typed: str, meant: str) -> None:
    assert read_when(typed, MONDAY, LONDON) == _wall(meant)


@pytest.mark.parametrize("typed", [typed for typed, _ in CERTAIN])
def test_capitals_and_spaces_change_nothing(typed: str) -> None:
    assert read_when(f"  {typed.upper().replace(' ', '   ')} ", MONDAY, LONDON) == read_when(typed, MONDAY, LONDON)


@pytest.mark.parametrize(("typed", "now", "zone", "meant"), CERTAIN_AT_OTHER_TIMES)
def test_what_a_date_means_depends_on_when_and_where_it_is_said(typed: str, now: datetime, zone: str, meant: str) -> None:
    assert read_when(typed, now, zone) == _wall(meant, zone)


@pytest.mark.parametrize(("typed", "words", "choices"), UNCERTAIN)
def test_what_is_not_certain_is_asked_back_with_a_door_in_it(typed: str, words: str, choices: list[str] | None) -> None:
    with pytest.raises(Unclear) as unclear:
        read_when(typed, MONDAY, LONDON)
    assert words in str(unclear.value)
    if choices is not None:
        assert list(unclear.value.choices) == [_wall(choice) for choice in choices]


def test_thursday_next_week_said_on_a_sunday_is_asked_back() -> None:
    with pytest.raises(Unclear, match="Thursday 3 December or Thursday 10 December"):
        read_when("Thursday next week 6pm", SUNDAY, LONDON)


def test_next_monday_said_on_a_sunday_is_asked_back() -> None:
    with pytest.raises(Unclear, match="Monday 30 November or Monday 7 December"):
        read_when("next Monday 6pm", SUNDAY, LONDON)


def test_a_time_alone_is_on_the_day_already_known() -> None:
    assert read_when("half six pm", MONDAY, LONDON, day_default=date(2026, 11, 26)) == _wall("2026-11-26 18:30")
    assert read_when("Friday half six pm", MONDAY, LONDON, day_default=date(2026, 11, 26)) == _wall("2026-11-27 18:30")


def test_words_may_name_another_zone() -> None:
    assert read_when("tomorrow 6pm New York time", MONDAY, LONDON) == _wall("2026-11-24 18:00", NEW_YORK)
    assert read_when("26/11 18:00 UTC", MONDAY, LONDON) == _wall("2026-11-26 18:00", "UTC")


def test_a_time_the_spring_change_skips_happens_just_after_it() -> None:
    assert read_when("tomorrow 01:30", SPRING, LONDON).instant == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_in_ninety_minutes_is_asked_back_when_that_time_comes_twice() -> None:
    with pytest.raises(Unclear):
        read_when("in 90 minutes", datetime(2026, 10, 25, 0, 0, tzinfo=UTC), LONDON)  # 01:30 for the second time


def test_ten_thousand_characters_are_refused() -> None:
    for text in ("6" * 10_000, "6pm " * 2_500, "a " * 5_000, "in " * 3_333, "time " * 2_000, "(" * 10_000):
        with pytest.raises(Unclear, match="more than I can read"):
            read_when(text, MONDAY, LONDON)
        with pytest.raises(Unclear, match="more than I can read"):
            read_length(text)


ZONES = sorted({zone for zone in available_timezones() if "/" in zone and zone_named(say_zone(zone).removesuffix(" time")) == zone})
WORDS = sorted(
    {word for typed, _ in CERTAIN for word in typed.split()}
    | {word for typed, _, _ in UNCERTAIN for word in typed.split()}
    | {"next", "after", "last", "5th", "week", "month", "London", "time", "UTC", "-", "/", ".", ":", "00", "31", "29 Feb", "in", "1.5"}
)
NOWS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))


@given(NOWS, st.sampled_from(ZONES), st.integers(1, 4 * 366 * 1440), st.sampled_from(ZONES))
def test_a_date_said_in_full_reads_back_wherever_it_is_read(now: datetime, zone: str, minutes: int, elsewhere: str) -> None:
    wall = Wall.of((now + timedelta(minutes=minutes)).replace(second=0, microsecond=0), zone)
    if wall.instant > now:  # an hour that comes twice may already have been
        assert read_when(say_full(wall), now, elsewhere) == wall


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)), NOWS, st.sampled_from([LONDON, NEW_YORK]))
@example("in 0.5 m", MONDAY + timedelta(seconds=10), LONDON)
@example("2026-10-1 1 1th", datetime(2020, 1, 1, tzinfo=UTC), LONDON)
def test_any_words_are_read_as_a_moment_to_come_or_asked_back(words: str, now: datetime, zone: str) -> None:
    try:
        meant, answer = (read_when(words, now, zone),), "understood"
    except Unclear as unclear:
        meant, answer = unclear.choices, str(unclear)
    assert all(now < wall.instant < now + timedelta(days=5 * 366 + 1) for wall in meant), meant
    assert 10 <= len(answer) < 400


KNOWN = {token for words in vocabulary.WHEN.values() for phrase in words for token in tokens(phrase)} | {
    word for phrase, _ in [*days.PHRASES, *times.PHRASES] for word in re.findall(r"[a-z]+", phrase)
}


@given(st.sampled_from([typed for typed, _ in CERTAIN]), st.text(st.characters(categories=["L"]), min_size=1, max_size=8), st.booleans())
def test_a_word_no_phrase_knows_is_never_passed_over(typed: str, word: str, before: bool) -> None:  # noqa: FBT001
    assume(word.casefold() not in KNOWN | {"the", "from", "starting", "starts", "please", "sharp", "utc"})
    with pytest.raises(Unclear):
        read_when(f"{word} {typed}" if before else f"{typed} {word}", MONDAY, LONDON)


# --- lengths


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("2h", 120),
        ("2 hours", 120),
        ("two hours", 120),
        ("90 minutes", 90),
        ("90 mins", 90),
        ("90m", 90),
        ("an hour", 60),
        ("an hour and a half", 90),
        ("one and a half hours", 90),
        ("1.5 hours", 90),
        ("1.25h", 75),
        ("1h30", 90),
        ("1h 30m", 90),
        ("1 hr 15 mins", 75),
        ("2 hours 30 minutes", 150),
        ("2 hours and thirty minutes", 150),
        ("half an hour", 30),
        ("three quarters of an hour", 45),
        ("a quarter of an hour", 15),
        ("an hour and twenty minutes", 80),
        ("a day", 1440),
        ("2 days, 3 hours", 3060),
        ("a fortnight", 20160),
        ("31 days", 44640),
    ],
)
def test_people_type_lengths_their_own_way(typed: str, minutes: int) -> None:
    assert read_length(typed) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "from a minute"),
        ("90", "minutes or hours"),
        ("two", "“two”"),
        ("0 hours", "from a minute"),
        ("32 days", "31 days"),
        ("9999 weeks", "31 days"),
        ("2 hours 3 hours", "more than one length"),
        ("30 minutes 2 hours", "more than one length"),
        ("1.3 hours", "“1”"),
        ("1:30", "“1”"),
        ("-2 hours", "“-”"),
        ("all evening", "“all”"),
        ("2 hours or so", "“or”"),
        ("6 to 8", "“6”"),
    ],
)
def test_a_length_that_is_not_certain_is_asked_back(typed: str, words: str) -> None:
    with pytest.raises(Unclear) as unclear:
        read_length(typed)
    assert words in str(unclear.value)


@given(st.text(max_size=120))
def test_any_words_are_a_length_or_asked_back(words: str) -> None:
    with suppress(Unclear):
        assert timedelta() < read_length(words) <= timedelta(days=31)
