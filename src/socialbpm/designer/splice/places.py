"""Where on the border of a task there is room for one more event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

SIZE = 36.0
"""Of an event, in every tool."""
WORDS = (64.0, 14.0)
"""How much room "Ask around" takes."""
GAP = 4.0
STEP = 6.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle; `y` grows downwards."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box) -> bool:
        """Whether they have an area in common."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, other: Box) -> bool:
        """Whether the other is wholly inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and self.x + self.width >= other.x + other.width
            and self.y + self.height >= other.y + other.height
        )

    def is_crossed_by(self, line: Sequence[Point]) -> bool:
        """Whether a line through these points goes through it, or ends in it."""
        return any(self._is_cut(one, other) for one, other in pairwise(line))

    def _is_cut(self, one: Point, other: Point) -> bool:
        """Clip the line from one point to the other at each side, and see whether anything is left of it."""
        first, last = 0.0, 1.0
        for axis, low, size in ((0, self.x, self.width), (1, self.y, self.height)):
            way = other[axis] - one[axis]
            if way == 0:
                if not low < one[axis] < low + size:
                    return False
                continue
            near, far = sorted(((low - one[axis]) / way, (low + size - one[axis]) / way))
            first, last = max(first, near), min(last, far)
        return first < last


@dataclass(frozen=True)
class Surroundings:
    """What is drawn around a task, in one diagram."""

    host: Box
    boxes: Sequence[Box]
    """Other elements and labels, but for what the task is drawn in."""
    lines: Sequence[Sequence[Point]]

    def is_free(self, box: Box) -> bool:
        """Whether nothing is drawn in this rectangle."""
        crossed = any(box.is_crossed_by(line) for line in self.lines)
        return not crossed and not any(box.overlaps(other) for other in self.boxes)

    def has_room(self, event: Box) -> bool:
        """Whether nothing is drawn where the event would be, which is a circle."""
        middle = (event.x + SIZE / 2, event.y + SIZE / 2)
        parts = (part for line in self.lines for part in pairwise(line))
        return all(_distance(middle, box) >= SIZE / 2 for box in self.boxes) and all(
            _distance_to_line(middle, *part) > SIZE / 2 for part in parts
        )


def place(around: Surroundings) -> Box | None:
    """Return the first free place on the border of the task: at the bottom, else at the top, else at a side."""
    return next((box for box in _candidates(around.host) if around.has_room(box)), None)


def place_label(around: Surroundings, event: Box) -> Box | None:
    """Return a free place for words beside an event: below it, above it, or next to it."""
    width, height = WORDS
    middle = event.x + (SIZE - width) / 2
    beside = event.y + (SIZE - height) / 2
    places = (
        Box(middle, event.y + SIZE + GAP, width, height),
        Box(middle, event.y - GAP - height, width, height),
        Box(event.x + SIZE + GAP, event.y + SIZE - height, width, height),
        Box(event.x - GAP - width, event.y + SIZE - height, width, height),
        Box(event.x + SIZE + GAP, beside, width, height),
        Box(event.x - GAP - width, beside, width, height),
    )
    return next((box for box in places if not box.overlaps(around.host) and around.is_free(box)), None)


def _distance(point: Point, box: Box) -> float:
    """From a point to the nearest one of a box."""
    x = min(max(point[0], box.x), box.x + box.width)
    y = min(max(point[1], box.y), box.y + box.height)
    return hypot(point[0] - x, point[1] - y)


def _distance_to_line(point: Point, one: Point, other: Point) -> float:
    """From a point to the nearest one between two others."""
    way = (other[0] - one[0], other[1] - one[1])
    length = way[0] ** 2 + way[1] ** 2
    along = ((point[0] - one[0]) * way[0] + (point[1] - one[1]) * way[1]) / length if length else 0.0
    part = min(max(along, 0.0), 1.0)
    return hypot(point[0] - one[0] - part * way[0], point[1] - one[1] - part * way[1])


def _candidates(host: Box) -> Iterator[Box]:
    along = (0.75, 0.25, 0.5, *_fractions(host.width))
    for y in (host.y + host.height, host.y):
        yield from (_around(host.x + host.width * part, y) for part in along)
    for x in (host.x + host.width, host.x):
        yield from (_around(x, host.y + host.height * part) for part in (0.75, 0.25, 0.5, *_fractions(host.height)))


def _fractions(length: float) -> Iterator[float]:
    """Return places along a side, from one corner to the other."""
    steps = max(1, int(min(length, 2000) / STEP))
    return (number / steps for number in range(steps + 1))


def _around(x: float, y: float) -> Box:
    return Box(x - SIZE / 2, y - SIZE / 2, SIZE, SIZE)
