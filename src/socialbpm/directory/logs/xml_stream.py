"""XML read as a stream, in constant memory: a pass through expat, which knows each line and nothing from outside.

A document type is refused: it alone could declare entities, and with them blow a small file up or reach for others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from io import BufferedIOBase
from typing import Generic, TypeVar
from xml.parsers import expat

from socialbpm.directory.logs.happened import Rejected, Seen

CHUNK = 1 << 16
DEEPEST = 100
"""Elements inside each other: no log is deeper, and a hostile one could be endlessly so."""

Found = TypeVar("Found")


class Refused(Exception):
    """Something in the file that is not read."""


class Handler(Generic[Found]):
    """Is told of elements as they begin and end; what it finds it puts into `found`. `path` are the elements around."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.found: deque[Found | Rejected] = deque()
        self.where = ""

    def begin(self, attributes: Mapping[str, str]) -> None:
        """An element began: the last of `path`."""

    def text(self, text: str) -> None:
        """Text inside an element, perhaps a part of it only."""

    def end(self) -> None:
        """An element ends: still the last of `path`."""


def parse(file: BufferedIOBase, handler: Handler[Found], seen: Seen) -> Iterator[Found | Rejected]:
    """Give what the handler finds in a file; at its end perhaps why the rest cannot be read."""
    parser = _parser(handler)
    try:
        while chunk := file.read1(CHUNK):
            seen(len(chunk))
            parser.Parse(chunk, False)  # noqa: FBT003 - expat has no keywords
            yield from _drained(handler)
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, Refused, EOFError, OSError) as error:
        yield from _drained(handler)
        yield Rejected(f"line {parser.CurrentLineNumber}", f"from here on it cannot be read: {error}", fatal=True)


def _drained(handler: Handler[Found]) -> Iterator[Found | Rejected]:
    while handler.found:
        yield handler.found.popleft()


def _parser(handler: Handler[Found]) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def begin(name: str, attributes: dict[str, str]) -> None:
        if len(handler.path) >= DEEPEST:
            raise Refused(f"more than {DEEPEST} elements inside each other")
        handler.path.append(name.rpartition(":")[2])
        handler.where = f"line {parser.CurrentLineNumber}"
        handler.begin(attributes)

    def end(_: str) -> None:
        handler.end()
        handler.path.pop()

    def refuse(*_: object) -> None:
        raise Refused("it has a document type, which could hold anything; take it out")

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = refuse
    return parser
