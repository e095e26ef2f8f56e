"""The score is its parts, the explanation is the parts' own words, and the quick way of adding up agrees with the slow one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.bars import Bar, Barred, bar, pairs
from bot.matching.profiles import Helper, Seeker
from bot.matching.score import Part, Rarity, Weights, explain, parts
from bot.matching.scoring import Scoring

ADA = Seeker(
    key="ada",
    topics=("copyright", "open access", "bookbinding"),
    kind="the voluntary sector",
    wants_kind="any",
    years=1,
    goals=frozenset({"Chartership"}),
    times=frozenset({"Monday lunchtimes", "Friday mornings"}),
    team_of_one=True,
    online=False,
    employer="Acorn Trust",
)
GRACE = Helper(
    key="grace",
    topics=frozenset({"copyright", "open access", "mentoring"}),
    kind="the voluntary sector",
    years=1,
    done=frozenset({"Chartership"}),
    times=frozenset({"Monday lunchtimes"}),
    team_of_one=True,
    employer="Oak Library",
)


def told(seeker: Seeker, helper: Helper, weights: Weights | None = None) -> list[Part]:
    return parts(seeker, helper, weights or Weights(), Rarity([helper]))


def test_a_match_is_explained_in_plain_words() -> None:
    assert " · ".join(explain(told(ADA, GRACE))) == (
        "Offers copyright and open access, two of the three you asked for"
        " · works alone in the voluntary sector, as you do"
        " · has done Chartership, which you are after"
        " · both free Monday lunchtimes"
    )


@pytest.mark.parametrize(
    ("seeker", "helper", "words"),
    [
        (replace(ADA, topics=("copyright",)), GRACE, "offers copyright, which you asked for"),
        (replace(ADA, topics=("copyright", "mentoring")), GRACE, "offers copyright and mentoring, all two you asked for"),
        (replace(ADA, wants_kind=""), replace(GRACE, kind="a university"), "works somewhere different: a university"),
        (replace(ADA, wants_kind="a school"), replace(GRACE, kind="a school"), "works in the kind of place you wished for: a school"),
        (ADA, replace(GRACE, years=3), "has 5 to 10 years in the field"),
        (ADA, replace(GRACE, kind="a school"), "works alone, as you do"),
        (replace(ADA, area="Leeds"), replace(GRACE, area="Leeds"), "both in Leeds"),
        (replace(ADA, online=True), GRACE, "both happy to meet online"),
        (replace(ADA, language="Welsh"), replace(GRACE, languages=frozenset({"Welsh"})), "speaks Welsh, as you asked"),
    ],
)
def test_each_reason_has_its_words(seeker: Seeker, helper: Helper, words: str) -> None:
    assert words in [part.words for part in told(seeker, helper)]


@pytest.mark.parametrize(
    ("seeker", "helper", "name"),
    [
        (ADA, replace(GRACE, topics=frozenset({"mentoring"})), "topics"),
        (replace(ADA, wants_kind=""), GRACE, "kind"),
        (replace(ADA, wants_kind="a school"), GRACE, "kind"),
        (replace(ADA, years=2), GRACE, "years"),
        (replace(ADA, goals=frozenset()), GRACE, "goal"),
        (replace(ADA, times=frozenset({"Sundays"})), GRACE, "times"),
        (replace(ADA, area="Leeds"), replace(GRACE, area="York"), "place"),
        (replace(ADA, language="Welsh"), GRACE, "language"),
        (replace(ADA, team_of_one=False), GRACE, "team of one"),
    ],
)
def test_what_is_not_so_is_neither_counted_nor_said(seeker: Seeker, helper: Helper, name: str) -> None:
    assert name not in [part.name for part in told(seeker, helper)]


def test_a_rare_topic_counts_for_more_than_one_that_everybody_offers() -> None:
    helpers = [replace(GRACE, key=str(at), topics=frozenset({"copyright"})) for at in range(9)]
    rare = replace(GRACE, key="rare", topics=frozenset({"bookbinding"}))
    points = Rarity([*helpers, rare]).points(("copyright", "bookbinding"), 500)
    assert points["bookbinding"] > 2 * points["copyright"] > 0
    assert sum(points.values()) == 500


def test_further_along_counts_whole_from_two_bands_on() -> None:
    ahead = [sum(part.points for part in told(ADA, replace(GRACE, years=years)) if part.name == "years") for years in range(5)]
    assert ahead == [0, 0, 60, 120, 120]


BARRED = [
    (replace(ADA, key="grace"), GRACE, Barred(), Bar.SELF),
    (ADA, GRACE, Barred(blocks=pairs([("grace", "ada")])), Bar.BLOCK),
    (ADA, GRACE, Barred(freezes=pairs([("ada", "grace")])), Bar.FREEZE),
    (replace(ADA, keep_apart=frozenset({"grace"})), GRACE, Barred(), Bar.APART),
    (ADA, replace(GRACE, keep_apart=frozenset({"ada"})), Barred(), Bar.APART),
    (replace(ADA, hide_from=frozenset({"Oak Library"})), GRACE, Barred(), Bar.HIDDEN),
    (ADA, replace(GRACE, hide_from=frozenset({"Acorn Trust"})), Barred(), Bar.HIDDEN),
    (replace(ADA, line_manager="grace"), GRACE, Barred(), Bar.LINE_MANAGER),
    (ADA, replace(GRACE, line_manager="ada"), Barred(), Bar.LINE_MANAGER),
    (replace(ADA, employer="Oak Library"), GRACE, Barred(), Bar.EMPLOYER),
    (replace(ADA, gone=True), GRACE, Barred(), Bar.GONE),
    (ADA, replace(GRACE, gone=True), Barred(), Bar.GONE),
    (replace(ADA, paused=True), GRACE, Barred(), Bar.PAUSED),
    (ADA, replace(GRACE, paused=True), Barred(), Bar.PAUSED),
    (ADA, replace(GRACE, capacity=0), Barred(), Bar.FULL),
]


@pytest.mark.parametrize(("seeker", "helper", "barred", "rule"), BARRED)
def test_each_rule_bars_alone_in_words_and_in_scores(seeker: Seeker, helper: Helper, barred: Barred, rule: Bar) -> None:
    assert bar(seeker, helper, barred) is rule
    other = replace(
        helper,
        key="other",
        employer="",
        line_manager="",
        hide_from=frozenset(),
        keep_apart=frozenset(),
        paused=False,
        gone=False,
        capacity=1,
    )
    row = Scoring([seeker], [other, helper], barred=barred).rows(0, 1)[0]
    assert row[1] == 0
    assert row[0] > 0 or seeker.gone or seeker.paused


def test_every_rule_has_a_test_of_its_own() -> None:
    assert {each[3] for each in BARRED} == {*Bar}


def test_whoever_wishes_may_have_somebody_of_their_own_employer() -> None:
    colleague = replace(ADA, employer="Oak Library", own_employer_too=True)
    assert bar(colleague, GRACE, Barred()) is None
    assert Scoring([colleague], [GRACE]).rows(0, 1)[0, 0] > 0


@pytest.mark.parametrize("rule", [Bar.BLOCK, Bar.APART, Bar.HIDDEN, Bar.FREEZE])
def test_nothing_is_said_of_what_somebody_asked_for_their_own_safety(rule: Bar) -> None:
    assert rule.words == "not available just now"


WORDS = st.sampled_from(["", "one", "two", "three"])
KEYS = st.sampled_from([f"person {number}" for number in range(12)])
SOME = st.frozensets(st.sampled_from([f"thing {number}" for number in range(40)]), max_size=4)
FEW = st.frozensets(KEYS, max_size=1)
SHARED = {
    "kind": WORDS,
    "years": st.integers(0, 4),
    "times": SOME,
    "area": WORDS,
    "online": st.booleans(),
    "team_of_one": st.booleans(),
    "employer": WORDS,
    "line_manager": st.just("") | KEYS,
    "keep_apart": FEW,
    "hide_from": st.frozensets(WORDS, max_size=1),
    "paused": st.sampled_from([False, False, False, True]),
    "gone": st.sampled_from([False, False, False, True]),
}
SEEKERS = st.lists(
    st.builds(
        Seeker,
        key=KEYS,
        topics=st.lists(WORDS, max_size=3).map(tuple),
        wants_kind=WORDS | st.just("any"),
        goals=SOME,
        language=WORDS,
        own_employer_too=st.booleans(),
        **SHARED,
    ),
    max_size=4,
    unique_by=lambda each: each.key,
)
HELPERS = st.lists(
    st.builds(
        Helper,
        key=KEYS,
        topics=SOME | st.frozensets(WORDS),
        done=SOME,
        languages=st.frozensets(WORDS),
        capacity=st.integers(0, 2),
        **SHARED,
    ),
    max_size=4,
    unique_by=lambda each: each.key,
)
BLOCKS = st.lists(st.tuples(KEYS, KEYS), max_size=3)


@settings(max_examples=80, deadline=None)
@given(SEEKERS, HELPERS, BLOCKS, BLOCKS)
def test_the_quick_sum_over_all_pairs_is_the_sum_of_the_parts_or_nothing_where_a_rule_bars(
    seekers: list[Seeker], helpers: list[Helper], blocks: list[tuple[str, str]], freezes: list[tuple[str, str]]
) -> None:
    barred, rarity = Barred(pairs(blocks), pairs(freezes)), Rarity(helpers)
    quick = Scoring(seekers, helpers, barred=barred).rows(0, len(seekers))
    slow = [
        [0 if bar(one, other, barred) else sum(part.points for part in parts(one, other, Weights(), rarity)) for other in helpers]
        for one in seekers
    ]
    assert quick.tolist() == np.array(slow, np.int64).reshape(quick.shape).tolist()


def test_weights_too_large_to_be_added_up_are_refused() -> None:
    with pytest.raises(ValueError, match="32,768"):
        Scoring([ADA], [GRACE], Weights(topics=32_700))
