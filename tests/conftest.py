"""What all tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Server, server
from tests.sqlite import hasty, migrated

pytest_plugins = ["pytester"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Tests marked `anyio` run on asyncio, as the service does."""
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def sqlite() -> Iterator[None]:
    """SQLite, which waits for no disk in the process of the tests."""
    with hasty():
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server, started for the first test that needs it."""
    with server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty database is: the test runs once on each."""
    yield from empty_database(request, tmp_path)


def empty_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Make a database without rows, of the kind that a fixture is asked for, and yield where it is."""
    if request.param == "sqlite":
        yield migrated(folder / "store.sqlite")
    else:
        running: Server = request.getfixturevalue("postgres")
        with running.database() as url:
            yield url
