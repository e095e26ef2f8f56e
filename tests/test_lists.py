"""A group's lists, out to a spreadsheet and in from one, typed as people type it."""

from __future__ import annotations

import asyncio
import csv
import io
import os
import stat
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection, select, update

from bot.chat import Person, Place
from bot.clock import SystemClock, Wall
from bot.community import groups, meetup_list, meetups, members, profiles, sheets
from bot.community.act import Act
from bot.community.meetups import Plan
from bot.community.profiles import Said
from bot.community.roll import read_members
from bot.outbox import outbox
from bot.sheet import inert
from bot.store import Work, open_store
from tests.pages.payloads import PAYLOADS

ROOT = Path(__file__).parents[1]
GROUP = "Information Officers"
T = TypeVar("T")
NOW = SystemClock().now()
SOON = (NOW + timedelta(days=40)).date()
HEADINGS = "Title,Date,Time,Where"


@pytest.fixture(autouse=True)
def _a_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def work(conn: Connection) -> None:
        group = groups.create(conn, NOW, GROUP, "Europe/London")
        groups.add_place(conn, group, Place("chat", "W1", "announcements"))
        for name in ("Priya", "Tom"):
            member = members.meet(conn, NOW, Person("chat", "W1", name.lower(), name))
            members.join(conn, NOW, member, group)
        members.appoint(conn, 1, group)

    stored(work)


def stored(work: Work[T]) -> T:
    """In the database of this folder."""

    async def run() -> T:
        store = await open_store("sqlite:///wallflower.db")
        try:
            return await store.write(work)
        finally:
            await store.close()

    return asyncio.run(run())


def typed(*words: str) -> subprocess.CompletedProcess[str]:
    """What comes of typing this."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WALLFLOWER_")}
    command = [sys.executable, "-m", "bot", *words, "--group", GROUP]
    return subprocess.run(command, env={**clean, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=50)


def brings(text: str, *more: str) -> subprocess.CompletedProcess[str]:
    """A list is brought in."""
    Path("plan.csv").write_text(text, encoding="utf-8")
    return typed("import", "meetups", "plan.csv", *more)


def planned() -> list[tuple[str, datetime, int | None]]:
    """Title, when it is published, how many seats."""
    table = meetups.meetups.c
    return stored(lambda conn: [tuple(row) for row in conn.execute(select(table.title, table.publish_at, table.seats).order_by(table.id))])


def exported(what: str = "meetups") -> list[dict[str, str]]:
    """A list as a spreadsheet reads it."""
    Path("out.csv").unlink(missing_ok=True)
    done = typed("export", what, "out.csv")
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(Path("out.csv").stat().st_mode) == 0o600
    return list(csv.DictReader(io.StringIO(Path("out.csv").read_text(encoding="utf-8-sig"))))


def announce(conn: Connection, title: str, details: str = "") -> None:
    """A meetup of the group."""
    when = Wall(datetime(SOON.year, SOON.month, SOON.day, 18, 30), "Europe/London")
    meetups.announce(Act(conn, NOW, 1, 1), Plan(title, when, "The Laurieston", seats=8, details=details))


def test_a_year_is_planned_from_a_list_and_each_is_announced_at_its_own_time() -> None:
    text = f"{HEADINGS},Seats\nPub meet-up,{SOON},18:30,The Laurieston,12\nClinic,{SOON + timedelta(days=60)},12:00,Online,\n"
    asked = brings(text)
    assert "2 meetups can be brought in" in asked.stdout
    assert planned() == []
    done = brings(text, "--yes")
    assert "2 meetups planned" in done.stdout, done.stderr
    first, second = planned()
    assert (first[0], first[2], second[0], second[2]) == ("Pub meet-up", 12, "Clinic", None)
    assert first[1].date() == SOON - timedelta(days=14)
    kinds = stored(lambda conn: sorted(conn.execute(select(outbox.c.kind)).scalars()))
    assert kinds.count("meetup.card") == 2
    assert "reminder.due" in kinds


def test_brought_in_twice_it_is_there_once() -> None:
    text = f"{HEADINGS}\nPub meet-up,{SOON},18:30,The Laurieston\n"
    brings(text, "--yes")
    assert "Line 2: this meetup is there already." in brings(text, "--yes").stderr
    assert len(planned()) == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f",{SOON},18:30,Here", "there is no title."),
        ("Walk,26/11/2027,18:30,Here", "is no date and time. Write them as 2026-11-26 and 18:30"),
        ("Walk,2001-01-01,18:30,Here", "it is over"),
        (f"{'x' * 101},{SOON},18:30,Here", "the title is 101 characters long; at most 100 fit."),
        (f'"=cmd|"" /C calc""!A0",{SOON},25:00,Here', "is no date and time"),
    ],
)
def test_what_cannot_be_used_is_told_by_line_and_the_others_are_kept(row: str, words: str) -> None:
    done = brings(f"{HEADINGS}\n{row}\nFine,{SOON},18:30,Here\n", "--yes")
    assert f"Line 2: {words}" in done.stderr or words in done.stderr
    assert [title for title, *_ in planned()] == ["Fine"]


@pytest.mark.parametrize(("text", "words"), [("", "nothing in this file"), ("title,date\nx,y\n", "no column called time")])
def test_what_is_no_such_list_is_said(text: str, words: str) -> None:
    refused = brings(text)
    assert refused.returncode == 1
    assert words in refused.stderr
    assert "Traceback" not in refused.stderr


def test_what_goes_out_comes_back_in_as_it_was() -> None:
    stored(lambda conn: announce(conn, "=Pub, meet-up;", "-1 friend\n@all"))
    (row,) = exported()
    assert (row["title"], row["details"]) == ("'=Pub, meet-up;", "'-1 friend\n@all")
    assert (row["date"], row["time"], row["zone"], row["seats"], row["going"]) == (str(SOON), "18:30", "Europe/London", "8", "0")
    stored(lambda conn: conn.execute(update(meetups.meetups).values(title="Another")).rowcount)
    assert typed("import", "meetups", "out.csv", "--yes").returncode == 0
    assert [title for title, *_ in planned()] == ["Another", "=Pub, meet-up;"]


def test_no_cell_begins_as_a_formula_whatever_was_typed() -> None:
    formulas = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=HYPERLINK("https://example.org")', "|", "'=1")
    for payload in (*PAYLOADS, *formulas):
        text = sheets.written(("a", "b"), [(payload, "end")])
        row = list(csv.reader(io.StringIO(text, newline="")))[1]
        assert row[1] == "end"
        assert not row[0].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")), payload


def test_a_cell_made_inert_is_read_back_as_it_was() -> None:
    for cell in ("=1", "'=1", "it's", "'quoted'", "plain", "-", ""):
        assert sheets.as_meant(inert(cell)) == cell
    assert sheets.as_meant("'quoted'") == "'quoted'"


def test_members_go_out_with_what_they_let_others_see_and_no_more() -> None:
    def says(conn: Connection, member: int, *, found: bool) -> None:
        act = Act(conn, NOW, member, 1)
        profiles.say(act, Said("Inverness", 25, "Law firm", "I find things out.", "", ("Copyright", "Cats")))
        members.be_found(act, found=found)

    stored(lambda conn: says(conn, 1, found=True))
    stored(lambda conn: says(conn, 2, found=False))
    everybody = {row["name"]: row for row in exported("members")}
    assert [everybody["Priya"][column] for column in ("organiser", "area", "topics")] == ["yes", "Inverness", "Copyright; Cats"]
    assert [everybody["Tom"][column] for column in ("handle", "area", "about", "topics")] == ["tom", "", "", ""]
    rows, problems = read_members(Path("out.csv").read_bytes())
    assert [row.name for row in rows] == ["Priya", "Tom"]
    assert [str(problem) for problem in problems] == ["Line 1: I don't know the column “joined”, so I left it out."]


def test_nothing_is_overwritten() -> None:
    Path("out.csv").write_text("mine", encoding="utf-8")
    assert "is there already" in typed("export", "members", "out.csv").stderr
    assert Path("out.csv").read_text(encoding="utf-8") == "mine"


def test_the_columns_it_writes_are_the_columns_it_reads() -> None:
    assert set(meetup_list.NEEDED) <= set(meetup_list.COLUMNS)
