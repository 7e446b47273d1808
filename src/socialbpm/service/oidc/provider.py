"""An OpenID provider, as it describes itself: where its endpoints are, and with which keys it signs.

Both are fetched when they are needed, kept, and fetched again when they are old or when a token names a key that is not
among them: that is how a provider changes its keys. However many such tokens come, it is asked only now and then.
While it cannot be reached, what was known of it goes on to be trusted for a time, so that its outage is not ours.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx2
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey

from socialbpm.errors import Unavailable

FRESH = timedelta(minutes=10)
"""How long what it told is taken as it is."""
PAUSE = timedelta(seconds=10)
"""It is not asked again before, whatever comes."""
LARGEST = 1_000_000
"""Bytes of an answer that are read."""
DISCOVERY = "/.well-known/openid-configuration"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_LOG = logging.getLogger(__name__)


def is_safe(url: object) -> bool:
    """Whether nobody on the way can read or change what is fetched from there.

    >>> is_safe("https://id.example.org"), is_safe("http://localhost:3000"), is_safe("http://id.example.org")
    (True, True, False)
    """
    if not isinstance(url, str):
        return False
    parsed = urlsplit(url)
    return bool(parsed.hostname) and (
        parsed.scheme == "https" or (parsed.scheme == "http" and parsed.hostname in LOOPBACK)
    )


@dataclass(frozen=True)
class Known:
    """What a provider told of itself, and when."""

    metadata: Mapping[str, Any]
    keys: KeySet
    at: datetime

    def endpoint(self, name: str) -> str:
        """Return the address of an endpoint.

        Raises:
            Unavailable: the provider has none, or none that is safe.
        """
        found = self.metadata.get(name)
        if not isinstance(found, str) or not is_safe(found):
            raise _unavailable(f"the provider tells no safe `{name}`")
        return found

    def has(self, kid: str | None) -> bool:
        """Whether there is a key of this id; a token that names none can only be meant for the only one."""
        return len(self.keys.keys) == 1 if kid is None else any(key.kid == kid for key in self.keys)


class Provider:
    """The provider at `issuer`, reached by `http`; trusted for `trusted_for` after it was last heard of."""

    def __init__(self, issuer: str, http: httpx2.AsyncClient, trusted_for: timedelta) -> None:
        self.issuer = issuer
        self._http = http
        self._trusted_for = trusted_for
        self._known: Known | None = None
        self._tried: datetime | None = None
        self._turn = asyncio.Lock()

    async def known(self, now: datetime) -> Known:
        """Return what is known of it, asking it first where that is old.

        Raises:
            Unavailable: it cannot be reached, and has not been heard of for too long.
        """
        found = self._known
        if found is None or (abs(now - found.at) >= FRESH and not self._turn.locked()):
            await self._ask(now)
        found = self._known
        if found is None or abs(now - found.at) >= self._trusted_for:
            raise _unavailable("the identity provider cannot be reached")
        return found

    async def keys_with(self, kid: str | None, now: datetime) -> KeySet:
        """Return its keys, with the one of this id if it has it, for which it is asked once more.

        Raises:
            Unavailable: as `known` does.
        """
        found = await self.known(now)
        if not found.has(kid):
            await self._ask(now)
            found = await self.known(now)
        return found.keys

    async def _ask(self, now: datetime) -> None:
        """Ask it, once for all who wait for the answer, and not again within the pause."""
        async with self._turn:
            if self._tried is not None and abs(now - self._tried) < PAUSE:
                return
            self._tried = now
            try:
                self._known = await self._fetched(now)
            except (httpx2.HTTPError, httpx2.InvalidURL, JoseError, ValueError) as error:
                _LOG.warning("the identity provider %s did not answer as it should: %r", self.issuer, error)

    async def _fetched(self, now: datetime) -> Known:
        metadata = await self._json(self.issuer.rstrip("/") + DISCOVERY)
        if metadata.get("issuer") != self.issuer:
            msg = f"it calls itself {metadata.get('issuer')!r}"
            raise ValueError(msg)
        address = metadata.get("jwks_uri")
        if not isinstance(address, str) or not is_safe(address):
            msg = "it tells no safe `jwks_uri`"
            raise ValueError(msg)
        return Known(metadata, _public(await self._json(address)), now)

    async def _json(self, url: str) -> dict[str, Any]:
        """Return the JSON object at an address. It is read from there only: redirects are not followed."""
        body = b""
        async with self._http.stream("GET", url, headers={"Accept": "application/json"}) as answer:
            answer.raise_for_status()
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > LARGEST:
                    msg = f"{url} answers with more than {LARGEST} bytes"
                    raise ValueError(msg)
        found = json.loads(body)
        if not isinstance(found, dict):
            msg = f"{url} answers with no JSON object"
            raise ValueError(msg)  # noqa: TRY004 - what came is wrong, not how this was called
        return found


def _public(found: Mapping[str, Any]) -> KeySet:
    """Return the keys that signatures can be checked with; a shared secret is never among them."""
    told = found.get("keys")
    if not isinstance(told, list) or not all(isinstance(key, dict) for key in told):
        msg = "it tells no list of keys"
        raise ValueError(msg)
    signing = [key for key in told if key.get("kty") != OctKey.key_type and key.get("use", "sig") == "sig"]
    return KeySet.import_key_set({"keys": signing})


def _unavailable(what: str) -> Unavailable:
    hint = "Try again soon. Tokens and keys that this service issued itself work meanwhile."
    return Unavailable(what, hint=hint, code="sign_in_unavailable")
