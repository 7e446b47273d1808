"""What is known of each person, whatever the need: how busy they were, how they ended what they began, their groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from socialbpm.experts.evidence import Evidence, PersonId

WEEK, SEASON = 7.0, 90.0
"""Half-lives in days of two further measures of activity: who is here now, and who has been all along."""

REMEMBERED = 32
"""Cases that are remembered of each person one by one, for the reasons."""


class Deed(NamedTuple):
    """A case that somebody worked on or answered, as far as a reason tells of it; `day` is when they last did."""

    day: float
    case: str
    owner: PersonId
    answered: bool
    activities: tuple[str, ...]
    topics: frozenset[str]


@dataclass(slots=True)
class Person:
    """One person's record. `deeds` is never changed, only replaced: whoever holds it keeps what was known then."""

    first: float
    last: float
    week: float = 0.0
    season: float = 0.0
    cases: int = 0
    answers: int = 0
    accepted: int = 0
    groups: frozenset[str] = frozenset()
    deeds: tuple[Deed, ...] = ()

    def did(self, evidence: Evidence, owner: PersonId, day: float, *, first_on_case: bool) -> None:
        """Count one thing that they did on a case."""
        self.week = self.week_at(day) + 1.0
        self.season = self.season_at(day) + 1.0
        self.last = max(self.last, day)
        self.cases += first_on_case
        if evidence.kind != "worked":
            self.answers += 1
            self.accepted += evidence.kind == "accepted"
        self.belongs_to(evidence.groups)
        self._remember(evidence, owner, day)

    def belongs_to(self, groups: frozenset[str]) -> None:
        """Note their groups; none named means that nothing new is known."""
        self.groups = groups or self.groups

    def week_at(self, day: float) -> float:
        """Return how much they did in the week before a day, or so."""
        return float(self.week * 2.0 ** ((self.last - day) / WEEK))

    def season_at(self, day: float) -> float:
        """Return how much they did in the season before a day, or so."""
        return float(self.season * 2.0 ** ((self.last - day) / SEASON))

    def _remember(self, evidence: Evidence, owner: PersonId, day: float) -> None:
        activities: tuple[str, ...] = (evidence.activity,)
        topics = evidence.topics
        before = next((deed for deed in self.deeds if deed.case == evidence.case), None)
        if before is not None:
            activities = before.activities if evidence.activity in before.activities else before.activities + activities
            topics = before.topics if topics <= before.topics else before.topics | topics
        deed = Deed(day, evidence.case, owner, evidence.kind != "worked", activities, topics)
        self.deeds = (*[one for one in self.deeds if one is not before][1 - REMEMBERED :], deed)
