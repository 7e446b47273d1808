"""Offers, before there is a discussion.

Stuck? This was answered before; ask? A timer that fires shows nothing to anybody but the task's owner, or the
potential owners of an unclaimed task. Whoever takes it up first becomes the asker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from socialbpm.errors import Refused
from socialbpm.social.audience import PersonId
from socialbpm.social.facts import Fact, TaskKey

OfferOutcome = Literal["taken_up", "task_ended", "expired"]


@dataclass(frozen=True, kw_only=True)
class OfferMade(Fact):
    """A timer fired for a task. `wording` is the content of the designer's question, if there is one."""

    offer: str
    task: TaskKey
    event: str
    request: str
    expires: datetime
    wording: str | None = None


@dataclass(frozen=True, kw_only=True)
class TakenUp(Fact):
    """Somebody took the offer up and is the asker of `discussion` now."""

    by: PersonId
    discussion: str


@dataclass(frozen=True, kw_only=True)
class OfferEnded(Fact):
    """Nobody will take it up any more."""

    outcome: Literal["task_ended", "expired"]


OfferFact = OfferMade | TakenUp | OfferEnded


@dataclass(frozen=True)
class Offer:
    """What the facts of an offer add up to."""

    id: str
    task: TaskKey
    event: str
    request: str
    expires: datetime
    wording: str | None = None
    outcome: OfferOutcome | None = None
    discussion: str | None = None

    @property
    def open(self) -> bool:
        """Whether somebody can still take it up."""
        return self.outcome is None


def make(
    offer: str, task: TaskKey, event: str, request: str, wording: str | None, now: datetime, lifetime: timedelta
) -> list[OfferFact]:
    """Make an offer that expires after `lifetime`."""
    made = OfferMade(
        at=now, offer=offer, task=task, event=event, request=request, expires=now + lifetime, wording=wording
    )
    return [made]


def take_up(
    offer: Offer, by: PersonId, discussion: str, readers: frozenset[PersonId], now: datetime
) -> list[OfferFact]:
    """Take the offer up, as one of its readers; the first one gets it.

    Raises:
        Refused: it is over, or `by` is not one of its readers.
    """
    if by not in readers:
        msg = "this offer is not for you"
        raise Refused(msg, code="not_yours")
    still_there(offer, now)
    return [TakenUp(at=now, by=by, discussion=discussion)]


def still_there(offer: Offer, now: datetime) -> None:
    """Refuse an offer that is over, or that has only not been found to have expired yet.

    Raises:
        Refused: nobody can take it up any more.
    """
    if not offer.open or offer.expires <= now:
        msg = "somebody took this offer up already, or it is over"
        raise Refused(msg, hint="Ask your question from the task instead.", code="offer_over")


def end(offer: Offer, outcome: Literal["task_ended", "expired"], now: datetime) -> list[OfferFact]:
    """End an offer that nobody took up; one that is over stays as it is."""
    return [OfferEnded(at=now, outcome=outcome)] if offer.open else []


def evolve_offer(state: Offer | None, fact: OfferFact) -> Offer:
    """Return the offer after one more fact."""
    if isinstance(fact, OfferMade):
        return Offer(fact.offer, fact.task, fact.event, fact.request, fact.expires, fact.wording)
    if state is None:
        msg = "the first fact of an offer is OfferMade"
        raise ValueError(msg)
    if isinstance(fact, TakenUp):
        return replace(state, outcome="taken_up", discussion=fact.discussion)
    return replace(state, outcome=fact.outcome)


def offer_of(facts: Sequence[OfferFact]) -> Offer:
    """Return what all facts of an offer add up to."""
    state: Offer | None = None
    for fact in facts:
        state = evolve_offer(state, fact)
    if state is None:
        msg = "an offer without facts"
        raise ValueError(msg)
    return state
