"""What people were seen to do, here and elsewhere, and which logs were read for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, get_args

from sqlalchemy import JSON, BigInteger, Index, text
from sqlmodel import Field

from socialbpm.actions.noticed import Origin
from socialbpm.experts.evidence import KINDS
from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row, one_of

ASKED = "asked"
"""The kind of a row that is a `Need`: somebody asked."""
_NEW = text("number IS NULL")


class EvidenceRow(Row, table=True):
    """One `experts.Evidence`, or a `Need`. The same thing told again has the same `key`.

    `case_id` is the case's name within `source`. `number` is in the order of commits: given to what is committed by
    whoever reads on, as those of changes are, and to what is imported when it is.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        Index(None, "at", "key"),
        Index(None, "asker", "person"),
        Index(None, "person"),
        Index("uq_evidence_number", "number", unique=True),
        Index("ix_evidence_new", "at", "key", sqlite_where=_NEW, postgresql_where=_NEW),
        one_of("kind", (*KINDS, ASKED)),
        one_of("origin", get_args(Origin)),
    )

    key: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment)
    origin: str
    source: str
    person: str
    kind: str
    case_id: str
    activity: str
    groups: Any = Field(sa_type=JSON)
    topics: Any = Field(sa_type=JSON)
    text: str
    asker: str | None
    number: int | None = Field(sa_type=BigInteger)


class ImportRow(Row, table=True):
    """A file that was read, or is being read: of its events so many are through. `digest` is of file and choices."""

    __tablename__ = "imports"

    digest: str = Field(primary_key=True)
    source: str
    through: int = Field(sa_type=BigInteger)
    changed_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(sa_type=Moment)
