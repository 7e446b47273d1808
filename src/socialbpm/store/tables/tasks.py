"""Tasks, and who did them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row


class TaskRow(Row, table=True):
    """A human task instance, as its runtime last told it."""

    __tablename__ = "tasks"
    __table_args__ = (Index(None, "runtime", "case_id"), Index(None, "process", "element_id", "runtime", "task_id"))

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


class CandidateRow(Row, table=True):
    """Whose an open task is: its owner's, or while it has none, whoever may take it: a person, a group or a lane."""

    __tablename__ = "candidates"
    __table_args__ = (
        Index(None, "runtime", "task_id"),
        ForeignKeyConstraint(["runtime", "task_id"], ["tasks.runtime", "tasks.task_id"]),
    )

    who: str = Field(primary_key=True)
    runtime: str = Field(primary_key=True)
    task_id: str = Field(primary_key=True)


class WorkRow(Row, table=True):
    """That somebody did a task: is or was its actual owner, or completed it. `at`: when they got it or completed it."""

    __tablename__ = "work"
    __table_args__ = (
        Index(None, "person", "runtime", "case_id"),
        Index(None, "runtime", "case_id", "element_id"),
        Index(None, "runtime", "process", "element_id", "person", "case_id"),
        ForeignKeyConstraint(["runtime", "task_id"], ["tasks.runtime", "tasks.task_id"]),
    )

    runtime: str = Field(primary_key=True)
    task_id: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    case_id: str
    process: str
    element_id: str
    at: datetime = Field(sa_type=Moment)
