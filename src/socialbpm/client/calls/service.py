"""The service itself, and what happens in it."""

from __future__ import annotations

from dataclasses import replace

from pydantic import TypeAdapter

from socialbpm.client.call import Call, get, to
from socialbpm.client.calls.answers import DISCUSSION
from socialbpm.contract.health import Health, Readiness
from socialbpm.contract.streams import StreamEvent

_EVENT = TypeAdapter(StreamEvent)


def follow() -> Call[StreamEvent]:
    """Be told live what happens in all of one's discussions; for `Client.stream`."""
    return get("/v1/stream", _EVENT)


def follow_discussion(discussion: str) -> Call[StreamEvent]:
    """Be told live what happens in one discussion; for `Client.stream`."""
    return get(to(f"{DISCUSSION}/stream", discussion=discussion), _EVENT)


def get_problem(code: str) -> Call[str]:
    """Read what a problem's code means."""
    return replace(get(to("/problems/{code}", code=code), TypeAdapter(str)), answers="text")


def get_health() -> Call[Health]:
    """Ask whether the service works."""
    return get("/health", TypeAdapter(Health))


def get_ready() -> Call[Readiness]:
    """Say whether calls can be sent to this node, and how late what is due is; a node that is not ready is an error."""
    return get("/ready", TypeAdapter(Readiness))
