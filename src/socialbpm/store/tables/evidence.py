"""What people were seen to do elsewhere, and which logs were read for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index
from sqlmodel import Field

from socialbpm.experts.evidence import KINDS
from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row, one_of


class EvidenceRow(Row, table=True):
    """One `experts.Evidence`. `key` is made of what it says, so that the same thing read again is the same row."""

    __tablename__ = "evidence"
    __table_args__ = (Index(None, "at", "key"), one_of("kind", KINDS))

    key: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment)
    source: str
    person: str
    kind: str
    case_id: str
    activity: str
    groups: Any = Field(sa_type=JSON)
    topics: Any = Field(sa_type=JSON)
    text: str
    asker: str | None


class ImportRow(Row, table=True):
    """A file that was read, or is being read: of its events so many are through. `digest` is of file and choices."""

    __tablename__ = "imports"

    digest: str = Field(primary_key=True)
    source: str
    through: int = Field(sa_type=BigInteger)
    changed_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(sa_type=Moment)
