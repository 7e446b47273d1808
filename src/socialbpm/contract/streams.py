"""What is told live: `text/event-stream`, one event for each thing that happened."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime

from socialbpm.contract.base import Wire
from socialbpm.contract.views import PersonView

EventKind = Literal["ready", "fact", "reset", "offers", "listings"]
"""`ready`: from here on nothing is missed. `fact`: something happened. `reset`: more did than is kept; read anew.

`offers`, `listings`: what is offered to the reader, or what they may join, is not what it was when they were last told.
"""


class Happened(Wire):
    """One thing that happened in a discussion, as its reader may know it; `fetch` is the path of what changed."""

    discussion: str
    fetch: str
    at: AwareDatetime
    kind: str
    who: PersonView | None
    ring: str | None
    post: str | None


class Anew(Wire):
    """A list of the reader's own that changed: `fetch` is its path. What changed in it stands there."""

    fetch: str


class StreamEvent(Wire):
    """An event of a stream. Whoever hands its `id` back as `Last-Event-ID` is told what came after it."""

    id: str
    event: EventKind
    data: Happened | Anew | None = None
