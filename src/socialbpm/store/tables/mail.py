"""How people want mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row


class MailChoicesRow(Row, table=True):
    """How somebody wants mail, as far as they said: which kinds not, together or not, and from when to when not."""

    __tablename__ = "mail_choices"

    person: str = Field(primary_key=True)
    off: Any = Field(sa_type=JSON)
    digest: bool | None
    changed_at: datetime = Field(sa_type=Moment)
