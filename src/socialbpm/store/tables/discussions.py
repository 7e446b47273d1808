"""Discussions: their facts and words, and what the sight rule and the deadlines need of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, get_args

from sqlalchemy import JSON, ForeignKeyConstraint, Index, text
from sqlmodel import Field

from socialbpm.social.discussion import AskState
from socialbpm.social.facts import Outcome
from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row, one_of, to_discussion

PAUSING = text("kind IN ('paused', 'resumed')")
"""Facts that say whether a question waits for an answer. In words: a database does not know by a parameter that an
index has what is asked for."""


class DiscussionRow(Row, table=True):
    """What is looked for in discussions. The truth is in their facts; `fact_count` numbers them under its lock.

    `listed`: it is open, and in a ring that is open too, so that whoever is in the ring's pool may join.
    `emptied_at`: since when nothing is left of its words, because it ended so long ago.
    """

    __tablename__ = "discussions"
    __table_args__ = (
        Index(
            "uq_discussions_open",
            *("runtime", "task_id", "event", "asker"),
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
        Index(None, "runtime", "task_id", "opened_at"),
        Index(None, "due_at"),
        Index(None, "emptied_at", "ended_at"),
        Index(None, "ended_at"),
        one_of("outcome", get_args(Outcome)),
    )

    id: str = Field(primary_key=True)
    runtime: str
    task_id: str
    event: str
    asker: str
    outcome: str | None
    current: int
    listed: bool
    fact_count: int
    due_at: datetime | None = Field(sa_type=Moment)
    opened_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(sa_type=Moment)
    emptied_at: datetime | None = Field(sa_type=Moment)
    settings: Any = Field(sa_type=JSON)


class FactRow(Row, table=True):
    """One thing that happened in a discussion. Ids only; words are in `contents` (law 11)."""

    __tablename__ = "facts"
    __table_args__ = (
        to_discussion(),
        Index("ix_facts_pausing", "discussion", "kind", "number", sqlite_where=PAUSING, postgresql_where=PAUSING),
    )

    discussion: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment)
    kind: str
    data: Any = Field(sa_type=JSON)


class ContentRow(Row, table=True):
    """Words, field values: what can be erased. `discussion` is whose they are (an offer's id for its wording)."""

    __tablename__ = "contents"

    id: str = Field(primary_key=True)
    discussion: str = Field(index=True)
    words: Any = Field(sa_type=JSON, nullable=True)
    erased_at: datetime | None = Field(sa_type=Moment)


class MemberRow(Row, table=True):
    """A person in a discussion, as the sight rule needs them."""

    __tablename__ = "members"
    __table_args__ = (to_discussion(), Index(None, "person", "active"))

    discussion: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    ring: int
    active: bool
    outermost: int


class ItemRow(Row, table=True):
    """Something of a discussion that can be seen, and how far out. `at`: when it came to be or its reach changed."""

    __tablename__ = "items"
    __table_args__ = (to_discussion(), Index(None, "discussion", "reach", "at"))

    discussion: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    reach: int
    at: datetime = Field(sa_type=Moment)


class ItemReaderRow(Row, table=True):
    """Somebody for whom an item is by name."""

    __tablename__ = "item_readers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["discussion", "kind", "ref"],
            ["items.discussion", "items.kind", "items.ref"],
            ondelete="CASCADE",
        ),
    )

    discussion: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    person: str = Field(primary_key=True)


class AskRow(Row, table=True):
    """A request to one named person."""

    __tablename__ = "asks"
    __table_args__ = (
        to_discussion(),
        one_of("state", get_args(AskState)),
        Index(None, "person", "state"),
        Index(None, "person", "at"),
    )

    discussion: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    person: str
    state: str
    at: datetime = Field(sa_type=Moment)
    until: datetime = Field(sa_type=Moment)
