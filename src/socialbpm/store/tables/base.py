"""What all tables have in common."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

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


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """Let the column hold one of these words only."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


def to_discussion(column: str = "discussion") -> ForeignKeyConstraint:
    """Let the column name a discussion that is there."""
    return ForeignKeyConstraint([column], ["discussions.id"])


def to_offer(column: str = "offer") -> ForeignKeyConstraint:
    """Let the column name an offer that is there."""
    return ForeignKeyConstraint([column], ["offers.id"])
