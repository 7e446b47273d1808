"""`socialbpm off-board`, `erase-person`, `hold`: on the database, while it is served or not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from socialbpm.cli import app
from socialbpm.clock import SystemClock
from socialbpm.config import Settings
from socialbpm.errors import Invalid, NotFound, Refused
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.doom import ROOT
from tests.service.road import Road


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Road:
    """A service on a file, with the people of the examples; Bob said something, and it is not running any more."""
    url, people = f"sqlite:///{tmp_path / 'a.sqlite'}", ROOT / "examples" / "people.yaml"
    monkeypatch.setenv("SOCIALBPM_DATABASE_URL", url)
    monkeypatch.setenv("SOCIALBPM_PEOPLE", str(people))
    settings = Settings(database_url=url, people=people, sweep_interval=SELDOM)
    with EmbeddedService(settings) as running:
        road = Road(running, SystemClock())  # type: ignore[arg-type]  # its hands are not moved here
        discussion = road.asked()
        road.does("bob", "POST", f"/discussions/{discussion}/posts", text="6800", reach="participants")
    return road


def says(*words: str) -> str:
    """Say something on the command line, and return what it answers."""
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_off_board(road: Road) -> None:
    """Bob is out of the one discussion he was in; once more is no mistake."""
    assert road
    assert "out of 1 discussions" in says("off-board", "bob")
    assert "out of 1 discussions" in says("off-board", "bob")
    with pytest.raises(NotFound, match="nobody has this id"):
        says("off-board", "bop")


def test_erase_person(road: Road) -> None:
    """First counted, then erased, then nothing is left to count."""
    assert road
    assert says("erase-person", "bob", "--dry-run") == "1 words of bob would be erased, in 1 discussions (empty).\n"
    assert says("erase-person", "bob") == "1 words of bob erased, in 1 discussions (empty).\n"
    assert says("erase-person", "bob", "--dry-run") == "0 words of bob would be erased, in 0 discussions (empty).\n"


def test_hold(road: Road) -> None:
    """It stops erasing until it is released, and is listed as long."""
    assert road
    put = says("hold", "--case", "expenses/c1", "--reason", "a lawsuit")
    assert re.fullmatch(r"\S+  case expenses/c1: a lawsuit \(since .* UTC\)\n", put)
    assert says("hold") == put
    with pytest.raises(Refused, match="nothing of them may be erased"):
        says("erase-person", "bob")
    assert "released" in says("hold", "--release", put.split()[0])
    assert says("hold") == ""


@pytest.mark.parametrize("words", [("--person", "bob"), ("--case", "c1", "--reason", "x")])
def test_a_hold_is_on_one_thing_for_a_reason(words: tuple[str, ...], road: Road) -> None:
    """What cannot be meant is refused."""
    assert road
    with pytest.raises(Invalid, match=r"a hold is on one thing|a case is of a runtime"):
        says("hold", *words)
