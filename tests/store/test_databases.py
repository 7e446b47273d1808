"""How databases are opened, and what a transaction promises."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import col

from socialbpm.config import Settings
from socialbpm.errors import Invalid
from socialbpm.store import SqlStore, SqlStores, databases, open_store
from socialbpm.store.databases import connect
from socialbpm.store.tables import FactRow, QueueRow, ReceiptRow
from tests.postgres import Server
from tests.sqlite import patient
from tests.store.road import MONDAY, add, bob_says, keep, opened

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("url", ["mysql://localhost/socialbpm", "socialbpm.sqlite", ""])
def test_an_unknown_database_is_refused(url: str) -> None:
    """The error says what to use instead."""
    with pytest.raises(Invalid, match=r"sqlite:///socialbpm\.sqlite"):
        connect(url)


async def test_what_is_no_database_is_refused_by_its_path(tmp_path: Path) -> None:
    """A wrong path in a setting is a sentence that names it."""
    file = tmp_path / "notes.txt"
    file.write_text("not a database, but long enough to be looked at " * 40)
    with pytest.raises(Invalid, match=r"notes\.txt cannot be used") as refused:
        await open_store(f"sqlite:///{file}")
    assert refused.value.code == "database-unusable"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://alice:secret@localhost/socialbpm",
        "postgresql//alice:secret@localhost/socialbpm",
        "postgresql://alice:secret@localhost:port/socialbpm",
    ],
)
def test_a_refused_url_keeps_its_password_to_itself(url: str) -> None:
    """Errors end up in logs, also of a URL that cannot be read."""
    with pytest.raises(Invalid, match="localhost") as refused:
        connect(url)
    assert "secret" not in str(refused.value)


def test_settings_keep_the_password_to_themselves() -> None:
    """Whoever shows them does not show how to get in."""
    assert "hunter2" not in repr(Settings(database_url="postgresql://alice:hunter2@localhost/socialbpm"))


async def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path: Path) -> None:
    """A wrong host in a setting is a sentence that names it."""
    with pytest.raises(Invalid, match="cannot be used") as refused:
        await open_store(f"postgresql://alice:secret@/socialbpm?host={tmp_path}")
    assert refused.value.code == "database-unusable"
    assert "alice" in str(refused.value)
    assert "secret" not in str(refused.value)


async def test_a_database_that_is_not_there_is_named(postgres: Server) -> None:
    """PostgreSQL says why; whoever runs the service makes it there first."""
    with pytest.raises(Invalid, match=r'"nowhere" does not exist') as refused:
        await open_store(postgres.url.set(database="nowhere").render_as_string(hide_password=False))
    assert refused.value.code == "database-unusable"


def test_a_driver_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra, and the error says which."""
    monkeypatch.setattr(databases, "find_spec", lambda _: None)
    with pytest.raises(Invalid, match=r"socialbpm\[postgres\]") as refused:
        connect("postgresql://alice:secret@localhost/socialbpm")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
async def test_a_database_for_this_process_needs_no_file(url: str) -> None:
    """What one transaction wrote, another reads, until it is closed."""
    async with await open_store(url) as stores:
        await keep(stores, opened())
        async with stores.read() as store:
            assert await store.discussion("d1") is not None


async def test_what_was_kept_is_there_after_a_restart(database_url: str) -> None:
    """A database outlives the process."""
    async with await open_store(database_url) as stores:
        kept = await keep(stores, opened())
    async with await open_store(database_url) as stores, stores.read() as store:
        assert await store.discussion("d1") == kept


async def test_a_transaction_that_fails_keeps_nothing(stores: SqlStores) -> None:
    """Facts, words and projection go together, or not at all."""
    with pytest.raises(RuntimeError, match="crash"):
        await _fail_halfway(stores)
    async with stores.read() as store:
        assert await store.discussion("d1") is None
        assert await store.words(["words"]) == {}
        assert await store.visible("alice", None, 10) == []


async def _fail_halfway(stores: SqlStores) -> None:
    async with stores.write() as store:
        await add(store, "d1", opened())
        await store.put_words("d1", "Which account?")
        msg = "crash"
        raise RuntimeError(msg)


async def test_who_reads_sees_one_moment(stores: SqlStores) -> None:
    """A reader is not disturbed by what is written meanwhile, and does not hold it up."""
    await keep(stores, opened())
    async with stores.read() as store:
        before = await store.discussion("d1")
        await keep(stores, bob_says("p1", MONDAY))
        assert await store.discussion("d1") == before


async def test_who_reads_cannot_write(stores: SqlStores) -> None:
    """A reading transaction is refused by the database itself, whatever the code does."""
    with pytest.raises(DBAPIError, match=r"read-?only"):
        async with stores.read() as store:
            await add(store, "d1", opened())


@pytest.mark.parametrize("kind", ["read", "write"])
async def test_a_transaction_inside_another_one_is_refused(stores: SqlStores, kind: str) -> None:
    """It would wait for a connection that its own task holds; afterwards it may."""
    begin = getattr(stores, kind)
    async with begin():
        with pytest.raises(RuntimeError, match="in a transaction already"):
            await _enter(begin)
    await _enter(begin)


async def _enter(begin: Callable[[], AbstractAsyncContextManager[SqlStore]]) -> None:
    async with begin():
        pass


async def test_writers_wait_for_each_other(stores: SqlStores) -> None:
    """Twenty people post at once: every post has a number of its own, and none is lost."""
    await keep(stores, opened())
    await asyncio.gather(*(keep(stores, bob_says(f"p{n}", MONDAY)) for n in range(20)))
    async with stores.read() as store:
        assert [number for number, _ in await store.facts("d1")] == list(range(1, 22))
        state = await store.discussion("d1")
    assert state is not None
    assert len(state.posts) == 20


async def test_two_processes_write_one_after_the_other(database_url: str) -> None:
    """Another process, or another node, waits for its turn too."""
    async with await open_store(database_url) as one, await open_store(database_url) as other:
        await keep(one, opened())
        writes = [
            keep(stores, bob_says(f"p{name}{n}", MONDAY)) for n in range(5) for name, stores in enumerate((one, other))
        ]
        await asyncio.gather(*writes)
        async with other.read() as store:
            assert len(await store.facts("d1")) == 11


async def test_a_naive_moment_is_refused(stores: SqlStores) -> None:
    """Its zone would be a guess."""
    row = {"scope": "s", "key": "k", "body_hash": "", "result": {}, "created_at": datetime(2026, 1, 5)}  # noqa: DTZ001
    with pytest.raises(StatementError, match="has no time zone"):
        async with stores._database.writing.begin() as connection:
            await connection.execute(insert(ReceiptRow), [row])


async def test_a_moment_comes_back_in_utc(stores: SqlStores) -> None:
    """Ten o'clock in Berlin is nine in UTC."""
    berlin = MONDAY.astimezone(timezone(timedelta(hours=1)))
    row = {"scope": "s", "key": "k", "body_hash": "", "result": {}, "created_at": berlin}
    async with stores._database.writing.begin() as connection:
        await connection.execute(insert(ReceiptRow), [row])
        kept = (await connection.scalars(select(col(ReceiptRow.created_at)))).one()
    assert (kept, kept.utcoffset()) == (MONDAY, timedelta(0))


async def test_rows_that_point_nowhere_are_refused(stores: SqlStores) -> None:
    """A fact is a fact of a discussion."""
    row = {"discussion": "d1", "number": 1, "at": MONDAY, "kind": "Ended", "data": {}}
    with pytest.raises(IntegrityError):
        async with stores._database.writing.begin() as connection:
            await connection.execute(insert(FactRow), [row])


@pytest.mark.parametrize(("file", "synchronous"), [("/store.sqlite", 2), ("", 0)])
async def test_a_hook_that_was_answered_is_on_the_disk(file: str, synchronous: int, tmp_path: Path) -> None:
    """SQLite is told so, and to check foreign keys, on every connection; only what is for one process is not kept."""
    url = f"sqlite:///{tmp_path}{file}" if file else "sqlite://"
    with patient():
        async with await open_store(url) as stores, stores._database.writing.connect() as connection:
            settings = {
                name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
                for name in ("foreign_keys", "journal_mode", "synchronous")
            }
    assert settings == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": synchronous}


async def test_an_empty_put_does_nothing(stores: SqlStores) -> None:
    """No rows, no statement."""
    async with stores._database.writing.begin() as connection:
        assert (await connection.execute(select(QueueRow))).all() == []
