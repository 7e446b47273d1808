"""What proves who calls, as it is kept: keys and tokens. A `Store` has all of this; `actions.tokens` works with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

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


class Credentials(Protocol):
    """What a transaction knows of keys and tokens. Of one that has expired or was revoked it knows nothing any more."""

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
