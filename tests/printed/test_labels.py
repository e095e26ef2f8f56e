"""Badges on labels: every letter on its own label, whatever somebody is called."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.printed import PHOTOS, SHEETS, Badge, Sheet, print_badges
from bot.printed.badges import INSIDE
from tests.pages.payloads import PAYLOADS
from tests.printed.reading import Page, dark, darkness, fonts_held, read

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
GROUP = "Information Officers, Scotland"
ANY = SHEETS["L7418"]
TOM = Badge(GROUP, "Tom Lee", "@tom", "he/him", "bees", "no")


def printed(*worn: Badge, sheet: Sheet = ANY, first: int = 1) -> list[Page]:
    return read(print_badges(NOW, sheet, worn, first).data)


def on_label(page: Page, number: int, sheet: Sheet = ANY) -> str:
    return page.within(*sheet.place(number), *sheet.label)


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_a_sheet_is_as_large_as_its_labels_need_and_stands_in_its_middle(sheet: Sheet) -> None:
    left, top = sheet.place(0)
    last = sheet.place(sheet.labels - 1)
    right, bottom = sheet.page[0] - last[0] - sheet.label[0], sheet.page[1] - last[1] - sheet.label[1]
    assert abs(left - right) < 1.5
    assert abs(top - bottom) < 1.5
    assert sheet.step[0] >= sheet.label[0]
    assert sheet.step[1] >= sheet.label[1]
    assert sheet.source


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_everything_of_a_badge_stands_on_its_own_label_and_not_near_the_edge(sheet: Sheet) -> None:
    long = Badge(GROUP, "W" * 100, "y" * 60, "they/them/" * 4, "q" * 100, "ask")
    for number in (1, sheet.labels):
        (page,) = printed(long, sheet=sheet, first=number)
        assert (page.width, page.height) == pytest.approx(sheet.page, abs=0.1)
        (left, top), (width, height) = sheet.place(number - 1), sheet.label
        shown = dark(print_badges(NOW, sheet, [long], number).data)
        near = 3.5  # millimetres that a printer may be askew
        assert left + near <= shown[0]
        assert top + near <= shown[1]
        assert shown[2] <= left + width - near
        assert shown[3] <= top + height - near


def test_half_used_sheets_can_be_used() -> None:
    first, second = printed(*[TOM] * 4, first=7)
    assert [bool(on_label(first, number)) for number in range(8)] == [False] * 6 + [True, True]
    assert [bool(on_label(second, number)) for number in range(8)] == [True, True] + [False] * 6


def test_a_badge_says_what_its_wearer_wants_and_no_more() -> None:
    (page,) = printed(TOM, Badge(GROUP, "Ailsa"), Badge(GROUP))
    full, bare, empty = (on_label(page, number).replace("ﬃ", "ffi") for number in range(3))
    assert all(words.replace(" ", "") in full for words in (GROUP, "Tom Lee", "@tom·he/him", "Ask me about bees", PHOTOS["no"]))
    assert bare == f"{GROUP}Ailsa?{PHOTOS['ask']}".replace(" ", "")
    assert all(words.replace(" ", "") in empty for words in ("My name", "Ask me about", *PHOTOS.values()))


@pytest.mark.parametrize(
    "name",
    ["Ñandú 図書館", "김민준", "Đặng Thị Hồng Nhung", "Ελένη", "Оксана Щербак", "ნინო", "नागरी", "נבו", "Åsa Ødegård", "นภา", "黄さくら"],
)
def test_a_name_in_any_of_these_scripts_is_printed_and_can_be_read_back(name: str) -> None:
    made = print_badges(NOW, ANY, [Badge("Group", name)])
    assert made.not_written == ()
    (page,) = read(made.data)
    assert name in page.words
    assert fonts_held(made.data)


def test_arabic_is_joined_and_runs_from_right_to_left() -> None:
    made = print_badges(NOW, ANY, [Badge("Group", "بيت")])
    (page,) = read(made.data)
    drawn = {letter.sign: letter.left for letter in page.letters if letter.sign in "بيت"}
    assert drawn["ب"] > drawn["ي"] > drawn["ت"]
    apart = print_badges(NOW, ANY, [Badge("Group", "ب ي ت")])
    assert _ink(made.data) < _ink(apart.data), "joined, they are narrower than three letters by themselves"


def _ink(data: bytes) -> float:
    """How wide the letters of the name are for their height."""
    (page,) = read(data)
    name = [letter for letter in page.letters if letter.sign in "بيت"]
    return (max(each.right for each in name) - min(each.left for each in name)) / max(each.bottom - each.top for each in name)


def test_what_no_font_has_is_told_and_leaves_room_to_write() -> None:
    made = print_badges(NOW, ANY, [Badge(GROUP, "தமிழ்", "@tamil")])
    assert made.not_written == ("தமிழ்",)
    (page,) = read(made.data)
    assert "Myname" in on_label(page, 0)
    assert "@tamil" in on_label(page, 0)


def test_a_picture_among_letters_is_left_out_and_fancy_letters_are_written_plainly() -> None:
    made = print_badges(NOW, ANY, [Badge("Group", "Tom \N{SUNFLOWER}\N{VARIATION SELECTOR-16}"), Badge("Group", "𝓣𝓸𝓶 𝓛𝓮𝓮")])
    assert made.not_written == ()
    (page,) = read(made.data)
    assert on_label(page, 0).startswith("GroupTom?Ask")
    assert on_label(page, 1).startswith("GroupTomLee?")


def test_the_marks_differ_without_colour_and_without_words() -> None:
    """One is black, one framed, one bare: how dark the bar at the foot is, and its frame alone."""
    (left, top), (width, height) = ANY.place(0), ANY.label
    foot = (left + INSIDE, top + height - INSIDE - 7, width - 2 * INSIDE, 7.0)
    made = {photos: print_badges(NOW, ANY, [Badge("Group", "Tom", photos=photos)]).data for photos in PHOTOS}
    frame = (*foot[:3], 0.3)
    assert darkness(made["no"], foot) > 0.6
    assert darkness(made["ask"], foot) < 0.3
    assert darkness(made["ask"], frame) > 0.5
    assert darkness(made["fine"], frame) < 0.01
    assert darkness(made["fine"], (*foot[:2], 10.5, 7.0)) > 0.05, "a camera"


def test_two_hundred_hostile_texts_break_nothing_and_are_only_words() -> None:
    assert len(PAYLOADS) >= 200
    worn = [Badge(text, text, text, text, text, "no") for text in PAYLOADS]
    made = print_badges(NOW, ANY, worn)
    pages = read(made.data)
    assert len(pages) == made.pages == -(-len(worn) // ANY.labels)
    assert b"/JavaScript" not in made.data
    assert b"/URI" not in made.data
    assert "<b onmouseover=boom()>x</b>".replace(" ", "") in "".join(each.words.replace(" ", "") for each in pages)
