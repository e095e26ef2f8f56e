"""The judge of promise 7: what in the matches and rounds of a random group broke a rule. `python -m bench.promises matching` asks it.

Nobody twice, nobody over capacity, nobody barred by any rule, nobody left over who could be looked after, no repeat while avoidable.
"""

from collections.abc import Iterator
from itertools import combinations
from random import Random

import numpy as np

from bench.people import some_helpers, some_seekers
from bot.matching.assignment import assign
from bot.matching.bars import Barred, bar, pairs
from bot.matching.certificate import NotProven, Why, verify
from bot.matching.rounds import Round, WhyAlone, round_of
from bot.matching.scores import Ints
from bot.matching.scoring import Scoring


def wrong_matches(seed: int, most: int) -> Iterator[str]:
    """What is wrong with the matches of one random group of up to `most` people: nothing, it is hoped."""
    rng = Random(seed)
    seekers = some_seekers(rng, rng.randint(1, most * 3 // 4))
    helpers = some_helpers(rng, rng.randint(1, most // 4), also=[each.key for each in seekers[::7]])
    named = [each.key for each in (*seekers, *helpers)]
    barred = Barred(*(pairs((rng.choice(named), rng.choice(named)) for _ in range(len(named) // 5)) for _ in range(2)))
    scores, capacity = Scoring(seekers, helpers, barred=barred), [each.capacity for each in helpers]
    found = assign(scores, capacity, waited=[each.waited for each in seekers], seed=seed)
    try:
        verify(scores, capacity, found)
    except NotProven as trouble:
        yield f"not proven: {trouble}"
    for at, seeker in enumerate(seekers):
        if found.mentor[at] >= 0 and (rule := bar(seeker, helpers[int(found.mentor[at])], barred)):
            yield f"{seeker.key} is matched although {rule.value}"
    for at, helper in enumerate(helpers):
        if int(np.sum(found.mentor == at)) > helper.capacity:
            yield f"{helper.key} has more than they offered to take"
    for each in found.unmatched:
        nobody = all(bar(seekers[each.mentee], helper, barred) for helper in helpers)
        if nobody != (each.why in {Why.NOBODY, Why.NO_PLACES}):
            yield f"{seekers[each.mentee].key} is told a wrong reason: {each.why.value}"


def wrong_rounds(seed: int, most: int) -> Iterator[str]:
    """What is wrong with the rounds of one random group, of people with a few bars and a history that grows."""
    rng = np.random.default_rng(seed)
    people = int(rng.integers(2, most + 1))
    scores = np.triu(rng.integers(1, 400, (people, people)), 1)
    scores += scores.T
    barred = rng.integers(0, people, (people // 4, 2))
    barred = barred[barred[:, 0] != barred[:, 1]]
    met = rng.integers(0, people, (int(rng.integers(0, 2 * people)), 2))
    met = met[met[:, 0] != met[:, 1]]
    for _ in range(3):
        found = round_of(scores, met=met, barred=barred, seed=seed)
        yield from _wrong(found, people, met, barred)
        together = [pair for group in found.groups for pair in combinations(group, 2)]
        met = np.concatenate([met, np.array(together, np.int64).reshape(-1, 2)])


def _wrong(found: Round, people: int, met: Ints, barred: Ints) -> Iterator[str]:
    may_not = np.eye(people, dtype=np.bool_)
    may_not[barred[:, 0], barred[:, 1]] = may_not[barred[:, 1], barred[:, 0]] = True
    known = may_not.copy()
    known[met[:, 0], met[:, 1]] = known[met[:, 1], met[:, 0]] = True
    seated = [person for group in found.groups for person in group]
    if sorted([*seated, *(each.person for each in found.left_out)]) != list(range(people)):
        yield "somebody is there twice, or lost"
    if any(may_not[pair] for group in found.groups for pair in combinations(group, 2)):
        yield "two sit together who may not"
    # Dirac, 1952: as long as everybody has half of the others left, all can be paired anew; with an odd number, two more.
    if int(known.sum(axis=1).max()) <= (people // 2 - 1 if people % 2 else people // 2) and (found.repeats or found.left_out):
        yield f"{found.repeats} repeats, {len(found.left_out)} left out, and neither was needed"
    for each in found.left_out:
        if (each.why is WhyAlone.FULL) == bool(may_not[each.person].all()):
            yield f"{each.person} is told a wrong reason: {each.why.value}"


def wrong(seed: int, most: int = 500) -> list[str]:
    """Both, each with the seed that shows it again."""
    return [f"seed {seed}: {words}" for words in (*wrong_matches(seed, most), *wrong_rounds(seed, most))]
