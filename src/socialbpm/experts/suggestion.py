"""Who could help, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from socialbpm.experts.evidence import PersonId
from socialbpm.experts.reasons import Grounds, sentence

Step = Literal["colleagues", "community"]
Tie = Literal["strong", "weak", "none"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who could help: the higher the score, the better; only differences within one ranking mean anything.

    `step` is where the asker would meet them: among colleagues, if their tie is strong, else in the community.
    """

    person: PersonId
    score: float
    grounds: Grounds = field(repr=False)

    @property
    def tie(self) -> Tie:
        """How well asker and person know each other, from evidence."""
        if self.grounds.strong:
            return "strong"
        return "weak" if self.grounds.weak else "none"

    @property
    def step(self) -> Step:
        """Strong ties are colleagues; everybody else is the community."""
        return "colleagues" if self.tie == "strong" else "community"

    @property
    def reason(self) -> str:
        """Why, in one sentence, such as "worked with you on 4 cases"; made when it is read, of what was known then."""
        return sentence(self.grounds)
