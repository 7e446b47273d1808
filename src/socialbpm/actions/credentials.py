"""What proves who calls, as it is kept: keys and tokens, logins of a provider, sessions. A `Store` has all of this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from socialbpm.social.facts import TaskKey

Kind = Literal["person", "runtime"]


@dataclass(frozen=True)
class PrincipalRecord:
    """Who calls: a person or a runtime. `roles`: what else a person may, such as `admin`."""

    kind: Kind
    subject: str
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class KeyRecord:
    """A key or token as it may be shown: it is itself nowhere. `used_at` is right to some minutes."""

    id: str
    principal: PrincipalRecord
    created_at: datetime
    expires_at: datetime | None = None
    used_at: datetime | None = None


@dataclass(frozen=True)
class SessionRecord:
    """A browser in which `person` has signed in: until when at most, and when it was last used (to a minute).

    `issuer`, `subject` and `provider_session` are how the provider calls it, which may end it.
    """

    person: str
    issuer: str
    subject: str
    provider_session: str | None
    roles: frozenset[str]
    used_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class GuestRecord:
    """Somebody who may talk about one task, from the pages of one origin only, until then."""

    person: str
    task: TaskKey
    origin: str
    expires_at: datetime


class Credentials(Protocol):
    """What a transaction knows of all that. Of what has expired or was revoked it knows nothing any more."""

    async def key(self, token_hash: str) -> KeyRecord | None:
        """The key with this hash, if it is valid now."""

    async def keys(
        self, kind: Kind | None, subject: str | None, after: str | None = None, limit: int | None = None
    ) -> Sequence[KeyRecord]:
        """Keys that are valid now, by id; only of some principals; only those after an id."""

    async def save_key(
        self, token_hash: str, principal: PrincipalRecord, expires_at: datetime | None = None
    ) -> KeyRecord:
        """Keep whose the key with this hash is, and until when. One that was revoked stays so."""

    async def end_keys(self, principal: PrincipalRecord, at: datetime) -> None:
        """Let all keys that a principal has now end at a moment, unless they end before it."""

    async def revoke_key(self, key: str) -> bool:
        """Make a key nobody's, at once; return whether there was such a key that was valid."""

    async def note_use(self, key: str) -> None:
        """Keep that a key is used now."""

    async def person_of(self, issuer: str, subject: str) -> str | None:
        """Whose a login of a provider is."""

    async def subject_of(self, issuer: str, person: str) -> str | None:
        """Which login a person has with a provider."""

    async def bind_login(self, issuer: str, subject: str, person: str) -> None:
        """Make a login somebody's."""

    async def forget_logins(self, person: str) -> int:
        """Let somebody have no login any more, and return how many they had."""

    async def save_session(self, session_hash: str, session: SessionRecord) -> None:
        """Keep a new session."""

    async def session(self, session_hash: str) -> SessionRecord | None:
        """The session of a cookie with this hash, unless its time is over."""

    async def note_visit(self, session_hash: str, at: datetime) -> None:
        """Keep that a session is used."""

    async def end_session(self, session_hash: str) -> None:
        """End one session."""

    async def end_sessions_of(self, person: str) -> None:
        """End all sessions of a person."""

    async def end_sessions_at(self, issuer: str, *, subject: str | None, provider_session: str | None) -> None:
        """End the sessions that a provider says are over: one of its own, or all of a subject."""

    async def save_guest(self, token_hash: str, guest: GuestRecord, issuer: str) -> None:
        """Keep a new token of a guest, which a runtime's key with the hash `issuer` let in."""

    async def guest(self, token_hash: str) -> GuestRecord | None:
        """Whose a guest's token is, while it lasts and the key that issued it is valid."""

    async def end_guests(self, runtime: str, person: str, task_id: str | None) -> None:
        """End what somebody has as a guest by this runtime: for one task, or for all."""
