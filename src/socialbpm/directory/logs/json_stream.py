"""JSON read as a stream: of one object at the top, the items of its lists, one after the other."""

from __future__ import annotations

import json
from codecs import getincrementaldecoder
from collections.abc import Iterator
from io import BufferedIOBase
from typing import Any

from socialbpm.directory.logs.happened import Rejected, Seen

CHUNK = 1 << 16
LARGEST = 1 << 24
"""Characters that one item may have: more is no event, but a file that is broken or means harm."""
_DECODER = json.JSONDecoder()
_SPACE = " \t\n\r"


class _Broken(Exception):
    """The rest of the file cannot be read."""


class _Text:
    """The part of the file that is in memory, and how many lines were before it."""

    def __init__(self, file: BufferedIOBase, seen: Seen) -> None:
        self._file, self._seen = file, seen
        self._decoder = getincrementaldecoder("utf-8-sig")()
        self._text, self._at, self.line, self._ended = "", 0, 1, False

    def _more(self) -> None:
        if len(self._text) - self._at > LARGEST:
            raise _Broken(f"one item has more than {LARGEST} characters")
        chunk = self._file.read1(max(CHUNK, len(self._text) - self._at))  # twice as much each time, for one large item
        self._seen(len(chunk))
        self._ended = not chunk
        self._text, self._at = self._text[self._at :] + self._decoder.decode(chunk, final=self._ended), 0

    def peek(self) -> str:
        """Return the next character that is not white space, "" at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self.line += self._text[self._at] == "\n"
                self._at += 1
            if self._ended:
                return ""
            self._more()

    def take(self, *characters: str) -> str:
        """Return the next character, which is one of these."""
        found = self.peek()
        if found not in characters:
            raise _Broken(f"{' or '.join(map(repr, characters))} expected, not {found or 'the end'!r}")
        self._at += 1
        return found

    def value(self) -> Any:
        """Return the next value, whole."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
                if end < len(self._text) or self._ended:  # else it may go on: 12 of 123
                    break
            except json.JSONDecodeError as error:
                if self._ended:
                    raise _Broken(error.msg) from error
            self._more()
        self.line += self._text.count("\n", self._at, end)
        self._at = end
        return value


def items(file: BufferedIOBase, seen: Seen) -> Iterator[tuple[str, str, Any] | Rejected]:
    r"""Give the items of each list in the object at the top: the list's name, the item's place, the item.

    >>> from io import BytesIO
    >>> list(items(BytesIO(b'{"events": [{"id": "e1"},\n 7], "version": 2}'), lambda _: None))
    [('events', 'line 1', {'id': 'e1'}), ('events', 'line 2', 7)]
    """
    text = _Text(file, seen)
    try:
        text.take("{")
        ended = text.peek() == "}"
        while not ended:
            name = text.value()
            text.take(":")
            yield from _list(text, str(name)) if text.peek() == "[" else _skipped(text)
            ended = text.take(",", "}") == "}"
    except (_Broken, UnicodeDecodeError, RecursionError, EOFError, OSError) as error:
        yield Rejected(f"line {text.line}", f"from here on it cannot be read: {error}", fatal=True)


def _list(text: _Text, name: str) -> Iterator[tuple[str, str, Any]]:
    text.take("[")
    ended = text.peek() == "]" and text.take("]") == "]"
    while not ended:
        text.peek()
        where = f"line {text.line}"
        yield name, where, text.value()
        ended = text.take(",", "]") == "]"


def _skipped(text: _Text) -> Iterator[tuple[str, str, Any]]:
    text.value()
    yield from ()
