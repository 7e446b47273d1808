"""What browsers let pages of other origins do here: call the widget's paths, if they are on the list, and no more."""

from __future__ import annotations

from collections.abc import Collection

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

UNDER = "/widget/"
AGAIN = 600
"""Seconds for which a browser remembers that a call is allowed."""


class Sharing:
    """Starlette's CORS, for the widget's paths only; no cookie goes with any call."""

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self.app = app
        self.shared = CORSMiddleware(
            app,
            allow_origins=sorted(origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID"],
            allow_credentials=False,
            expose_headers=["Retry-After"],
            max_age=AGAIN,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on: one for the widget with what browsers want to know of it."""
        shares = scope["type"] == "http" and scope["path"].startswith(UNDER)
        await (self.shared if shares else self.app)(scope, receive, send)
