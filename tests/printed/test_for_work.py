"""What somebody shows at work: a certificate that they came, a letter asking for time."""

from __future__ import annotations

from dataclasses import replace

from bot.printed import Came, Certificate, Letter, print_certificate, print_letter
from tests.pages.payloads import PAYLOADS
from tests.printed.reading import dark, fonts_held, read
from tests.printed.test_labels import GROUP, NOW

PUB = Came("Pub meet-up", "Thursday 26 November 2026", "18:30 to 20:30", "The Laurieston, Glasgow")
CERTIFICATE = Certificate(GROUP, "Tom Lee", (PUB,), "They checked in themselves.", "Friday 27 November 2026")


def test_a_certificate_says_who_came_to_what_when_where_and_how_that_is_known() -> None:
    made = print_certificate(NOW, CERTIFICATE)
    (page,) = read(made.data)
    said = (GROUP, "Certificate of attendance", "Tom Lee", PUB.title, f"{PUB.day}, {PUB.hours}", PUB.where, CERTIFICATE.known)
    assert [words for words in (*said, CERTIFICATE.made) if words not in page.words] == []
    assert fonts_held(made.data)


def test_many_meetups_take_as_many_pages_as_they_need_and_none_is_left_out() -> None:
    came = tuple(replace(PUB, title=f"Meetup {number}") for number in range(1, 20))
    pages = read(print_certificate(NOW, replace(CERTIFICATE, came=came)).data)
    assert len(pages) == 3
    assert [f"Meetup {number}" in page.words for page, number in zip(pages, (8, 16, 19), strict=True)] == [True] * 3
    assert all("Tom Lee" in page.words for page in pages)


def test_a_letter_stays_on_one_page_whole() -> None:
    letter = Letter("Time to go to: " + "Meet " * 27, tuple(["A word and another. " * 12] * 14))
    made = print_letter(NOW, letter)
    (page,) = read(made.data)
    assert page.words.count("A word and another.") == 12 * 14
    left, top, right, bottom = dark(made.data)
    assert min(left, top, 210 - right, 297 - bottom) > 20


def test_a_paragraph_from_right_to_left_stands_to_the_right() -> None:
    (page,) = read(print_letter(NOW, Letter("Time", ("سلام", "Hello"))).data)
    assert max(each.right for each in page.letters if each.sign == "س") > 180
    assert min(each.left for each in page.letters if each.sign == "H") < 30


def test_two_hundred_hostile_texts_are_only_words() -> None:
    for at in range(0, len(PAYLOADS), 40):
        some = PAYLOADS[at : at + 40]
        came = tuple(Came(text, text, text, text) for text in some)
        made = print_certificate(NOW, Certificate(some[0], some[-1], came, some[1 % len(some)], some[-2 % len(some)]))
        assert made.pages == -(-len(some) // 8)
        letter = print_letter(NOW, Letter(some[0], some))
        assert letter.pages == len(read(letter.data)) == 1
        assert b"/URI" not in made.data + letter.data
