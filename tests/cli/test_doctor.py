"""`socialbpm doctor` and `socialbpm migrate`: what whoever runs the service finds out before people do."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from socialbpm.cli import app
from socialbpm.cli.doctor import examine
from socialbpm.clock import FrozenClock
from socialbpm.config import Settings, from_environment
from socialbpm.errors import Invalid
from socialbpm.service.embedded import EmbeddedService
from socialbpm.store import migrate
from socialbpm.store.databases import connect
from tests.service.road import PEOPLE, SEEDS, Road

PEOPLE_FILE = Path(__file__).parents[2] / "examples" / "people.yaml"
RUN = CliRunner()


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Settings with which nothing is wrong, and a database that is not there yet."""
    found = f"sqlite:///{tmp_path / 'house.sqlite'}"
    for name, value in (("DATABASE_URL", found), ("PEOPLE", PEOPLE_FILE), ("BASE_URL", "https://help.example.org")):
        monkeypatch.setenv(f"SOCIALBPM_{name}", str(value))
    return found


def states() -> dict[str, str]:
    """Examine everything; what is found of each."""
    return {finding.what: finding.state for finding in examine()}


def hint_of(what: str) -> str:
    """Examine everything; what to do about one finding."""
    return next(finding.hint for finding in examine() if finding.what == what)


def test_all_is_well(url: str) -> None:
    """With settings, people, and a database of this version there is nothing to mind, and the exit code is 0."""
    asyncio.run(migrate(url))
    assert set(states().values()) == {"ok"}
    assert RUN.invoke(app, ["doctor"]).exit_code == 0


def test_looking_makes_no_database(url: str, tmp_path: Path) -> None:
    """A file that is not there is not there afterwards either."""
    assert states()["database"] == "mind"
    assert RUN.invoke(app, ["migrate", "--check"]).exit_code != 0
    assert not list(tmp_path.iterdir())
    assert url


@pytest.mark.parametrize(
    ("setting", "value", "what", "state"),
    [
        ("SWEEP_INTERVAL", "often", "settings", "wrong"),
        ("PEOPLE", "no-such.yaml", "people", "wrong"),
        ("LADDERS", "no-such.yaml", "ladders", "wrong"),
        ("BASE_URL", "help.example.org", "address", "wrong"),
        ("BASE_URL", "http://help.example.org", "address", "mind"),
        ("BASE_URL", "http://127.0.0.1:8080", "address", "mind"),
        ("DATABASE_URL", "mysql://localhost/help", "database", "wrong"),
    ],
)
@pytest.mark.usefixtures("url")
def test_what_is_wrong_is_said(
    setting: str, value: str, what: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with what to do; and the exit code tells whether the service could work with it."""
    monkeypatch.setenv(f"SOCIALBPM_{setting}", value)
    assert states()[what] == state
    assert hint_of(what)
    answer = RUN.invoke(app, ["doctor", "--json"])
    assert answer.exit_code == (state == "wrong")
    assert what in {json.loads(line)["what"] for line in answer.output.splitlines()}


def test_old_and_newer_tables(url: str) -> None:
    """Old ones are for `socialbpm migrate`; newer ones are for a newer version, and neither is worked on."""
    asyncio.run(migrate(url, "0001"))
    assert "socialbpm migrate" in hint_of("database")
    asyncio.run(_pretend(url, "9999"))
    assert "restore a backup" in hint_of("database")
    with pytest.raises(Invalid, match="a newer version of socialbpm made the tables"):
        asyncio.run(migrate(url))


async def _pretend(url: str, revision: str) -> None:
    database = connect(url)
    async with database.writing.begin() as connection:
        await connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")  # noqa: S608 - ours
    await database.close()


def test_what_is_due_and_waits_is_minded(url: str) -> None:
    """A service that stopped yesterday left a discussion whose time ran out: doctor sees it."""
    yesterday = FrozenClock(datetime.now(UTC) - timedelta(days=60))
    settings = Settings(database_url=url, sweep_interval=3600)
    with EmbeddedService(settings, clock=yesterday, directory=PEOPLE, seeds=SEEDS) as service:
        Road(service, yesterday).fired()
    assert states()["deadlines"] == "mind"


@pytest.mark.usefixtures("url")
def test_migrating_says_what_it_does() -> None:
    """First what is missing, then what is applied, then that nothing is left to do."""
    missing = RUN.invoke(app, ["migrate", "--check"])
    assert "missing  0001" in missing.output
    assert isinstance(missing.exception, Invalid)
    assert "applying  0001" in RUN.invoke(app, ["migrate"]).output
    assert RUN.invoke(app, ["migrate", "--check"]).output == "the tables are up to date\n"


@pytest.mark.usefixtures("url")
def test_a_start_on_old_tables_may_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who migrates by hand does not want a start to do it."""
    monkeypatch.setenv("SOCIALBPM_MIGRATE", "false")
    with pytest.raises(Invalid, match="migrations are missing"), EmbeddedService(from_environment(), directory=PEOPLE):
        pass


def test_a_wrong_setting_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """The value may be a secret."""
    monkeypatch.setenv("SOCIALBPM_LARGEST_BODY", "hunter2")
    with pytest.raises(Invalid, match="SOCIALBPM_LARGEST_BODY") as caught:
        from_environment()
    assert "hunter2" not in str(caught.value)
