"""`socialbpm explain`: who would be asked, on the database of a service that runs or not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from socialbpm.cli import app
from socialbpm.clock import SystemClock
from socialbpm.config import Settings
from socialbpm.errors import Invalid, NotFound
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.doom import ROOT
from tests.service.road import OWNED, TASK, Road, event


@pytest.fixture
def discussion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A question of Alice's that is not asked yet, and a task that nobody has claimed, in a service that is over."""
    url, people = f"sqlite:///{tmp_path / 'a.sqlite'}", ROOT / "examples" / "people.yaml"
    monkeypatch.setenv("SOCIALBPM_DATABASE_URL", url)
    monkeypatch.setenv("SOCIALBPM_PEOPLE", str(people))
    with EmbeddedService(Settings(database_url=url, people=people, sweep_interval=SELDOM)) as running:
        road = Road(running, SystemClock())  # type: ignore[arg-type]  # its hands are not moved here
        found = road.fired()
        free = {"task": {**TASK, "task_id": "t2"}, "people": {**OWNED, "actual_owner": None}}
        assert road.hook(event("task.activated", free, "free")).is_success
    return found


def says(*words: str) -> str:
    """Say something on the command line, and return what it answers."""
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_explain(discussion: str) -> None:
    """By the discussion or by the task: the same people, in the order in which they would be asked, and why."""
    told = says("explain", discussion)
    assert "coworkers (colleagues): " in told
    assert "  1. Carol" in told
    assert "only with the asker's consent" in told
    assert says("explain", "expenses/t1") == told == says("explain", "expenses/t1", "--person", "alice")
    assert [ring["ring"] for ring in json.loads(says("explain", discussion, "--json"))["rings"]] == [
        "participants",
        "coworkers",
        "network",
    ]


def test_whose_need_it_is_has_to_be_known(discussion: str) -> None:
    """A task that nobody claimed is nobody's need yet; what is not there, and what is another's, is not found."""
    assert discussion
    with pytest.raises(Invalid, match="nobody has claimed the task t2"):
        says("explain", "expenses/t2")
    for words in (("explain", "expenses/t9"), ("explain", "nothing"), ("explain", "expenses/t1", "--person", "eve")):
        with pytest.raises(NotFound):
            says(*words)
