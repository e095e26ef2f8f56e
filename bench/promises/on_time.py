"""Promise 2: reminders on time. The judge is that of tests/delivery/years.py, the reference tests/delivery/due_times.py."""

from __future__ import annotations

import asyncio
from unittest.mock import patch

from bench.promises.proof import Measured, Order, Proof
from bot.community.reminders import Step
from tests.delivery.reminded import wrong
from tests.delivery.years import Years, in_utc


def _on_time(order: Order) -> Measured:
    years = Years(order.folder, order.seed, order.of(1_000, 12), order.of(150, 6))
    came = asyncio.run(years.lived())
    amiss = wrong(came)
    words = (
        f"{len(years.meetings):,} events in {len({meeting.zone for meeting in years.meetings})} zones, ten simulated years, "
        f"{len(years.away)} outages of up to 6 h: {came['owed']:,} reminders, {amiss['twice']} twice, {amiss['missing']} missing, "
        f"{amiss['early']} early, {amiss['tardy']} more than 120 s after they could leave, {came['late']} late, "
        f"{amiss['late without a word']} of them without saying so"
    )
    return Measured(words, held=not amiss)


def _in_utc(order: Order) -> Measured:
    years = Years(order.folder, order.seed, order.of(300, 8), 0)
    with patch.object(Step, "comes", in_utc):
        found = wrong(asyncio.run(years.lived()))
    words = f"{len(years.meetings):,} events: {found['early']} reminders early, {found['tardy']} too late"
    return Measured(words, held=found["early"] + found["tardy"] > 0)


ON_TIME = (
    Proof("on_time", "Reminders on time, in every zone, whatever its clocks do", _on_time),
    Proof("in_utc", "the same, a day before being 24 hours before: the checker finds changes of clocks missed", _in_utc),
)
