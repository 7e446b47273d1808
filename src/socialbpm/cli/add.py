"""`socialbpm add`: a socialize event in a diagram that is there, or out of it again."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Collection, Iterator
from difflib import unified_diff
from pathlib import Path

from socialbpm.designer.check import check
from socialbpm.designer.reading import MOST_BYTES
from socialbpm.designer.splice import Spliced, add, remove
from socialbpm.designer.splice.source import read_source


def change(path: Path, tasks: Collection[str] | None, *, bare: bool, take_away: bool) -> tuple[bytes, Spliced]:
    """Return what is in a file, and what it would be.

    Raises:
        DiagramError: it cannot be done; nothing was written.
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if take_away:
        return data, remove(data, str(path), tasks=tasks)
    return data, add(data, str(path), tasks=tasks, bare=bare)


def show(path: Path, before: bytes, after: bytes) -> None:
    """Write the difference to standard output, as `diff -u` would."""
    old, new = ([*read_source(data, str(path)).text.decode().splitlines(keepends=True)] for data in (before, after))
    for line in unified_diff(old, new, str(path), str(path)):
        sys.stdout.write(line if line.endswith(("\n", "\r")) else f"{line}\n\\ No newline at end of file\n")


def write(path: Path, data: bytes) -> None:
    """Put a file in the place of the one that is there, whole or not at all, with the same permissions.

    Raises:
        OSError: it cannot be written; the old one is still there.
    """
    target = path.resolve()  # a link stays a link
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(target.stat().st_mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def told(path: Path, spliced: Spliced, *, take_away: bool) -> Iterator[str]:
    """Say what was done, what was left out, and what is wrong with the diagram as it is now."""
    tasks = ", ".join(spliced.tasks) or "no task"
    yield f"{path}: removed from {tasks}" if take_away else f"{path}: added to {tasks}"
    for identity in spliced.without_room:
        yield f"  not to {identity}: there is no free place on its border; --bare puts the element alone"
    yield from (str(found) for found in check(spliced.data, str(path)) if found.severity == "error")
