"""Who can help, as the pools ask it: a ranking that is warm somewhere, its reasons, and whom to ask first of many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from socialbpm.actions.noticed import PROCESS
from socialbpm.actions.people import Person
from socialbpm.experts import Need, Suggestion, Why
from socialbpm.experts.spread import Load, spread
from socialbpm.social.audience import PersonId, Reason, ReasonKind

MOST = 300
"""People of a ranking that are looked at; whoever stands further behind counts as not ranked."""

NAMED = 100
"""People whom `experts` names of a ranking; to say why somebody is suggested takes a while."""

LATELY = timedelta(days=14)
"""Asks of this time are a burden: who was asked more often is asked later, of those who are nearly as good."""

A_PLACE = 0.05
"""What each place counts among those whom no ranking knows: they stay in order, unless somebody is asked a lot."""

NOT_AT_WORK = 0.5
"""What it takes off a score that somebody does not work now: who is nearly as good, and at work, is asked first."""


class Experts(Protocol):
    """A ranking of people by what was noticed of them."""

    def rank(self, need: Need, most: int) -> Sequence[Suggestion]:
        """Return who can help, the best first; nobody as long as it is not warm. Nothing is remembered of it."""

    def worked_with(self, person: PersonId) -> Mapping[PersonId, int]:
        """Return with whom somebody was on how many cases, also of logs; nobody as long as it is not warm."""

    def known_for(self, person: PersonId) -> Collection[str]:
        """Return topics and activities for which somebody may be suggested, or more; nothing before it is warm."""


class NoExperts:
    """Nothing was noticed: everybody comes as the directory and the tasks name them."""

    def rank(self, need: Need, most: int) -> Sequence[Suggestion]:
        """Return nobody."""
        del need, most
        return ()

    def worked_with(self, person: PersonId) -> Mapping[PersonId, int]:
        """Return nobody."""
        del person
        return {}

    def known_for(self, person: PersonId) -> Collection[str]:
        """Return nothing."""
        del person
        return ()


class _Scored(NamedTuple):
    person: PersonId
    score: float


def in_order(
    able: Iterable[Person],
    ranking: Mapping[PersonId, Suggestion],
    lately: Mapping[PersonId, int],
    now: datetime,
) -> list[PersonId]:
    """Return whom to ask in which order: the best by the ranking, then those it does not know, in their order.

    Who is nearly as good goes first if they were asked less `lately`, or are at work now.
    """
    people = list(able)
    known = [ranking[person.id].score for person in people if person.id in ranking]
    least, scored = min(known, default=0.0), []
    for person in people:
        if person.id not in ranking:
            least -= A_PLACE
        score = ranking[person.id].score if person.id in ranking else least
        scored.append(_Scored(person.id, score if person.patience.is_open(now) else score - NOT_AT_WORK))
    scored.sort(key=lambda one: -one.score)  # stable: of equals the order in which they were found
    return [one.person for one in spread(scored, Load(lately))]


# Reasons


_TIES: Mapping[str, ReasonKind] = {
    "this case": "worked-on-case",
    "took over": "took-over",
    "worked with": "worked-with",
    "answered": "helped-you",
}
_OF_THE_LIKE: Collection[ReasonKind] = frozenset(
    {"did-this-task", "knows-process", "answered-here", "skill", "community"}
)


def tie_of(suggestion: Suggestion) -> Reason | None:
    """Return what ties somebody to the asker; a group in common is for the directory to say."""
    why = suggestion.with_asker
    return Reason(_TIES[why.code], why.count or None) if why is not None and why.code in _TIES else None


def likeness_of(suggestion: Suggestion) -> Reason | None:
    """Return what somebody did of the like.

    Of questions that were answered no number is told: the asker may not have been in those discussions.
    """
    why = suggestion.about
    return None if why is None else _likeness(why)


def _likeness(why: Why) -> Reason:
    if why.code == "declared":
        return Reason("skill")
    if why.answered:
        return Reason("answered-here")
    if why.code == "topic" and why.about.startswith(PROCESS):
        return Reason("knows-process", why.count)
    return Reason("did-this-task")


def reason_of(suggestion: Suggestion) -> Reason | None:
    """Return why somebody is suggested; None where nothing but their having been here speaks for them."""
    tie, likeness = tie_of(suggestion), likeness_of(suggestion)
    return likeness if tie is None else Reason(tie.kind, tie.count, likeness)


def enriched(reason: Reason, suggestion: Suggestion | None) -> Reason:
    """Return a reason with what else the ranking knows: what they did of the like, or what ties them to the asker."""
    if suggestion is None or reason.also is not None:
        return reason
    if reason.kind not in _OF_THE_LIKE:
        return Reason(reason.kind, reason.count, likeness_of(suggestion))
    tie = tie_of(suggestion)
    return reason if tie is None else Reason(tie.kind, tie.count, reason)
