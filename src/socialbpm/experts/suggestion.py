"""Who could help, and why."""

from __future__ import annotations

from typing import Literal, NamedTuple

from socialbpm.experts.evidence import PersonId
from socialbpm.experts.people import Person
from socialbpm.experts.reasons import Grounds, Known, Why, about, sentence, with_asker

Step = Literal["colleagues", "community"]
Tie = Literal["strong", "weak", "none"]


class Suggestion(NamedTuple):
    """Somebody who could help: the higher the score, the better; only differences within one ranking mean anything.

    Step, tie and reason are read from `known` and `record`: what was known of the asker and of the person then.
    """

    person: PersonId
    score: float
    known: Known
    record: Person

    def __repr__(self) -> str:
        return f"Suggestion(person={self.person!r}, score={self.score!r})"

    @property
    def tie(self) -> Tie:
        """How well asker and person know each other, from evidence."""
        grounds = self._grounds
        if grounds.strong:
            return "strong"
        return "weak" if grounds.weak else "none"

    @property
    def step(self) -> Step:
        """Strong ties are colleagues; everybody else is the community."""
        return "colleagues" if self.tie == "strong" else "community"

    @property
    def reason(self) -> str:
        """Why, in one sentence, such as "worked with you on 4 cases"; made when it is read, of what was known then."""
        return sentence(self._grounds)

    @property
    def with_asker(self) -> Why | None:
        """What ties them to the asker, as a code."""
        return with_asker(self._grounds)

    @property
    def about(self) -> Why | None:
        """What they did of the like, as a code."""
        return about(self._grounds)

    @property
    def _grounds(self) -> Grounds:
        return Grounds(self.known, self.person, self.record)
