"""Changes to a text, all made at once, so that each place is that of the text as it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """Put `text` in the place of what is from `start` to `end`."""

    start: int
    end: int
    text: bytes = b""


def insert(at: int, text: bytes) -> Edit:
    """Put a text in between."""
    return Edit(at, at, text)


def edited(text: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the text with all changes made; where two begin in one place, they stand in the order given."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda each: each.start):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return b"".join([*parts, text[at:]])


def with_line(text: bytes, start: int) -> int:
    """Return where the white space before an element begins, back to the end of the line before; else its own start."""
    at = start
    while at and text[at - 1 : at] in {b" ", b"\t"}:
        at -= 1
    for end in (b"\r\n", b"\n", b"\r"):
        if text.endswith(end, 0, at):
            return at - len(end)
    return start
