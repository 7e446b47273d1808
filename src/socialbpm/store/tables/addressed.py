"""For whom offers and listings are, as words, so that somebody's are found without looking at those of others.

A word is `person:ID`, `group:NAME` and the like (`actions.addressing`). Who stands behind one is said at the time of
reading: groups, roles and absences change without a fact.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row, to_discussion, to_offer


class OfferedRow(Row, table=True):
    """For whom an open offer is: whose its task is."""

    __tablename__ = "offered"
    __table_args__ = (Index(None, "offer"), to_offer())

    who: str = Field(primary_key=True)
    offer: str = Field(primary_key=True)


class ListingRow(Row, table=True):
    """To whom an open discussion may be listed; or, as `not:ID`, to whom it is not, whatever else they are.

    `at`: since when its ring lists it.
    """

    __tablename__ = "listings"
    __table_args__ = (Index(None, "discussion"), to_discussion())

    who: str = Field(primary_key=True)
    discussion: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment)
