"""Changes: what is to be told live, in the order in which it was committed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row, to_discussion

NEW = text("number IS NULL")


class ChangeRow(Row, table=True):
    """That a transaction appended the facts `first` to `last` to a discussion.

    It gets its `number` after the commit, from whoever looks first, so that numbers come in the order in which the
    changes could be seen, and no writer waits for another one to have them.
    """

    __tablename__ = "changes"
    __table_args__ = (
        to_discussion(),
        Index(None, "discussion", "number"),
        Index("uq_changes_number", "number", unique=True),
        Index("ix_changes_new", "discussion", "first", sqlite_where=NEW, postgresql_where=NEW),
        Index(None, "created_at"),
    )

    id: str = Field(primary_key=True)
    discussion: str
    first: int
    last: int
    number: int | None = Field(sa_type=BigInteger)
    created_at: datetime = Field(sa_type=Moment)
