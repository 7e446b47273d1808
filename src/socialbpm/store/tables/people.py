"""People whom SCIM provisions, who left, and which ids were ever somebody's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row, one_of


class DirectoryRow(Row, table=True):
    """How often something changed: in who is who (1), and in what people say of themselves (2)."""

    __tablename__ = "directory"

    id: int = Field(primary_key=True)
    version: int = Field(sa_type=BigInteger)


class ScimResourceRow(Row, table=True):
    """A user or a group, as SCIM provisioned it. `login` is the user's name as it is compared; `person` their id here.

    `data` is the resource without what has a column, and without a group's members. A password is never kept.
    """

    __tablename__ = "scim_resources"
    __table_args__ = (
        one_of("type", ("User", "Group")),
        Index("uq_scim_resources_login", "login", unique=True),
        Index("uq_scim_resources_person", "person", unique=True),
        Index(None, "type", "external_id"),
        Index(None, "type", "created_at", "id"),
    )

    id: str = Field(primary_key=True)
    type: str
    login: str | None
    external_id: str | None
    person: str | None
    data: Any = Field(sa_type=JSON)
    version: int = Field(sa_type=BigInteger)
    created_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)


class ScimMemberRow(Row, table=True):
    """That a user or a group is in a group. `data` is what the provisioner said of it."""

    __tablename__ = "scim_members"
    __table_args__ = (
        ForeignKeyConstraint(["group"], ["scim_resources.id"]),
        Index(None, "member"),
    )

    group: str = Field(primary_key=True)
    member: str = Field(primary_key=True)
    number: int
    data: Any = Field(sa_type=JSON)


class PersonIdRow(Row, table=True):
    """An id that was somebody's once. Nobody else ever gets it: who has a login again inherits nothing."""

    __tablename__ = "person_ids"

    person: str = Field(primary_key=True)
    resource: str
    given_at: datetime = Field(sa_type=Moment)
    gone_at: datetime | None = Field(sa_type=Moment)


class DepartureRow(Row, table=True):
    """Somebody is no longer with the organisation, since `at`. `look_at`: when to look again for what is left of them.

    `source` is who said so: `scim` takes it back when the person is active again, `admin` never does.
    """

    __tablename__ = "departures"
    __table_args__ = (one_of("source", ("scim", "admin")), Index(None, "look_at"))

    person: str = Field(primary_key=True)
    source: str
    by: str
    at: datetime = Field(sa_type=Moment)
    discussions: int
    look_at: datetime | None = Field(sa_type=Moment)
    comes_back: bool
