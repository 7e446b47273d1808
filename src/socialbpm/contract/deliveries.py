"""What the service tells a runtime. No words of a discussion beyond the accepted value."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from socialbpm.contract.base import Wire

Outcome = Literal["answered", "solved_alone", "no_answer", "withdrawn", "task_ended", "expired"]


class Delivery(Wire):
    """What all deliveries have: `id` is the same however often it is sent, so that a receiver can drop repeats."""

    id: str
    task_id: str
    case_id: str


class Opened(Delivery):
    """A discussion took up the firing."""

    type: Literal["discussion.opened"] = "discussion.opened"
    request_id: str
    discussion: str
    url: str


class Widened(Delivery):
    """The discussion went on to its next ring; `people` is how many were let in or asked there."""

    type: Literal["discussion.widened"] = "discussion.widened"
    request_id: str
    discussion: str
    ring: str
    people: int


class Ended(Delivery):
    """The one terminal delivery of a firing. `value` is the accepted value, None for every outcome but `answered`.

    `people` is how many were shown the discussion. `discussion` is None where an offer ended that nobody took up.
    """

    type: Literal["discussion.ended"] = "discussion.ended"
    request_id: str
    discussion: str | None = None
    outcome: Outcome
    value: Any = None
    ring: str | None = None
    people: int = 0
    url: str | None = None


class Raise(Delivery):
    """Somebody asked from a page: the runtime is to fire the event `event_id` for the task, with `raised` = this id."""

    type: Literal["task.raise"] = "task.raise"
    discussion: str
    event_id: str
    by: str


class Conflict(Delivery):
    """Somebody who was in a discussion must not be any more: they took the other half of a four-eyes pair.

    The runtime hears of it, as does the task's owner; nobody else is told why somebody is absent.
    """

    type: Literal["discussion.conflict"] = "discussion.conflict"
    discussion: str
    person: str


AnyDelivery = Annotated[Opened | Widened | Ended | Raise | Conflict, Field(discriminator="type")]


class DeliveryPage(Wire):
    """A page of deliveries in order. Hand `cursor` back as `after` once they are saved: that acknowledges them."""

    items: tuple[AnyDelivery, ...]
    cursor: str
