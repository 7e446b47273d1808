"""Who signed in: whose login is whose, and the sessions of browsers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row


class LoginRow(Row, table=True):
    """Whose a login of a provider is. It stays theirs when they have left."""

    __tablename__ = "logins"
    __table_args__ = (Index("uq_logins_issuer_person", "issuer", "person", unique=True),)

    issuer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    person: str = Field(index=True)
    bound_at: datetime = Field(sa_type=Moment)


class SessionRow(Row, table=True):
    """A browser in which somebody has signed in. Its cookie is nowhere, only its hash.

    `provider_session` is how the provider calls its own session, which it may end.
    """

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "issuer", "subject"), Index(None, "issuer", "provider_session"))

    session_hash: str = Field(primary_key=True)
    person: str = Field(index=True)
    issuer: str
    subject: str
    provider_session: str | None
    roles: Any = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Moment)
    used_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment, index=True)
