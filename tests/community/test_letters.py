"""Letters: what either of two may do, and what nobody learns from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat import Refusal
from bot.community import letters, merging, person_data, safety
from bot.community.letters import Correspondence
from bot.community.person_data import Ledger
from bot.schema import Connection
from tests.community.village import Village


def begin(village: Village) -> int:
    """Dee and Tom may write to each other."""
    dee, tom = village.who("Dee"), village.who("Tom")
    opened = village.do(lambda conn: letters.open(conn, village.now, village.group, dee, tom, "To compare notes."))
    village.deliver()
    return opened


def writes(village: Village, name: str, id_: int, words: str = "Hello") -> None:
    village.acts(name, lambda act: letters.write(act, id_, words))


def test_both_are_told_once_and_opening_it_again_is_the_same(village: Village) -> None:
    first = begin(village)
    assert (village.heard("Dee"), village.heard("Tom")) == (["letters.opened"], ["letters.opened"])
    assert begin(village) == first


def test_a_letter_goes_to_the_other_and_its_words_are_gone_when_it_has_arrived(village: Village) -> None:
    id_ = begin(village)
    village.closed.add("Tom")
    writes(village, "Dee", id_, "Hello Tom")
    assert village.heard("Tom") == ["letters.opened"]
    assert _held(village) == [None]
    village.closed.clear()
    village.acts("Dee", lambda act: letters.write(act, id_, "Hello again"))
    assert village.heard("Tom") == ["letters.opened", "letters.letter"]
    assert _held(village) == [None, None]


def _held(village: Village) -> list[str | None]:
    return village.do(lambda conn: list(conn.execute(letters.letters.select().with_only_columns(letters.letters.c.words)).scalars()))


@pytest.mark.parametrize("why", ["closed", "stopped", "blocked", "left"])
def test_whatever_kept_it_from_arriving_the_writer_hears_the_same_a_day_later(village: Village, why: str, tmp_path: Path) -> None:
    id_ = begin(village)
    dee, tom = village.who("Dee"), village.who("Tom")
    if why == "closed":
        village.closed.add("Tom")

    def work(conn: Connection) -> None:
        letters.write(village.act(conn, "Dee"), id_, "Hello")
        act = village.act(conn, "Tom")
        if why == "stopped":
            letters.end(act, id_, letters.STOPPED)
        elif why == "blocked":
            safety.keep_apart(act, dee)
        elif why == "left":
            person_data.erase(conn, village.now, tom, Ledger(tmp_path / "list.erased"))

    village.do(work)
    begun = village.now
    village.until(begun + letters.WIPE_AFTER * 3)
    heard = [(told.kind, told.at - begun) for told in village.told if told.who == "Dee" and told.kind != "letters.opened"]
    assert heard == [("letters.not_arrived", letters.WIPE_AFTER)]
    assert set(_held(village)) <= {None}


@pytest.mark.parametrize("why", ["stopped", "blocked", "elsewhere"])
def test_after_it_is_over_writing_reads_the_same(village: Village, why: str) -> None:
    id_ = begin(village)
    dee = village.who("Dee")
    if why == "blocked":
        village.acts("Tom", lambda act: safety.keep_apart(act, dee))
    else:
        village.acts("Tom", lambda act: letters.end(act, id_, letters.STOPPED if why == "stopped" else letters.ELSEWHERE))
    with pytest.raises(Refusal, match="aren't available just now"):
        writes(village, "Dee", id_)
    assert ("letters.ended" in village.heard("Dee")) == (why == "elsewhere")


def test_ten_a_day_are_the_most(village: Village) -> None:
    id_ = begin(village)
    for _ in range(letters.MOST_A_DAY):
        writes(village, "Dee", id_)
    with pytest.raises(Refusal, match="10 letters"):
        writes(village, "Dee", id_)
    writes(village, "Tom", id_)
    village.passes(days=1, seconds=1)
    writes(village, "Dee", id_)


def test_nobody_else_writes_reads_or_ends_it(village: Village) -> None:
    id_ = begin(village)
    village.who("Priya")
    with pytest.raises(Refusal):
        writes(village, "Priya", id_)
    with pytest.raises(Refusal):
        village.acts("Priya", lambda act: letters.end(act, id_, letters.STOPPED))
    priya = village.people["Priya"]
    assert village.do(lambda conn: letters.of_member(conn, priya, village.group)) == []


def test_two_records_of_one_person_write_to_nobody_in_particular(village: Village) -> None:
    id_ = begin(village)
    writes(village, "Dee", id_)
    dee, tom = village.who("Dee"), village.who("Tom")
    village.do(lambda conn: merging.merge(conn, village.now, dee, tom))
    found: Correspondence | None = village.do(lambda conn: letters.get(conn, id_))
    assert found is None
