"""Firings, and what waits for the runtimes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row


class FiringRow(Row, table=True):
    """A firing and the one discussion or offer that it belongs to."""

    __tablename__ = "firings"

    runtime: str = Field(primary_key=True)
    request_id: str = Field(primary_key=True)
    task_id: str
    case_id: str
    event_id: str
    reply_to: Any = Field(sa_type=JSON)
    discussion: str | None = Field(index=True)
    offer: str | None = Field(index=True)
    created_at: datetime = Field(sa_type=Moment)


class QueueRow(Row, table=True):
    """The counter of a runtime's deliveries; its lock makes numbers come in commit order."""

    __tablename__ = "queues"

    runtime: str = Field(primary_key=True)
    last: int = Field(sa_type=BigInteger)


class DeliveryRow(Row, table=True):
    """A delivery in a runtime's queue. The value that was accepted lies in the content table: it can be erased."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index(None, "runtime", "case_id", "number"),
        Index("uq_deliveries_id", "runtime", "id", unique=True),
        ForeignKeyConstraint(["runtime"], ["queues.runtime"]),
    )

    runtime: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    id: str
    case_id: str
    task_id: str
    body: Any = Field(sa_type=JSON)
    value: str | None
    reply_to: Any = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Moment)
