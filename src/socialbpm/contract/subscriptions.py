"""Webhooks of integrators: who hears of which events, and where."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from socialbpm.contract.base import Flag, Line, Wire
from socialbpm.contract.callbacks import UrlText
from socialbpm.contract.events import EventType

Types = Annotated[tuple[EventType, ...], Field(min_length=1, max_length=20)]
Name = Annotated[str, Field(max_length=200)]


class EventFilter(Wire):
    """Where events are to come from; what is not named may be any."""

    runtime: Line | None = None
    process: Line | None = None
    element_id: Line | None = None


class NewSubscription(Wire):
    """Whoever is at `url` hears of events of these types, from where `only` says."""

    name: Name = ""
    url: UrlText
    types: Types
    only: EventFilter = EventFilter()


class ChangeSubscription(Wire):
    """What is to change; what is not named stays. `active` false: it hears nothing until it is true again."""

    name: Name | None = None
    url: UrlText | None = None
    types: Types | None = None
    only: EventFilter | None = None
    active: Flag | None = None


class SubscriptionView(Wire):
    """A subscription. `stopped` is `gone` if its receiver said so (410). `secret` is only in the first answer."""

    id: str
    name: str
    url: str
    types: tuple[EventType, ...]
    only: EventFilter
    active: bool
    stopped: Literal["gone"] | None = None
    created_by: str
    created_at: datetime
    changed_at: datetime
    secret: str | None = None


class SubscriptionList(Wire):
    """All subscriptions, the oldest first."""

    items: tuple[SubscriptionView, ...]
