"""Questions for the days before a meetup, where its organiser wrote none. No games, and nothing anybody has to answer."""

from __future__ import annotations

from typing import Final

OURS: Final = (
    "What would you like to talk about when we meet?",
    "How do you get there? Somebody may be on the same bus or train.",
    "What did you do at work this week that you would like to tell somebody about?",
    "What have you read, watched or listened to lately that is worth passing on?",
    "Which question would you like to put to everybody there?",
    "Whom should we look out for? If you come for the first time, say how we recognise you.",
)
MOST: Final = 6
"""As many as there can be days for."""
LONGEST: Final = 300


def read(words: str) -> tuple[str, ...]:
    """An organiser's own, one a line. Raises ValueError in words, of which line it is about."""
    found = tuple(" ".join(line.split()) for line in words.splitlines() if line.strip())
    if len(found) > MOST:
        raise ValueError(f"Those are {len(found)} questions, and {MOST} is the most there can be days for. Keep the best.")
    for number, line in enumerate(found, 1):
        if len(line) > LONGEST:
            raise ValueError(f"Line {number} has {len(line)} characters; {LONGEST} is the most that fits.")
    return found
