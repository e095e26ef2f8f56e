"""Lena lives overseas, in another time zone, and uses a screen reader.

She would like to meet somebody from the group back home, without anybody writing to her at night.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.adapters.test_contract import town
from tests.adapters.test_contract_coffee import joins, switches_coffee_on
from tests.adapters.test_contract_introduce import can_be_found
from tests.stage import Stage

__all__ = ["town"]
TITLE = "Time for a coffee"


def hour(town: Stage, zone: str) -> int:
    """What a clock shows there."""
    now: datetime = town.house.clock.now()
    return now.astimezone(ZoneInfo(zone)).hour


async def test_lena_meets_ailsa_when_it_is_day_for_both(town: Stage) -> None:
    lena, ailsa = town.citizen("Lena"), town.citizen("Ailsa")
    await switches_coffee_on(town)
    for each in (lena, ailsa):
        await can_be_found(each)
    await joins(lena, zone="Auckland")
    assert lena.sees("Your next round: Monday 30 November, at ten where you are")
    await joins(ailsa, often="Every other week")

    await town.later(days=7)
    for _ in range(48):
        if lena.sees(TITLE):
            break
        await town.later(minutes=30)
    assert hour(town, "Pacific/Auckland") in range(8, 22)
    assert hour(town, "Europe/London") in range(8, 22)
    for each in (lena, ailsa):
        assert each.sees(TITLE, "Lena", "Ailsa", "you both care about Copyright", "you live in different time zones", "Who begins: ")

    said = next(words for words in lena.reads() if TITLE in words)
    assert "[Report or mute]" in said  # every button is words
    await town.later(days=8)
    assert lena.sees("Have you and Ailsa met?", "[Yes, we met]", "[Not yet]")
    await lena.presses("Yes, we met", on="One tap is enough")
    assert not ailsa.sees("Good to hear")
