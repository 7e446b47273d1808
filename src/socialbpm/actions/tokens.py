"""Keys and tokens: random, shown once, kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets
from enum import StrEnum
from typing import Literal

from socialbpm.actions.ports import PrincipalRecord, Stores
from socialbpm.errors import Unauthorized


class Role(StrEnum):
    """What else a person may."""

    ADMIN = "admin"
    """Runs the service; reads no discussion for that."""
    PROVISIONER = "provisioner"
    """Says who is who, by SCIM, and does nothing else; it need be nobody in the directory."""


PREFIX = {"person": "sbp_", "runtime": "sbr_"}
BYTES = 32


def hash_of(token: str) -> str:
    """Return what is kept of a token. It is random, so a plain hash is enough to hide it."""
    return hashlib.sha256(token.encode()).hexdigest()


async def issue(
    kind: Literal["person", "runtime"],
    subject: str,
    stores: Stores,
    *,
    roles: frozenset[str] = frozenset(),
) -> str:
    """Issue a token for a person, or a key that is bound to one runtime, and return it; it cannot be had again."""
    token = PREFIX[kind] + secrets.token_urlsafe(BYTES)
    principal = PrincipalRecord(kind, subject, roles)
    await stores.transact(lambda store: store.save_principal(hash_of(token), principal))
    return token


async def whose(token: str, stores: Stores) -> PrincipalRecord:
    """Return to whom a token belongs.

    Raises:
        Unauthorized: to nobody.
    """
    async with stores.read() as store:
        found = await store.principal(hash_of(token))
    if found is None:
        raise Unauthorized("this token is not known here", hint="Ask for a new one: `socialbpm token`.")
    return found
