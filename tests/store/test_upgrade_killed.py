"""A share of what `python -m bench.promises upgrades` does whole: killed on the way to this version, nothing is lost."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import textwrap
from pathlib import Path

from tests.store import kills

ROOT = Path(__file__).parents[2]
# In a process of its own: the driver forks, which pytest's threads and open connections would not like.
CODE = """
import sys
from pathlib import Path
from tests.store import kills
{break_it}
came = kills.{driver}({where}, kills.versions()[:1], every={every}, finish=2)
print(came.kills, came.finished, len(came.wrong))
"""
HALF_WAY = """
from bot.store import upgrade
real = upgrade._begin_alone
def alone_no_more(conn):
    real(conn)
    conn.exec_driver_sql("COMMIT")
upgrade._begin_alone = alone_no_more
"""


async def _killed(driver: str, where: str, every: int, break_it: str = "") -> tuple[int, int, int]:
    code = CODE.format(driver=driver, where=where, every=every, break_it=textwrap.dedent(break_it))
    ended = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=55
    )
    killed, finished, wrong = map(int, ended.stdout.split())
    return killed, finished, wrong


async def test_killed_anywhere_between_the_first_schema_and_this_one_everything_is_as_it_was(tmp_path: Path) -> None:
    killed, finished, wrong = await _killed("on_sqlite", f"Path({str(tmp_path)!r})", every=150)
    assert (killed > 0, finished > 0, wrong) == (True, True, 0)


async def test_the_same_on_postgres(postgres_server: str) -> None:
    killed, finished, wrong = await _killed("on_postgres", repr(postgres_server), every=60)
    assert (killed > 0, finished > 0, wrong) == (True, True, 0)


async def test_where_each_statement_commits_by_itself_the_judge_says_so(tmp_path: Path) -> None:
    _, _, wrong = await _killed("on_sqlite", f"Path({str(tmp_path)!r})", every=200, break_it=HALF_WAY)
    assert wrong > 0


def test_every_version_is_one_of_them() -> None:
    assert kills.versions()[0] == "0001"
    assert kills.versions()[-1] == max(path.name[:4] for path in (ROOT / "bot/store/migrations/versions").glob("0*.py"))
