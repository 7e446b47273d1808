"""The headers of what is sent: who it is from, that it is whole, and when it was sent (Standard Webhooks)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from standardwebhooks import Webhook

from socialbpm import __version__
from socialbpm.actions.letters import Parcel

AGENT = f"socialbpm/{__version__}"


def headers(parcel: Parcel, now: datetime) -> Mapping[str, str]:
    """Return the headers that a parcel is sent with at `now`."""
    return {
        "Content-Type": parcel.content_type,
        "User-Agent": AGENT,
        "webhook-id": parcel.message,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature(parcel.message, now, parcel.body, parcel.secrets),
    }


def signature(message: str, now: datetime, body: bytes, secrets: Sequence[str]) -> str:
    """Sign with each secret, so that a receiver who has any of them can tell that it is from us."""
    return " ".join(Webhook(secret).sign(message, now, body.decode()) for secret in secrets)
