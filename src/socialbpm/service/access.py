"""A line for each request: which endpoint, how it ended, how long it took; not who called, nor about what."""

from __future__ import annotations

import logging
import re
import time
from typing import Any
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

log = logging.getLogger(__name__)
HEADER = "X-Request-Id"
PROBES = frozenset({"/health", "/ready"})
"""Asked for every few seconds, by machines: logged only at `debug`."""
_FIT = re.compile(r"[A-Za-z0-9_-]{1,64}")


class AccessLog:
    """Logs each request, and gives it an id, the caller's where that is fit: it is in every line logged meanwhile."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log how it ended."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, ended = time.perf_counter(), dict[str, int]()
        request = _request_id(Headers(scope=scope).get(HEADER, ""))

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                ended["status"] = message["status"]
                MutableHeaders(scope=message)[HEADER] = request
            await send(message)

        with bound_contextvars(request=request):
            try:
                await self.app(scope, receive, named)
            finally:
                _log(scope, ended.get("status"), time.perf_counter() - began)


def _request_id(given: str) -> str:
    return given if _FIT.fullmatch(given) else uuid4().hex


def _log(scope: Scope, status: int | None, seconds: float) -> None:
    level = logging.DEBUG if scope["path"] in PROBES else logging.INFO
    told: dict[str, Any] = {"method": scope["method"], "endpoint": _endpoint(scope), "status": status}
    log.log(level, "request", extra={**told, "ms": round(seconds * 1000, 1)})


def _endpoint(scope: Scope) -> str | None:
    """Return the endpoint's name, that of its operation in the OpenAPI document. A path may hold somebody's id."""
    return getattr(scope.get("route"), "name", None)
