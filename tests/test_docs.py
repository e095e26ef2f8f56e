"""The pages name what there is: every command, every folder a container needs, every file they lead to."""

from __future__ import annotations

import configparser
import re
import tomllib
from pathlib import Path

import pytest

from bot.config.settings import Settings
from cogs import COGS
from tests.test_house import tracked

ROOT = Path(__file__).parents[1]
PAGES = [page for page in tracked("*.md") if page.parent in {ROOT, ROOT / "docs", ROOT / "examples"}]
LINK = re.compile(r"\]\((?!https?:)([^)\s]*)\)")


def words_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def anchor(heading: str) -> str:
    """As repositories' sites make one of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize(("page", "only"), [("docs/members.md", {None}), ("docs/organisers.md", {"organiser", "admin"})])
def test_every_command_is_on_the_page_of_those_who_may_type_it(page: str, only: set[str | None]) -> None:
    said = words_of(page)
    mine = [declared.words for cog in COGS for declared in cog.commands() if declared.only in only]
    assert mine
    assert [words for words in mine if words not in said] == []


def test_no_page_names_a_command_that_is_not_there() -> None:
    there = {declared.words for cog in COGS for declared in cog.commands()}
    groups = {words.split()[0] for words in there}
    named = {
        (page.name, words)
        for page in PAGES
        for words in re.findall(r"`(/[a-z]+(?: [a-z]+)?)`", page.read_text(encoding="utf-8"))
        if words.split()[0] in groups
    }
    assert {(page, words) for page, words in named if words not in there | groups} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    lost: list[str] = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        path, _, wanted = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists():
            lost.append(link)
        elif wanted:
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            lost += [link] if wanted not in map(anchor, headings) else []
    assert lost == []


def test_the_container_holds_every_package_and_settings_that_can_be_read() -> None:
    said = words_of("examples/Dockerfile")
    packages = tomllib.loads(words_of("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(packages) <= set(re.findall(r"^COPY (\w+) ", said, re.MULTILINE))
    written = re.search(r"printf '%s\\n' (.*?) \\\n", said)
    assert written
    settings = Settings.model_validate(tomllib.loads("\n".join(re.findall(r"'([^']*)'", written[1]))))
    assert settings.store.url == "sqlite:////data/wallflower.db"
    assert f"http://{settings.health.listen}/healthz/live" in said


def test_the_unit_starts_what_there_is_and_lets_it_write_to_one_folder() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # pyright: ignore[reportAttributeAccessIssue]  as its documentation says to keep capitals
    unit.read_string(words_of("examples/wallflower.service"))
    service = unit["Service"]
    assert service["ExecStart"].endswith("-m bot run")
    assert service["ReadWritePaths"] == service["WorkingDirectory"]
    wanted = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "Restart": "on-failure", "ProtectHome": "yes", "UMask": "0077"}
    assert wanted.items() <= dict(service).items()
