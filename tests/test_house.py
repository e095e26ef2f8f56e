"""The rules of the house that neither ruff, the type checker nor import-linter can hold."""

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter import cli as import_linter

ROOT = Path(__file__).parents[1]
OURS = ("bot", "adapters", "cogs", "pages")

# Where the machine itself may be asked what time it is.
CLOCKS = {"bot/clock.py"}
ASKING_THE_TIME = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "monotonic"),
}
# A made-up path of a machine is allowed in words; these are ones somebody's editor or script leaves behind.
MACHINES = re.compile(r"/(?:work|home/\w+|Users/\w+|tmp/\w+)/|/root/")
PLATFORM = re.compile(r"\b(discord|slack)\b", re.IGNORECASE)


def tracked(*patterns: str) -> list[Path]:
    """The files of the repository, those not committed yet included; in a copy without git, whatever is there."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        return sorted(path for pattern in patterns for path in ROOT.rglob(pattern) if ".venv" not in path.parts)
    return [path for path in (ROOT / line for line in listed.stdout.splitlines()) if path.is_file()]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules(*folders: str) -> list[Path]:
    return [path for path in tracked("*.py") if name_of(path).split("/")[0] in folders]


def calls(path: Path) -> Iterator[tuple[str, str, int]]:
    """Every `something.name(...)` in the file: what it is asked of, what is asked, on which line."""
    imported: dict[str, str] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), name_of(path))):
        if isinstance(node, ast.Import):
            imported |= {alias.asname or alias.name: alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            imported |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        if isinstance(node, ast.Call):
            asked = ast.unparse(node.func)
            first, _, rest = asked.partition(".")
            whole = ".".join(filter(None, (imported.get(first, first), rest))).split(".")
            yield (whole[-2] if len(whole) > 1 else "", whole[-1], node.lineno)


def test_only_the_clock_asks_the_machine_what_time_it_is() -> None:
    asked = [
        f"{name_of(path)}:{line} asks {owner}.{what}()"
        for path in modules(*OURS)
        if name_of(path) not in CLOCKS
        for owner, what, line in calls(path)
        if (owner, what) in ASKING_THE_TIME
    ]
    assert asked == []


def test_chance_is_handed_in() -> None:
    """The core may make a `random.Random(seed)`, or numpy's `default_rng(seed)`, but not throw the module's shared dice.

    Adapters may, to spread out their reconnecting.
    """
    thrown = [
        f"{name_of(path)}:{line} throws random.{what}()"
        for path in modules("bot", "cogs")
        for owner, what, line in calls(path)
        if owner == "random" and what not in {"Random", "SystemRandom", "default_rng"}
    ]
    assert thrown == []


def test_every_layer_knows_only_what_is_below_it() -> None:
    """The contracts of pyproject.toml, checked in the test run too."""
    if not all((ROOT / package / "__init__.py").exists() for package in ("bot", "adapters", "cogs")):
        pytest.fail("bot, adapters and cogs are packages, each with an __init__.py")
    command = [sys.executable, "-c", f"import sys, {import_linter.__name__} as it; sys.exit(it.lint_imports(no_logo=True))"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_every_feature_is_listed_by_hand() -> None:
    listed = (ROOT / "cogs/__init__.py").read_text(encoding="utf-8")
    declaring = re.compile(r"^class \w+\(Cog\b", re.MULTILINE)
    declared = [path.relative_to(ROOT / "cogs") for path in modules("cogs") if declaring.search(path.read_text(encoding="utf-8"))]
    features = {Path(path.parts[0]).stem for path in declared}
    assert features
    assert [name for name in sorted(features) if not re.search(rf"\b{name}\b", listed)] == []
    importlib.import_module("cogs")


def test_features_never_name_a_platform() -> None:
    """Not in words and not in code: they may not ask which platform they are on, and what they say is said on all."""
    said = [
        f"{name_of(path)}:{number} {line.strip()}"
        for path in modules("cogs")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if PLATFORM.search(line)
    ]
    assert said == []


def test_no_two_files_of_tests_have_one_name() -> None:
    """Without packages of tests the second of a name is not collected, and the run ends there."""
    names = [path.name for path in modules("tests") if path.name.startswith("test_")]
    assert names
    assert sorted({name for name in names if names.count(name) > 1}) == []


SILENCED = re.compile(
    r"# (?:type: ignore|pyright: ignore|noqa)(?:\[(?P<types>[\w, ]+)\]|: (?P<lint>[A-Z]+\d+(?:, ?[A-Z]+\d+)*))?(?P<why>.*)"
)


def test_whoever_silences_a_checker_names_the_rule_and_says_why() -> None:
    """The reason stands on the same line, once in a file for each rule."""
    found: list[str] = []
    for path in modules(*OURS):
        lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        hits = [(number, hit["types"] or hit["lint"], hit["why"].strip(" #-:")) for number, line in lines if (hit := SILENCED.search(line))]
        explained = {rule for _, rule, why in hits if why}
        found += [
            f"{name_of(path)}:{number} silences {rule or 'everything'}" for number, rule, _ in hits if rule not in explained or not rule
        ]
    assert found == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_by_hash_and_names_no_host(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    assert [
        line for line in lines if "://" in line or (line.lstrip().startswith("--") and not line.lstrip().startswith("--hash=sha256:"))
    ] == []
    pins = [number for number, line in enumerate(lines) if re.match(r"[a-z0-9]", line)]
    assert pins
    assert [lines[number] for number in pins if "==" not in lines[number] or "--hash" not in lines[number + 1]] == []


def pinned(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[.*\])?==(\S+)", text, re.MULTILINE))


def test_the_developers_lock_holds_all_of_the_other_in_the_same_versions() -> None:
    assert pinned("requirements.lock").items() <= pinned("requirements-dev.lock").items()


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["postgres"]
    for wanted, lock in ((runtime, "requirements.lock"), (project["dependency-groups"]["dev"], "requirements-dev.lock")):
        names = {re.split(r"[\[<>=~! ]", each)[0].lower().replace(".", "-").replace("_", "-") for each in wanted}
        assert names - pinned(lock).keys() == set(), f"type make lock: {lock} lags behind pyproject.toml"


def test_nothing_names_a_folder_of_somebodys_machine() -> None:
    said = [
        f"{name_of(path)}:{number}"
        for path in tracked("*.py", "*.md", "*.toml", "*.lock", "*.css", "*.js", "*.html", "*.csv", "Makefile", "scripts/*", ".ci/*")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if MACHINES.search(line)
    ]
    assert said == []


def test_what_the_readme_says_to_type_exists() -> None:
    readme = ROOT / "README.md"
    said = readme.read_text(encoding="utf-8") if readme.exists() else (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b(?=[`\n])", said)) <= targets
    from bot.cli import app

    commands = {each.name or getattr(each.callback, "__name__", "") for each in app.registered_commands} | {
        each.name for each in app.registered_groups
    }
    assert set(re.findall(r"python -m bot ([a-z]+)", said)) <= commands


def test_every_make_target_is_in_the_list_that_make_prints() -> None:
    listed = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert [line.split()[1] for line in listed.splitlines()] == targets
