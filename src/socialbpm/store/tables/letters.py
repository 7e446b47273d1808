"""What leaves the service by itself: letters on their way, and how runtimes get theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row, one_of


class LetterRow(Row, table=True):
    """Something that is to be sent. `due_at` is when it is next looked at: to send it, or because its sender was lost.

    Its id is made of receiver and message, so that a message goes to a receiver as one letter. `place` is its place
    among those of its transaction. `tries` counts who took it up; only the latest writes what came of it. `data` holds
    ids, never words.
    """

    __tablename__ = "letters"
    __table_args__ = (
        one_of("receiver_kind", ("runtime", "subscription", "person")),
        one_of("state", ("waiting", "sent", "dead")),
        Index(None, "receiver_kind", "receiver", "created_at", "id"),
        Index(None, "state", "created_at", "id"),
    )

    id: str = Field(primary_key=True)
    receiver_kind: str
    receiver: str
    message: str
    type: str
    url: str | None
    data: Any = Field(sa_type=JSON)
    state: str
    due_at: datetime | None = Field(sa_type=Moment, index=True)
    tries: int
    since: datetime = Field(sa_type=Moment)
    attempts: Any = Field(sa_type=JSON)
    reason: str | None
    created_at: datetime = Field(sa_type=Moment)
    place: int


class CallbackRow(Row, table=True):
    """Where a runtime may be called, and the secrets that sign what it gets, the newest first."""

    __tablename__ = "callbacks"

    runtime: str = Field(primary_key=True)
    base_urls: Any = Field(sa_type=JSON)
    webhook: str | None
    secrets: Any = Field(sa_type=JSON)
    changed_at: datetime = Field(sa_type=Moment)
