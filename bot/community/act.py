"""Who does what, where and when: the first argument of every rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Act:
    """One change, in one transaction. `draft` is the stored half-answer it came from, if any."""

    conn: Connection
    now: datetime
    member: int
    group: int
    draft: str | None = None
