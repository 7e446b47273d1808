"""Brings a database's tables to what this version needs. One history of migrations for every database."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection

from socialbpm.store.databases import Database, connect, hold_for_migration

_SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(url: str, revision: str = "head") -> None:
    """Bring the database at `url` up to `revision`. Whoever does it at the same time waits and finds it done.

    Raises:
        Invalid: it is not a URL, or of a database that is not supported.
    """
    database = connect(url)
    try:
        await upgrade(database, revision)
    finally:
        await database.close()


async def upgrade(database: Database, revision: str = "head") -> None:
    """Bring a database up to `revision` in one transaction; nodes that start at the same time do it one by one."""
    async with database.writing.begin() as connection:
        await hold_for_migration(connection)
        await connection.run_sync(lambda it: command.upgrade(config(it), revision))


def config(connection: Connection) -> Config:
    """Return what Alembic needs to know to work on this connection."""
    settings = Config()
    settings.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings
