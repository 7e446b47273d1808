"""Opaque cursors: each is made for one reader and one list, says nothing to them, and cannot be made up.

They are sealed, not only signed: a cursor may stand at something that its reader cannot see, or count it. Two cursors
of the same place look different, so that they cannot be compared, and all are of much the same length.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from socialbpm.errors import Invalid

NONCE = 12
BLOCK = 64
"""Bytes to a multiple of which a place is filled up."""


@dataclass(frozen=True)
class Cursors:
    """Makes and reads the cursors of lists and streams.

    >>> cursors = Cursors(b"key")
    >>> cursors.read("alice", "posts", cursors.make("alice", "posts", "p1", 7))
    ['p1', 7]
    """

    key: bytes

    def make(self, reader: str, of: str, *place: str | int) -> str:
        """Return a cursor that stands at a place in a list of `reader`."""
        said = json.dumps(place).encode()
        nonce = secrets.token_bytes(NONCE)
        filled = said.ljust(-(-len(said) // BLOCK) * BLOCK)
        return base64.urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, filled, _bound(reader, of))).decode()

    def read(self, reader: str, of: str, cursor: str) -> list[Any]:
        """Return where a cursor stands.

        Raises:
            Invalid: it was not made here, for this reader and this list.
        """
        try:
            raw = base64.b64decode(cursor, altchars=b"-_", validate=True)
            place = self._cipher.decrypt(raw[:NONCE], raw[NONCE:], _bound(reader, of))
        except (binascii.Error, ValueError, InvalidTag):
            raise Invalid("this is no cursor of yours", hint="Start again without it.", code="bad_cursor") from None
        found: list[Any] = json.loads(place)
        return found

    @property
    def _cipher(self) -> AESGCM:
        return AESGCM(hashlib.sha256(b"cursors\0" + self.key).digest())


def _bound(reader: str, of: str) -> bytes:
    return json.dumps([reader, of]).encode()
