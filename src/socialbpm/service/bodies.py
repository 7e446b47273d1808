"""Bodies that are taken as they are."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request


async def _body(request: Request) -> bytes:
    return await request.body()


TheBody = Annotated[bytes, Depends(_body)]
"""The body as it is. An endpoint asks for it before anything else, which might take it for a form."""
