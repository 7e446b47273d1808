"""What came of the questions about a process, in a quarter that is over. It tells nothing about any single person."""

from __future__ import annotations

from typing import Literal

from socialbpm.contract.base import Wire

How = Literal["1h", "4h", "1d", "3d", "2", "5", "10", "20", "more"]
"""A band, by its greatest value: a time, or so many people."""


class TaskFigures(Wire):
    """A task of the diagram: how many questions about it ended, and where they were solved.

    Each number is rounded down to a multiple of five. None: it is of fewer than five people, or would tell of such a
    number. `first_answer`: within which time half of those that got an answer had one; `shown`: to how many people
    half of these were shown at most.
    """

    element_id: str
    ended: int
    alone: int | None
    colleagues: int | None
    community: int | None
    unsolved: int | None
    first_answer: How | None
    shown: How | None


class Unanswered(Wire):
    """A task about which at least five people wait for an answer now, and how many questions these are, in fives."""

    element_id: str
    questions: int


class ProcessFigures(Wire):
    """The tasks of a process about which at least five people's questions ended in `period`, a quarter in UTC.

    `periods` are those that one may look at: the last ones that are over. What is told of one never changes.
    """

    process: str
    period: str
    periods: tuple[str, ...]
    tasks: tuple[TaskFigures, ...]
    unanswered: tuple[Unanswered, ...]
