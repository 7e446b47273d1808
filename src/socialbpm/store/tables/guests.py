"""People at the pages of somebody else: the tokens that a widget shows."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row


class GuestRow(Row, table=True):
    """That somebody may talk about one task from the pages of one origin, for some minutes. The token is nowhere.

    `issuer` is the hash of the runtime's key that let them in: what it let in ends with it.
    """

    __tablename__ = "guests"

    token_hash: str = Field(primary_key=True)
    issuer: str
    runtime: str
    task_id: str
    person: str = Field(index=True)
    origin: str
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment, index=True)
