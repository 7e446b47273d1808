"""Who may come in, and why: the values that a ring's pool is made of (ladder.md, "Who comes in").

Facts hold a `Reason` as a code and a number; words are made of it only when somebody reads it (law 11).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from socialbpm.social.worktime import OFFICE_HOURS, Calendar

PersonId = str
"""How the directory names a person: as it is written there, capitals and all."""

ReasonKind = Literal[
    "owner",
    "candidate",
    "initiator",
    "stakeholder",
    "administrator",
    "lane",
    "worked-on-case",
    "worked-with",
    "same-group",
    "manager",
    "did-this-task",
    "took-over",
    "helped-you",
    "answered-here",
    "knows-process",
    "deputy",
    "skill",
    "community",
    "group",
    "named",
    "brought-in",
    "joined",
    "asker",
]

_SENTENCES: dict[ReasonKind, str] = {
    "owner": "does this task",
    "candidate": "may do this task too",
    "initiator": "started this task",
    "stakeholder": "has a stake in this task",
    "administrator": "administers this task",
    "lane": "is in the lane of this task",
    "worked-on-case": "worked on this case",
    "worked-with": "worked with you before",
    "same-group": "is in the same group as you",
    "manager": "is your manager",
    "did-this-task": "did this task before",
    "took-over": "took over from you before",
    "helped-you": "answered a question of yours before",
    "answered-here": "answered questions about the like before",
    "knows-process": "worked on cases of this process lately",
    "deputy": "stands in for somebody who would be asked",
    "skill": "declared a skill for this",
    "community": "is in a community for this",
    "group": "is in a group that is asked here",
    "named": "is asked here by name",
    "brought-in": "was brought in",
    "joined": "joined by themselves",
    "asker": "asked the question",
}
_TO_THEM: dict[ReasonKind, str] = {
    "owner": "you do this task",
    "candidate": "you may do this task too",
    "initiator": "you started this task",
    "stakeholder": "you have a stake in this task",
    "administrator": "you administer this task",
    "lane": "you are in the lane of this task",
    "worked-on-case": "you worked on this case",
    "worked-with": "you worked with whoever asks",
    "same-group": "you are in a group with whoever asks",
    "manager": "you are the manager of whoever asks",
    "did-this-task": "you did this task before",
    "took-over": "you took over from whoever asks before",
    "helped-you": "you helped whoever asks before",
    "answered-here": "you answered questions about the like before",
    "knows-process": "you worked on cases of this process lately",
    "deputy": "you stand in for somebody",
    "skill": "you declared a skill for this",
    "community": "you are in a community for this",
    "group": "you are in a group that is asked here",
    "named": "you are asked here by name",
    "brought-in": "you were brought in",
    "joined": "you joined",
    "asker": "you asked the question",
}
_COUNTED: dict[ReasonKind, str] = {
    "worked-with": "worked with you on {count} {cases}",
    "did-this-task": "did this task in {count} other {cases}",
    "took-over": "took over from you {times}",
    "helped-you": "answered {count} {questions} of yours",
    "knows-process": "worked on {count} {cases} of this process lately",
}


_ABOUT_THE_ASKER: frozenset[ReasonKind] = frozenset({"worked-with", "took-over", "helped-you", "same-group", "manager"})
"""Whom else somebody knows is their own business: these hold for the asker of then, and are for nobody else.

Said to the person themselves they tell who asks, or nearly so: where that is shown by role, they are not said.
"""


@dataclass(frozen=True)
class Reason:
    """Why somebody is suggested, asked or in. `count` is a number of cases, where there is one.

    `also` is what else speaks for them: beside what ties them to the asker, what they did of the like.

    >>> Reason("worked-with", 4, Reason("did-this-task", 3)).sentence()
    'worked with you on 4 cases and did this task in 3 other cases'
    """

    kind: ReasonKind
    count: int | None = None
    also: Reason | None = None

    def sentence(self) -> str:
        """Return what the asker reads after the person's name; for anybody but the asker, "you" would be wrong."""
        said = self._said()
        return said if self.also is None else f"{said} and {self.also.sentence()}"

    def _said(self) -> str:
        if self.count is None or self.kind not in _COUNTED:
            return _SENTENCES[self.kind]
        one = self.count == 1
        return _COUNTED[self.kind].format(
            count=self.count,
            cases="case" if one else "cases",
            questions="question" if one else "questions",
            times="once" if one else f"{self.count} times",
        )

    def to_them(self, *, named: bool = True) -> str:
        """Return what the person themselves reads.

        Nobody is named. Unless the asker is shown to them as `named`, nothing is said that tells who asks.

        >>> reason = Reason("worked-with", 4, Reason("did-this-task", 3))
        >>> reason.to_them(), reason.to_them(named=False)
        ('you worked with whoever asks', 'you did this task before')
        """
        return _TO_THEM[self.kind] if named else _TO_THEM[self.for_another_asker().kind]

    @property
    def parts(self) -> tuple[tuple[ReasonKind, int | None], ...]:
        """What the asker reads, as codes and numbers.

        >>> Reason("worked-with", 4, Reason("manager", 1)).parts
        (('worked-with', 4), ('manager', None))
        """
        own = (self.kind, self.count if self.kind in _COUNTED else None)
        return (own, *(() if self.also is None else self.also.parts))

    def parts_to_them(self, *, named: bool = True) -> tuple[tuple[ReasonKind, int | None], ...]:
        """What the person themselves reads, as codes: no number, and nothing that tells who asks unless `named`."""
        return (((self if named else self.for_another_asker()).kind, None),)

    def for_another_asker(self) -> Reason:
        """Return what is left of the reason when somebody else asks: nothing of whom the former asker knew.

        >>> Reason("worked-with", 4).for_another_asker().sentence()
        'is asked here by name'
        """
        return (self.also or Reason("named")) if self.kind in _ABOUT_THE_ASKER else self


@dataclass(frozen=True)
class Candidate:
    """Somebody in a ring's pool. Being in a pool makes nobody a member.

    `source` is the word of the ring's `who` that they came through (their ground falls away with it); `calendar` is
    theirs, in which their patience is counted.
    """

    person: PersonId
    source: str
    reason: Reason
    calendar: Calendar = OFFICE_HOURS
