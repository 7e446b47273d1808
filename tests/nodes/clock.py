"""A clock that several processes look at and a test moves, forwards and back."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NUMBER = struct.Struct("q")


class SharedClock:
    """Reads eight bytes of a file that all who know its path have in memory.

    Args:
        path: the file; whoever moves the clock makes it.
        at: where the clock is to stand; None leaves it where it is.
    """

    def __init__(self, path: Path, at: datetime | None = None) -> None:
        if at is not None:
            path.write_bytes(NUMBER.pack(0))
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), NUMBER.size)
        if at is not None:
            self.move_to(at)

    def now(self) -> datetime:
        """Return where it stands."""
        microseconds: int = NUMBER.unpack_from(self._memory)[0]
        return EPOCH + microseconds * MICROSECOND

    def move_to(self, at: datetime) -> None:
        """Let it be another time, for everybody at once."""
        NUMBER.pack_into(self._memory, 0, (at - EPOCH) // MICROSECOND)
