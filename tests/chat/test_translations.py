"""A language is whole and fits, or it is not taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import languages
from bot.chat import DeclarationError
from bot.chat.translations import read
from bot.cli.languages import lines
from cogs import COGS
from tests.adapters.slack_bot import HelpCog, WalkCog

EXAMPLE = Path(__file__).parents[1] / "languages" / "de.toml"
COGS_HERE = [WalkCog, HelpCog]


def test_a_whole_language_is_read() -> None:
    german = read(EXAMPLE, COGS_HERE)
    assert german.locale == "de"
    assert german.words["walk new title"].name == "titel"


@pytest.mark.parametrize(
    ("was", "becomes", "wrong"),
    [
        ('["walk climb hill"]\nname = "berg"\nhelp = "Welchen Berg?"', "", "is not whole: walk climb hill"),
        ('["walk climb hill"]', '["walk climb mountain"]', "is not whole"),
        ('"neu"', '"Neu"', "is no name"),
        ('"neu"', '"ganz neu"', "is no name"),
        ('"neu"', f'"{"n" * 33}"', "is no name"),
        ('"neu"', '"liste"', "beside it is called 'liste' too"),
        ('"Eine Wanderung planen"', f'"{"n" * 101}"', "100 fit"),
        ('"Eine Wanderung planen"', '" "', "is empty"),
        ('"Eine Wanderung planen"', "7", "help"),
        ('["wallflower"]', '["swim"]\nname = "a"\nhelp = "b"\n["wallflower"]', "there is no swim"),
        ("[", "[[[", "de.toml"),
    ],
)
def test_what_is_wrong_with_one_is_said(tmp_path: Path, was: str, becomes: str, wrong: str) -> None:
    spoilt = tmp_path / "de.toml"
    spoilt.write_text(EXAMPLE.read_text(encoding="utf-8").replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(DeclarationError, match=wrong):
        read(spoilt, COGS_HERE)
    assert languages.taken(COGS_HERE, tmp_path) == ()


def test_a_locale_nobody_has_is_refused(tmp_path: Path) -> None:
    klingon = tmp_path / "tlh.toml"
    klingon.write_text("", encoding="utf-8")
    with pytest.raises(DeclarationError, match="tlh"):
        read(klingon, COGS_HERE)


def test_every_language_that_is_shipped_is_whole() -> None:
    assert [read(path, COGS).locale for path in sorted(languages.FOLDER.glob("*.toml"))] == [each.locale for each in languages.taken(COGS)]


def test_a_file_to_translate_is_whole_in_english_and_keeps_what_there_is(tmp_path: Path) -> None:
    fresh = tmp_path / "fr.toml"
    fresh.write_text("\n".join(lines(COGS, tmp_path / "none.toml")), encoding="utf-8")
    assert read(fresh, COGS).words["meetup new"].name == "new"
    half = tmp_path / "de.toml"
    half.write_text('["walk new"]\nname = "neu"\nhelp = "Eine \\"Wanderung\\" planen"\n', encoding="utf-8")
    half.write_text("\n".join(lines(COGS_HERE, half)), encoding="utf-8")
    assert read(half, COGS_HERE).words["walk new"].help == 'Eine "Wanderung" planen'
