"""Where a runtime may be called, and what signs what it gets."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from socialbpm.contract.base import Wire

UrlText = Annotated[str, Field(min_length=1, max_length=2000)]
MOST_BASES = 20


class SetCallbacks(Wire):
    """Where a runtime may be called: `base_urls`, below which every `callback` of a firing must lie.

    `webhook` lies there, too. It gets what is told with `{"kind": "webhook"}`, and what no firing asked for.
    """

    base_urls: tuple[UrlText, ...] = Field(max_length=MOST_BASES)
    webhook: UrlText | None = None


class CallbacksView(Wire):
    """Where a runtime may be called, and since when. `secret` is only in the answer that made it."""

    runtime: str
    base_urls: tuple[str, ...] = ()
    webhook: str | None = None
    changed_at: datetime | None = None
    secret: str | None = None


class NewSecret(Wire):
    """A secret that signs what is sent, as Standard Webhooks have it. It is shown once.

    What is sent until `old_until` is signed with the one before, too, so that a receiver can change in its own time.
    """

    secret: str
    old_until: datetime | None = None
