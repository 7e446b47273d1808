"""The tables. Text with CHECK instead of native enums, so that one history of migrations serves every database.

A row is written and read by Core statements; the classes only say what a table is made of. `number` columns are
counted under the lock of the row they belong to, never by the database: a sequence is not in commit order, and
whoever reads on from a number would miss one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKeyConstraint, Index, MetaData, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from socialbpm.social.discussion import AskState
from socialbpm.social.facts import Outcome
from socialbpm.social.offers import OfferOutcome
from socialbpm.store.moment import Moment

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel, registry=registry(metadata=MetaData(naming_convention=_NAMES))):
    """What all tables have in common: names of their constraints, so that a migration can name them."""


metadata: MetaData = Row.metadata


def _one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


def _to_discussion(column: str = "discussion") -> ForeignKeyConstraint:
    return ForeignKeyConstraint([column], ["discussions.id"])


class TaskRow(Row, table=True):
    """A human task instance, as its runtime last told it."""

    __tablename__ = "tasks"
    __table_args__ = (Index(None, "runtime", "case_id"),)

    runtime: str = Field(primary_key=True)
    task_id: str = Field(primary_key=True)
    case_id: str
    process: str
    process_version: str
    element_id: str
    name: str
    lane: str | None
    due: datetime | None = Field(sa_type=Moment)
    revision: int = Field(sa_type=BigInteger)
    people: Any = Field(sa_type=JSON)
    completed_by: str | None
    ended_at: datetime | None = Field(sa_type=Moment)
    event_id: str | None
    settings: Any = Field(sa_type=JSON, nullable=True)


class WorkRow(Row, table=True):
    """That somebody did a task: is or was its actual owner, or completed it. `at`: when they got it or completed it."""

    __tablename__ = "work"
    __table_args__ = (
        Index(None, "person", "runtime", "case_id"),
        Index(None, "runtime", "case_id", "element_id"),
        Index(None, "runtime", "process", "element_id"),
        ForeignKeyConstraint(["runtime", "task_id"], ["tasks.runtime", "tasks.task_id"]),
    )

    runtime: str = Field(primary_key=True)
    task_id: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    case_id: str
    process: str
    element_id: str
    at: datetime = Field(sa_type=Moment)


class DiscussionRow(Row, table=True):
    """What is looked for in discussions. The truth is in their facts; `fact_count` numbers them under its lock.

    `listed`: it is open, and in a ring that is open too, so that whoever is in the ring's pool gets a listing.
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
        Index(None, "listed", "opened_at"),
        _one_of("outcome", get_args(Outcome)),
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
    settings: Any = Field(sa_type=JSON)


class FactRow(Row, table=True):
    """One thing that happened in a discussion. Ids only; words are in `contents` (law 11)."""

    __tablename__ = "facts"
    __table_args__ = (_to_discussion(),)

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
    __table_args__ = (_to_discussion(), Index(None, "person", "active"))

    discussion: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    ring: int
    active: bool
    outermost: int


class ItemRow(Row, table=True):
    """Something of a discussion that can be seen, and how far out. `at`: when it came to be or its reach changed."""

    __tablename__ = "items"
    __table_args__ = (_to_discussion(), Index(None, "discussion", "reach", "at"))

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
        _to_discussion(),
        _one_of("state", get_args(AskState)),
        Index(None, "person", "state"),
    )

    discussion: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    person: str
    state: str
    until: datetime = Field(sa_type=Moment)


class OfferRow(Row, table=True):
    """What is looked for in offers."""

    __tablename__ = "offers"
    __table_args__ = (
        Index(None, "runtime", "task_id"),
        Index(None, "due_at"),
        _one_of("outcome", get_args(OfferOutcome)),
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


class FiringRow(Row, table=True):
    """A firing and the one discussion or offer that it belongs to."""

    __tablename__ = "firings"

    runtime: str = Field(primary_key=True)
    request_id: str = Field(primary_key=True)
    task_id: str
    case_id: str
    event_id: str
    reply_to: Any = Field(sa_type=JSON)
    discussion: str | None = Field(index=True)
    offer: str | None = Field(index=True)
    created_at: datetime = Field(sa_type=Moment)


class QueueRow(Row, table=True):
    """The counter of a runtime's deliveries; its lock makes numbers come in commit order."""

    __tablename__ = "queues"

    runtime: str = Field(primary_key=True)
    last: int = Field(sa_type=BigInteger)


class DeliveryRow(Row, table=True):
    """A delivery in a runtime's queue."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index(None, "runtime", "case_id", "number"),
        Index("uq_deliveries_id", "runtime", "id", unique=True),
        ForeignKeyConstraint(["runtime"], ["queues.runtime"]),
    )

    runtime: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    id: str
    case_id: str
    task_id: str
    body: Any = Field(sa_type=JSON)
    reply_to: Any = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Moment)


class ReceiptRow(Row, table=True):
    """That a call was taken."""

    __tablename__ = "receipts"

    scope: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    body_hash: str
    result: Any = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Moment)


class PrincipalRow(Row, table=True):
    """Who a token belongs to. The token itself is nowhere, only its hash."""

    __tablename__ = "principals"
    __table_args__ = (_one_of("kind", ("person", "runtime")),)

    token_hash: str = Field(primary_key=True)
    kind: str
    subject: str
    roles: Any = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(sa_type=Moment)
