"""Who is erased, and what is held against it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row, one_of


class ErasureRow(Row, table=True):
    """Somebody is erased: how, on whose word, and how far it is. `names` are empty once it is done."""

    __tablename__ = "erasures"
    __table_args__ = (one_of("how", ("empty", "pseudonymise")), Index(None, "look_at"))

    person: str = Field(primary_key=True)
    how: str
    pseudonym: str
    names: Any = Field(sa_type=JSON)
    by: str
    at: datetime = Field(sa_type=Moment)
    last: str
    discussions: int
    words: int
    look_at: datetime | None = Field(sa_type=Moment)


class HoldRow(Row, table=True):
    """Nothing of this may be erased until it is released."""

    __tablename__ = "holds"
    __table_args__ = (one_of("kind", ("discussion", "case", "person")), Index(None, "released_at"))

    id: str = Field(primary_key=True)
    kind: str
    runtime: str
    ref: str
    reason: str
    by: str
    at: datetime = Field(sa_type=Moment)
    released_at: datetime | None = Field(sa_type=Moment)
