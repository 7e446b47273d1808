"""The one module that knows which database it is: engines, their settings, and statements that differ.

SQLite: one connection writes, for there is only one writer at a time and waiting for it here is fair and cheap; two
read, which in WAL mode neither wait for the writer nor hold it up.

PostgreSQL: several connections write at once. Rows and names are locked until the end of the transaction, and each
statement sees what was committed before it (READ COMMITTED), so whoever has waited for a lock reads what is true now.
Who reads sees one moment (REPEATABLE READ).
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, Text, cast, event, func, literal, select, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from socialbpm.errors import Invalid
from socialbpm.store.codec import Encoded
from socialbpm.store.tables import Row, metadata
from socialbpm.store.trips import connected

READERS = 2
"""Connections that read a SQLite file, per process: with ten and more the slowest took ten times as long."""
NODE_CONNECTIONS = 5
"""Connections of a node to PostgreSQL that write, and as many that read; one more listens."""
CHANNEL = "socialbpm"
"""On which PostgreSQL tells all nodes for which runtime something was committed."""
CHANGED = "socialbpm_changed"
"""On which it tells them which discussion changed."""
READDRESSED = "socialbpm_readdressed"
"""On which it tells them for whom an offer or a listing changed."""
LONGEST_NOTE = 7900
"""Bytes that PostgreSQL takes along with a notification; JSON here is ASCII."""
BUSY_SECONDS = 30
"""How long a transaction waits for its turn, in this process and for another one, before it fails."""
CROSSED = frozenset({"40001", "40P01"})
"""Serialization failure, deadlock: somebody did something near it at the same time."""
TAKEN = "23505"
"""Unique violation: somebody did the same, at the same time or long ago."""
TRIES_CROSSED, TRIES_TAKEN = 9, 3
NOT_TEXT = "22021"
_BEFORE_HOST = re.compile(".*@", re.DOTALL)


class Contended(Exception):
    """Somebody else was in the way of this transaction, which kept nothing; the same once more may go through."""


@dataclass
class Database:
    """Two ways into one database: `writing`, and `reading`, which cannot write.

    `listening` makes connections that hear what other nodes commit, where there can be some. `failures` are what the
    database raises when it cannot be reached or refuses.
    """

    writing: AsyncEngine
    reading: AsyncEngine
    listening: AsyncEngine | None = None
    failures: tuple[type[Exception], ...] = (DBAPIError, OSError)
    scratch: TemporaryDirectory[str] | None = field(default=None, repr=False)

    async def close(self) -> None:
        """Close all connections; what was only for this process is gone."""
        for engine in (self.reading, self.writing, self.listening):
            if engine is not None:
                await engine.dispose()
        if self.scratch is not None:
            self.scratch.cleanup()


def connect(url: str) -> Database:
    """Return the database at `url`, e.g. `sqlite:///socialbpm.sqlite`. No connection is kept before it is used.

    A SQLite file and its folder are made. `sqlite://` is a database that is gone when it is closed. On PostgreSQL
    (`postgresql://user:password@host/name`) the database has to be there.

    Raises:
        Invalid: it is not a URL, of a database that is not supported, or a file that cannot be opened.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    if parsed.get_backend_name() == "postgresql":
        return _postgresql(parsed)
    raise _unsupported(parsed.render_as_string())


def is_shared(url: str) -> bool:
    """Whether several machines, and several nodes on one, can work on the database at `url` without waiting in line.

    Raises:
        Invalid: as `connect` does.
    """
    return _parsed(url).get_backend_name() == "postgresql"


def is_there(url: str) -> bool:
    """Whether there is something to connect to: a SQLite file that is not there yet would be made.

    Raises:
        Invalid: as `connect` does.
    """
    parsed = _parsed(url)
    return parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").is_file()


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        raise _unsupported(_BEFORE_HOST.sub("***@", url)) from None


def _unsupported(url: str) -> Invalid:
    hint = (
        "Use sqlite:/// and the path of a file, e.g. sqlite:///socialbpm.sqlite, or postgresql://user@host/name with "
        "the extra `postgres` installed."
    )
    return Invalid(f"{url!r} is not a database that socialbpm can use", hint=hint, code="database-unsupported")


def _sqlite(url: URL) -> Database:
    scratch = None
    if url.database in (None, "", ":memory:"):
        # Two connections cannot share a database in memory without sharing a cache, and with it locks; a file can.
        scratch = TemporaryDirectory(prefix="socialbpm-")
        url = url.set(database=str(Path(scratch.name) / "scratch.sqlite"))
    _make_file(url)
    url = url.set(drivername="sqlite+aiosqlite")
    kept = "FULL" if scratch is None else "OFF"
    writing = _sqlite_engine(url, 1, "BEGIN IMMEDIATE", "journal_mode=WAL", f"synchronous={kept}")
    return Database(writing, _sqlite_engine(url, READERS, "BEGIN", "query_only=ON"), scratch=scratch)


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
    hint = "Check that it is there, and that whoever runs the service may write it."
    return Invalid(msg, hint=hint, code="database-unusable")


def _json(value: object) -> str:
    return value if isinstance(value, Encoded) else json.dumps(value)


def _sqlite_engine(url: URL, connections: int, begin: str, *pragmas: str) -> AsyncEngine:
    """Make an engine whose transactions start with `begin`: Python's driver starts them late, or not at all.

    `synchronous=FULL`: a hook that was answered is on the disk. What is gone with the process need not wait for it.
    """
    engine = create_async_engine(
        url,
        hide_parameters=True,
        json_serializer=_json,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        connect_args={"async_creator_fn": connected},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def settle(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for setting in (f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON", *pragmas):
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection  # a `trips.OneTrip`
        driver.start_with(begin)

    return engine


def _postgresql(url: URL) -> Database:
    if find_spec("asyncpg") is None:
        msg = f"the database {url.render_as_string()} needs a driver that is not installed"
        raise Invalid(msg, hint="pip install 'socialbpm[postgres]'", code="database-unsupported")
    import asyncpg

    url = url.set(drivername="postgresql+asyncpg")
    return Database(
        _postgresql_engine(url, isolation_level="READ COMMITTED"),
        # After a restart of the server the connections that were kept are dead: who reads looks first. Who writes is
        # done again.
        _postgresql_engine(
            url, isolation_level="REPEATABLE READ", execution_options={"postgresql_readonly": True}, pool_pre_ping=True
        ),
        create_async_engine(url, hide_parameters=True, poolclass=NullPool),
        (DBAPIError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError),
    )


def _postgresql_engine(url: URL, **more: Any) -> AsyncEngine:
    """Make an engine whose transactions neither wait for ever nor, when their node hangs, keep others waiting."""
    settings = {
        "application_name": "socialbpm",
        "lock_timeout": f"{BUSY_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{2 * BUSY_SECONDS}s",
    }
    return create_async_engine(
        url,
        hide_parameters=True,
        json_serializer=_json,
        pool_size=NODE_CONNECTIONS,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        pool_use_lifo=True,  # whoever was used last has its statements prepared
        connect_args={"server_settings": settings},
        **more,
    )


def tries_for(error: BaseException) -> int:
    """Return how often in all a transaction is to be tried that fails like this; once where it would fail again.

    After a unique violation the same finds what is there already, and says so itself if that is in its way.
    """
    states = {_state(error), _state(error.__cause__)}
    if isinstance(error, Contended) or states & CROSSED:
        return TRIES_CROSSED
    return TRIES_TAKEN if TAKEN in states else 1


def _state(error: BaseException | None) -> str | None:
    """Return the SQLSTATE of an error, which PostgreSQL gives to each of its own."""
    return getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None


@contextmanager
def refusing() -> Iterator[None]:
    """Say in this block what a caller sent that cannot be kept: PostgreSQL has no text with U+0000 in it.

    Raises:
        Invalid: there was some.
    """
    try:
        yield
    except DBAPIError as error:
        if _state(error) == NOT_TEXT:
            raise Invalid("a text has the character U+0000 in it", hint="Send it without.") from None
        raise


def writes_alone(connection: AsyncConnection) -> bool:
    """Whether nobody else writes while this transaction does: what it has read is true until its end."""
    return connection.dialect.name == "sqlite"


async def hold(connection: AsyncConnection, *name: str, wait: bool = True) -> None:
    """Hold the lock of this name until the transaction ends. On SQLite whoever writes holds everything already.

    Raises:
        Contended: somebody else holds it, and this is not to `wait`.
    """
    if connection.dialect.name != "postgresql":
        return
    key = func.hashtextextended(json.dumps(name), 0)
    if wait:
        await connection.execute(select(func.pg_advisory_xact_lock(key)))
    elif not await connection.scalar(select(func.pg_try_advisory_xact_lock(key))):
        raise Contended(name)


async def hold_for_migration(connection: AsyncConnection) -> None:
    """Let nobody else migrate meanwhile, and wait for whoever does, however long it takes."""
    if connection.dialect.name == "postgresql":
        await connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        await hold(connection, "migration")


async def announce(connection: AsyncConnection, runtime: str) -> None:
    """Tell all nodes, with the commit, that there is something for a runtime."""
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_notify(CHANNEL, runtime)))


async def announce_changes(connection: AsyncConnection, changed: Mapping[str, Collection[str]]) -> None:
    """Tell all nodes, with the commit and in one statement, which discussions changed and whom to wake for each."""
    if connection.dialect.name == "postgresql" and changed:
        notes = [_note(discussion, people) for discussion, people in changed.items()]
        each = func.unnest(literal(notes, ARRAY(Text()))).column_valued("note")
        await connection.execute(select(func.pg_notify(CHANGED, each)))


async def announce_words(connection: AsyncConnection, words: Collection[str]) -> None:
    """Tell all nodes, with the commit and in one statement, whose offers and listings changed."""
    if connection.dialect.name == "postgresql" and words:
        short = [word for word in sorted(words) if len(word) < LONGEST_NOTE // 4]
        each = func.unnest(literal(short, ARRAY(Text()))).column_valued("word")
        await connection.execute(select(func.pg_notify(READDRESSED, each)))


def _note(discussion: str, people: Iterable[str]) -> str:
    """Return what is told of a change; without names, if they are many."""
    named = json.dumps([discussion, sorted(people)])
    return named if len(named) < LONGEST_NOTE else json.dumps([discussion, None])


def in_index(
    connection: AsyncConnection, number: ColumnElement[int], terms: ColumnElement[str], which: Sequence[Sequence[str]]
) -> ColumnElement[bool]:
    """Say of a row that its words hold one of each group of terms: letters and digits, as `experience_words` has them.

    `number` and `terms` are the columns of the index. All groups are one search in it, which goes from one row that
    has all of them to the next.
    """
    if connection.dialect.name == "postgresql":
        asked = " & ".join(f"({' | '.join(group)})" for group in which)
        return terms.op("@@", is_comparison=True)(cast(asked, TSQUERY))
    asked = " AND ".join(f"({' OR '.join(group)})" for group in which)
    found = text("SELECT rowid FROM experience_words WHERE experience_words MATCH :asked")
    return number.in_(found.bindparams(asked=asked).columns(rowid=Integer))


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
