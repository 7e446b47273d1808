"""The one module that knows which database it is: engines, their settings, and statements that differ.

SQLite: one connection writes, for there is only one writer at a time and waiting for it here is fair and cheap; two
read, which in WAL mode neither wait for the writer nor hold it up.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from socialbpm.errors import Invalid
from socialbpm.store.tables import Row, metadata

READERS = 2
"""Connections that read, per process: with ten and more the slowest requests took ten times as long."""
BUSY_SECONDS = 30
"""How long a transaction waits for its turn, in this process and for another one, before it fails."""


@dataclass
class Database:
    """Two ways into one database: `writing` takes the write lock at the start, `reading` cannot write."""

    writing: AsyncEngine
    reading: AsyncEngine
    scratch: TemporaryDirectory[str] | None = field(default=None, repr=False)

    async def close(self) -> None:
        """Close all connections; what was only for this process is gone."""
        await self.reading.dispose()
        await self.writing.dispose()
        if self.scratch is not None:
            self.scratch.cleanup()


def connect(url: str) -> Database:
    """Return the database at `url`, e.g. `sqlite:///socialbpm.sqlite`. No connection is kept before it is used.

    A SQLite file and its folder are made. `sqlite://` is a database that is gone when it is closed.

    Raises:
        Invalid: it is not a URL, of a database that is not supported, or a file that cannot be opened.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise _unsupported(url) from None
    if parsed.get_backend_name() != "sqlite":
        raise _unsupported(parsed.render_as_string())
    return _sqlite(parsed)


def _unsupported(url: str) -> Invalid:
    hint = "Use sqlite:/// and the path of a file, e.g. sqlite:///socialbpm.sqlite."
    return Invalid(f"{url!r} is not a database that socialbpm can use", hint=hint, code="database-unsupported")


def _sqlite(url: URL) -> Database:
    scratch = None
    if url.database in (None, "", ":memory:"):
        # Two connections cannot share a database in memory without sharing a cache, and with it locks; a file can.
        scratch = TemporaryDirectory(prefix="socialbpm-")
        url = url.set(database=str(Path(scratch.name) / "scratch.sqlite"))
    _make_file(url)
    url = url.set(drivername="sqlite+aiosqlite")
    writing = _sqlite_engine(url, 1, "BEGIN IMMEDIATE", "journal_mode=WAL")
    return Database(writing, _sqlite_engine(url, READERS, "BEGIN", "query_only=ON"), scratch)


def _make_file(url: URL) -> None:
    """See that the file can be opened, here: the asynchronous driver leaves a thread behind when it cannot open one."""
    try:
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
        sqlite3.connect(url.database or "").close()
    except (OSError, sqlite3.OperationalError) as error:
        raise unusable(url, error) from error


def unusable(url: URL, reason: object) -> Invalid:
    """Make the error for a database that is there and does not serve."""
    msg = f"the database {url.render_as_string()} cannot be used: {reason}"
    return Invalid(msg, hint="Check the path and who may write it.", code="database-unusable")


def _sqlite_engine(url: URL, connections: int, begin: str, pragma: str) -> AsyncEngine:
    """Make an engine whose transactions start with `begin`: Python's driver starts them late, or not at all.

    `synchronous` stays FULL: a hook that was answered is on the disk.
    """
    engine = create_async_engine(
        url, hide_parameters=True, pool_size=connections, max_overflow=0, pool_timeout=BUSY_SECONDS
    )

    @event.listens_for(engine.sync_engine, "connect")
    def settle(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for setting in (f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON", pragma):
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


@lru_cache(maxsize=128)
def _put(dialect: str, row: type[Row], keep: frozenset[str]) -> SqliteInsert | PostgresInsert:
    table = metadata.tables[str(row.__tablename__)]
    statement = PostgresInsert(table) if dialect == "postgresql" else SqliteInsert(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in table.columns.keys() if name not in {*keys, *keep}}  # noqa: SIM118 - iterating gives columns
    if not changed:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)


async def put(
    connection: AsyncConnection, row: type[Row], rows: Sequence[Mapping[str, Any]], *, keep: Sequence[str] = ()
) -> None:
    """Insert rows; where one with the same primary key is there, overwrite it, except the columns in `keep`."""
    if rows:
        await connection.execute(_put(connection.dialect.name, row, frozenset(keep)), rows)


async def put_new(connection: AsyncConnection, row: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; where one with the same primary key is there, leave it as it is."""
    if rows:
        every = frozenset(metadata.tables[str(row.__tablename__)].columns.keys())
        await connection.execute(_put(connection.dialect.name, row, every), rows)
