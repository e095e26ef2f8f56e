"""What is written of a meetup: who may add what, where it stands, who is asked, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.chat import Person, Place, Refusal
from bot.clock import Wall
from bot.community import cpd, groups, meetups, members, person_data, rsvp, safety
from bot.community.act import Act
from bot.community.afterwards import first_words, links, recaps, team
from bot.community.afterwards.addresses import host_of, read_title, read_url
from bot.community.afterwards.links import Link
from bot.community.afterwards.recaps import Recap
from bot.community.afterwards.tables import recap_links, recap_replies
from bot.community.merging import merge
from bot.community.person_data import Ledger
from bot.outbox import outbox
from bot.store import Store
from tests.community.village import SUNDAY, Village
from tests.pages.payloads import PAYLOADS

SLIDES = "https://slides.example.org/ada"
FIRST_WORD = "recap.first_word"


def met(village: Village, *names: str, named: tuple[str, ...] = ()) -> None:
    """They came, and it is over."""
    village.announce(starts_in=timedelta(days=4, hours=2))
    for name in names:
        village.yes(name)
    for name in named:
        village.acts(name, lambda act: members.show_name(act, named=True))
    village.until(village.stands().ends_at + timedelta(minutes=1))


def writes(village: Village, who: str = "Priya", *, ask_two: bool = False) -> Recap:
    """The write-up."""
    return village.acts(who, lambda act: recaps.post(act, village.meetup, "We met.", quotes=False, ask_two=ask_two))


def adds(village: Village, who: str, url: str = SLIDES) -> Link:
    """A link."""
    return village.acts(who, lambda act: links.add(act, village.meetup, url, "Slides", ""))


# --- addresses ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("https://example.org", "https://example.org"),
        ("  http://example.org:8080/a?b=c#d  ", "http://example.org:8080/a?b=c#d"),
        ("HTTPS://Example.ORG/Path", "https://example.org/Path"),
        ("https://example.org/図書館", "https://example.org/%E5%9B%B3%E6%9B%B8%E9%A4%A8"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://аррӏе.example/", "https://xn--80ak6aa92e.example/"),
    ],
)
def test_an_address_is_kept_whole_and_its_host_is_spelt_out(typed: str, read: str) -> None:
    assert read_url(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://example.org/x",
            "file:///etc/passwd",
            "//example.org",
            "example.org",
            "https://",
        ),
        *("https://bank.example@evil.example/", "https://user:pw@example.org", "http://127.0.0.1/", "http://[::1]/", "http://localhost/"),
        *("http://169.254.169.254/latest", "http://2130706433/", "http://0x7f.1/", "https://example.org/a b", "https://exa\u202emple.org"),
        *("https://example.org/>|<x", "https://example.org\\@evil.example", "https://example.org:99999/", "https://example.org:x/"),
        *("https://-.-", "https://example..org/", f"https://example.org/{'x' * 400}", f"https://{'a' * 70}.example/", "https://[x/"),
    ],
)
def test_what_would_mislead_or_lead_nowhere_is_refused_with_words(typed: str) -> None:
    with pytest.raises(ValueError, match=r"address"):
        read_url(typed)


@given(st.text(max_size=300))
def test_whatever_is_typed_what_is_kept_is_an_address_and_ends_nothing(words: str) -> None:
    for typed in (words, f"https://{words}", f"https://example.org/{words}"):
        try:
            read = read_url(typed)
        except ValueError:
            continue
        assert read.startswith(("https://", "http://"))
        assert read.isascii()
        assert not set(read) & set(' <>|"\\^`{}')
        assert read_url(read) == read


def test_of_a_long_host_the_end_is_shown() -> None:
    assert host_of("https://slides.example.org:80/x") == "slides.example.org"
    long = f"https://www.bank.example.{'a' * 50}.evil.example/"
    assert host_of(long).startswith("…")
    assert host_of(long).endswith(".evil.example")
    assert len(host_of(long)) == 60


@pytest.mark.parametrize("title", ["https://bank.example", "See http://x", "WWW.bank.example", " \u202e ", ""])
def test_no_title_looks_like_an_address_or_is_empty(title: str) -> None:
    with pytest.raises(ValueError, match="what it is"):
        read_title(title)
    assert read_title("Ada's \u202eslides\u0000\n 2") == "Ada's slides 2"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_are_a_title_in_one_line_or_refused(payload: str) -> None:
    try:
        read = read_title(payload)
    except ValueError:
        return
    assert read == " ".join(read.split())
    assert not any(ord(letter) < 32 or letter in "\u202e\u2066\u2069" for letter in read)


# --- links ----------------------------------------------------------------------------------------------------------------------


def test_an_organisers_is_shown_anothers_waits_and_one_twice_is_once(village: Village) -> None:
    met(village, "Tom")
    assert adds(village, "Priya").state == links.SHOWN
    assert adds(village, "Tom").state == links.SHOWN  # the same address stands there already
    theirs = adds(village, "Tom", "https://tom.example/")
    assert theirs.state == links.WAITING
    assert adds(village, "Tom", "https://tom.example/").id == theirs.id
    assert [each.url for each in village.do(lambda conn: links.shown(conn, village.meetup))] == [SLIDES]
    village.acts("Priya", lambda act: links.show(act, theirs.id))
    assert len(village.do(lambda conn: links.shown(conn, village.meetup))) == 2


def test_links_are_for_who_had_a_seat_once_it_has_begun_and_not_too_many(village: Village) -> None:
    village.announce(starts_in=timedelta(days=1))
    village.yes("Tom")
    with pytest.raises(Refusal, match="once it has begun"):
        adds(village, "Tom")
    village.passes(days=1)
    with pytest.raises(Refusal, match="had a seat"):
        adds(village, "Sam")
    for number in range(links.MOST_EACH):
        adds(village, "Tom", f"{SLIDES}{number}")
    with pytest.raises(Refusal, match="Take one back"):
        adds(village, "Tom")
    for number in range(links.MOST - links.MOST_EACH):
        adds(village, "Priya", f"{SLIDES}-{number}")
    with pytest.raises(Refusal, match="links already"):
        adds(village, "Priya")


def test_nobody_takes_back_anothers(village: Village) -> None:
    met(village, "Tom", "Ada")
    link = adds(village, "Tom")
    with pytest.raises(Refusal):
        village.acts("Ada", lambda act: links.take_back(act, link.id))
    village.acts("Tom", lambda act: links.take_back(act, link.id))
    assert village.do(lambda conn: links.of(conn, village.meetup)) == []


# --- the write-up ---------------------------------------------------------------------------------------------------------------


def test_nothing_is_written_up_before_it_is_over(village: Village) -> None:
    village.announce(starts_in=timedelta(days=1))
    with pytest.raises(Refusal, match="isn't over yet"):
        writes(village)


def test_posted_again_it_is_one_card_and_down_and_up_again_the_same(village: Village) -> None:
    met(village, "Tom")
    first = writes(village)
    village.acts("Priya", lambda act: recaps.take_down(act, village.meetup))
    assert village.do(lambda conn: recaps.news(conn, village.group)) == []
    village.passes(hours=1)
    again = writes(village)
    assert (again.id, again.state) == (first.id, recaps.UP)
    assert again.posted_at > first.posted_at
    cards = village.do(lambda conn: list(conn.execute(select(outbox.c.id).where(outbox.c.kind == "recap.card"))))
    assert len(cards) == 1


# --- first words ----------------------------------------------------------------------------------------------------------------


def test_two_whose_names_show_are_asked_not_the_author_nor_who_keeps_away_from_them(village: Village) -> None:
    met(village, "Ada", "Bo", "Cy", "Dee", "Eve", "Priya", named=("Ada", "Bo", "Dee", "Priya"))
    priya = village.who("Priya")
    village.acts("Dee", lambda act: safety.keep_apart(act, priya))
    writes(village, ask_two=True)
    village.passes(hours=12)
    assert {told.who for told in village.told if told.kind == FIRST_WORD} == {"Ada", "Bo"}


def test_who_keeps_away_from_the_author_takes_nobodys_turn(village: Village) -> None:
    met(village, "Ada", "Dee", "Priya", named=("Ada", "Dee", "Priya"))
    priya = village.who("Priya")
    village.acts("Dee", lambda act: safety.keep_apart(act, priya))
    writes(village, ask_two=True)
    village.passes(hours=12)
    assert village.do(lambda conn: [row.member_id for row in conn.execute(select(recap_replies))]) == [village.who("Ada")]


def test_undone_within_two_minutes_nobody_is_asked(village: Village) -> None:
    met(village, "Ada", named=("Ada",))
    writes(village, ask_two=True)
    village.passes(minutes=1)
    village.acts("Priya", lambda act: recaps.take_down(act, village.meetup))
    village.passes(days=1)
    assert FIRST_WORD not in village.heard("Ada")
    assert village.do(lambda conn: list(conn.execute(select(recap_replies)))) == []


def test_those_asked_before_come_after_those_never_asked(village: Village) -> None:
    met(village, "Ada", "Bo", "Cy", "Dee", named=("Ada", "Bo", "Cy", "Dee"))
    writes(village, ask_two=True)
    village.passes(days=1)
    first = {told.who for told in village.told if told.kind == FIRST_WORD}
    met(village, "Ada", "Bo", "Cy", "Dee")
    writes(village, ask_two=True)
    village.passes(days=1)
    assert sorted(told.who for told in village.told if told.kind == FIRST_WORD) == ["Ada", "Bo", "Cy", "Dee"]
    assert len(first) == 2


def test_silence_is_noticed_after_three_days_until_somebody_presses(village: Village) -> None:
    met(village, "Ada")
    recap = writes(village)

    def silent() -> list[str]:
        return village.do(lambda conn: first_words.unanswered(conn, village.group, village.now))

    village.passes(hours=71)
    assert silent() == []
    village.passes(hours=2)
    assert silent() == ["Pub meet-up"]
    village.acts("Ada", lambda act: first_words.say(act, recap.id, first_words.NOT_NOW))
    assert silent() == ["Pub meet-up"]
    village.acts("Ada", lambda act: first_words.say(act, recap.id, first_words.THANKS))
    assert silent() == []
    with pytest.raises(Refusal):
        village.acts("Ada", lambda act: first_words.say(act, recap.id, "hooray"))


# --- for one's team -------------------------------------------------------------------------------------------------------------


def test_the_paragraph_has_no_way_to_join_and_its_line_is_kept(village: Village) -> None:
    when = Wall.of(village.now + timedelta(days=1), "Europe/London")
    plan = meetups.Plan("Call", when, "https://meet.example/secret", online="https://meet.example/secret", how=meetups.ONLINE)
    village.meetup = village.acts("Priya", lambda act: meetups.announce(act, plan)).id
    village.yes("Tom")
    village.passes(days=1, hours=3)
    words = village.acts("Tom", lambda act: team.report(act, village.meetup, "I learnt a lot."))
    assert "secret" not in words
    assert "I was at Call (online), a meetup of" in words
    assert "I learnt a lot." in words
    tom = village.who("Tom")
    assert village.do(lambda conn: cpd.about(conn, tom, f"meetup:{village.meetup}")) == "I learnt a lot."
    with pytest.raises(Refusal, match="had a seat"):
        village.acts("Sam", lambda act: team.report(act, village.meetup, ""))


# --- who goes, and two who are one ----------------------------------------------------------------------------------------------


def test_who_is_erased_takes_their_links_along_and_the_write_up_stays(village: Village, tmp_path: Path) -> None:
    met(village, "Tom")
    link = adds(village, "Tom")
    village.acts("Priya", lambda act: links.show(act, link.id))
    writes(village)
    tom, priya = village.who("Tom"), village.who("Priya")
    before = village.do(lambda conn: conn.execute(select(outbox.c.wanted).where(outbox.c.kind == "recap.card")).scalar_one())
    for gone in (tom, priya):
        village.do(lambda conn, gone=gone: person_data.erase(conn, village.now, gone, Ledger(tmp_path / "erased")))
    assert village.do(lambda conn: links.of(conn, village.meetup)) == []
    assert village.do(lambda conn: recaps.get(conn, village.meetup)).words == "We met."
    after = village.do(lambda conn: conn.execute(select(outbox.c.wanted).where(outbox.c.kind == "recap.card")).scalar_one())
    assert after > before


def test_two_who_are_one_answered_once(village: Village) -> None:
    met(village, "Ada", "Tom")
    recap = writes(village)
    for who in ("Ada", "Tom"):
        village.acts(who, lambda act: first_words.say(act, recap.id, first_words.THANKS))
        adds(village, who)
    ada, tom = village.who("Ada"), village.who("Tom")
    village.do(lambda conn: merge(conn, village.now, ada, tom))
    assert village.do(lambda conn: first_words.thanks(conn, recap.id)) == 1
    assert village.do(lambda conn: {row.member_id for row in conn.execute(select(recap_links))}) == {min(ada, tom)}
    assert village.do(lambda conn: len(list(conn.execute(select(recap_replies))))) == 1


# --- both engines ---------------------------------------------------------------------------------------------------------------


async def test_written_linked_answered_and_read_on_each_engine(store: Store) -> None:
    later = SUNDAY + timedelta(hours=5)

    def work(conn: Connection) -> None:
        group = groups.create(conn, SUNDAY, "North", "Europe/London")
        groups.add_place(conn, group, Place("chat", "W1", "north"))
        ada, bea = (members.meet(conn, SUNDAY, Person("chat", "W1", name, name)) for name in ("Ada", "Bea"))
        for each in (ada, bea):
            members.join(conn, SUNDAY, each, group)
        members.appoint(conn, ada, group)
        plan = meetups.Plan("Pub", Wall.of(SUNDAY + timedelta(hours=1), "Europe/London"), "Here")
        meetup = meetups.announce(Act(conn, SUNDAY, ada, group), plan).id
        rsvp.say_yes(Act(conn, SUNDAY, bea, group), meetup)
        members.show_name(Act(conn, SUNDAY, bea, group), named=True)
        mine, theirs = Act(conn, later, ada, group), Act(conn, later, bea, group)
        link = links.add(theirs, meetup, SLIDES, "Slides", "")
        assert links.waiting_in(conn, group) == 1
        recap = recaps.post(mine, meetup, "We met.", quotes=True, ask_two=True)
        links.show(mine, link.id)
        rule = first_words.ASK_TWO.run
        assert rule
        rule(conn, later, str(recap.id))
        rule(conn, later, str(recap.id))
        assert first_words.open_to(conn, f"{recap.id}.{bea}") == (recap.id, "Pub")
        assert first_words.unanswered(conn, group, later + timedelta(days=4)) == ["Pub"]
        first_words.say(theirs, recap.id, first_words.COMMENT)
        assert first_words.open_to(conn, f"{recap.id}.{bea}") is None
        assert first_words.unanswered(conn, group, later + timedelta(days=4)) == []
        ((found, shown),) = recaps.news(conn, group)
        assert (found.words, [each.url for each in shown]) == ("We met.", [SLIDES])
        recaps.touch_those_of(conn, later, bea)

    await store.write(work)
