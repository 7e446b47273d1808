"""What jobs tell OpenTelemetry: a span and metrics for each batch of deadlines and for each letter that is sent.

Whoever has set up no provider gets nothing, and it costs next to nothing. What is told are numbers and kinds: no id of
anybody or of any discussion, no address, no message of an error, for that may repeat what somebody wrote.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from opentelemetry import metrics, trace
from opentelemetry.trace import SpanKind, Status, StatusCode

from socialbpm.actions.outbox import LetterRecord
from socialbpm.actions.retries import Answer

NAME = "socialbpm"
DEADLINES, RECEIVER, OUTCOME = "socialbpm.deadlines", "socialbpm.receiver.kind", "socialbpm.outcome"
_tracer = trace.get_tracer(NAME)
_meter = metrics.get_meter(NAME)
_worked_off = _meter.create_counter("socialbpm.deadlines.worked_off", "{deadline}", "Deadlines that were worked off.")
_failed = _meter.create_counter("socialbpm.deadlines.failed", "{deadline}", "Deadlines that are tried again later.")
_batches = _meter.create_histogram("socialbpm.sweep.duration", "s", "How long a batch of deadlines took.")
_letters = _meter.create_histogram("socialbpm.letter.duration", "s", "How long the call for a letter took.")


async def batch(work_off: Callable[[], Awaitable[int]]) -> int:
    """Work off a batch and return how many deadlines it had; of one that had none nothing is told."""
    span, begin = _tracer.start_span("sweep"), time.perf_counter()
    try:
        count = await work_off()
    except BaseException as error:
        _broke(span, error)
        span.end()
        raise
    if count:
        _worked_off.add(count)
        _batches.record(time.perf_counter() - begin)
        span.set_attribute(DEADLINES, count)
        span.end()
    return count


def failed() -> None:
    """Count a deadline that could not be worked off."""
    _failed.add(1)


class Sending:
    """A letter on its way."""

    def __init__(self, span: trace.Span) -> None:
        self._span = span
        self.outcome = "failed"

    def answered(self, answer: Answer | None) -> None:
        """Note what came of it: a status, in a word what went wrong, or that it was not sent now."""
        self.outcome = "unsent" if answer is None else str(answer.status or answer.error)
        if answer is None:
            return
        if answer.status is not None:
            self._span.set_attribute("http.response.status_code", answer.status)
        else:
            self._span.set_attribute("error.type", str(answer.error))
            self._span.set_status(Status(StatusCode.ERROR))


@contextmanager
def letter(sent: LetterRecord) -> Iterator[Sending]:
    """Tell of the letter that is sent in this block."""
    kind, begin = sent.receiver[0], time.perf_counter()
    span = _tracer.start_span("send letter", kind=SpanKind.CLIENT, attributes={RECEIVER: kind})
    sending = Sending(span)
    try:
        yield sending
    except BaseException as error:
        _broke(span, error)
        raise
    finally:
        _letters.record(time.perf_counter() - begin, {RECEIVER: kind, OUTCOME: sending.outcome})
        span.end()


def _broke(span: trace.Span, error: BaseException) -> None:
    """Say of an error only its kind."""
    span.set_attribute("error.type", type(error).__name__)
    span.set_status(Status(StatusCode.ERROR))
