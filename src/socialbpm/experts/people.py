"""What is known of each person, whatever the need: how busy they were, how they ended what they began, their groups."""

from __future__ import annotations

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
    topics: frozenset[str]


class Person(NamedTuple):
    """One person's record. It is never changed, only replaced: whoever holds it keeps what was known then.

    >>> from datetime import UTC, datetime
    >>> first = Evidence(datetime(2026, 5, 4, tzinfo=UTC), "bob", "worked", "order 7", groups=frozenset({"accounting"}))
    >>> bob = Person(first=20_577.0, last=20_577.0).after(first, "alice", 20_577.0, joins=True)
    >>> bob.cases, bob.deeds[0].case, bob.week_at(20_584.0)
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
    deeds: tuple[Deed, ...] = ()

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
            deeds=_remembering(self.deeds, evidence, owner, day),
        )

    def week_at(self, day: float) -> float:
        """Return how much they did in the week before a day, or so."""
        return float(self.week * 2.0 ** ((self.last - day) / WEEK))

    def season_at(self, day: float) -> float:
        """Return how much they did in the season before a day, or so."""
        return float(self.season * 2.0 ** ((self.last - day) / SEASON))


def _remembering(deeds: tuple[Deed, ...], evidence: Evidence, owner: PersonId, day: float) -> tuple[Deed, ...]:
    """Return what is remembered after one more thing: of a case once, at its latest; the oldest case is forgotten."""
    activities: tuple[str, ...] = (evidence.activity,)
    topics = evidence.topics
    before = next((deed for deed in deeds if deed.case == evidence.case), None)
    if before is not None:
        activities = before.activities if evidence.activity in before.activities else before.activities + activities
        topics = before.topics if topics <= before.topics else before.topics | topics
    deed = Deed(day, evidence.case, owner, evidence.kind != "worked", activities, topics)
    return (*[one for one in deeds if one is not before][1 - REMEMBERED :], deed)
