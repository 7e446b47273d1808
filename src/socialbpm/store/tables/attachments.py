"""The bytes of attachments."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, LargeBinary
from sqlmodel import Field

from socialbpm.store.tables.base import Row


class AttachmentRow(Row, table=True):
    """What a file holds. What it is called is in `contents`, under the same id; both go together.

    `sha256` is the hash of `data`, in hex. It is no key: each upload has bytes of its own, so that an upload of what is
    there already is none that anybody could tell from another, and one person's erasing takes nothing of another's.
    """

    __tablename__ = "attachments"
    __table_args__ = (ForeignKeyConstraint(["content"], ["contents.id"]),)

    content: str = Field(primary_key=True)
    sha256: str
    data: bytes = Field(sa_type=LargeBinary)
