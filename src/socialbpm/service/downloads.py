"""How a file of somebody else's leaves: as bytes to be saved, which no browser shows, guesses at or runs."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from starlette.responses import Response

BYTES = "application/octet-stream"
HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}
"""`no-store`: what somebody may not see any more must not be there when they ask again."""


def download(name: str, content: bytes) -> Response:
    """Return a file to be saved under its name."""
    return Response(content, media_type=BYTES, headers={**HEADERS, "Content-Disposition": disposition(name)})


def disposition(name: str) -> str:
    r"""Return how a file is named in a header: in ASCII for old browsers, and as it is (RFC 6266).

    >>> disposition('Überweisung "7".pdf')
    'attachment; filename="_berweisung _7_.pdf"; filename*=UTF-8\'\'%C3%9Cberweisung%20%227%22.pdf'
    """
    plain = "".join(char if char.isascii() and char.isprintable() and char not in '"\\%' else "_" for char in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
