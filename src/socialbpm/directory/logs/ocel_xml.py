"""OCEL 2.0 as XML: read twice, first for the objects, then for the events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BufferedIOBase

from socialbpm.directory.logs.choice import Choice
from socialbpm.directory.logs.happened import Happened, Rejected, Seen
from socialbpm.directory.logs.ocel import Types, happened, matter
from socialbpm.directory.logs.xml_stream import Handler, parse


class _Objects(Handler[tuple[str, str]]):
    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self._types = matter(choice)

    def begin(self, attributes: Mapping[str, str]) -> None:
        if self.path[-2:] == ["objects", "object"] and attributes.get("type") in self._types:
            self.found.append((attributes.get("id", ""), attributes["type"]))


class _Events(Handler[Happened]):
    def __init__(self, choice: Choice, types: Types) -> None:
        super().__init__()
        self._choice, self._types = choice, types
        self._event: Mapping[str, str] = {}
        self._values: list[tuple[str, str]] = []
        self._about: list[str] = []
        self._began = ""

    def begin(self, attributes: Mapping[str, str]) -> None:
        match self.path[-2:]:
            case ["events", "event"]:
                self._event, self._values, self._about, self._began = dict(attributes), [], [], self.where
            case ["attributes", "attribute"]:
                self._values.append((attributes.get("name", ""), ""))
            case ["objects", "relationship" | "object"]:
                self._about.append(attributes.get("object-id", ""))

    def text(self, text: str) -> None:
        if self.path[-2:] == ["attributes", "attribute"] and self._values:
            name, before = self._values[-1]
            self._values[-1] = (name, before + text)

    def end(self) -> None:
        if self.path[-2:] == ["events", "event"]:
            id_, kind, at = (self._event.get(key, "") for key in ("id", "type", "time"))
            self.found.append(
                happened(self._began, id_, kind, at, self._values, self._about, self._types, self._choice)
            )


def read(file: BufferedIOBase, choice: Choice, seen: Seen) -> Iterator[Happened | Rejected]:
    """Give the events of an OCEL 2.0 file in XML, in its order."""
    types: Types = {}
    for found in parse(file, _Objects(choice), seen):
        if isinstance(found, Rejected):
            break  # told when the events are read, which are before it or not at all
        types[found[0]] = found[1]
    file.seek(0)
    yield from parse(file, _Events(choice, types), seen)
