"""The crash matrix: every point at which the host or the service is killed with -9.

A point is a step of one side and a moment in it. The host saves, sends and fetches; each of these it can die before,
in the middle of, and after. The service takes firings and news, keeps what people do, and gives deliveries away.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Side = Literal["host", "service"]

BEFORE, AMID, AFTER = "before", "in the middle", "after"

SAVE_CASE = "save the case"
SAVE_FIRING = "save a firing"
SEND = "send a firing"
TELL = "tell the news"
SAVE_SENT = "save that it was sent"
FETCH = "fetch"
SAVE_FETCHED = "save what came"
SAVE_DONE = "save the task as done"
HOST_STEPS = (SAVE_CASE, SAVE_FIRING, SEND, TELL, SAVE_SENT, FETCH, SAVE_FETCHED, SAVE_DONE)
"""In the middle of a save the row is written and not committed; of a call, it has left and is not answered."""

START = "start"
TAKE_FIRING = "take a firing"
TAKE_NEWS = "take news"
KEEP = "keep what a person does"
GIVE = "give deliveries"
OPENED = "the database is open"
ARRIVED = "the call has arrived"
BEGUN = "the transaction has begun"
ROW = "a row is written"
DELIVERY = "a delivery is written, the next is not"
WRITTEN = "all is written"
COMMITTED = "it is committed"
HALF_ANSWERED = "half of the answer is out"
ANSWERED = "it is answered"
READ = "it has looked"
WRITING = (ARRIVED, BEGUN, ROW, DELIVERY, WRITTEN, COMMITTED, HALF_ANSWERED, ANSWERED)
READING = (ARRIVED, READ, HALF_ANSWERED, ANSWERED)


class Point(NamedTuple):
    """A moment in a step of one side."""

    side: Side
    step: str
    moment: str

    def __str__(self) -> str:
        return f"{self.side}: {self.step}: {self.moment}"


def _points(side: Side, steps: Iterable[str], moments: Iterable[str]) -> tuple[Point, ...]:
    moments = tuple(moments)
    return tuple(Point(side, step, moment) for step in steps for moment in moments)


HOST_POINTS = _points("host", HOST_STEPS, (BEFORE, AMID, AFTER))
SERVICE_POINTS = (
    *_points("service", [START], [OPENED]),
    *_points("service", [TAKE_FIRING, TAKE_NEWS, KEEP], WRITING),
    *_points("service", [GIVE], READING),
)
