"""`scripts/setup`, on machines that lack something. Installing itself is what every other test runs on."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = ("awk", "cat", "cmp", "dirname", "env", "grep", "mkdir", "rm", "sh", "tail", "tee", "uname")


class Machine:
    """A folder with spaces in its name, a PATH with only what is put there, and no home."""

    def __init__(self, folder: Path) -> None:
        self.project, self.path = folder / "my projects" / "wall flower", folder / "bin"
        self.path.mkdir()
        (self.project / "scripts").mkdir(parents=True)
        shutil.copy(ROOT / "scripts/setup", self.project / "scripts/setup")
        for lock in ("requirements.lock", "requirements-dev.lock"):
            (self.project / lock).touch()
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found, tool
            (self.path / tool).symlink_to(found)

    def program(self, name: str, script: str) -> None:
        """Put a little program on the PATH."""
        path = self.path / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def setup(self, lock: str = "run") -> subprocess.CompletedProcess[str]:
        """Run it from somewhere else, as make would not."""
        command = [str(self.path / "sh"), str(self.project / "scripts/setup"), lock]
        clean = {"PATH": str(self.path), "HOME": "/nonexistent"}
        return subprocess.run(command, env=clean, cwd="/", capture_output=True, text=True, check=False, timeout=50)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_machine_without_python_is_told_what_to_install(machine: Machine) -> None:
    ended = machine.setup()
    assert ended.returncode == 1
    assert ended.stderr.startswith("Wallflower needs Python 3.11 or newer. Install it ")
    assert len(ended.stderr.splitlines()) == 1


def test_an_old_python_and_a_shim_with_nothing_behind_it_do_not_count(machine: Machine) -> None:
    machine.program("python3.12", "echo 'command not found' >&2; exit 127")
    machine.program("python3", "exit 1")
    ended = machine.setup()
    assert ended.returncode == 1
    assert "needs Python 3.11 or newer" in ended.stderr


def test_a_python_without_venv_is_told_the_package_that_mends_it(machine: Machine) -> None:
    machine.program("apt-get", "exit 1")
    (machine.path / "uname").unlink()
    machine.program("uname", "echo Linux")
    machine.program("python3", f'case "$2" in *ensurepip*) exit 1;; esac; exec "{sys.executable}" "$@"')
    ended = machine.setup()
    assert ended.returncode == 1
    version = "python{}.{}".format(*sys.version_info)
    assert f"{version} is here, but without its venv part. Install that for example: sudo apt-get install {version}-venv" in ended.stderr


def test_a_second_start_does_nothing_and_a_changed_lock_or_half_made_folder_is_made_again(machine: Machine) -> None:
    machine.program("python3", f'exec "{sys.executable}" "$@"')
    first = machine.setup()
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("Python 3.")
    assert (machine.setup().stdout, machine.setup().returncode) == ("", 0)

    (machine.project / "requirements.lock").write_text("# changed\n", encoding="utf-8")
    assert "Installing 0 packages" in machine.setup().stdout
    assert machine.setup().stdout == ""

    (machine.project / ".venv/has-requirements.lock").unlink()
    shutil.rmtree(next((machine.project / ".venv/lib").glob("python3*")) / "site-packages/pip")
    again = machine.setup()
    assert "found" in again.stdout
    assert again.returncode == 0, again.stderr


def test_what_developers_need_covers_what_running_needs(machine: Machine) -> None:
    machine.program("python3", f'exec "{sys.executable}" "$@"')
    assert machine.setup("dev").returncode == 0
    assert machine.setup("run").stdout == ""


def test_a_failed_install_says_so_and_is_tried_again(machine: Machine) -> None:
    machine.program("python3", f'exec "{sys.executable}" "$@"')
    lock = machine.project / "requirements.lock"
    lock.write_text("./not-there.whl --hash=sha256:00\n", encoding="utf-8")
    ended = machine.setup()
    assert ended.returncode == 1
    assert "That did not work" in ended.stderr
    lock.write_text("", encoding="utf-8")
    assert machine.setup().returncode == 0


def test_every_script_is_read_by_a_plain_shell() -> None:
    for script in (ROOT / "scripts").iterdir():
        subprocess.run(["sh", "-n", str(script)], check=True)
