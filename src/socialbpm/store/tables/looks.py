"""What people saw when they looked last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row, to_discussion


class LookRow(Row, table=True):
    """What somebody saw of a discussion when they looked last: a mark for each post. For nobody but themselves."""

    __tablename__ = "looks"
    __table_args__ = (to_discussion(),)

    person: str = Field(primary_key=True)
    discussion: str = Field(primary_key=True)
    seen: Any = Field(sa_type=JSON)
    at: datetime = Field(sa_type=Moment)
