"""What can go wrong on the way. A fault waits for the requests it fits and spoils so many of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

When = Literal["before", "after"]


@dataclass(slots=True)
class Fault:
    """Spoil `times` requests that fit `method` and `path` (a regular expression).

    `status` and `code` are answered instead; `cut` drops the connection without a word. `when="after"` does what was asked first:
    the message is there, its reply is lost. `skip` lets so many fitting requests through before.
    """

    method: str
    path: str
    status: int = 500
    code: int = 0
    when: When = "before"
    cut: bool = False
    times: int = 1
    skip: int = 0
    headers: dict[str, str] = field(default_factory=dict[str, str])

    def takes(self, method: str, path: str) -> bool:
        """Whether this request is one to spoil; counts it if so."""
        if not self.times or method != self.method or not re.fullmatch(self.path, path):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True


def too_many(method: str, path: str, seconds: float, *, by_discord: bool = True, everything: bool = False, times: int = 1) -> Fault:
    """A 429. Discord's own passes through its proxy and says `Via`; Cloudflare's doesn't, and means the whole address."""
    headers = {"Retry-After": str(seconds)}
    if by_discord:
        headers |= {"Via": "1.1 google", "X-RateLimit-Scope": "user"}
    if everything:
        headers["X-RateLimit-Global"] = "true"
    return Fault(method, path, 429, headers=headers, times=times)
