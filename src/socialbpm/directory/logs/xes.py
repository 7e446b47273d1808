"""XES: traces with events in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from io import BufferedIOBase

from socialbpm.directory.logs.happened import Happened, Rejected, Seen
from socialbpm.directory.logs.xml_stream import Handler, parse

Attributes = dict[str, tuple[str, ...]]


class _Traces(Handler[Happened]):
    """Attributes are elements with `key` and `value`, of a trace or an event; those inside others say nothing here."""

    def __init__(self) -> None:
        super().__init__()
        self._trace: Attributes = {}
        self._event: Attributes = {}
        self._alike: Counter[tuple[str, ...]] = Counter()  # within one trace: what reads the same
        self._began = ""

    def begin(self, attributes: Mapping[str, str]) -> None:
        """Take in the start of a trace or an event, or an attribute of it."""
        kind, inside = self.path[-1], self.path[-2] if len(self.path) > 1 else ""
        if kind == "trace":
            self._trace, self._alike = {}, Counter()
        elif kind == "event":
            self._event, self._began = {}, self.where
        elif inside == "event":
            _add(self._event, attributes)
        elif inside == "trace":
            _add(self._trace, attributes)

    def end(self) -> None:
        """Give an event that is complete."""
        if self.path[-1] == "event":
            self.found.append(self._happened(self.path[-2:-1] == ["trace"]))

    def _happened(self, in_trace: bool) -> Happened:
        activity, at = _one(self._event, "concept:name"), _one(self._event, "time:timestamp")
        case = self._trace.get("concept:name", ())
        alike = (activity, at, *self._event.get("org:resource", ()))
        number = self._alike[alike]
        self._alike[alike] += 1
        of_case = {f"case:{key}": value for key, value in self._trace.items()}
        return Happened(self._began, str(number), case if in_trace else (), activity, at, {**of_case, **self._event})


def _add(to: Attributes, attributes: Mapping[str, str]) -> None:
    if "key" in attributes and "value" in attributes:
        to[attributes["key"]] = (attributes["value"],)


def _one(attributes: Attributes, key: str) -> str:
    return attributes.get(key, ("",))[0]


def read(file: BufferedIOBase, seen: Seen) -> Iterator[Happened | Rejected]:
    """Give the events of an XES file, in its order.

    >>> from io import BytesIO
    >>> log = b'''<log><trace><string key="concept:name" value="order 1"/><event>
    ...   <string key="org:resource" value="bob"/><string key="concept:name" value="check"/>
    ... </event></trace></log>'''
    >>> [event] = read(BytesIO(log), lambda _: None)
    >>> event.where, event.cases, event.activity, event.attributes["org:resource"]
    ('line 1', ('order 1',), 'check', ('bob',))
    """
    return parse(file, _Traces(), seen)
