"""Calls: which were taken, and who may make them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row, one_of


class ReceiptRow(Row, table=True):
    """That a call was taken."""

    __tablename__ = "receipts"
    __table_args__ = (Index(None, "created_at"),)

    scope: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    body_hash: str
    result: Any = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Moment)


class PrincipalRow(Row, table=True):
    """Who a key or token belongs to. It is itself nowhere, only its hash; `id` names it to who lists and revokes."""

    __tablename__ = "principals"
    __table_args__ = (
        one_of("kind", ("person", "runtime")),
        Index("uq_principals_id", "id", unique=True),
        Index(None, "kind", "subject", "id"),
    )

    token_hash: str = Field(primary_key=True)
    id: str
    kind: str
    subject: str
    roles: Any = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime | None = Field(sa_type=Moment)
    used_at: datetime | None = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(sa_type=Moment)
