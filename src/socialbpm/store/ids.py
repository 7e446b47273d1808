"""Ids that sort by when they were made: UUIDv7 (RFC 9562), which Python 3.11 does not have."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62
_RANDOM_HIGH = 12
_RANDOM_LOW = 62


def uuid7(now: datetime) -> str:
    """Return a new id that begins with `now`, to the millisecond; what is left of it is random.

    >>> from datetime import UTC
    >>> uuid7(datetime(2026, 1, 5, 9, tzinfo=UTC))[:15]
    '019b8d62-7a80-7'
    """
    milliseconds = int(now.timestamp() * 1000)
    high, low = secrets.randbits(_RANDOM_HIGH), secrets.randbits(_RANDOM_LOW)
    return str(UUID(int=milliseconds << 80 | _VERSION | high << 64 | _VARIANT | low))
