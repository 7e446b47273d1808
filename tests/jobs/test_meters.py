"""What is told to OpenTelemetry of deadlines and letters: numbers and kinds, nobody's words or name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from opentelemetry.metrics import Meter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from socialbpm.actions import deadlines
from socialbpm.actions.outbox import LetterRecord
from socialbpm.actions.retries import Answer
from socialbpm.actions.world import World
from socialbpm.clock import FrozenClock
from socialbpm.jobs import meters, sweep
from socialbpm.store import SqlStore
from tests.actions.conftest import clock, stores, world
from tests.actions.road import asked

__all__ = ["clock", "stores", "world"]
pytestmark = pytest.mark.anyio


class Told:
    """A collector, for one test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._spans, self._reader = InMemorySpanExporter(), InMemoryMetricReader()
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(self._spans))
        monkeypatch.setattr(meters, "_tracer", provider.get_tracer(meters.NAME))
        meter: Meter = MeterProvider([self._reader]).get_meter(meters.NAME)
        for name in ("_worked_off", "_failed"):
            monkeypatch.setattr(meters, name, meter.create_counter(name.strip("_")))
        for name in ("_batches", "_letters"):
            monkeypatch.setattr(meters, name, meter.create_histogram(name.strip("_")))

    def spans(self) -> list[tuple[str, dict[str, Any], StatusCode]]:
        """Return the spans: name, attributes, status."""
        ended = self._spans.get_finished_spans()
        assert [event for span in ended for event in span.events] == []  # an exception would bring its message
        assert {span.status.description for span in ended} <= {None}
        return [(span.name, dict(span.attributes or {}), span.status.status_code) for span in ended]

    def points(self, name: str) -> list[tuple[Any, dict[str, Any]]]:
        """Return the points of a metric: what was added or how often it was recorded, and with which attributes."""
        data = self._reader.get_metrics_data()
        scopes = [scope for of in (data.resource_metrics if data else ()) for scope in of.scope_metrics]
        points = [
            point for scope in scopes for each in scope.metrics if each.name == name for point in each.data.data_points
        ]
        return [(getattr(point, "value", getattr(point, "count", 0)), dict(point.attributes or {})) for point in points]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What a collector gets."""
    return Told(monkeypatch)


async def test_a_sweep_tells_how_much_was_due(told: Told, world: World, clock: FrozenClock) -> None:
    """Alice's ring is over; of the sweeps that find nothing nothing is told."""
    await asked(world)
    await sweep.once(world)
    clock.advance(timedelta(hours=2))
    await sweep.once(world)
    await sweep.once(world)
    assert told.spans() == [("sweep", {meters.DEADLINES: 1}, StatusCode.UNSET)]
    assert told.points("worked_off") == [(1, {})]
    assert told.points("batches") == [(1, {})]


async def test_a_sweep_that_fails_tells_what_kind_of_error_it_was(
    told: Told, world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its message may repeat what Alice wrote; the deadline is counted as one that is tried again."""
    await asked(world)
    clock.advance(timedelta(hours=2))

    async def fails(*_: object) -> None:
        msg = "Which account do freight costs go to?"
        raise OSError(msg)

    monkeypatch.setattr(SqlStore, "discussion", fails)
    assert deadlines.BATCH > 1
    await sweep.once(world)
    assert told.spans() == [("sweep", {"error.type": "OSError"}, StatusCode.ERROR)]
    assert told.points("failed") == [(1, {})]


def letter() -> LetterRecord:
    """A letter to a runtime."""
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    known: dict[str, Any] = {"state": "waiting", "due_at": now, "tries": 1, "since": now, "attempts": (), "data": {}}
    named: dict[str, Any] = {"id": "l1", "message": "m1", "type": "discussion.ended", "url": "https://arena.example/x"}
    return LetterRecord(receiver=("runtime", "billing"), created_at=now, place=0, reason=None, **known, **named)


def test_a_letter_tells_its_kind_of_receiver_and_the_status(told: Told) -> None:
    """Not which runtime it was, nor where that is."""
    for answer in (Answer(204), Answer(error="timeout")):
        with meters.letter(letter()) as sending:
            sending.answered(answer)
    with pytest.raises(OSError, match="billing"), meters.letter(letter()):
        raise OSError("billing")
    kind = {meters.RECEIVER: "runtime"}
    assert told.spans() == [
        ("send letter", {**kind, "http.response.status_code": 204}, StatusCode.UNSET),
        ("send letter", {**kind, "error.type": "timeout"}, StatusCode.ERROR),
        ("send letter", {**kind, "error.type": "OSError"}, StatusCode.ERROR),
    ]
    outcomes = [(count, attributes[meters.OUTCOME]) for count, attributes in told.points("letters")]
    assert sorted(outcomes) == [(1, "204"), (1, "failed"), (1, "timeout")]
