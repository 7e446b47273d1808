"""Keys of runtimes and tokens of people: random, shown once, kept only as a hash, and ended by time or by hand."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from socialbpm.actions.credentials import KeyRecord, Kind, PrincipalRecord
from socialbpm.actions.ports import Store, Stores
from socialbpm.errors import NotFound, Unauthorized

PREFIX = {"person": "sbp_", "runtime": "sbr_"}
BYTES = 32
USE_IS_KEPT = timedelta(minutes=5)
"""How exactly `used_at` is known: noting every call would make each of them write."""


@dataclass(frozen=True)
class Issued:
    """A new key, with the secret that is shown this once."""

    token: str
    key: KeyRecord


def hash_of(token: str) -> str:
    """Return what is kept of a token. It is random, so a plain hash is enough to hide it."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_ours(token: str) -> bool:
    """Whether it looks like one that was issued here."""
    return token.startswith(tuple(PREFIX.values()))


async def issue(kind: Kind, subject: str, stores: Stores, *, roles: frozenset[str] = frozenset()) -> str:
    """Issue a token for a person, or a key that is bound to one runtime, and return it; it cannot be had again."""
    return (await issue_key(PrincipalRecord(kind, subject, roles), stores)).token


async def issue_key(
    principal: PrincipalRecord,
    stores: Stores,
    *,
    expires_at: datetime | None = None,
    others_end: datetime | None = None,
) -> Issued:
    """Issue a key or token.

    Args:
        principal: who will have it.
        stores: where it is kept.
        expires_at: when it ends by itself.
        others_end: when all others of that principal end: by then whoever uses them has the new one.
    """
    token = PREFIX[principal.kind] + secrets.token_urlsafe(BYTES)

    async def keep(store: Store) -> KeyRecord:
        if others_end is not None:
            await store.end_keys(principal, others_end)
        return await store.save_key(hash_of(token), principal, expires_at)

    return Issued(token, await stores.transact(keep))


async def whose(token: str, stores: Stores, now: datetime) -> PrincipalRecord:
    """Return to whom a token belongs. That it is used is kept, to some minutes.

    Nothing of this is remembered between calls: what one node revokes is nobody's on all of them.

    Raises:
        Unauthorized: to nobody, or not any more.
    """
    async with stores.read() as store:
        found = await store.key(hash_of(token))
    if found is None:
        hint = "It may have expired. Ask for a new one: `socialbpm token`."
        raise Unauthorized("this token is not known here", hint=hint)
    if found.used_at is None or now - found.used_at > USE_IS_KEPT:
        await stores.transact(lambda store: store.note_use(found.id))
    return found.principal


async def revoke(key: str, stores: Stores) -> None:
    """Make a key or token nobody's, at once.

    Raises:
        NotFound: there is none with this id that is valid.
    """
    if not await stores.transact(lambda store: store.revoke_key(key)):
        raise NotFound("there is no valid key with this id", hint="`socialbpm token --list` shows those there are.")
