"""What forms send."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form

Text = Annotated[str, Form(min_length=1, max_length=20_000)]
"""Words of a person; as many as the API takes."""
Name = Annotated[str, Form(min_length=1, max_length=200)]
"""The name of a ring, a person or a preview."""


def plain(text: str) -> str:
    r"""Return what somebody wrote with the ends of its lines as everywhere else: a form makes two characters of each.

    >>> plain("a\r\nb")
    'a\nb'
    """
    return text.replace("\r\n", "\n")
