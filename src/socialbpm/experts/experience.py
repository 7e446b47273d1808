"""Which of what was answered before comes first: that of the same task element, then what sounds alike.

Only what its reader may read is handed in, so nothing else has a part in what is common, rare or alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from socialbpm.experts.words import Archive

FLOOR = 0.3
"""What was answered elsewhere is as much like the question, at least, compared with what is most alike."""


@dataclass(frozen=True)
class Told:
    """What was answered: in which words, when, whether at the same task element, whether it may not hold any more."""

    id: str
    text: str
    at: datetime
    here: bool
    stale: bool = False


Likeness = Callable[[str, Sequence[Told]], Mapping[str, float]]
"""How much each sounds like a text: from 0 (missing) to 1, which the most alike has."""


def by_words(text: str, told: Sequence[Told]) -> Mapping[str, float]:
    """Compare by the words that they share (BM25)."""
    archive = Archive()
    for one in told:
        archive.add(one.id, one.text)
    return dict(archive.alike(text))


def rank(told: Sequence[Told], text: str, likeness: Likeness = by_words) -> list[str]:
    """Return ids, best first: of the same element all, fresh ones first; of others those that sound alike.

    >>> from datetime import UTC, datetime
    >>> at = datetime(2026, 1, 5, tzinfo=UTC)
    >>> here, there = Told("here", "Who signs?", at, here=True), Told("there", "Freight costs?", at, here=False)
    >>> rank([there, here, Told("far", "Where is lunch?", at, here=False)], "account for freight costs")
    ['here', 'there']
    """
    alike = likeness(text, told)
    here = sorted(
        (one for one in told if one.here),
        key=lambda one: (one.stale, -alike.get(one.id, 0.0), -one.at.timestamp(), one.id),
    )
    elsewhere = sorted(
        (one for one in told if not one.here and alike.get(one.id, 0.0) >= FLOOR),
        key=lambda one: (-alike[one.id], one.stale, -one.at.timestamp(), one.id),
    )
    return [one.id for one in (*here, *elsewhere)]
