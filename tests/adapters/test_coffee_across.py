"""One group on a Discord server, in a Slack workspace and in the town: coffee, and an introduction, for people of all three."""

from __future__ import annotations

from collections.abc import Sequence

from tests.adapters.test_contract_coffee import joins, switches_coffee_on
from tests.adapters.test_contract_introduce import can_be_found, looks
from tests.adapters.test_one_person import code_from, enters
from tests.adapters.test_three_platforms import settled, stages
from tests.stage import Citizen, Stage

__all__ = ["stages"]


async def one_person(stages: Sequence[Stage], name: str) -> tuple[Citizen, Citizen]:
    """Somebody who is on the first two, and joined both accounts."""
    there, here = stages[0].citizen(name), stages[1].citizen(name)
    await settled(stages)
    await enters(here, await code_from(there))
    await here.presses("Yes, join them")
    await settled(stages)
    await there.presses("Yes, both are me")
    await settled(stages)
    return there, here


async def later(stages: Sequence[Stage], **by: float) -> None:
    """Time goes by, for all at once."""
    stages[0].house.advance(**by)
    await settled(stages)


async def test_a_round_pairs_those_who_share_a_place_and_grace_is_one_person_in_it(stages: Sequence[Stage]) -> None:
    discord, slack, web = stages
    there, here = await one_person(stages, "Grace")
    tom, ada = discord.citizen("Tom"), slack.citizen("Ada")
    moira, jo = web.citizen("Moira"), web.citizen("Jo")
    await settled(stages)
    await switches_coffee_on(discord)
    await joins(tom, there)
    await joins(here, ada)
    await joins(moira, jo)
    await later(stages, days=8)
    # Grace is the only one whom both Tom, on one platform, and Ada, on another, could meet; she has one seat.
    for each in (moira, jo):
        assert each.sees("Time for a coffee", "Moira", "Jo")
    with_tom = there.sees("Time for a coffee", "Tom") and tom.sees("Time for a coffee", "Grace")
    with_ada = here.sees("Time for a coffee", "Ada") and ada.sees("Time for a coffee", "Grace")
    assert with_tom != with_ada
    left = ada if with_tom else tom
    assert left.sees("Coffee: nobody this time")
    # Whoever was left comes first next time.
    await later(stages, days=7)
    assert left.sees("Time for a coffee", "Grace")
    assert not (tom if left is ada else ada).sees("Time for a coffee", left.name)


async def test_an_introduction_reaches_whoever_speaks_from_both_where_the_other_is(stages: Sequence[Stage]) -> None:
    discord, slack, _ = stages
    there, here = await one_person(stages, "Grace")
    ada, tom = slack.citizen("Ada"), discord.citizen("Tom")
    await can_be_found(there)
    await can_be_found(ada, "Cataloguing")
    await looks(ada)
    assert ada.sees("You could meet", "Grace: knows about Copyright")
    await ada.presses("Ask Grace")
    await settled(stages)
    asked = there if there.sees("Ada would like to meet you") else here
    await asked.presses("Yes, introduce us", on="If you don't answer")
    await settled(stages)
    assert ada.sees("You wanted to meet", "Grace")
    assert here.sees("You wanted to meet", "Ada")
    assert not tom.sees("You wanted to meet")
