"""Where each element of a file begins and ends, to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

TAG = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^>"'])*>""")


@dataclass(eq=False)
class Span:
    """An element. Offsets are of the file in UTF-8."""

    name: str
    """As it is written, with its prefix."""
    attributes: Mapping[str, str]
    scope: Mapping[str, str]
    """Prefix -> namespace, for what stands in it."""
    around: Mapping[str, str]
    """The same for what stands beside it."""
    start: int
    opened: int
    """Behind its start tag."""
    is_empty: bool
    """Whether its start tag is all of it."""
    closing: int = 0
    """Before its end tag."""
    end: int = 0
    children: list[Span] = field(default_factory=list)


def spans_of(text: bytes) -> list[Span]:
    """Return all elements in the order in which they begin, which is that of every parser."""
    return list(_Scanner(text).scan())


class _Scanner:
    def __init__(self, text: bytes) -> None:
        self.text = text
        self.found: list[Span] = []
        self.open: list[Span] = []
        self.parser = expat.ParserCreate("utf-8")  # whatever the declaration says, this is UTF-8 now
        self.parser.StartElementHandler = self._starts
        self.parser.EndElementHandler = self._ends

    def scan(self) -> Iterator[Span]:
        self.parser.Parse(self.text, True)  # noqa: FBT003  # expat names no arguments
        return iter(self.found)

    def _starts(self, name: str, attributes: dict[str, str]) -> None:
        around = self.open[-1].scope if self.open else {}
        declared = {key[6:]: uri for key, uri in attributes.items() if key == "xmlns" or key.startswith("xmlns:")}
        start = self.parser.CurrentByteIndex
        tag = TAG.match(self.text, start)
        opened = tag.end() if tag else start
        is_empty = self.text.endswith(b"/>", start, opened)
        span = Span(name, attributes, {**around, **declared} if declared else around, around, start, opened, is_empty)
        if self.open:
            self.open[-1].children.append(span)
        self.found.append(span)
        self.open.append(span)

    def _ends(self, _name: str) -> None:
        span = self.open.pop()
        span.closing = span.opened if span.is_empty else self.parser.CurrentByteIndex
        span.end = span.opened if span.is_empty else self.text.index(b">", span.closing) + 1
