"""A statement on SQLite is one trip to the connection's thread, whatever it is."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from socialbpm.store.trips import OneTrip, connected

pytestmark = pytest.mark.anyio


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[OneTrip]:
    """A connection to an empty file with a table in it."""
    opened = await connected(str(tmp_path / "some.sqlite"), isolation_level=None)
    await _do(opened, "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
    yield opened
    await opened.close()


async def _do(connection: OneTrip, sql: str, given: Sequence[Any] = ()) -> Any:
    statement = await connection.cursor().__aenter__()
    return await statement.execute(sql, given)


@pytest.fixture
def trips(connection: OneTrip, monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One entry for each trip to the thread from now on."""
    made: list[None] = []
    go = connection._tx.put_nowait

    def counted(what: Any) -> None:
        made.append(None)
        go(what)

    class Counting:
        put_nowait = staticmethod(counted)

    monkeypatch.setattr(connection, "_tx", Counting())
    return made


async def test_a_question_and_its_answer_are_one_trip(connection: OneTrip, trips: list[None]) -> None:
    """With the names of the columns, and nothing left to close."""
    statement = await _do(connection, "SELECT 1 AS one, ? AS other", ["Bob"])
    assert await statement.fetchall() == [(1, "Bob")]
    assert [name for name, *_ in statement.description] == ["one", "other"]
    await statement.close()
    assert len(trips) == 1


async def test_what_is_written_is_one_trip_and_counted(connection: OneTrip, trips: list[None]) -> None:
    """Also with RETURNING, where the number is known only once all is fetched; and for many rows."""
    statement = await _do(connection, "INSERT INTO people (name) VALUES ('Alice'), ('Bob') RETURNING name")
    assert (statement.rowcount, await statement.fetchall()) == (2, [("Alice",), ("Bob",)])
    statement = await connection.cursor().__aenter__()
    await statement.executemany("INSERT INTO people (name) VALUES (?)", [["Carol"], ["Dana"], ["Eve"]])
    assert (statement.rowcount, statement.description, await statement.fetchall()) == (3, None, [])
    assert len(trips) == 2


async def test_a_refusal_comes_as_the_driver_says_it(connection: OneTrip) -> None:
    """Two people of one name; the connection is none the worse for it."""
    await _do(connection, "INSERT INTO people (name) VALUES ('Bob')")
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        await _do(connection, "INSERT INTO people (name) VALUES ('Bob')")
    assert await (await _do(connection, "SELECT count(*) FROM people")).fetchall() == [(1,)]


async def test_a_transaction_begins_on_the_trip_of_its_first_statement(connection: OneTrip, trips: list[None]) -> None:
    """And one in which nothing was said takes none at all, however it ends."""
    connection.start_with("BEGIN IMMEDIATE")
    await _do(connection, "INSERT INTO people (name) VALUES ('Alice')")
    assert (connection.in_transaction, len(trips)) == (True, 1)
    await connection.rollback()
    assert (connection.in_transaction, len(trips)) == (False, 2)
    connection.start_with("BEGIN IMMEDIATE")
    await connection.commit()
    await connection.rollback()
    assert len(trips) == 2
    assert await (await _do(connection, "SELECT count(*) FROM people")).fetchall() == [(0,)]


async def test_what_somebody_was_cancelled_in_is_undone(connection: OneTrip) -> None:
    """The statement may run after they are gone: a connection that comes back to the pool holds no lock for it."""
    connection.start_with("BEGIN IMMEDIATE")
    saying = asyncio.ensure_future(_do(connection, "INSERT INTO people (name) VALUES ('Alice')"))
    await asyncio.sleep(0)
    saying.cancel()
    await connection.rollback()
    assert not connection.in_transaction
    assert await (await _do(connection, "SELECT count(*) FROM people")).fetchall() == [(0,)]
