"""Webhooks of integrators."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row


class SubscriptionRow(Row, table=True):
    """Who hears of which events, and where. `secrets` sign what is sent, the newest first."""

    __tablename__ = "subscriptions"

    id: str = Field(primary_key=True)
    name: str
    url: str
    types: Any = Field(sa_type=JSON)
    runtime: str | None
    process: str | None
    element_id: str | None
    active: bool = Field(index=True)
    stopped: str | None
    secrets: Any = Field(sa_type=JSON)
    created_by: str
    created_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
