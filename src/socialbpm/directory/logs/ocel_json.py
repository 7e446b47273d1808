"""OCEL 2.0 as JSON: read twice, first for the objects, then for the events."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedIOBase
from typing import Any

from socialbpm.directory.logs.choice import Choice
from socialbpm.directory.logs.happened import Happened, Rejected, Seen
from socialbpm.directory.logs.json_stream import items
from socialbpm.directory.logs.ocel import Types, happened, matter


def read(file: BufferedIOBase, choice: Choice, seen: Seen) -> Iterator[Happened | Rejected]:
    """Give the events of an OCEL 2.0 file in JSON, in its order."""
    types = _types(file, choice, seen)
    file.seek(0)
    for found in items(file, seen):
        if isinstance(found, Rejected):
            yield found
        elif found[0] == "events":
            yield _event(found[1], found[2], types, choice)


def _types(file: BufferedIOBase, choice: Choice, seen: Seen) -> Types:
    types, wanted = Types(), matter(choice)
    for found in items(file, seen):
        if isinstance(found, Rejected) or found[0] != "objects" or not isinstance(found[2], dict):
            continue
        if found[2].get("type") in wanted:
            types[str(found[2].get("id"))] = found[2]["type"]
    return types


def _event(where: str, event: Any, types: Types, choice: Choice) -> Happened | Rejected:
    try:
        values = [(str(one["name"]), str(one["value"])) for one in event.get("attributes") or ()]
        about = [str(one["objectId"]) for one in event.get("relationships") or ()]
        return happened(where, str(event["id"]), str(event["type"]), str(event["time"]), values, about, types, choice)
    except (AttributeError, KeyError, TypeError) as error:
        return Rejected(where, f"it is no event of OCEL 2.0: {error!r}")
