"""SQLite for tests: files with all tables and no rows, and none that waits for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, event
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection

from socialbpm.store import migrate


def _hastens(connection: object, _: object) -> None:
    if isinstance(connection, AsyncAdapt_aiosqlite_connection):
        connection.execute("PRAGMA synchronous=OFF")


@contextmanager
def hasty() -> Iterator[None]:
    """Wait for no disk in this block: what dies with the tests need not survive a power cut."""
    event.listen(Engine, "connect", _hastens)
    try:
        yield
    finally:
        event.remove(Engine, "connect", _hastens)


@contextmanager
def patient() -> Iterator[None]:
    """Wait for the disk in this block, as the service does."""
    event.remove(Engine, "connect", _hastens)
    try:
        yield
    finally:
        event.listen(Engine, "connect", _hastens)


def migrated(file: Path) -> str:
    """Make a file with all tables and no rows; return its URL. Writing one down is faster than making it anew."""
    file.write_bytes(_empty())
    return f"sqlite:///{file}"


@cache
def _empty() -> bytes:
    with TemporaryDirectory(prefix="socialbpm-") as folder:
        file = Path(folder) / "empty.sqlite"
        asyncio.run(migrate(f"sqlite:///{file}"))
        return file.read_bytes()
