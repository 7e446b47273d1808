"""The integrator's contract: the OpenAPI document, from the same models that validate the calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from fastapi import FastAPI
from pydantic import TypeAdapter

from socialbpm.contract.deliveries import AnyDelivery
from socialbpm.contract.element import Socialize
from socialbpm.contract.events import Event
from socialbpm.contract.hooks import Hook
from socialbpm.contract.problems import Problem
from socialbpm.contract.streams import EventKind
from socialbpm.service import examples, refusals

HOOK: TypeAdapter[Any] = TypeAdapter(Hook)
EVENT: TypeAdapter[Any] = TypeAdapter(Event)
DELIVERY: TypeAdapter[Any] = TypeAdapter(AnyDelivery)
ELEMENT: TypeAdapter[Any] = TypeAdapter(Socialize)
PROBLEM: TypeAdapter[Any] = TypeAdapter(Problem)
IN_COMPONENTS = "#/components/schemas/{model}"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def describing(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """Return what makes the OpenAPI document of an app: FastAPI's, with what our own models and tables say."""
    made: dict[str, Any] = {}

    def document() -> dict[str, Any]:
        if not made:
            made.update(_complete(FastAPI.openapi(app)))
        return made

    return document


def _complete(found: dict[str, Any]) -> dict[str, Any]:
    components = found["components"]["schemas"]
    for name, adapter in (("Hook", HOOK), ("Problem", PROBLEM)):
        schema = adapter.json_schema(ref_template=IN_COMPONENTS)
        components.update(schema.pop("$defs", {}))
        components[name] = schema
    found["components"]["schemas"] = dict(sorted(components.items()))
    _describe_streams(found)
    _describe_parameters(found)
    examples.describe(found)
    refusals.describe(found)
    return found


_EVENT_OF_A_STREAM = {
    "title": "StreamEvent",
    "description": "One event, by its fields; `data` is JSON: what happened, or null.",
    "type": "object",
    "required": ["id", "event", "data"],
    "properties": {
        "id": {"type": "string"},
        "event": {"enum": list(get_args(EventKind))},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
}


def _describe_streams(found: dict[str, Any]) -> None:
    """Say in the words of OpenAPI 3.1, which knows no streams, what the events of one are."""
    for methods in found["paths"].values():
        for operation in methods.values():
            content = operation["responses"].get("200", {}).get("content", {}).get("text/event-stream")
            if content is not None:
                content.clear()
                content["schema"] = _EVENT_OF_A_STREAM


def _describe_parameters(found: dict[str, Any]) -> None:
    """Say of what may be left out of a URL or a header just that: null, as the framework has it, cannot be sent."""
    for methods in found["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                wanted = [part for part in parameter["schema"].pop("anyOf", ()) if part != {"type": "null"}]
                for part in wanted:
                    parameter["schema"].update(part)


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schemas of what runtimes send and get, of events, and of the element."""
    titled = (("hooks", HOOK), ("deliveries", DELIVERY), ("element", ELEMENT), ("events", EVENT))
    return {name: {"$schema": DIALECT, **adapter.json_schema()} for name, adapter in titled}
