"""Where the files are kept that hang on posts and questions: a Protocol beside `ports`.

Who gets one is decided as for what it hangs on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from socialbpm.contract.attachments import Found


class Attachments(Protocol):
    """Where the bytes are: beside the words, in the same transaction, and gone with them."""

    async def attach(self, discussion: str, words: Mapping[str, Any], content: bytes) -> str:
        """Keep a file and what it is called, and return its content id."""

    async def attached(self, attachment: str) -> bytes | None:
        """Return the bytes of a file; None if they were erased, or are not those that were kept."""

    async def attachments_among(self, contents: Sequence[str]) -> Sequence[str]:
        """Return which of these words are those of a file that is kept."""


async def attach_all(discussion: str, found: Iterable[Found], store: Attachments) -> tuple[str, ...]:
    """Keep files that were looked at, and return their content ids."""
    return tuple([await store.attach(discussion, each.words, each.content) for each in found])
