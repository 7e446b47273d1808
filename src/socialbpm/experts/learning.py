"""How much each feature counts: learnt from who in fact helped, one outcome after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from operator import mul

from socialbpm.experts.evidence import PersonId

Row = Sequence[float]
"""The features of one person, in the order of the weights."""

TRUST = 30.0
"""How firmly the first weights are held: as if so much had been learnt about each feature before."""

MEMORY = 0.999
"""What is left of the curvature after an outcome: without forgetting the steps die out, while work changes."""

_NEGLIGIBLE = 1e-3  # a person with less chance than this teaches nothing


class Weights:
    """A conditional logit: among all lined up, the chance that somebody helps grows with exp(weights x features).

    After each outcome the weights make one Newton step towards what was seen; the curvature met so far, and the trust
    in the first weights, make the steps smaller.

    >>> weights = Weights([0.0, 0.0])
    >>> for _ in range(50):
    ...     weights.learn({"bob": [1.0, 0.0], "carol": [0.0, 1.0]}, "carol", 1.0)
    >>> weights.score([0.0, 1.0]) > 0 > weights.score([1.0, 0.0])
    True
    """

    def __init__(self, first: Sequence[float]) -> None:
        self._weights = list(first)
        self._curvature = [[0.0] * index + [TRUST] for index in range(len(first))]  # symmetric: its lower triangle

    def score(self, row: Row) -> float:
        """Return how well somebody fits; only differences mean anything."""
        return float(sum(map(mul, self._weights, row)))

    def learn(self, rows: Mapping[PersonId, Row], helper: PersonId, worth: float) -> None:
        """Learn that of these people it was `helper`; an outcome of worth 0.5 moves the weights half as far."""
        if helper not in rows or len(rows) < 2:
            return
        chances = self._chances(rows)
        expected = _mean(chances)
        slope = [worth * (seen - mean) for seen, mean in zip(rows[helper], expected, strict=True)]
        self._bend(chances, expected, worth)
        for index, step in enumerate(solve(self._curvature, slope)):
            self._weights[index] += step

    def _chances(self, rows: Mapping[PersonId, Row]) -> list[tuple[float, Row]]:
        scored = [(self.score(row), row) for row in rows.values()]
        best = max(score for score, _ in scored)
        odds = [(exp(score - best), row) for score, row in scored]
        total = sum(odd for odd, _ in odds)
        return [(odd / total, row) for odd, row in odds if odd > _NEGLIGIBLE * total]

    def _bend(self, chances: list[tuple[float, Row]], expected: Row, worth: float) -> None:
        """Forget a little of the curvature, and add that of one outcome: the features' covariance under the chances."""
        self._forget()
        apart = [[value - mean for value, mean in zip(row, expected, strict=True)] for _, row in chances]
        columns = list(zip(*apart, strict=True))
        parts = [worth * chance for chance, _ in chances]
        for index, column in enumerate(columns):
            if any(column):
                weighed = list(map(mul, parts, column))
                line = self._curvature[index]
                for other in range(index + 1):
                    line[other] += sum(map(mul, weighed, columns[other]))

    def _forget(self) -> None:
        for index, line in enumerate(self._curvature):
            self._curvature[index] = [MEMORY * value for value in line]
            self._curvature[index][index] += (1.0 - MEMORY) * TRUST


def _mean(chances: list[tuple[float, Row]]) -> list[float]:
    total = sum(chance for chance, _ in chances)
    return [sum(column) / total for column in zip(*([chance * v for v in row] for chance, row in chances), strict=True)]


def solve(lower: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Solve a symmetric, positive definite system (Cholesky); only the lower triangle is read.

    >>> solve([[4.0], [2.0, 5.0]], [8.0, 12.0])
    [1.0, 2.0]
    """
    root: list[list[float]] = []
    half: list[float] = []
    for index, line in enumerate(lower):
        mine: list[float] = []
        for other in range(index):
            mine.append((line[other] - sum(map(mul, mine, root[other]))) / root[other][other])
        mine.append((line[index] - sum(map(mul, mine, mine))) ** 0.5)
        root.append(mine)
        half.append((right[index] - sum(map(mul, mine, half))) / mine[index])
    for index in reversed(range(len(half))):
        half[index] /= root[index][index]
        for other in range(index):
            half[other] -= root[index][other] * half[index]
    return half
