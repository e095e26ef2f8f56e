"""`match`: two spreadsheets in, a plan that explains itself out; or what has to be put right, by line."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer

from bot.cli.matching.command import Files, match
from bot.cli.matching.people import read_people
from bot.matching.assignment import assign
from bot.matching.score import Weights

ROOT = Path(__file__).parents[1]
MENTEES = """\
Timestamp,Your name,Email address,Would like help with,Sector,Years of experience,Line manager,Keep apart from,Went without last time
1 May,Ada,ada@example.org,"Copyright, Grants",School,under 2,,,
2 May,Bea,bea@example.org,grants,Museum,student,,Grace,yes
3 May,Cai,cai@example.org,Records,School,2-5,Hana,,
"""
MENTORS = """\
Name,Can help with,Sector,Years,How many
Grace,copyright; grants,Law firm,10+,1
Hana,Records,Museum,5-10,1
Iris,Grants,School,10+,1
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def matched(mentees: str | bytes = MENTEES, mentors: str | bytes = MENTORS, pairs: str | None = None) -> dict[str, Any]:
    """What the JSON says; the page and the table stand beside it."""
    for name, held in (("A.csv", mentees), ("B.csv", mentors), ("P.csv", pairs or "")):
        Path(name).write_bytes(held if isinstance(held, bytes) else held.encode())
    match(
        Files(Path("A.csv"), Path("B.csv"), Path("P.csv") if pairs else None, Path("out.json"), Path("out.html"), Path("out.csv")),
        Weights(),
    )
    return json.loads(Path("out.json").read_text(encoding="utf-8"))


def refused(capsys: pytest.CaptureFixture[str], *files: str, pairs: str | None = None) -> str:
    """What is said when something has to be put right; nothing is written."""
    with pytest.raises(typer.Exit):
        matched(*files, pairs=pairs)
    assert not [path for path in Path().iterdir() if path.name.startswith(("out", ".out"))]
    return capsys.readouterr().err


def who(found: dict[str, Any]) -> dict[str, str]:
    return {each["mentee"]: each["mentor"] for each in found["matches"]}


def test_a_form_and_a_spreadsheet_become_an_explained_plan(capsys: pytest.CaptureFixture[str]) -> None:
    found = matched()
    assert who(found)["Bea"] == "Iris", "she is kept apart from Grace"
    assert who(found) == {"Ada": "Hana", "Bea": "Iris", "Cai": "Grace"}, "Hana is Cai's line manager"
    assert found["unmatched"] == []
    page, said = Path("out.html").read_text(encoding="utf-8"), capsys.readouterr().out
    assert "Offers Grants, which you asked for" in page
    assert "“Would like help with” as topics" in said
    assert "Not read: “Timestamp”, “Email address”." in said
    assert "example.org" not in page + Path("out.json").read_text() + Path("out.csv").read_text()
    for each in found["matches"]:
        assert sum(part["points"] for part in each["parts"]) == each["score"]


def test_who_went_without_last_time_comes_first() -> None:
    one = "id,topics,waited\n1,Grants,\n2,,yes\n"
    assert who(matched(one, "id,topics\nG,Grants\n")) == {"2": "G"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_whatever_saved_it_is_read(encoding: str, mark: str) -> None:
    mentees = mark.join(("Name", "Topics")) + f"\r\nZoë{mark}Archives\r\n"
    mentors = mark.join(("Name", "Topics")) + f"\r\nÅsa{mark}Archives\r\n"
    assert who(matched(mentees.encode(encoding), mentors.encode(encoding))) == {"Zoë": "Åsa"}


def test_all_that_is_wrong_is_told_at_once_by_line_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    mentees = "id,name,waited\n1,Ada,perhaps\n1,Bea,\n,,yes\n4,Dee,no,and more\n"
    said = refused(capsys, mentees, "id,capacity\nG,many\nH,-1\nI,2\n")
    for words in (
        "Line 2: waited should be yes or no, not “perhaps”.",
        "Line 3: the id “1” is on line 2 already.",
        "Line 4: there is neither an id nor a name.",
        "Line 5: there are 4 cells for 3 columns.",
        "Line 2: capacity should be a whole number from 0 to 100, not “many”.",
        "Line 3: capacity should be a whole number from 0 to 100, not “-1”.",
    ):
        assert words in said


@pytest.mark.parametrize(("mentees", "said"), [("", "no column called id or name"), ("id\n", "needs at least one person")])
def test_a_file_with_nobody_in_it_is_told(capsys: pytest.CaptureFixture[str], mentees: str, said: str) -> None:
    assert said in refused(capsys, mentees, MENTORS)


def test_a_file_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        match(Files(Path("nowhere.csv"), Path("B.csv"), None, Path("out.json"), None, None), Weights())
    assert "nowhere.csv can't be read" in capsys.readouterr().err


def test_somebody_named_to_be_kept_apart_whom_nobody_knows_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    matched("name,keep apart\nAda,Grcae\n", "name\nGrace\n")
    assert "Line 2: nobody in these files is “Grcae”" in capsys.readouterr().out


def test_files_that_count_their_rows_name_different_people_and_one_in_both_is_never_matched_with_themselves() -> None:
    assert who(matched("id,name\n1,Ada\n", "id,name\n1,Grace\n")) == {"1": "1"}
    found = matched("id,name\n1,Ada\n", "id,name\n1,ada\n")
    assert [each["why"] for each in found["unmatched"]] == ["there is nobody they may be matched with (1 × they are one person)"]


def test_scores_that_are_there_already_are_taken_as_they_are_and_only_ids_and_capacities_are_needed() -> None:
    rng = np.random.default_rng(1)
    scores, capacity = rng.integers(0, 1000, (30, 12)), rng.integers(0, 3, 12)
    pairs = "".join(f"m{mentee},t{mentor},{score / 100}\n" for (mentee, mentor), score in np.ndenumerate(scores) if score)
    mentees = "id\n" + "".join(f"m{at}\n" for at in range(30))
    mentors = "id,capacity\n" + "".join(f"t{at},{places}\n" for at, places in enumerate(capacity))
    found = matched(mentees, mentors, f"mentee,mentor,score\n{pairs}")
    assert found["decimals"] == 2
    assert found["plan"]["total"] == assign(scores, capacity).total
    assert f"{found['plan']['total'] / 100:,.2f} points in all" in Path("out.html").read_text(encoding="utf-8")


def test_decimals_with_a_comma_and_rules_hold_with_ready_scores_too() -> None:
    mentees = "id;keep apart\na;\nb;G\n"
    found = matched(mentees, "id;capacity\nG;2\n", "mentee;mentor;score\na;G;0,5\nb;G;0,75\n")
    assert (who(found), found["plan"]["total"], found["decimals"]) == ({"a": "G"}, 50, 2)


def test_what_is_wrong_with_the_pairs_is_told_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    pairs = "mentee,mentor,score\na,G,5\na,G,6\nz,G,1\na,H,lots\na,H,-2\na,H,0.12345678\n"
    said = refused(capsys, "id\na\n", "id\nG\nH\n", pairs=pairs)
    for words in (
        "Line 3: these two have a score on an earlier line already.",
        "Line 4: no mentee has the id “z”.",
        "Line 5: the score should be a number, not “lots”.",
        "Line 6: the score should be a number from 0",
        "Line 7: the score has more than 6 decimals",
    ):
        assert words in said


def test_what_a_spreadsheet_would_run_is_inert_and_a_page_holds_no_markup_of_anybodys() -> None:
    name = "=HYPERLINK(1)<script>alert(1)</script>"
    matched(f'name,topics\n"{name}",Grants\n', 'name,topics\n"+1<b>",Grants\n')
    with Path("out.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert f"'{name}" in cells
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]
    page = Path("out.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<b>" not in page
    assert "http" not in page


def test_when_one_file_cannot_be_written_none_is_and_what_was_there_stays(capsys: pytest.CaptureFixture[str]) -> None:
    for name, held in (("A.csv", MENTEES), ("B.csv", MENTORS), ("out.html", "from before")):
        Path(name).write_text(held, encoding="utf-8")
    with pytest.raises(typer.Exit):
        match(Files(Path("A.csv"), Path("B.csv"), None, Path("nowhere/out.json"), Path("out.html"), None), Weights())
    assert "Nothing was written." in capsys.readouterr().err
    assert Path("out.html").read_text(encoding="utf-8") == "from before"
    assert sorted(path.name for path in Path().iterdir()) == ["A.csv", "B.csv", "out.html"]


@pytest.mark.parametrize(
    ("said", "band"), [("student", 0), ("Under 2 years", 1), ("less than 2", 1), ("2-5", 2), ("7", 3), ("10+", 4), ("over 10 years", 4)]
)
def test_years_are_understood_as_forms_ask_for_them(said: str, band: int) -> None:
    for name, held in (("A.csv", f"name,years\nAda,{said}\n"), ("B.csv", MENTORS)):
        Path(name).write_text(held, encoding="utf-8")
    assert read_people(Path("A.csv"), Path("B.csv")).seekers[0].years == band


def test_it_is_typed_as_the_guide_says() -> None:
    for name, held in (("A.csv", MENTEES), ("B.csv", MENTORS)):
        Path(name).write_text(held, encoding="utf-8")
    words = ["match", "--mentees", "A.csv", "--mentors", "B.csv", "--html", "report.html"]
    ended = subprocess.run(
        [sys.executable, "-m", "bot", *words], env={"PYTHONPATH": str(ROOT), "PATH": ""}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert "Written: report.html." in ended.stdout
    assert Path("report.html").exists()
