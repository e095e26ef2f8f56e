"""A poster: what, when and where in large letters, and a code that a camera reads."""

from __future__ import annotations

from dataclasses import replace

from bot.printed import Poster, print_poster
from tests.pages.payloads import PAYLOADS
from tests.printed.reading import codes, dark, fonts_held, read
from tests.printed.test_labels import NOW

LINK = "https://groups.example.org/g/information-officers-scotland#meetup-123"
SHOWN = Poster(
    *("Information Officers, Scotland", "Pub meet-up for people who work alone", "Thursday 26 November 2026", "18:30 to 20:30"),
    *("The Laurieston, Glasgow", "Look for the yellow scarf.", "Scan to see more, and how to come", LINK),
)


def test_a_camera_reads_the_code_and_a_person_the_words() -> None:
    made = print_poster(NOW, SHOWN)
    assert made.pages == 1
    assert codes(made.data) == [LINK]
    (page,) = read(made.data)
    said = (SHOWN.group, SHOWN.title, SHOWN.day, SHOWN.hours, SHOWN.where, SHOWN.details, SHOWN.how, LINK.partition("#")[0])
    assert [words for words in said if words not in page.words] == []
    assert fonts_held(made.data)


def test_the_code_is_read_from_a_small_picture_too() -> None:
    assert codes(print_poster(NOW, SHOWN).data, scale=0.75) == [LINK]


def test_without_a_page_there_are_words_and_no_code() -> None:
    made = print_poster(NOW, replace(SHOWN, link="", how="To come, say so in our chat."))
    assert codes(made.data) == []
    (page,) = read(made.data)
    assert "To come, say so in our chat." in page.words


def test_the_longest_words_stay_on_the_page_whole() -> None:
    long = replace(SHOWN, title="Meet " * 30, where="Somewhere else " * 13, details="Bring a friend and a book. " * 60, group="Group " * 16)
    made = print_poster(NOW, long)
    (page,) = read(made.data)
    assert page.words.count("Meet") == 30
    assert page.words.count("Bring a friend and a book.") == 60
    left, top, right, bottom = dark(made.data)
    assert min(left, top, 210 - right, 297 - bottom) > 15
    assert codes(made.data) == [LINK]


def test_the_title_is_the_largest_thing_on_it() -> None:
    (page,) = read(print_poster(NOW, replace(SHOWN, title="Xylophones", where="Glasgow", details="")).data)
    heights = {letter.sign: letter.bottom - letter.top for letter in page.letters}
    assert heights["X"] == max(heights.values())
    assert heights["X"] > 12


def test_two_hundred_hostile_texts_are_only_words() -> None:
    for at in range(0, len(PAYLOADS), 8):
        group, title, day, hours, where, details, how, link = (*PAYLOADS[at : at + 8], *[""] * 8)[:8]
        made = print_poster(NOW, Poster(group, title, day, hours, where, details, how, f"https://example.org/g/x#{link}"))
        assert made.pages == len(read(made.data)) == 1
        assert b"/URI" not in made.data
