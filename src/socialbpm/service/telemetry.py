"""OpenTelemetry by FastAPI's own support: a span and metrics for each request, without what names people in them."""

from __future__ import annotations

from collections.abc import MutableMapping
from importlib.util import find_spec
from typing import Any

from fastapi.telemetry import TelemetryConfig
from opentelemetry import trace

from socialbpm.service.access import PROBES

NAMES_PEOPLE = ("url.path", "url.query")
"""Attributes of a span that hold what a caller put into the URL: ids of people and tasks. `http.route` says enough."""


def _probed(scope: MutableMapping[str, Any]) -> bool:
    return scope["path"] in PROBES


CONFIG: TelemetryConfig = {"logs": False, "exclude": _probed}
"""No telemetry logs: they hold the messages of errors, which may repeat what somebody wrote."""

_scrubbed: set[int] = set()


def keep_people_out() -> None:
    """Let no span of the provider that is in use, if one is, name people. To be called once it is set up."""
    provider = trace.get_tracer_provider()
    if find_spec("opentelemetry.sdk") is None or id(provider) in _scrubbed:
        return
    from opentelemetry.sdk.trace import TracerProvider

    if isinstance(provider, TracerProvider):
        provider.add_span_processor(_scrubber())
        _scrubbed.add(id(provider))


def _scrubber() -> Any:
    """Make what empties those attributes when a span starts, so that no exporter gets them."""
    from opentelemetry.sdk.trace import Span, SpanProcessor

    class Scrubber(SpanProcessor):
        def on_start(self, span: Span, parent_context: object = None) -> None:
            for name in NAMES_PEOPLE:
                if name in (span.attributes or {}):
                    span.set_attribute(name, "")

    return Scrubber()
