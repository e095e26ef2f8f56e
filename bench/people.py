"""Made-up people to be matched: topics that many or few know, places, years, times, employers, and whom they must not meet."""

from collections.abc import Sequence
from random import Random
from typing import Final

from bot.matching.profiles import Helper, Seeker

TOPICS: Final = [f"topic {number}" for number in range(60)]
KINDS: Final = ("a university", "a school", "a public library", "the health service", "a law firm", "the voluntary sector", "a museum")
TIMES: Final = [
    f"{day} {part}" for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday") for part in ("mornings", "lunchtimes", "evenings")
]
AREAS: Final = [f"town {number}" for number in range(40)]
GOALS: Final = ("Certification", "Chartership", "Fellowship", "a first managing job", "a change of sector")
LANGUAGES: Final = ("Welsh", "Gaelic", "BSL", "Polish")


def _topics(rng: Random, count: int) -> list[str]:
    """Some are known to many: half of what people name are the first ten."""
    return list(dict.fromkeys(TOPICS[min(int(rng.expovariate(1 / 15)), 59)] for _ in range(count)))


def _some(rng: Random, of: Sequence[str], most: int) -> frozenset[str]:
    return frozenset(rng.sample(of, rng.randint(0, most)))


def some_seekers(rng: Random, count: int) -> list[Seeker]:
    """People who would like a mentor; a few are paused, have a line manager here, or hide from an employer."""
    return [
        Seeker(
            key=f"seeker {number}",
            topics=tuple(_topics(rng, 3)),
            kind=rng.choice(KINDS),
            wants_kind=rng.choice(("", "", "any", *KINDS)),
            years=min(int(rng.expovariate(0.8)), 4),
            goals=_some(rng, GOALS, 1),
            times=_some(rng, TIMES, 4),
            area=rng.choice(AREAS),
            online=rng.random() < 0.8,
            language=rng.choice(("", "", "", "", *LANGUAGES)),
            team_of_one=rng.random() < 0.2,
            employer=f"employer {rng.randrange(max(3, count // 4))}",
            own_employer_too=rng.random() < 0.1,
            line_manager=f"helper {rng.randrange(count)}" if rng.random() < 0.2 else "",
            keep_apart=frozenset({f"helper {rng.randrange(count)}"}) if rng.random() < 0.05 else frozenset(),
            paused=rng.random() < 0.02,
            gone=rng.random() < 0.02,
            waited=rng.random() < 0.15,
        )
        for number in range(count)
    ]


def some_helpers(rng: Random, count: int, also: Sequence[str] = ()) -> list[Helper]:
    """People who offer to be a mentor, for up to three; the first are those of `also`, who ask for one too."""
    return [
        Helper(
            key=also[number] if number < len(also) else f"helper {number}",
            topics=frozenset(_topics(rng, rng.randint(1, 6))),
            kind=rng.choice(KINDS),
            years=rng.randint(1, 4),
            done=_some(rng, GOALS, 3),
            times=_some(rng, TIMES, 5),
            area=rng.choice(AREAS),
            online=rng.random() < 0.8,
            languages=_some(rng, LANGUAGES, 1),
            team_of_one=rng.random() < 0.2,
            employer=f"employer {rng.randrange(max(3, count))}",
            hide_from=frozenset({f"employer {rng.randrange(count)}"}) if rng.random() < 0.03 else frozenset(),
            paused=rng.random() < 0.03,
            gone=rng.random() < 0.02,
            capacity=rng.choice((0, 1, 1, 1, 2, 2, 3)),
        )
        for number in range(count)
    ]
