"""A statement on SQLite in one trip to its thread: the driver takes four, and the trips cost more than the statements.

aiosqlite has a thread for each connection, and goes there to make a cursor, to execute, to fetch, and to close. Here
all of that is done there at once, and what was fetched is handed over; SQLAlchemy reads every row in any case.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

import aiosqlite


class Statement:
    """What SQLAlchemy takes for a cursor: one statement, and what came of it."""

    description: Any = None
    rowcount = -1
    lastrowid: int | None = None
    arraysize = 1

    def __init__(self, connection: OneTrip) -> None:
        self._connection = connection
        self._rows: list[Any] = []

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, given: Sequence[Any] = ()) -> Self:
        """Execute a statement, and fetch all of its rows."""
        await self._connection.go(lambda cursor: self._have(cursor.execute(sql, given)))
        return self

    async def executemany(self, sql: str, given: Iterable[Sequence[Any]]) -> Self:
        """Execute a statement for each of many rows."""
        await self._connection.go(lambda cursor: self._have(cursor.executemany(sql, given)))
        return self

    def _have(self, cursor: sqlite3.Cursor) -> None:
        self.description, self.lastrowid = cursor.description, cursor.lastrowid
        self._rows = cursor.fetchall() if cursor.description else []
        self.rowcount = cursor.rowcount  # of RETURNING it is known once all is fetched

    async def fetchall(self) -> list[Any]:
        """Return the rows."""
        return self._rows

    async def close(self) -> None:
        """Do nothing: the cursor was closed on the same trip."""


class OneTrip(aiosqlite.Connection):
    """A connection whose statements are each one trip."""

    _begin = ""
    _away = False

    def cursor(self) -> Any:
        """Return what takes a statement; nothing is asked of the database for that."""
        return Statement(self)

    async def go(self, do: Callable[[sqlite3.Cursor], None]) -> None:
        """Let something be done with a cursor, on the connection's thread."""
        begin, self._begin, self._away = self._begin, "", True
        await self._execute(self._done, begin, do)  # type: ignore[no-untyped-call]  # aiosqlite does not say its types
        self._away = False

    def start_with(self, begin: str) -> None:
        """Begin a transaction on the same trip as its first statement, which is when it takes its locks."""
        self._begin = begin

    async def commit(self) -> None:
        """Keep what the transaction did; of one that never began there is nothing."""
        if self._is_under_way():
            await super().commit()

    async def rollback(self) -> None:
        """Undo what the transaction did. A pool asks for this whenever a connection comes back: mostly it is done."""
        if self._is_under_way():
            await super().rollback()

    def _is_under_way(self) -> bool:
        """Whether there is a transaction; or may be one, because somebody was cancelled while their statement ran."""
        self._begin, away, self._away = "", self._away, False
        return away or self.in_transaction

    def _done(self, begin: str, do: Callable[[sqlite3.Cursor], None]) -> None:
        cursor = self._conn.cursor()
        try:
            if begin:
                cursor.execute(begin)
            do(cursor)
        finally:
            cursor.close()


async def connected(path: str, **settings: Any) -> OneTrip:
    """Open a connection to a file. Its thread does not outlive the program."""
    connection = OneTrip(lambda: sqlite3.connect(path, **settings), iter_chunk_size=64)
    connection._thread.daemon = True
    await connection
    return connection
