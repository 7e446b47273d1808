"""What a decision is written on: facts one after another, each seeing what the one before did."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from socialbpm.errors import Refused
from socialbpm.social.audience import Candidate, PersonId
from socialbpm.social.commands import Pools
from socialbpm.social.discussion import Discussion, Member
from socialbpm.social.evolve import evolve
from socialbpm.social.facts import Fact
from socialbpm.social.ladder import FIRST_RING
from socialbpm.social.worktime import Span


class PoolNeeded(ValueError):
    """The decision depends on who may come in through `ring`, which was not said. Say it, and decide anew."""

    def __init__(self, ring: int, name: str) -> None:
        super().__init__(f"the pool of ring {ring} ({name}) was not resolved for this command")
        self.ring = ring


@dataclass
class Draft:
    """The facts decided so far, and the state that they lead to. It lives for one decision only."""

    state: Discussion
    now: datetime
    pools: Pools
    facts: list[Fact] = field(default_factory=list)

    def write(self, fact: Fact) -> None:
        """Let one more thing have happened."""
        self.facts.append(fact)
        self.state = evolve(self.state, fact)

    def pool(self, ring: int) -> tuple[Candidate, ...]:
        """Return who may come in through a ring.

        Raises:
            PoolNeeded: the caller did not resolve it; an empty pool must be said, lest a ring is passed by mistake.
        """
        if ring not in self.pools:
            raise PoolNeeded(ring, self.state.ladder[ring].name)
        return self.pools[ring]

    def later(self, span: Span) -> datetime:
        """Return when that much of the asker's working time will have passed."""
        return self.state.calendar.after(self.now, span)

    @property
    def pace(self) -> Span:
        """The wait of the current ring; `self` has none of its own, so there the next ring's counts."""
        return self.state.ladder[max(self.state.current, FIRST_RING)].pace


def asker_only(draft: Draft, by: PersonId) -> None:
    """Refuse what only the asker may do."""
    if by != draft.state.asker or draft.state.member(by) is None:
        msg = "only the asker may do that"
        raise Refused(msg, code="not_the_asker")


def open_only(draft: Draft) -> None:
    """Refuse what needs an open discussion."""
    if draft.state.ended:
        msg = f"the discussion ended: {draft.state.outcome}"
        raise Refused(msg, hint="Open a new one from the task if you are still stuck.", code="ended")


def asked_only(draft: Draft) -> None:
    """Refuse what makes no sense before there is a question."""
    if not draft.state.asked:
        msg = "the question has not been asked yet"
        raise Refused(msg, hint="Ask it first; until then nobody but you is in.", code="not_asked")


def member_of(draft: Draft, person: PersonId) -> Member:
    """Return the active member, or refuse."""
    member = draft.state.member(person)
    if member is None:
        msg = "only members may do that"
        raise Refused(msg, code="not_a_member")
    return member
