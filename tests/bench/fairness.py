"""Who is asked, when people can be asked only so often: `python -m tests.bench.fairness`.

Each need of the public archives becomes a question: of the ranking a few are asked at a time, whoever in fact helped
answers after half of the patience, everybody else lapses. The same with and without a cap on open asks and a fair
spread. MRR is that of the people who were asked, in the order in which they were; who was never asked counts 0.
"""

from __future__ import annotations

import os
import sys
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from pathlib import Path
from statistics import fmean

from socialbpm.experts import Evidence, Ranker, Suggestion
from socialbpm.experts.spread import Load, spread
from tests.bench.archives import Archive, Asked
from tests.bench.experts import ARCHIVES, say

CAP, MOST, PATIENCE = 3, 12, timedelta(hours=4)
BATCHES = (3, 1)
"""How many are asked at a time: colleagues by default, and as few as can be, where nearly all would go to one."""

LATELY = 100
"""Asks that count as lately."""
SHARE_BAR = 0.3
"""Part of all asks that the busiest person may get, with the cap."""


@dataclass
class Question:
    """A need, its ranking, and who was asked so far."""

    asked: Asked
    ranking: Sequence[Suggestion]
    told: list[str] = field(default_factory=list)

    def rank(self) -> int | None:
        """Return as which of those who were asked the first helper came."""
        return next((rank for rank, person in enumerate(self.told, 1) if person in self.asked.helped), None)


@dataclass
class Office:
    """The asks that were made. An ask is open until somebody answers its question, or its patience is over."""

    fair: bool
    batch: int
    load: Counter[str] = field(default_factory=Counter)
    questions: list[Question] = field(default_factory=list)
    most_open: int = 0
    _due: list[tuple[datetime, int]] = field(default_factory=list)  # a heap: when which question asks its next
    _open: list[tuple[datetime, str]] = field(default_factory=list)
    _lately: deque[str] = field(default_factory=lambda: deque(maxlen=LATELY))

    def raise_(self, question: Question) -> None:
        """Begin a question; whoever is due before it is asked before."""
        heappush(self._due, (question.asked.need.at, len(self.questions)))
        self.questions.append(question)
        self.go_on(question.asked.need.at)

    def go_on(self, until: datetime | None = None) -> None:
        """Ask whoever is due by then, in the order of time; without a moment, until nobody is."""
        while self._due and (until is None or self._due[0][0] <= until):
            at, number = heappop(self._due)
            if self._turn(self.questions[number], at):
                heappush(self._due, (at + PATIENCE, number))

    def _turn(self, question: Question, at: datetime) -> bool:
        """Ask the next batch of a question; returns whether another may follow."""
        batch = list(self._next(question, at))[: min(self.batch, MOST - len(question.told))]
        question.told += batch
        answers = not question.asked.helped.isdisjoint(batch)
        self._note(batch, at, at + (PATIENCE / 2 if answers else PATIENCE))
        return bool(batch) and not answers and len(question.told) < MOST

    def _next(self, question: Question, at: datetime) -> Iterator[str]:
        full = frozenset(person for person, count in self._held(at).items() if count >= CAP)
        order = spread(question.ranking, Load(Counter(self._lately), full)) if self.fair else question.ranking
        return (suggestion.person for suggestion in order if suggestion.person not in question.told)

    def _held(self, at: datetime) -> Counter[str]:
        self._open = [(until, person) for until, person in self._open if until > at]
        return Counter(person for _, person in self._open)

    def _note(self, batch: list[str], at: datetime, until: datetime) -> None:
        self._open += [(until, person) for person in batch]
        self._lately += batch
        self.load.update(batch)
        held = self._held(at)
        self.most_open = max([self.most_open, *(held[person] for person in batch)])

    def measures(self) -> tuple[float, float, float]:
        """Return MRR, the busiest person's part of all asks, and the Gini coefficient of those who were asked."""
        mrr = fmean(1 / rank if (rank := question.rank()) else 0.0 for question in self.questions)
        return mrr, max(self.load.values()) / self.load.total(), gini(list(self.load.values()))


def gini(values: Sequence[float]) -> float:
    """Return how uneven values are: 0 where all are the same, towards 1 where one has everything.

    >>> gini([2, 2]), gini([0, 4])
    (0.0, 0.5)
    """
    ordered, total = sorted(values), sum(values)
    return 2 * sum(rank * value for rank, value in enumerate(ordered, 1)) / (len(values) * total) - (
        len(values) + 1
    ) / len(values)


def run(archive: Archive) -> list[Office]:
    """Ask everything, without and with the cap and the spread, of the same rankings."""
    ranker, offices = Ranker(), [Office(fair, batch) for batch in BATCHES for fair in (False, True)]
    for one in archive.replay():
        if isinstance(one, Evidence):
            ranker.observe(one)
            continue
        ranking = ranker.rank(one.need)
        for office in offices:
            office.raise_(Question(one, ranking))
    for office in offices:
        office.go_on()
    return offices


def main() -> bool:
    """Print the measures of all archives that are there; returns whether the bars hold."""
    holds = True
    for name, read in ARCHIVES.items():
        path = Path(os.environ.get("SOCIALBPM_DATA", "")) / name
        if "SOCIALBPM_DATA" not in os.environ or not path.exists():
            say(f"skipped the fairness of {name}: set SOCIALBPM_DATA to the folder that holds it")
            continue
        for office in run(read(path)):
            mrr, share, uneven = office.measures()
            say(
                f"{name}, {office.batch} at a time, {'with' if office.fair else 'without'} the cap: MRR of the asked "
                f"{mrr:.3f}, busiest {share:.1%} of {office.load.total()} asks, Gini {uneven:.2f}, most open asks of "
                f"one person {office.most_open}"
            )
            holds = holds and (not office.fair or (share <= SHARE_BAR and office.most_open <= CAP))
    say(f"fairness {'holds' if holds else 'DOES NOT HOLD'}: at most {SHARE_BAR:.0%} of asks, {CAP} open at a time")
    return holds


if __name__ == "__main__":
    sys.exit(not main())
