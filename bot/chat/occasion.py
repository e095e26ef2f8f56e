"""Something with a time and a place, for platforms that keep a list of such things beside their messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Occasion:
    """One dated entry of that list, as it should read now. `off`: it should not be there any more.

    `what` is what people should know, and `where` a place or a link; both are a person's plain words, and cut to fit where they are shown.
    """

    title: str
    what: str
    starts: datetime
    ends: datetime
    where: str
    off: bool = False
