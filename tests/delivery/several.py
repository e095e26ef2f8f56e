"""Several processes on one database and one platform, and what befalls them: killed, told to stop, or stopped for a while where they are.

Cards fall due one after the other in a dozen places. The judge reads only what arrived: each once, in its place's order, and how late.
"""

from __future__ import annotations

import asyncio
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select

from bot.chat import Place
from bot.clock import Wall
from bot.community import groups, meetups, members
from bot.community.act import Act
from bot.outbox import outbox
from bot.store import Store, open_store
from tests.delivery.many import posted

ROOT: Final = Path(__file__).parents[2]
CHANNELS: Final = 12
APART: Final = timedelta(milliseconds=250)
PROCESSES: Final = 3


@contextmanager
def process(url: str, platform: Path, name: str, reply: float = 0.02, lease: float = 0) -> Generator[subprocess.Popen[str]]:
    """One of them, once it says that it runs; killed at the end if it still lives."""
    command = [sys.executable, "-m", "tests.delivery.many", url, str(platform), name, str(reply), str(lease)]
    running = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout
        assert running.stdout.readline() == "Running.\n"
        yield running
    finally:
        running.kill()
        running.wait()
        for pipe in (running.stdin, running.stdout):
            assert pipe
            pipe.close()


def plan(conn: Connection, each: int) -> datetime:
    """A group with channels, and in each so many cards to be posted one after the other. Returns when the first is due."""
    now = datetime.now(UTC)
    group = groups.create(conn, now, "Group", "Europe/London")
    member = members.add(conn, now, "Priya")
    for channel in range(CHANNELS):
        groups.add_place(conn, group, Place("chat", "W", f"c{channel}"))
    act = Act(conn, now, member, group)
    members.join(conn, now, member, group, members.ORGANISER)
    for number in range(each):
        due, when = now + timedelta(seconds=2) + number * APART, Wall.of(now + timedelta(days=9), "UTC")
        meetups.announce(act, meetups.Plan(f"Meet-up {number:04}", when, "Here", publish_at=due))
    return now + timedelta(seconds=2)


async def until(happened: Callable[[], Awaitable[bool]], seconds: float = 100) -> None:
    """Wait until it has."""
    for _ in range(int(seconds * 10)):
        if await happened():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it never happened")


async def all_settled(store: Store, seconds: float = 100) -> None:
    """Wait until nothing is left to send."""
    left = select(func.count()).select_from(outbox).where(outbox.c.state.in_(("waiting", "sending", "unknown")))

    async def none() -> bool:
        return not await store.read(lambda conn: conn.execute(left).scalar_one())

    await until(none, seconds)


# --- stories ----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fate:
    """What befalls one of them, `times`, from `often[0]` to `often[1]` seconds apart.

    `kill`: SIGKILL. `end`: told to stop. `pause`: SIGSTOP, and SIGCONT after `asleep` seconds. Whoever is gone is replaced.
    """

    what: str
    times: int
    often: tuple[float, float] = (0.1, 0.6)
    asleep: float = 0.0
    lease: float = 0.0
    reply: float = 0.02
    name: str = ""


@dataclass(slots=True)
class Came:
    """What arrived. `wrong`: what is not there once and in order, in words; `late`: seconds of each; `by`: how many each process sent."""

    cards: int
    wrong: list[str] = field(default_factory=list[str])
    late: list[float] = field(default_factory=list[float])
    by: Counter[str] = field(default_factory=Counter[str])


async def story(url: str, platform: Path, fate: Fate, each: int, seed: int) -> Came:
    """So many cards in each place, sent by three processes. It happens to whichever has sent something last: that one is at work."""
    chance, store = random.Random(seed), await open_store(url)
    with ExitStack() as living:

        async def begin(name: str) -> tuple[str, subprocess.Popen[str]]:
            return name, await asyncio.to_thread(living.enter_context, process(url, platform, name, fate.reply, fate.lease))

        running = [await begin(f"{fate.name} {number}".strip()) for number in range(PROCESSES)]
        first = await store.write(lambda conn: plan(conn, each))
        await asyncio.sleep(2)
        for number in range(fate.times):
            await asyncio.sleep(chance.uniform(*fate.often))
            at_work = posted(platform)[-1].by if platform.exists() and posted(platform) else ""
            victim = next((one for one in running if one[0] == at_work), running[0])
            running.remove(victim)
            await _strike(victim[1], fate)
            running.append(victim if fate.what == "pause" else await begin(f"again {number}"))
        await all_settled(store, 300)
    await store.close()
    return judge(platform, first, each)


async def _strike(victim: subprocess.Popen[str], fate: Fate) -> None:
    match fate.what:
        case "kill":
            victim.kill()
        case "end":
            assert victim.stdin
            victim.stdin.close()
            await asyncio.to_thread(victim.wait, 20)
        case _:
            victim.send_signal(signal.SIGSTOP)
            await asyncio.sleep(fate.asleep)
            victim.send_signal(signal.SIGCONT)


def judge(platform: Path, first: datetime, each: int) -> Came:
    """Held against what was planned."""
    came = Came(CHANNELS * each)
    there = posted(platform)
    wanted = [f"Meet-up {number:04}" for number in range(each)]
    for channel in range(CHANNELS):
        arrived = [each.title for each in there if each.place == f"c{channel}"]
        if arrived != wanted:
            twice, missing = Counter(arrived) - Counter(wanted), Counter(wanted) - Counter(arrived)
            came.wrong.append(f"c{channel}: {sum(twice.values())} twice, {sum(missing.values())} missing, or out of order")
    came.by = Counter(each.by for each in there)
    came.late = [each.at - (first + int(each.title[-4:]) * APART).timestamp() for each in there]
    return came
