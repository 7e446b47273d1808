"""The columns of features: how strong one kind of tie is, for each of the people that are looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from math import log1p
from typing import Any

from socialbpm.experts.evidence import Context, PersonId
from socialbpm.experts.tally import Tally

Column = Mapping[PersonId, float]
"""One feature: people and their value; who is not in it has 0."""

REACH = 60
"""People who are looked at for each tie: those who did it last."""

VIA = 15
"""Places or people that a path of two steps goes over: the strongest."""

_DOUBT = 0.2  # the part of a path's ends that somebody must be, beyond what is expected of them, to be worth a doubling


class Columns:
    """Makes columns for one ranking: of `people`, at a moment of this calendar `weight`.

    A tie is counted against what a person's part in all work alone would give, so that whoever does everything is not
    everybody's expert: log(1 + strength / expected).

    >>> tally = Tally[str]()
    >>> for person in ["bob", "carol", "bob"]:
    ...     _ = tally.add(person, 1.0)
    >>> column = Columns({"bob": 0.5, "carol": 0.5}, 1.0).tie([tally])
    >>> column["bob"] > column["carol"] > 0
    True
    """

    def __init__(self, expected: Mapping[PersonId, float], weight: float) -> None:
        self._expected = expected
        self._weight = weight
        self._seen: dict[int, list[tuple[PersonId, float]]] = {}  # who is at the end of paths, by the tally's identity

    def tie(self, tallies: Iterable[Tally[PersonId] | None]) -> Column:
        """Return how strong a tie is, all its tallies together."""
        strengths: defaultdict[PersonId, float] = defaultdict(float)
        for tally in tallies:
            for person, strength in self._strengths(tally):
                strengths[person] += strength
        return self.lift(strengths)

    def mean(self, tallies: Iterable[tuple[Tally[PersonId] | None, float]]) -> Column:
        """Return how strong a tie is on average: each tally weighs as given, those that are empty nothing."""
        column: defaultdict[PersonId, float] = defaultdict(float)
        total = 0.0
        for tally, part in tallies:
            lifted = self.lift(dict(self._strengths(tally)))
            total += part if lifted else 0.0
            for person, value in lifted.items():
                column[person] += part * value
        return {person: value / total for person, value in column.items()}

    def path(
        self, starts: Iterable[tuple[Tally[Any] | None, float]], onwards: Callable[[Context], Tally[PersonId] | None]
    ) -> Column:
        """Return who is found in two steps: to where cases go, or to whom one works with, and on from there."""
        reached: defaultdict[PersonId, float] = defaultdict(float)
        total = 0.0
        for start, part in starts:
            for via, strength in start.strongest(VIA, self._weight) if start is not None else ():
                there = onwards(via)
                if there is not None:
                    total += part * strength
                    self._spread(reached, there, part * strength)
        return self.lift({person: value / total / _DOUBT for person, value in reached.items()})

    def _spread(self, reached: defaultdict[PersonId, float], there: Tally[PersonId], amount: float) -> None:
        if id(there) not in self._seen:
            self._seen[id(there)] = there.strengths(list(there.latest(REACH)), self._weight)
        share = amount / there.total(self._weight)
        for person, strength in self._seen[id(there)]:
            reached[person] += share * strength

    def _strengths(self, tally: Tally[PersonId] | None) -> list[tuple[PersonId, float]]:
        return [] if tally is None else tally.strengths(self._expected, self._weight)

    def lift(self, strengths: Mapping[PersonId, float]) -> Column:
        """Return strengths against what is expected of each person."""
        expected = self._expected
        return {who: log1p(value / expected[who]) for who, value in strengths.items() if who in expected}
