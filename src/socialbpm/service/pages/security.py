"""What a browser may do with a page of ours: load what is ours, send forms to us, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

STRICT = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
ALWAYS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""`no-store`: what somebody may not see any more must not be there when they go back."""


def headers(provider: str | None) -> dict[str, str]:
    """Return the headers of a page. Signing out sends the browser on to `provider`, and browsers count that as a form.

    >>> headers("https://id.example/realm")["Content-Security-Policy"].split("; ")[-1]
    "form-action 'self' https://id.example"
    """
    parsed = urlsplit(provider or "")
    allowed = f" {parsed.scheme}://{parsed.netloc}" if parsed.netloc else ""
    return {**ALWAYS, "Content-Security-Policy": "; ".join((*STRICT, f"form-action 'self'{allowed}"))}
