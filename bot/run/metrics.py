"""What `/metrics` says, in Prometheus's own format: numbers by sort of event and by outcome, never by person, group or place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.run.health import Health
from bot.tally import Spread, Tally

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4


class _Numbers(Collector):
    def __init__(self, tally: Tally, health: Health) -> None:
        self.tally, self.health = tally, health

    def collect(self) -> Iterator[Metric]:
        answers = HistogramMetricFamily("wallflower_answer_seconds", "How long an answer took, by sort of event", labels=["event"])
        for event, spread in self.tally.answers.items():
            answers.add_metric([event], *_buckets(spread))
        deliveries = CounterMetricFamily("wallflower_deliveries", "What became of deliveries, by outcome", labels=["outcome"])
        for outcome, number in self.tally.deliveries.items():
            deliveries.add_metric([outcome], number)
        late = HistogramMetricFamily("wallflower_delivery_late_seconds", "How long after it was due a message arrived")
        late.add_metric([], *_buckets(self.tally.late))
        yield from (answers, deliveries, late)
        yield CounterMetricFamily("wallflower_broken_answers", "Answers that broke on our side", value=self.tally.broken)
        yield GaugeMetricFamily("wallflower_ready", "Whether the database answers", value=int(self.health.ready))
        yield GaugeMetricFamily("wallflower_degraded_reasons", "How many things keep it from working well", value=len(self.health.reasons))
        if stands := self.health.outbox:
            outbox = GaugeMetricFamily("wallflower_outbox_rows", "Deliveries that are not finished, by state", labels=["state"])
            for state in ("due", "sending", "parked"):
                outbox.add_metric([state], getattr(stands, state))
            yield outbox


def _buckets(spread: Spread) -> tuple[list[tuple[str, float]], float]:
    """As Prometheus counts them: each bucket holds all that is no longer than its bound."""
    reached, buckets = 0, list[tuple[str, float]]()
    for bound, number in zip([*map(str, spread.bounds), "+Inf"], spread.counts, strict=True):
        reached += number
        buckets.append((bound, reached))
    return buckets, spread.total


def exposition(tally: Tally, health: Health) -> bytes:
    """The whole answer."""
    registry = CollectorRegistry()
    registry.register(_Numbers(tally, health))
    return generate_latest(registry)
