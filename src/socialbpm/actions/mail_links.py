"""Links in mails that work without signing in: signed, for one purpose, one person and one thing.

What a link lets do is in the link. Whoever changes a letter of it has a link that is none.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

Purpose = Literal["pass", "off"]
SIGNATURE = 16
"""Bytes; nobody guesses one of so many."""
LONGEST = 2000
FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


def make(purpose: Purpose, what: Sequence[str | int], until: datetime, key: bytes) -> str:
    """Return a token for a purpose that ends at `until`.

    >>> token = make("off", ["bob", "ask"], FOR_EVER, b"key")
    >>> what("off", token, datetime(2026, 1, 5, tzinfo=UTC), b"key"), what("pass", token, FOR_EVER, b"key")
    (['bob', 'ask'], None)
    """
    said = json.dumps([int(until.timestamp()), *what], separators=(",", ":")).encode()
    return _written(_signature(purpose, said, key) + said)


def _written(whole: bytes) -> str:
    return base64.urlsafe_b64encode(whole).rstrip(b"=").decode()


def what(purpose: Purpose, token: str, now: datetime, key: bytes) -> list[str | int] | None:
    """Return what a token is for; None where it is none of ours, is for something else, or its time is over."""
    if len(token) > LONGEST:
        return None
    try:
        whole = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    signature, said = whole[:SIGNATURE], whole[SIGNATURE:]
    genuine = hmac.compare_digest(signature, _signature(purpose, said, key))
    if not genuine or token != _written(whole):
        return None
    until, *rest = json.loads(said)
    return list(rest) if now.timestamp() < until else None


def _signature(purpose: Purpose, said: bytes, key: bytes) -> bytes:
    return hmac.digest(key, f"socialbpm mail {purpose}\n".encode() + said, hashlib.sha256)[:SIGNATURE]
