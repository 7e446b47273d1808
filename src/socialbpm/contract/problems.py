"""Errors on the wire: RFC 9457 problem details with a stable `code`."""

from __future__ import annotations

from typing import Any

from socialbpm.contract.base import Wire


class Problem(Wire):
    """`application/problem+json`: `code` is stable, `detail` says what happened, `hint` what to do next."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    hint: str = ""
    errors: tuple[dict[str, Any], ...] = ()
    preview: dict[str, Any] | None = None
