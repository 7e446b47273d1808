"""Diagrams of processes."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row


class DiagramRow(Row, table=True):
    """How the process of a runtime is drawn, without what is not to be shown; the newest only.

    Where `runtime` is empty, whoever answers for the process gave it.
    """

    __tablename__ = "diagrams"

    runtime: str = Field(primary_key=True)
    process: str = Field(primary_key=True)
    xml: str
    at: datetime = Field(sa_type=Moment)
