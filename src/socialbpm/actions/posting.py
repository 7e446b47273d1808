"""How what happened leaves: into a runtime's queue, into letters to it, and to whoever subscribed to events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from socialbpm.actions.outbox import NewLetter, SubscriptionRecord
from socialbpm.actions.ports import Store, TaskRecord
from socialbpm.contract.deliveries import AnyDelivery
from socialbpm.contract.events import EventData
from socialbpm.social.discussion import Discussion
from socialbpm.social.facts import Fact, RingEntered
from socialbpm.social.sight import heard

SPACE = uuid5(NAMESPACE_URL, "urn:socialbpm:delivery")
PULL: Mapping[str, Any] = {"kind": "pull"}
WEBHOOK: Mapping[str, Any] = {"kind": "webhook"}


def delivery_id(of: str, what: str, request: str = "") -> str:
    """Name a delivery: the same thing that happened to the same firing has the same name.

    >>> delivery_id("d1", "ended", "r1") == delivery_id("d1", "ended", "r1") != delivery_id("d1", "ended", "r2")
    True
    """
    return str(uuid5(_space(of), f"{what}\n{request}"))


@lru_cache(maxsize=128)
def _space(of: str) -> UUID:
    """Return the name under which everything that is told of one discussion has its own."""
    return uuid5(SPACE, of)


async def tell_runtime(
    runtime: str, delivery: AnyDelivery, reply_to: Mapping[str, Any], store: Store, value: str | None = None
) -> None:
    """Tell a runtime something in the way that its firing wants; it lies in the runtime's queue in any case."""
    await store.enqueue(runtime, delivery, reply_to, value)
    if reply_to["kind"] != PULL["kind"]:
        await store.post([NewLetter(("runtime", runtime), delivery.id, delivery.type, reply_to.get("url"))])


async def tell_anyway(runtime: str, delivery: AnyDelivery, store: Store) -> None:
    """Tell a runtime what no firing asked for: also at its webhook, if it has one."""
    callbacks = await store.callbacks(runtime)
    reply_to = WEBHOOK if callbacks is not None and callbacks.webhook else PULL
    await tell_runtime(runtime, delivery, reply_to, store)


async def publish(state: Discussion, facts: Sequence[Fact], store: Store) -> None:
    """Tell subscriptions what they may hear of these facts, each event once."""
    telling = [(kind, fact) for fact in facts if (kind := heard(fact))]
    subscribed = await store.subscriptions(active=True) if telling else ()
    task = await store.task(state.task) if subscribed else None
    if task is not None:
        events = {_event_id(state, kind, fact): kind for kind, fact in telling}
        data = event_data(state, task)
        await store.post(list(_letters(events, data, subscribed)))


def _event_id(state: Discussion, kind: str, fact: Fact) -> str:
    return delivery_id(state.id, f"event {kind} {fact.ring if isinstance(fact, RingEntered) else ''}")


def event_data(state: Discussion, task: TaskRecord) -> EventData:
    """Return the ids that come with every event of a discussion."""
    return EventData(
        discussion=state.id,
        runtime=state.task.runtime,
        task_id=state.task.task_id,
        case_id=task.ref.case_id,
        process=task.ref.process,
        element_id=task.ref.element_id,
    )


def _letters(
    events: Mapping[str, str], data: EventData, subscribed: Iterable[SubscriptionRecord]
) -> Iterable[NewLetter]:
    ids = data.model_dump(mode="json")
    for subscription in subscribed:
        for event, kind in events.items():
            if wants(subscription, kind, data):
                yield NewLetter(("subscription", subscription.id), event, kind, data=ids)


def wants(subscription: SubscriptionRecord, kind: str, data: EventData) -> bool:
    """Whether a subscription is for events of this kind from there; what its filter does not name may be any."""
    filtered = (
        (subscription.runtime, data.runtime),
        (subscription.process, data.process),
        (subscription.element_id, data.element_id),
    )
    return kind in subscription.types and all(wanted in {None, actual} for wanted, actual in filtered)
