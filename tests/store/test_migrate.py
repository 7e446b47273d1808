"""Migrations lead to the tables, and back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from socialbpm.store import migrate, open_store
from socialbpm.store.databases import connect
from socialbpm.store.migrate import config
from socialbpm.store.tables import metadata
from socialbpm.store.tables.experience import WORDS_INDEX
from tests.postgres import Server

pytestmark = pytest.mark.anyio


async def run(url: str, what: Callable[[Connection], object]) -> object:
    """Do something on a connection to the database."""
    database = connect(url)
    try:
        async with database.writing.begin() as connection:
            return await connection.run_sync(what)
    finally:
        await database.close()


def tables(connection: Connection) -> set[str]:
    """Name the tables that are there, without those that an index of words is made of."""
    found = set(inspect(connection).get_table_names()) - {"alembic_version"}
    return {name for name in found if not name.startswith(WORDS_INDEX)}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables; as a file it is not there yet, in a folder that is not there yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'not' / 'yet' / 'store.sqlite'}"
    server: Server = request.getfixturevalue("postgres")
    return server.make()


async def by_steps(url: str) -> None:
    """Go through every migration, as a database does that has been there for long."""
    await migrate(url, "0001")
    await migrate(url)


def told(thing: Any) -> str:
    """Say what something is made of, as text."""
    if isinstance(thing, Mapping):
        return str(sorted((name, told(value)) for name, value in thing.items() if name != "comment"))
    return str(thing)


def shape(connection: Connection) -> dict[str, Any]:
    """Say what there is of each table, in any order."""
    found, ways = inspect(connection), ("columns", "foreign_keys", "unique_constraints", "check_constraints", "indexes")
    return {
        table: [
            found.get_pk_constraint(table),
            *(sorted(map(told, getattr(found, f"get_{way}")(table))) for way in ways),
        ]
        for table in sorted(found.get_table_names())
    }


@pytest.fixture
def other(url: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A second one on the same kind of server."""
    if url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'other.sqlite'}"
    server: Server = request.getfixturevalue("postgres")
    return server.make()


async def test_migrating_makes_every_table(url: str) -> None:
    """A new file has all that this version needs."""
    await migrate(url)
    assert await run(url, tables) == set(metadata.tables)


async def test_a_new_database_is_like_one_that_was_migrated(url: str, other: str) -> None:
    """It gets its tables at once, and nobody can tell; it says of itself to be of the newest revision."""
    await migrate(url)
    await by_steps(other)
    assert await run(url, shape) == await run(other, shape)
    assert await run(url, revision) == await run(other, revision) is not None


def revision(connection: Connection) -> str | None:
    """Return the revision that a database says to be of."""
    return MigrationContext.configure(connection).get_current_revision()


async def test_the_migrations_lead_to_what_the_tables_say(url: str) -> None:
    """Whoever changes a table writes a migration."""
    await by_steps(url)
    await run(url, lambda connection: command.check(config(connection)))


async def test_migrations_can_be_taken_back(url: str) -> None:
    """Down to nothing, and up again."""
    await by_steps(url)
    await run(url, lambda connection: command.downgrade(config(connection), "base"))
    assert await run(url, tables) == set()
    await migrate(url)
    assert await run(url, tables) == set(metadata.tables)


async def test_several_may_migrate_at_once(url: str) -> None:
    """Three nodes start on the same new database; one migrates, the others find it done."""
    opened = await asyncio.gather(*(open_store(url) for _ in range(3)))
    for stores in opened:
        await stores.close()
    assert await run(url, tables) == set(metadata.tables)


async def test_a_failed_migration_leaves_nothing(url: str) -> None:
    """All of it happens, or nothing: the database is as it was."""
    with pytest.raises(RuntimeError, match="power cut"):
        await run(url, _migrate_and_fail)
    assert await run(url, tables) == set()


def _migrate_and_fail(connection: Connection) -> None:
    settings: Config = config(connection)
    command.upgrade(settings, "head")
    msg = "power cut"
    raise RuntimeError(msg)
