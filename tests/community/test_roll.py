"""Lists of members as spreadsheets save them, and as people mistype them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.community.roll import BYTES, MemberRow, read_members

PRIYA = MemberRow(
    line=2,
    name="Priya Nair",
    handle="priya",
    zone="Europe/London",
    area="Leeds",
    sector="Academic",
    role="Liaison librarian",
    years="9",
    topics=("Copyright", "Teaching"),
    works_alone=False,
    organiser=True,
    about="Likes long walks, short meetings",
)
HEADINGS = "name,handle,zone,area,sector,role,years,topics,works_alone,organiser,about"
ROW = 'Priya Nair,priya,Europe/London,Leeds,Academic,Liaison librarian,9,Copyright; Teaching,no,yes,"Likes long walks, short meetings"'


def read(text: str) -> tuple[list[MemberRow], list[str]]:
    rows, problems = read_members(text.encode())
    return rows, [str(problem) for problem in problems]


def names(text: str) -> list[str]:
    rows, problems = read(text)
    assert problems == []
    return [row.name for row in rows]


def only_problem(text: str) -> str:
    rows, problems = read(text)
    assert rows == []
    assert len(problems) == 1
    return problems[0]


def test_every_column_is_read() -> None:
    assert read(f"{HEADINGS}\n{ROW}\n") == ([PRIYA], [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_reads_the_same_from_every_computer(encoding: str, end: str) -> None:
    assert read_members(f"{HEADINGS}{end}{ROW}{end}".encode(encoding)) == ([PRIYA], [])


@pytest.mark.parametrize("mark", [";", "\t"])
def test_semicolons_and_tabs_part_cells_as_well_as_commas(mark: str) -> None:
    rows, problems = read(f'name{mark}topics{mark}area\nPriya{mark}"Copyright; Teaching"{mark}Leeds, West Yorkshire\n')
    assert problems == []
    assert rows == [MemberRow(2, "Priya", topics=("Copyright", "Teaching"), area="Leeds, West Yorkshire")]


def test_headings_are_known_in_the_spellings_people_use() -> None:
    rows, problems = read("Full Name,TIME ZONE,Team of one?,Is organizer,Job title\nPriya,london,Y,TRUE,Cataloguer\n")
    assert problems == []
    assert rows == [MemberRow(2, "Priya", zone="Europe/London", works_alone=True, organiser=True, role="Cataloguer")]


def test_a_list_without_names_says_which_column_is_missing() -> None:
    assert "no column called name" in only_problem("handle,area\npriya,Leeds\n")


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_an_empty_file_says_which_column_is_missing(text: str) -> None:
    assert "no column called name" in only_problem(text)


def test_a_list_of_nobody_is_no_mistake() -> None:
    assert read("name,area\n") == ([], [])


def test_good_rows_are_kept_and_bad_ones_told_by_line_and_reason() -> None:
    rows, problems = read("name,zone,organiser\nAda,,\n,London,\nGrace,Narnia,\nDee,Lisbon,perhaps\n\nTom,lisbon,no\n")
    assert [(row.line, row.name, row.zone) for row in rows] == [(2, "Ada", ""), (7, "Tom", "Europe/Lisbon")]
    assert problems[0] == "Line 3: there is no name."
    assert problems[1].startswith("Line 4: I don't know the time zone “Narnia”")
    assert problems[2] == "Line 5: organiser should be yes or no, not “perhaps”."
    assert len(problems) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"name\n{'a' * 101}\n", "Line 2: the name is 101 characters long; at most 100 fit."),
        (f"name,about\nAda,{'a' * 10_000}\n", "the about is 10000 characters long"),
        (f"name,topics\nAda,{'a' * 61}\n", "Put a semicolon between topics"),
        (f"name,topics\nAda,{';'.join('abcdefghijklm')}\n", "there are 13 topics; at most 12 fit"),
        ("name,area\nAda,Hay, on Wye\n", "Line 2: there are 3 cells for 2 columns."),
        ('name,area\n"Ada,Leeds\nGrace,York\n', "Line 2: the name runs over several lines. Is a quote mark left open?"),
        ("name\nAda\u2028Grace\n", "runs over several lines"),
    ],
)
def test_what_does_not_fit_is_said(text: str, words: str) -> None:
    assert words in only_problem(text)


def test_a_handle_is_one_persons() -> None:
    rows, problems = read("name,handle\nAda King,@ada\nAda Byron,ADA\nAda King,\n")
    assert [row.line for row in rows] == [2, 4]
    assert problems == ["Line 3: the handle “ADA” is on line 2 already."]


def test_the_same_name_twice_needs_handles() -> None:
    rows, problems = read("name\nSam Hill\nsam hill\n")
    assert [row.name for row in rows] == ["Sam Hill"]
    assert problems == ["Line 3: the name “sam hill” is on line 2 already. If they are two people, give each a handle."]


def test_columns_we_do_not_know_are_left_out_and_said() -> None:
    rows, problems = read("name,Shoe size,Full name\nAda,5,Nobody\n")
    assert rows == [MemberRow(2, "Ada")]
    assert problems == [
        "Line 1: I don't know the column “Shoe size”, so I left it out.",
        "Line 1: Two columns both mean name; I read the first.",
    ]


def test_names_from_everywhere_are_kept_as_they_are() -> None:
    people = ["Siân Ó Dálaigh", "محمد", "שרה לוי", "李娜", "Jo 👩🏽‍🦽", "<b>Ada</b>", "@everyone", "<!channel>"]
    assert names("name\n" + "\n".join(people)) == people


@pytest.mark.parametrize("formula", ['=HYPERLINK("http://example.org")', "+1", "-2+3", "@SUM(A1)"])
def test_a_spreadsheets_formula_is_a_text_like_any_other(formula: str) -> None:
    quoted = formula.replace('"', '""')
    assert names(f'name\n"{quoted}"\n') == [formula]


def test_what_cannot_be_seen_is_taken_out() -> None:
    assert names("name\n\x00A\x07da\x1b  \t King\u202e \n") == ["A da King"]


def test_an_old_windows_file_is_read_with_a_word_about_its_accents() -> None:
    rows, problems = read_members("name\nZoë\n".encode("cp1252"))
    assert [row.name for row in rows] == ["Zoë"]
    assert "accents" in str(problems[0])


def test_a_file_that_is_far_too_large_is_refused() -> None:
    rows, problems = read_members(b"name\n" + b"a" * BYTES)
    assert rows == []
    assert "too large" in str(problems[0])


def test_a_line_is_counted_from_where_it_starts() -> None:
    rows, problems = read('name,about\nAda,"one\ntwo\nthree"\n,\nGrace,\n')
    assert problems == []
    assert [(row.line, row.about) for row in rows] == [(2, "one\ntwo\nthree"), (6, "")]


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_file_at_all_breaks_it(data: bytes) -> None:
    read_members(data)
    rows, problems = read_members(b"name,about,topics,zone\n" + data)
    assert all(row.name and row.name == row.name.strip() and "\n" not in row.name for row in rows)
    assert all(problem.reason for problem in problems)
