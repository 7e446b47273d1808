"""Brings a database's tables to what this version needs. One history of migrations for every database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from socialbpm.errors import Invalid
from socialbpm.store.databases import Database, connect, hold_for_migration, is_there, unusable
from socialbpm.store.tables import metadata

NEWEST = "head"
_SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(url: str, revision: str = NEWEST) -> None:
    """Bring the database at `url` up to `revision`. Whoever does it at the same time waits and finds it done.

    Raises:
        Invalid: it is not a URL, of a database that is not supported, or its tables are those of a newer version.
    """
    database = connect(url)
    try:
        await upgrade(database, revision)
    finally:
        await database.close()


@dataclass(frozen=True)
class Tables:
    """How far a database's tables are. `revision`: of the last migration that it had; `missing`: those to come.

    `newer`: a newer version of socialbpm migrated it, so that this one does not know its tables.
    """

    revision: str | None
    missing: tuple[str, ...]
    newer: bool = False

    def demand(self) -> None:
        """See that this version can work with them.

        Raises:
            Invalid: it cannot.
        """
        if self.newer:
            msg = f"a newer version of socialbpm made the tables of this database (revision {self.revision})"
            hint = "Install that version again, or restore a backup from before."
            raise Invalid(msg, hint=hint, code="tables-newer")
        if self.missing:
            msg = f"the tables of this database are not up to date: {len(self.missing)} migrations are missing"
            raise Invalid(msg, hint="Run `socialbpm migrate`.", code="tables-older")


def tables_of(connection: Connection) -> Tables:
    """Return how far the tables of a database are; nothing is changed."""
    revision = MigrationContext.configure(connection).get_current_revision()
    known = _history()
    if revision is not None and revision not in known:
        return Tables(revision, (), newer=True)
    return Tables(revision, known[known.index(revision) + 1 :] if revision else known)


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(config(None))


@cache
def _history() -> tuple[str, ...]:
    """Return all revisions that this version knows, the first first."""
    return tuple(reversed([script.revision for script in _scripts().walk_revisions()]))


async def look(database: Database) -> Tables:
    """Return how far the tables of a database are; nothing is changed."""
    async with database.reading.begin() as connection:
        return await connection.run_sync(tables_of)


async def look_at_tables(url: str) -> Tables:
    """Return how far the tables of the database at `url` are; nothing is changed.

    Raises:
        Invalid: it is not a URL, of a database that is not supported, or cannot be used.
    """
    if not is_there(url):
        return Tables(None, _history())
    database = connect(url)
    try:
        return await look(database)
    except database.failures as error:
        raise unusable(database.writing.url, getattr(error, "orig", None) or error) from error
    finally:
        await database.close()


async def upgrade(database: Database, revision: str = NEWEST) -> None:
    """Bring a database up to `revision` in one transaction; nodes that start at the same time do it one by one.

    An empty one gets the newest tables at once, which a test holds equal to what the migrations lead to.
    """
    async with database.writing.begin() as connection:
        await hold_for_migration(connection)
        found = await connection.run_sync(tables_of)
        if found.newer:
            found.demand()
        if found.missing or revision != NEWEST:
            await connection.run_sync(_bring_up, revision)


def _bring_up(connection: Connection, revision: str) -> None:
    if revision == NEWEST and not set(inspect(connection).get_table_names()) & set(metadata.tables):
        metadata.create_all(connection, checkfirst=False)
        MigrationContext.configure(connection).stamp(_scripts(), NEWEST)
    else:
        command.upgrade(config(connection), revision)


def config(connection: Connection | None) -> Config:
    """Return what Alembic needs to know to work on this connection."""
    settings = Config()
    settings.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings
