"""What happens, told to every open page as it happens, each hearing only what its reader may see."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from secrets import token_hex

from adapters.web.people import Json

RING = 500
"""So many happenings are kept for pages that lost the line; one that missed more reads everything afresh."""


@dataclass(frozen=True, slots=True)
class Happening:
    """`to`: the handles that may hear of it; None: everybody."""

    id: str
    kind: str
    data: Json
    to: frozenset[str] | None

    def reaches(self, user: str) -> bool:
        """Whether this person may hear of it."""
        return self.to is None or user in self.to

    def wire(self) -> bytes:
        """As a server-sent event."""
        return f"id: {self.id}\nevent: {self.kind}\ndata: {json.dumps(self.data)}\n\n".encode()


class Live:
    """A small newsroom. Ids start with a word of their own each time the program starts."""

    def __init__(self) -> None:
        self._start = token_hex(4)
        self._count = 0
        self._ring: deque[Happening] = deque(maxlen=RING)
        self._ears: dict[asyncio.Queue[Happening | None], str] = {}
        self._closed = False

    @property
    def latest(self) -> str:
        """The id a page that has read everything now may go on from."""
        return f"{self._start}-{self._count}"

    def publish(self, kind: str, data: Json, to: Collection[str] | None = None) -> None:
        """Tell everybody, or only these handles."""
        self._count += 1
        happening = Happening(self.latest, kind, data, None if to is None else frozenset(to))
        self._ring.append(happening)
        for queue, user in self._ears.items():
            if happening.reaches(user):
                queue.put_nowait(happening)

    async def listen(self, user: str, after: str) -> AsyncIterator[Happening | None]:
        """What happens from `after` on; None now and then when nothing does, to keep the line warm. Ends when closed.

        A page whose `after` is too old, or from before a restart, first hears `resync`.
        """
        queue: asyncio.Queue[Happening | None] = asyncio.Queue()
        for happening in self._missed(user, after):
            queue.put_nowait(happening)
        if self._closed:
            queue.put_nowait(None)
        self._ears[queue] = user
        try:
            while True:
                try:
                    happening = await asyncio.wait_for(queue.get(), timeout=10)
                except TimeoutError:
                    yield None
                    continue
                if happening is None:
                    return
                yield happening
        finally:
            del self._ears[queue]

    def _missed(self, user: str, after: str) -> list[Happening]:
        start, _, count = after.partition("-")
        oldest = self._count - len(self._ring)
        if start != self._start or not count.isdecimal() or int(count) < oldest:
            return [Happening(self.latest, "resync", {}, None)]
        return [happening for happening in list(self._ring)[int(count) - oldest :] if happening.reaches(user)]

    def close(self) -> None:
        """End every line at once."""
        self._closed = True
        for queue in self._ears:
            queue.put_nowait(None)
