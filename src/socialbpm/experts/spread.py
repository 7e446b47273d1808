"""Whom to ask of a ranking, so that help is not always the same few people's burden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Protocol, TypeVar

from socialbpm.experts.evidence import PersonId

WEIGHT = 0.1
"""What a burden takes off a score: somebody with e times the mean of lately has to be so much better to go first."""

LARGEST_SHARE = 0.3
"""Who has had this part of all that was asked lately goes behind everybody who has not."""


@dataclass(frozen=True)
class Load:
    """What people were asked: `lately` counts asks by person, `full` holds who has as many open asks as their cap."""

    lately: Mapping[PersonId, int] = field(default_factory=dict)
    full: frozenset[PersonId] = frozenset()


class Scored(Protocol):
    """Somebody, and how well they fit: a `Suggestion`, or what else has both."""

    @property
    def person(self) -> PersonId:
        """Who."""

    @property
    def score(self) -> float:
        """The higher, the better; only differences mean anything."""


Somebody = TypeVar("Somebody", bound=Scored)


def spread(ranking: Sequence[Somebody], load: Load) -> list[Somebody]:
    """Return whom to ask, in which order: nobody who is full, and who is nearly as good and less busy goes first.

    Scores are differences of log odds, and a burden is measured the same way: against what each would have had if all
    in the ranking who were asked lately had had as much. With nothing asked lately, it is the ranking.
    """
    able = [suggestion for suggestion in ranking if suggestion.person not in load.full]
    total = sum(load.lately.values())
    mean = max(1.0, total / max(1, len(load.lately)))

    def key(suggestion: Somebody) -> tuple[bool, float]:
        had = load.lately.get(suggestion.person, 0)
        too_much = had > 1 and had + 1 > LARGEST_SHARE * (total + 1)
        return too_much, WEIGHT * log(1.0 + had / mean) - suggestion.score

    return sorted(able, key=key)  # stable: of equals the ranking's order
