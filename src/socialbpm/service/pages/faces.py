"""How people and values look on a page: initials on a colour of their own, and a task's values as text."""

from __future__ import annotations

import json
from typing import Any
from zlib import crc32

TINTS = 6
"""Colours that the stylesheet has."""
LONGEST = 500
KILO = 1024


def initials(name: str) -> str:
    """Return the first letters of a person's first and last name.

    >>> initials("Alice Maria Krämer"), initials("dana"), initials("")
    ('AK', 'D', '·')
    """
    words = name.split()
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper() or "·"


def tint(name: str) -> int:
    """Return a person's colour: made of what the reader sees of them, so that it tells nothing more."""
    return crc32(name.encode()) % TINTS


def first_up(text: str) -> str:
    """Return a sentence with a capital at its beginning.

    >>> first_up("you worked with Bob")
    'You worked with Bob'
    """
    return text[:1].upper() + text[1:]


def size(number: int) -> str:
    """Return how large a file is.

    >>> size(12), size(1536), size(5 * 1024 * 1024)
    ('12 B', '1.5 kB', '5 MB')
    """
    if number < KILO:
        return f"{number} B"
    return f"{number / KILO:.3g} kB" if number < KILO**2 else f"{number / KILO**2:.3g} MB"


def shown(value: Any) -> str:
    """Return a value of a task as text.

    >>> shown("R-17"), shown(4120.5), shown(True), shown({"a": [1]})
    ('R-17', '4120.5', 'true', '{"a": [1]}')
    """
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
