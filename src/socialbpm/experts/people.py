"""What is known of each person, whatever the need: how busy they were, how they ended what they began, their groups."""

from __future__ import annotations

from math import inf
from typing import NamedTuple

from socialbpm.experts.evidence import Evidence, PersonId

WEEK, SEASON = 7.0, 90.0
"""Half-lives in days of two further measures of activity: who is here now, and who has been all along."""

REMEMBERED = 16
"""Cases that are remembered of each person one by one, for the reasons."""


class Deed(NamedTuple):
    """A case that somebody worked on or answered, as far as a reason tells of it; `day` is when they last did."""

    day: float
    case: str
    owner: PersonId
    answered: bool
    activities: tuple[str, ...]
    topics: tuple[str, ...]


Packed = tuple[float, str, PersonId, bool, tuple[str, ...], tuple[str, ...]]
"""A deed as it is kept: there are many, and plain tuples of plain values cost the garbage collector nothing."""


class Person(NamedTuple):
    """One person's record. It is never changed, only replaced: whoever holds it keeps what was known then.

    >>> from datetime import UTC, datetime
    >>> first = Evidence(datetime(2026, 5, 4, tzinfo=UTC), "bob", "worked", "order 7", groups=frozenset({"accounting"}))
    >>> bob = Person(first=20_577.0, last=20_577.0).after(first, "alice", 20_577.0, joins=True)
    >>> bob.cases, bob.deeds()[0].case, bob.week_at(20_584.0)
    (1, 'order 7', 0.5)
    """

    first: float
    last: float
    week: float = 0.0
    season: float = 0.0
    cases: int = 0
    answers: int = 0
    accepted: int = 0
    groups: frozenset[str] = frozenset()
    packed: tuple[Packed, ...] = ()

    def deeds(self, since: float = -inf) -> tuple[Deed, ...]:
        """Return what is remembered of their cases that they worked on since a day, the oldest first."""
        return tuple(Deed._make(packed) for packed in self.packed if packed[0] >= since)

    def after(self, evidence: Evidence, owner: PersonId, day: float, *, joins: bool) -> Person:
        """Return the record after one more thing that they did on a case of `owner`, which they join or were on."""
        answered = evidence.kind != "worked"
        return Person(
            first=self.first,
            last=max(self.last, day),
            week=self.week_at(day) + 1.0,
            season=self.season_at(day) + 1.0,
            cases=self.cases + joins,
            answers=self.answers + answered,
            accepted=self.accepted + (evidence.kind == "accepted"),
            groups=evidence.groups or self.groups,
            packed=_remembering(self.packed, evidence, owner, day),
        )

    def week_at(self, day: float) -> float:
        """Return how much they did in the week before a day, or so."""
        return float(self.week * 2.0 ** ((self.last - day) / WEEK))

    def season_at(self, day: float) -> float:
        """Return how much they did in the season before a day, or so."""
        return float(self.season * 2.0 ** ((self.last - day) / SEASON))


def _remembering(packed: tuple[Packed, ...], evidence: Evidence, owner: PersonId, day: float) -> tuple[Packed, ...]:
    """Return what is remembered after one more thing: of a case once, at its latest; the oldest case is forgotten."""
    activities: tuple[str, ...] = (evidence.activity,)
    topics = tuple(sorted(evidence.topics))
    for at, deed in enumerate(packed):
        if deed[1] == evidence.case:
            before = Deed._make(deed)
            activities = _with(before.activities, activities)
            topics = tuple(sorted(_with(before.topics, topics)))
            packed = packed[:at] + packed[at + 1 :]
            break
    new = (day, evidence.case, owner, evidence.kind != "worked", activities, topics)
    return (*packed[1 - REMEMBERED :], new)


def _with(names: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return names + tuple(name for name in more if name not in names)
