"""The script that a page loads to have the element."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request, Response

FILE = Path(__file__).parent / "social-discussion.js"
router = APIRouter(include_in_schema=False)
MINUTES = 300


@cache
def _content() -> tuple[bytes, str]:
    content = FILE.read_bytes()
    return content, f'"{hashlib.sha256(content).hexdigest()[:16]}"'


@router.get("/widget/social-discussion.js")
async def get_widget_script(request: Request) -> Response:
    """Return it. Its address stays, so a browser asks again every few minutes whether it has changed."""
    content, tag = _content()
    headers = {
        "Cache-Control": f"public, max-age={MINUTES}",
        "ETag": tag,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="text/javascript; charset=utf-8", headers=headers)
