"""Why somebody has no mentor, for an organiser who has every column in their own spreadsheet anyway: the rules are named in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from bot.matching.bars import Barred, bar
from bot.matching.certificate import Unmatched, Why
from bot.matching.profiles import Helper, Seeker

_NOBODY = Barred()


def rule(seekers: Sequence[Seeker], helpers: Sequence[Helper]) -> Callable[[Unmatched], str]:
    """How to say it; for whoever may be matched with nobody at all, with how many mentors each rule kept away."""

    def said(unmatched: Unmatched) -> str:
        if unmatched.why is not Why.NOBODY:
            return unmatched.why.value
        kept = Counter(found.value for helper in helpers if (found := bar(seekers[unmatched.mentee], helper, _NOBODY)))
        counted = "; ".join(f"{count} × {words}" for words, count in kept.most_common())
        return f"{unmatched.why.value}{f' ({counted})' if counted else ''}"

    return said
