"""What people say of themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index
from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row


class PreferencesRow(Row, table=True):
    """When, by whom and about what somebody wants to be asked: as they say it `now`, and as they said it `before`.

    `number` is the change that made it so, as `directory` counts: whoever knows all until then reads on from there.
    """

    __tablename__ = "preferences"
    __table_args__ = (Index(None, "number"),)

    person: str = Field(primary_key=True)
    now: Any = Field(sa_type=JSON)
    before: Any = Field(sa_type=JSON)
    number: int = Field(sa_type=BigInteger)
    changed_at: datetime = Field(sa_type=Moment)
