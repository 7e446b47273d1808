"""The bytes of attachments, in rows of the same database: `actions.attachments.Attachments`.

So a backup has the facts and the files of one moment, on either database, and what is erased is gone from both at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import col

from socialbpm.store.discussions import Discussions
from socialbpm.store.tables import AttachmentRow


class KeptAttachments(Discussions):
    """Files, each beside its words."""

    async def attach(self, discussion: str, words: Mapping[str, Any], content: bytes) -> str:
        """Keep a file and what it is called, and return its content id."""
        kept = await self.put_words(discussion, dict(words))
        digest = hashlib.sha256(content).hexdigest()
        await self._do(insert(AttachmentRow), [{"content": kept, "sha256": digest, "data": content}])
        return kept

    async def attached(self, attachment: str) -> bytes | None:
        """Return the bytes of a file; None if they were erased, or are not those that were kept."""
        row = col(AttachmentRow.sha256), col(AttachmentRow.data)
        found = await self._first(select(*row).where(col(AttachmentRow.content) == attachment))
        if found is None or hashlib.sha256(found[1]).hexdigest() != found[0]:
            return None
        return bytes(found[1])

    async def attachments_among(self, contents: Sequence[str]) -> Sequence[str]:
        """Return which of these words are those of a file that is kept."""
        return await self._column(select(col(AttachmentRow.content)).where(col(AttachmentRow.content).in_(contents)))
