"""What goes wrong on purpose, and how often one may ask."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import Literal

from tests.loopback.hidden import Hidden

from .errors import SlackError


@dataclass(frozen=True)
class Fault:
    """What happens to one call: it waits, its connection dies before or after the work, or it is refused."""

    delay: float = 0.0
    lost: Literal["", "request", "reply"] = ""
    error: SlackError | None = None


@dataclass
class Faults:
    """A queue of faults for each method; each is used once."""

    queues: defaultdict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    standing: dict[tuple[str, str], Fault] = field(default_factory=dict[tuple[str, str], Fault])
    """For every call of a method in a channel ("": wherever), until taken out."""

    def take(self, method: str, channel: str = "") -> Fault:
        """The next fault for this method; a harmless one when none was asked for."""
        if stands := self.standing.get((method, channel)) or self.standing.get((method, "")):
            return stands
        queue = self.queues[method]
        return queue.popleft() if queue else Fault()

    def fail_next(self, method: str, error: str = "internal_error", *, status: int = 200, retry_after: int = 0, times: int = 1) -> None:
        """Refuse the next call(s) without doing anything: a documented error, or an HTTP status such as 503."""
        refusal = SlackError(error, status=429 if error == "ratelimited" else status, retry_after=retry_after or None)
        self.queues[method].extend([Fault(error=refusal)] * times)

    def lose_reply_next(self, method: str, times: int = 1) -> None:
        """The work is done, then the connection dies: the app cannot know."""
        self.queues[method].extend([Fault(lost="reply")] * times)

    def lose_request_next(self, method: str, times: int = 1) -> None:
        """The connection dies before the work is done: to the app it looks the same."""
        self.queues[method].extend([Fault(lost="request")] * times)

    def delay_next(self, method: str, seconds: float, times: int = 1) -> None:
        """The answer comes late."""
        self.queues[method].extend([Fault(delay=seconds)] * times)


PER_MINUTE = {"1": 1, "2": 20, "3": 50, "4": 100, "special": 600}
"""Calls a minute in each tier (docs.slack.dev, "Rate limits")."""


@dataclass
class Rates:
    """Rate limits, off until `enforced`. A call refused does not count, as Slack's own does not.

    `hidden` ones hold for posting, enforced or not.
    Posting: about one a second a channel (`post_every`), `post_burst` at once. `special` sets (calls, seconds) for one method.
    """

    now: Callable[[], float]
    enforced: bool = False
    post_every: float = 1.0
    post_burst: int = 1
    special: dict[str, tuple[int, float]] = field(default_factory=dict[str, tuple[int, float]])
    refused: int = 0
    hidden: Hidden | None = None
    _calls: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def admit(self, method: str, tier: str, channel: str) -> None:
        """Raises: SlackError ratelimited, HTTP 429 with Retry-After."""
        if self.hidden and tier == "post" and (told := self.hidden.refuses(channel)):
            raise SlackError("ratelimited", status=429, retry_after=max(1, ceil(told[0])))
        if not self.enforced and method not in self.special:
            return
        if method in self.special:
            self._count(method, *self.special[method])
        elif tier == "post":
            self._count(f"{method} {channel}", self.post_burst, self.post_every * self.post_burst)
        else:
            self._count(method, PER_MINUTE[tier], 60.0)

    def _count(self, key: str, most: int, seconds: float) -> None:
        calls, now = self._calls[key], self.now()
        while calls and now - calls[0] >= seconds:
            calls.popleft()
        if len(calls) >= most:
            self.refused += 1
            raise SlackError("ratelimited", status=429, retry_after=max(1, ceil(calls[0] + seconds - now)))
        calls.append(now)
