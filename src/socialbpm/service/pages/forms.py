"""What forms send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import File, Form, UploadFile

from socialbpm.contract import attachments

Text = Annotated[str, Form(min_length=1, max_length=20_000)]
"""Words of a person; as many as the API takes."""
Name = Annotated[str, Form(min_length=1, max_length=200)]
"""The name of a ring, a person or a preview."""

Files = Annotated[list[UploadFile], File()]
"""What somebody attaches; a browser sends an empty one where nothing was chosen."""
NONE: list[UploadFile] = []


async def chosen(files: Sequence[UploadFile]) -> list[attachments.File]:
    """Return the files that somebody chose."""
    return [attachments.File(file.filename, await file.read()) for file in files if file.filename]


def plain(text: str) -> str:
    r"""Return what somebody wrote with the ends of its lines as everywhere else: a form makes two characters of each.

    >>> plain("a\r\nb")
    'a\nb'
    """
    return text.replace("\r\n", "\n")
