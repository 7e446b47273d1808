"""What the readers give: events as the file has them, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple


class Happened(NamedTuple):
    """An event as a file tells it; `where` is its place, `number` tells it from others that read the same.

    `attributes` are the event's, and those of its case with `case:` before; of an object-centric log also the ids of
    the objects that it is about, by their type. `cases` are the cases that it belongs to: of XES always one.
    """

    where: str
    number: str
    cases: tuple[str, ...]
    activity: str
    at: str
    attributes: Mapping[str, tuple[str, ...]]


class Rejected(NamedTuple):
    """Something that could not be used, and why. After `fatal` nothing more can be read."""

    where: str
    why: str
    fatal: bool = False


Seen = Callable[[int], None]
"""Told how many bytes of the file were read since the last time."""
