"""Keys of runtimes and tokens of people: who has which, until when, and when it was last used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select, update
from sqlalchemy.engine import RowMapping

from socialbpm.actions.credentials import KeyRecord, Kind, PrincipalRecord
from socialbpm.store.databases import put
from socialbpm.store.ids import uuid7
from socialbpm.store.part import Part
from socialbpm.store.tables import PrincipalRow, metadata

_KEYS = metadata.tables["principals"]
_KEY = select(_KEYS).where(
    _KEYS.c.token_hash == bindparam("token"),
    _KEYS.c.revoked_at.is_(None),
    or_(_KEYS.c.expires_at.is_(None), _KEYS.c.expires_at > bindparam("now")),
)
_KEPT = ("id", "created_at", "used_at", "revoked_at")


class Keys(Part):
    """Keys and tokens, by their hash. What has expired or was revoked is as if it were not there."""

    async def key(self, token_hash: str) -> KeyRecord | None:
        """Return the key with this hash, if it is valid now."""
        found = await self._all(_KEY, {"token": token_hash, "now": self._now()})
        return _key(found[0]._mapping) if found else None

    async def keys(
        self, kind: Kind | None, subject: str | None, after: str | None = None, limit: int | None = None
    ) -> Sequence[KeyRecord]:
        """Return keys that are valid now, by id."""
        wanted: list[ColumnElement[bool]] = [_KEYS.c.id > (after or "")]
        if kind is not None:
            wanted.append(_KEYS.c.kind == kind)
        if subject is not None:
            wanted.append(_KEYS.c.subject == subject)
        query = select(_KEYS).where(*wanted, *self._valid()).order_by(_KEYS.c.id).limit(limit)
        return [_key(row._mapping) for row in await self._all(query)]

    async def save_key(
        self, token_hash: str, principal: PrincipalRecord, expires_at: datetime | None = None
    ) -> KeyRecord:
        """Keep whose the key with this hash is. A revoked one stays revoked."""
        row: dict[str, Any] = {
            "token_hash": token_hash,
            "id": uuid7(self._now()),
            "kind": principal.kind,
            "subject": principal.subject,
            "roles": sorted(principal.roles),
            "created_at": self._now(),
            "expires_at": expires_at,
            "used_at": None,
            "revoked_at": None,
        }
        await put(self._connection, PrincipalRow, [row], keep=_KEPT)
        return KeyRecord(row["id"], principal, row["created_at"], expires_at)

    async def end_keys(self, principal: PrincipalRecord, at: datetime) -> None:
        """Let all keys that a principal has now end at a moment, unless they end before it."""
        theirs = (_KEYS.c.kind == principal.kind, _KEYS.c.subject == principal.subject)
        later = or_(_KEYS.c.expires_at.is_(None), _KEYS.c.expires_at > at)
        await self._do(update(_KEYS).where(*theirs, later, *self._valid()).values(expires_at=at))

    async def revoke_key(self, key: str) -> bool:
        """Make a key nobody's, at once; return whether there was such a key that was valid."""
        done = await self._do(update(_KEYS).where(_KEYS.c.id == key, *self._valid()).values(revoked_at=self._now()))
        return done.rowcount > 0

    async def note_use(self, key: str) -> None:
        """Keep that a key is used now."""
        await self._do(update(_KEYS).where(_KEYS.c.id == key).values(used_at=self._now()))

    def _valid(self) -> tuple[ColumnElement[bool], ...]:
        lasts = or_(_KEYS.c.expires_at.is_(None), _KEYS.c.expires_at > self._now())
        return (_KEYS.c.revoked_at.is_(None), lasts)


def _key(row: RowMapping) -> KeyRecord:
    principal = PrincipalRecord(row["kind"], row["subject"], frozenset(row["roles"]))
    return KeyRecord(row["id"], principal, row["created_at"], row["expires_at"], row["used_at"])
