"""Bringing payloads to the app, by socket or by signed HTTP, and waiting for its acknowledgement."""

import asyncio
import contextlib
import time
import uuid
from dataclasses import dataclass, field
from typing import Literal, Protocol

from .errors import NoAnswer
from .shapes import Json

Kind = Literal["slash_commands", "interactive", "events_api"]
SHOWN = {"timeout": "operation_timeout", "connection_failed": "dispatch_failed", "http_error": "dispatch_failed"}


@dataclass(eq=False)
class Delivery:
    """One envelope or request. `latency` is seconds from sent to acknowledged; None until then."""

    kind: Kind
    payload: Json
    attempt: int = 0
    reason: str = ""
    wants_answer: bool = False
    envelope_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    sent_at: float = field(default_factory=time.perf_counter)
    latency: float | None = None
    answer: Json | None = None

    def acknowledge(self, answer: Json | None) -> None:
        """Note when, and what was said; only the first acknowledgement counts."""
        if self.latency is None:
            self.latency = time.perf_counter() - self.sent_at
            self.answer = answer if self.wants_answer else None


class Undelivered(Exception):
    """No acknowledgement came; the message is Slack's word for why (timeout, http_error, connection_failed)."""


class Route(Protocol):
    """A way to the app."""

    async def carry(self, delivery: Delivery, patience: float) -> None:
        """Return once acknowledged. Raises: Undelivered."""
        ...


@dataclass
class Courier:
    """Sends, waits `patience` seconds (Slack's three) and, for events only, sends again.

    Slack waits 0, 60 and 300 s before its three retries; `retry_after` is shorter so that a test can wait for them.
    """

    route: Route
    patience: float = 3.0
    retry_after: tuple[float, ...] = (0.0, 0.05, 0.25)
    deliveries: list[Delivery] = field(default_factory=list[Delivery])
    late: list[Delivery] = field(default_factory=list[Delivery])

    async def interact(self, kind: Kind, payload: Json, who: str, *, wants_answer: bool) -> Json:
        """Deliver what a person did, once, as Slack does; the app's answer, {} when it was silent.

        Raises: NoAnswer with what the person is shown.
        """
        delivery = Delivery(kind, payload, wants_answer=wants_answer)
        try:
            await self._send(delivery)
        except Undelivered as failure:
            reason = str(failure)
            raise NoAnswer(f"the app did not acknowledge ({reason}); {who} sees {SHOWN.get(reason, 'dispatch_failed')}") from None
        return delivery.answer or {}

    async def event(self, payload: Json, *, retries: bool = True) -> Delivery:
        """Deliver an event until acknowledged: each try a new envelope, the event_id the same. Raises: NoAnswer."""
        reason = ""
        for attempt, pause in enumerate((0.0, *self.retry_after) if retries else (0.0,)):
            await asyncio.sleep(pause)
            delivery = Delivery("events_api", payload, attempt, reason)
            try:
                await self._send(delivery)
            except Undelivered as failure:
                reason = str(failure)
                continue
            return delivery
        raise NoAnswer(f"the app did not acknowledge event {payload.get('event_id')} ({reason})")

    async def _send(self, delivery: Delivery) -> None:
        self.deliveries.append(delivery)
        try:
            await self.route.carry(delivery, self.patience)
        except Undelivered:
            self.late.append(delivery)
            raise

    @property
    def latencies(self) -> list[float]:
        """Seconds to each acknowledgement, in the order sent."""
        return [delivery.latency for delivery in self.deliveries if delivery.latency is not None]


async def within(seconds: float, waiting: asyncio.Future[None]) -> bool:
    """Whether it came true in time; a late result is left to come."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.shield(waiting), seconds)
        return True
    return False
