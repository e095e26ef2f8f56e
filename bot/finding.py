"""What a look at how things stand found: the doctor's unit, for whoever looks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether it is well, in words, and what to do next where there is something."""

    ok: bool
    words: str
    next: str = ""

    def __str__(self) -> str:
        line = f"{'ok  ' if self.ok else 'LOOK'}  {self.words}"
        return f"{line}\n      Next: {self.next}" if self.next else line
