"""Promise 7, over random groups: nobody twice, nobody over capacity, nobody barred by any rule, whatever the aims; and all of it proven."""

from random import Random

import numpy as np
import pytest

from bench.people import some_helpers, some_seekers
from bot.matching.assignment import assign
from bot.matching.bars import Barred, bar, pairs
from bot.matching.certificate import Why, verify
from bot.matching.profiles import Helper, Seeker
from bot.matching.scoring import Scoring


def a_group(seed: int) -> tuple[list[Seeker], list[Helper], Barred]:
    rng = Random(seed)
    seekers = some_seekers(rng, rng.randint(1, 60))
    helpers = some_helpers(rng, rng.randint(1, 25), also=[each.key for each in seekers[::7]])
    named = [each.key for each in (*seekers, *helpers)]
    return seekers, helpers, Barred(pairs((rng.choice(named), rng.choice(named)) for _ in range(10)))


@pytest.mark.parametrize("seed", range(60))
def test_nobody_is_matched_whom_a_rule_keeps_apart_and_nobody_beyond_what_they_offered(seed: int) -> None:
    seekers, helpers, barred = a_group(seed)
    scores, capacity = Scoring(seekers, helpers, barred=barred), [each.capacity for each in helpers]
    waited = [each.waited for each in seekers]
    found = assign(scores, capacity, waited=waited, seed=seed)
    verify(scores, capacity, found)
    matched = [(seekers[at], helpers[int(found.mentor[at])]) for at in range(len(seekers)) if found.mentor[at] >= 0]
    assert [bar(seeker, helper, barred) for seeker, helper in matched if bar(seeker, helper, barred)] == []
    assert all(sum(helper is each for _, helper in matched) <= each.capacity for each in helpers)
    for each in found.unmatched:
        nobody = all(bar(seekers[each.mentee], helper, barred) for helper in helpers)
        assert (each.why in {Why.NOBODY, Why.NO_PLACES}) == nobody
    most = assign(scores, capacity, aims=("most",))
    assert found.matched == most.matched
    assert int(np.sum(np.array(waited)[found.mentor >= 0])) == found.achieved["waited"]
