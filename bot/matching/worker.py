"""Heavy work in a process of its own: the bot's loop never waits for it, and its memory goes back when it ends.

The process is started for the one call, is less urgent than the bot's own, and dies with the call if nobody waits for it any more.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

POLITE: Final = 10  # how far behind the bot it stands for the processor


class WorkerLost(RuntimeError):
    """The process ended without an answer: killed, or out of memory; the words are the last it wrote."""


async def in_worker(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """`function(*args, **kwargs)`, worked out in another process. Raises what it raises, or WorkerLost.

    The function is one that can be imported by its name; it, what it is given and what it answers travel by pickle, packed and unpacked in
    a thread: of ten thousand people that takes long enough to be felt.
    """
    work = await asyncio.to_thread(pickle.dumps, (function, args, kwargs))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,  # Ctrl+C is for the bot, which then ends this
    )
    try:
        answer, words = await process.communicate(work)
    except asyncio.CancelledError:
        if process.returncode is None:
            _end(process.pid)
            await process.wait()
        raise
    if process.returncode or not answer:
        raise WorkerLost(f"ended {process.returncode}: {words.decode(errors='replace').strip()[-500:]}")
    unpacked = await asyncio.to_thread(pickle.loads, answer)
    done, result = cast("tuple[bool, T | BaseException]", unpacked)
    if done:
        return cast("T", result)
    raise cast("BaseException", result)


def _end(pid: int) -> None:
    """At once, with whatever it started itself."""
    if hasattr(os, "killpg"):
        os.killpg(pid, signal.SIGKILL)
    else:
        os.kill(pid, signal.SIGTERM)


def main() -> None:
    """Read one call, work it out, write the answer."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what a library prints is no answer
    if hasattr(os, "nice"):
        os.nice(POLITE)
    function, args, kwargs = cast("tuple[Callable[..., object], tuple[object, ...], dict[str, object]]", pickle.load(sys.stdin.buffer))  # noqa: S301 - written by our own process
    try:
        answer = pickle.dumps((True, function(*args, **kwargs)))
    except Exception as trouble:  # noqa: BLE001 - raised again where it was asked for
        answer = pickle.dumps((False, trouble))
    answers.write(answer)


if __name__ == "__main__":
    main()
