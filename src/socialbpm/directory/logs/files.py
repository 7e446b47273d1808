"""Which reader a file needs, told by its first bytes."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path
from typing import Literal

from socialbpm.directory.logs import ocel_json, ocel_sqlite, ocel_xml, xes
from socialbpm.directory.logs.choice import Choice
from socialbpm.directory.logs.happened import Happened, Rejected, Seen
from socialbpm.errors import Invalid

Form = Literal["xes", "ocel xml", "ocel json", "ocel sqlite"]
GZIP, SQLITE = b"\x1f\x8b", b"SQLite format 3\x00"
LOOKED_AT = 1 << 14


def is_object_centric(path: Path) -> bool:
    """Whether events of this file belong to objects, one kind of which has to be chosen as the case.

    Raises:
        Invalid: it is no event log.
    """
    return form(path) != "xes"


def size(path: Path) -> int | None:
    """Return how many bytes reading a file will tell of: None where that shows at its end only.

    Raises:
        Invalid: it is no event log.
    """
    passes = {"xes": 1, "ocel xml": 2, "ocel json": 2}.get(form(path), 0)
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    return None if packed or not passes else passes * path.stat().st_size


def events(path: Path, choice: Choice, seen: Seen = lambda _: None) -> Iterator[Happened | Rejected]:
    """Give what a file holds. `seen` is told of the bytes that are read, unpacked, also where a file is read twice.

    Raises:
        Invalid: it is no event log.
        OSError: it cannot be opened.
    """
    kind = form(path)
    if kind == "ocel sqlite":
        yield from ocel_sqlite.read(path, choice)
        return
    with opened(path) as file:
        if kind == "xes":
            yield from xes.read(file, seen)
        else:
            yield from (ocel_xml if kind == "ocel xml" else ocel_json).read(file, choice, seen)


def opened(path: Path) -> BufferedIOBase:
    """Open a file; one that is packed with gzip is unpacked on the way."""
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    return gzip.open(path, "rb") if packed else path.open("rb")


def form(path: Path) -> Form:
    """Return what a file is.

    Raises:
        Invalid: it is no event log.
    """
    with opened(path) as file:
        try:
            start = file.read1(LOOKED_AT)
        except (OSError, EOFError):
            start = b""
    if start.startswith(SQLITE):
        return "ocel sqlite"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{"):
        return "ocel json"
    if text.startswith(b"<"):
        return "ocel xml" if b"<object-types" in start or b"<objects" in start or b"<event-types" in start else "xes"
    raise Invalid(
        f"{path} is no event log", hint="Use XES (.xes, .xes.gz) or OCEL 2.0 (.xml, .json, .sqlite).", code="no-log"
    )
