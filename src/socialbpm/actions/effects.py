"""What runtimes are told: deliveries made from facts, in the same transaction that keeps the facts.

Each firing hears that a discussion took it up, each ring that is entered, and exactly one end (law 8). The id of a
delivery is made of the discussion, what happened and the firing, so however often it is made it is one delivery.
"""

from __future__ import annotations

from collections.abc import Sequence

from socialbpm.actions.ports import FiringRecord, Store
from socialbpm.actions.posting import delivery_id, publish, tell_anyway, tell_runtime
from socialbpm.actions.world import World
from socialbpm.contract import deliveries as d
from socialbpm.social import facts as f
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion


async def tell(
    before: Discussion | None, after: Discussion, facts: Sequence[f.Fact], store: Store, world: World
) -> None:
    """Enqueue what the firings of a discussion are to hear about new facts."""
    telling = _Telling(after, store, world)
    firings = list(before.firings if before else ())
    ended = before is not None and before.ended
    for fact in facts:
        if isinstance(fact, f.Fired):
            firings.append(fact.request)
            await telling.fired(fact.request, ended=ended)
        elif isinstance(fact, f.RingEntered):
            await telling.widened(firings, fact.ring, _came_in(facts, fact.ring))
        elif isinstance(fact, f.Excluded) and fact.conflict:
            await telling.conflict(fact.person)
        elif isinstance(fact, f.Ended):
            ended = True
            await telling.ended(firings)
    await publish(after, facts, store)


def _came_in(facts: Sequence[f.Fact], ring: int) -> int:
    return len({fact.person for fact in facts if isinstance(fact, f.CameIn | f.Asked) and fact.ring == ring})


class _Telling:
    """Makes and enqueues the deliveries of one discussion."""

    def __init__(self, state: Discussion, store: Store, world: World) -> None:
        self.state = state
        self.store = store
        self.url = world.url(state.id)

    async def fired(self, request: str, *, ended: bool) -> None:
        """Tell a firing who took it up and, where that is over already, how it ended."""
        firing = await self._firing(request)
        opened = d.Opened(
            id=delivery_id(self.state.id, "opened", request),
            task_id=firing.task.task_id,
            case_id=firing.case_id,
            request_id=request,
            discussion=self.state.id,
            url=self.url,
        )
        await self._enqueue(firing, opened)
        if ended:
            await self.ended([request])

    async def widened(self, requests: Sequence[str], ring: int, people: int) -> None:
        """Tell that a ring was entered, and how many came in with it."""
        name = self.state.ladder[ring].name
        for firing in [await self._firing(request) for request in requests]:
            widened = d.Widened(
                id=delivery_id(self.state.id, f"widened {ring}", firing.request_id),
                task_id=firing.task.task_id,
                case_id=firing.case_id,
                request_id=firing.request_id,
                discussion=self.state.id,
                ring=name,
                people=people,
            )
            await self._enqueue(firing, widened)

    async def ended(self, requests: Sequence[str]) -> None:
        """Tell the outcome: the one terminal delivery of each firing, with the accepted value if there is one."""
        for firing in [await self._firing(request) for request in requests]:
            ended = d.Ended(
                id=delivery_id(self.state.id, "ended", firing.request_id),
                task_id=firing.task.task_id,
                case_id=firing.case_id,
                request_id=firing.request_id,
                discussion=self.state.id,
                outcome=self.state.outcome or "task_ended",
                ring=self.state.ring.name,
                people=len(self.state.members) - 1,
                url=self.url,
            )
            await self._enqueue(firing, ended, self.state.value)

    async def conflict(self, person: PersonId) -> None:
        """Tell the runtime, once, that somebody was in who must not be: the exception to "nobody is told" (law 6)."""
        task = await self.store.task(self.state.task)
        conflict = d.Conflict(
            id=delivery_id(self.state.id, f"conflict {person}"),
            task_id=self.state.task.task_id,
            case_id=task.ref.case_id if task else "",
            discussion=self.state.id,
            person=person,
        )
        await tell_anyway(self.state.task.runtime, conflict, self.store)

    async def _firing(self, request: str) -> FiringRecord:
        firing = await self.store.firing(self.state.task.runtime, request)
        if firing is None:
            msg = f"discussion {self.state.id} has the firing {request}, which was not kept"
            raise LookupError(msg)
        return firing

    async def _enqueue(self, firing: FiringRecord, delivery: d.AnyDelivery, value: str | None = None) -> None:
        await tell_runtime(firing.task.runtime, delivery, firing.reply_to, self.store, value)


async def ask_to_raise(state: Discussion, case_id: str, store: Store) -> None:
    """Ask the runtime to fire the event for a discussion that was opened from a page."""
    raised = d.Raise(
        id=delivery_id(state.id, "raise"),
        task_id=state.task.task_id,
        case_id=case_id,
        discussion=state.id,
        event_id=state.event,
        by=state.asker,
    )
    await tell_anyway(state.task.runtime, raised, store)


async def offer_over(firing: FiringRecord, offer: str, outcome: d.Outcome, store: Store) -> None:
    """Tell the firing of an offer that nobody took up how that ended."""
    ended = d.Ended(
        id=delivery_id(offer, "ended", firing.request_id),
        task_id=firing.task.task_id,
        case_id=firing.case_id,
        request_id=firing.request_id,
        outcome=outcome,
    )
    await tell_runtime(firing.task.runtime, ended, firing.reply_to, store)
