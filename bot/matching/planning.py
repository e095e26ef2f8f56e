"""A whole plan from profiles: who asks, who offers, who may not, what counts how much, and what somebody set by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.matching.aims import ALL
from bot.matching.bars import Barred
from bot.matching.profiles import Helper, Seeker
from bot.matching.review import Review
from bot.matching.reviewing import Problem, review
from bot.matching.score import Part, Rarity, Weights, parts
from bot.matching.scores import as_scores
from bot.matching.scoring import Scoring


@dataclass(frozen=True, slots=True)
class People:
    """Everybody there is to match. Helpers with no place count too: what all of them offer says how rare a topic is."""

    seekers: Sequence[Seeker]
    helpers: Sequence[Helper]
    barred: Barred = field(default_factory=Barred)
    weights: Weights = field(default_factory=Weights)

    def problem(self) -> Problem:
        """As the engine takes it, with the reasons of every pair."""
        rarity = Rarity(self.helpers)

        def explain(mentee: int, mentor: int) -> Sequence[Part]:
            return parts(self.seekers[mentee], self.helpers[mentor], self.weights, rarity)

        return Problem(
            Scoring(self.seekers, self.helpers, self.weights, self.barred),
            [each.capacity for each in self.helpers],
            [each.waited for each in self.seekers],
            explain=explain,
        )


def planned(people: People, by_hand: Mapping[str, str | None]) -> tuple[Review, tuple[str, ...]]:
    """The best plan, with some pairs set by hand (keys of seekers to keys of helpers; None: nobody); made for `in_worker`.

    A pair set by hand that can't be any more (a rule bars it now, somebody is gone, the place is) is left out; answers whose those were.
    """
    problem = people.problem()
    kept, lost = _possible(people, problem, by_hand)
    return review(problem, problem.best(ALL), kept), lost


def _possible(people: People, problem: Problem, by_hand: Mapping[str, str | None]) -> tuple[dict[int, int], tuple[str, ...]]:
    row = {each.key: at for at, each in enumerate(people.seekers)}
    column: dict[str | None, int] = {each.key: at for at, each in enumerate(people.helpers)} | {None: -1}
    scores, left = as_scores(problem.scores), list(problem.capacity)
    kept: dict[int, int] = {}
    lost: list[str] = []
    for seeker, helper in by_hand.items():
        mentee, mentor = row.get(seeker, -1), column.get(helper, -2)
        may = mentor == -1 or (min(mentee, mentor) >= 0 and left[mentor] > 0 and bool(scores.rows(mentee, mentee + 1)[0, mentor]))
        if mentee < 0 or not may:
            lost.append(seeker)
            continue
        kept[mentee] = mentor
        if mentor >= 0:
            left[mentor] -= 1
    return kept, tuple(lost)
