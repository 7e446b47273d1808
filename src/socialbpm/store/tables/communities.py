"""Who helped where, and the communities that grew out of it."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field

from socialbpm.social.communities import State
from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row, one_of, to_discussion


class HelpRow(Row, table=True):
    """That somebody's answer helped in a discussion, about this kind of task."""

    __tablename__ = "helps"
    __table_args__ = (
        to_discussion(),
        Index(None, "runtime", "process", "element_id", "person"),
        Index(None, "person", "at"),
    )

    discussion: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    runtime: str
    process: str
    element_id: str
    at: datetime = Field(sa_type=Moment)


class CommunityRow(Row, table=True):
    """A community around a kind of task. `title` and `about` are words of `worded_by`, or the task's name."""

    __tablename__ = "communities"
    __table_args__ = (
        Index("uq_communities_kind", "runtime", "process", "element_id", unique=True),
        Index(None, "worded_by"),
    )

    id: str = Field(primary_key=True)
    runtime: str
    process: str
    element_id: str
    title: str
    about: str
    worded_by: str | None
    steward: str | None
    proposed_at: datetime = Field(sa_type=Moment)
    founded_at: datetime | None = Field(sa_type=Moment)


class CommunityPersonRow(Row, table=True):
    """How somebody stands to a community, since when."""

    __tablename__ = "community_people"
    __table_args__ = (
        ForeignKeyConstraint(["community"], ["communities.id"]),
        one_of("state", get_args(State)),
        Index(None, "person", "state"),
        Index(None, "state"),
    )

    community: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    state: str
    since: datetime = Field(sa_type=Moment)
