"""What leaves as a CloudEvent: events for subscriptions, deliveries for the webhooks of runtimes, and pings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from socialbpm.contract.base import Moment, Wire
from socialbpm.contract.deliveries import AnyDelivery

EventType = Literal["discussion.opened", "discussion.asked", "discussion.widened", "discussion.ended"]
PREFIX = "socialbpm."
"""In front of a type within CloudEvents."""


class EventData(Wire):
    """Ids: which discussion, about which task. What it says is read with the API, by whoever may."""

    discussion: str
    runtime: str
    task_id: str
    case_id: str
    process: str
    element_id: str


class Envelope(Wire):
    """CloudEvents 1.0, structured JSON. `id` is that of the header `webhook-id`: it is the same in every repeat."""

    specversion: Literal["1.0"] = "1.0"
    id: str
    source: str
    time: Moment
    datacontenttype: Literal["application/json"] = "application/json"


class DiscussionEnvelope(Envelope):
    """Something happened to a discussion; `subject` is its id."""

    subject: str
    data: EventData


class DiscussionOpened(DiscussionEnvelope):
    """A discussion was opened; the question may not have been asked yet."""

    type: Literal["socialbpm.discussion.opened"] = "socialbpm.discussion.opened"


class DiscussionAsked(DiscussionEnvelope):
    """The asker sent the question to the first ring."""

    type: Literal["socialbpm.discussion.asked"] = "socialbpm.discussion.asked"


class DiscussionWidened(DiscussionEnvelope):
    """The discussion went on to its next ring."""

    type: Literal["socialbpm.discussion.widened"] = "socialbpm.discussion.widened"


class DiscussionEnded(DiscussionEnvelope):
    """The discussion ended, in whatever way."""

    type: Literal["socialbpm.discussion.ended"] = "socialbpm.discussion.ended"


class PingData(Wire):
    """Which subscription is tried."""

    subscription: str


class Ping(Envelope):
    """Nothing happened: somebody tries whether it arrives."""

    type: Literal["socialbpm.ping"] = "socialbpm.ping"
    data: PingData


class RuntimeEvent(Envelope):
    """A delivery to a runtime that gets them at its webhook. `type` is `socialbpm.` and the type of the delivery."""

    type: str
    subject: str
    data: AnyDelivery


Event = Annotated[
    DiscussionOpened | DiscussionAsked | DiscussionWidened | DiscussionEnded | Ping, Field(discriminator="type")
]
EVENTS: tuple[type[DiscussionEnvelope], ...] = (DiscussionOpened, DiscussionAsked, DiscussionWidened, DiscussionEnded)
