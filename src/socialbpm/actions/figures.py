"""Figures about questions, and about nobody in particular.

A figure about few people is one about each of them. So a task has figures once at least five people asked about it, a
part of its questions is told only where it is of at least five people and leaves none or at least five out, and all is
in fives: who looks twice does not see each question, only when a figure takes its next step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal, Protocol

from socialbpm.contract.heat import TaskHeat
from socialbpm.social.audience import PersonId

FEWEST = 5
"""People that a figure is about, at least (docs/ladder.md, Statistics)."""
STEP = 5
"""Figures are multiples of it."""


@dataclass(frozen=True)
class Asking:
    """What one person asked about one task of a diagram, in all its instances."""

    element_id: str
    person: PersonId
    asked: int
    solved: int
    widened: int


@dataclass(frozen=True)
class Ended:
    """A question that ended: about which task, whose, in which step it was solved.

    `waited`: seconds until its first answer, if there was one; `people`: to how many it was shown.
    """

    element_id: str
    asker: PersonId
    part: Literal["alone", "colleagues", "community", "unsolved"]
    waited: float | None
    people: int


class Askings(Protocol):
    """What is counted."""

    async def askings(self, process: str) -> Sequence[Asking]:
        """Return what was asked about the tasks of a process, in the order of their ids."""

    async def ended_in(self, process: str, since: datetime, until: datetime) -> Sequence[Ended]:
        """Return the questions about the tasks of a process that ended from `since` to before `until`."""

    async def unanswered(self, process: str) -> Sequence[tuple[str, PersonId, int]]:
        """Return how many questions about each task nobody has answered yet, by the task's id and the asker."""


def figures(askings: Sequence[Asking]) -> Iterator[TaskHeat]:
    """Count by task, and leave out what would tell of few.

    >>> five = [Asking("check", person, 1, 1, 0) for person in "abcde"]
    >>> list(figures(five))
    [TaskHeat(element_id='check', asked=5, solved=5, widened=None)]
    >>> list(figures(five[1:]))
    []
    """
    for element_id, group in groupby(askings, key=lambda asking: asking.element_id):
        of_task = list(group)
        if _people(of_task, lambda asking: asking.asked) >= FEWEST:
            yield TaskHeat(
                element_id=element_id,
                asked=in_steps(sum(asking.asked for asking in of_task)),
                solved=_part(of_task, lambda asking: asking.solved),
                widened=_part(of_task, lambda asking: asking.widened),
            )


def _part(of_task: Sequence[Asking], count: Callable[[Asking], int]) -> int | None:
    """Return a part of the questions, unless it, or the rest, is of few people."""
    rest = _people(of_task, lambda asking: asking.asked - count(asking))
    if _people(of_task, count) < FEWEST or 0 < rest < FEWEST:
        return None
    return in_steps(sum(map(count, of_task)))


def _people(of_task: Sequence[Asking], count: Callable[[Asking], int]) -> int:
    return sum(count(asking) > 0 for asking in of_task)


def in_steps(number: int) -> int:
    """Return a number rounded down to a step.

    >>> in_steps(9), in_steps(10)
    (5, 10)
    """
    return number - number % STEP
