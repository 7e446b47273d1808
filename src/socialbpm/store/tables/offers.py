"""Offers and their facts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, get_args

from sqlalchemy import JSON, ForeignKeyConstraint, Index
from sqlmodel import Field

from socialbpm.social.offers import OfferOutcome
from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row, one_of


class OfferRow(Row, table=True):
    """What is looked for in offers."""

    __tablename__ = "offers"
    __table_args__ = (
        Index(None, "runtime", "task_id"),
        Index(None, "due_at"),
        one_of("outcome", get_args(OfferOutcome)),
    )

    id: str = Field(primary_key=True)
    runtime: str
    task_id: str
    event: str
    outcome: str | None = Field(index=True)
    fact_count: int
    due_at: datetime | None = Field(sa_type=Moment)
    made_at: datetime = Field(sa_type=Moment)
    settings: Any = Field(sa_type=JSON)


class OfferFactRow(Row, table=True):
    """One thing that happened to an offer."""

    __tablename__ = "offer_facts"
    __table_args__ = (ForeignKeyConstraint(["offer"], ["offers.id"]),)

    offer: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment)
    kind: str
    data: Any = Field(sa_type=JSON)
