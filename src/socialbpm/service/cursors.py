"""Opaque cursors: each is made for one reader, says nothing to them, and cannot be made up."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from socialbpm.errors import Invalid

SIGNATURE = 16


@dataclass(frozen=True)
class Cursors:
    """Makes and reads the cursors of lists.

    >>> cursors = Cursors(b"key")
    >>> at = datetime.fromisoformat("2026-01-05T09:00:00+00:00")
    >>> cursors.read("alice", cursors.make("alice", at, "d1")) == (at, "d1")
    True
    """

    key: bytes

    def make(self, reader: str, at: datetime, ref: str) -> str:
        """Return a cursor that stands after (`at`, `ref`) in the list of `reader`."""
        place = f"{at.isoformat()} {ref}".encode()
        return base64.urlsafe_b64encode(self._sign(reader, place) + place).decode().rstrip("=")

    def read(self, reader: str, cursor: str) -> tuple[datetime, str]:
        """Return where a cursor stands.

        Raises:
            Invalid: it was not made here for this reader.
        """
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        signature, place = raw[:SIGNATURE], raw[SIGNATURE:]
        if not hmac.compare_digest(signature, self._sign(reader, place)):
            raise Invalid("this is no cursor of yours", hint="Start again without `cursor`.", code="bad_cursor")
        at, _, ref = place.decode().partition(" ")
        return datetime.fromisoformat(at), ref

    def _sign(self, reader: str, place: bytes) -> bytes:
        signed = hmac.new(self.key, reader.encode() + b"\0" + place, hashlib.sha256)
        return signed.digest()[:SIGNATURE]
