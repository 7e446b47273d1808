"""The unit and the compose file in the docs name settings and commands that exist."""

from __future__ import annotations

import re

import pytest
import yaml
from typer.testing import CliRunner

from socialbpm.cli import app
from socialbpm.config import Settings
from tests.docs.pages import TOP

FILES = sorted((TOP / "docs" / "deploy").iterdir())
UNIT = (TOP / "docs/deploy/socialbpm.service").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((TOP / "docs/deploy/compose.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_settings_exist(file: object) -> None:
    """Each variable is one that the service reads."""
    named = set(re.findall(r"SOCIALBPM_([A-Z_]+)", file.read_text(encoding="utf-8")))  # type: ignore[attr-defined]  # ids= wants object
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def commands() -> list[list[str]]:
    """What the unit and the compose file run."""
    unit = [line.split("socialbpm ", 1)[1].split() for line in UNIT.splitlines() if line.startswith("ExecStart")]
    return unit + [service["command"] for service in COMPOSE["services"].values() if "command" in service]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_commands_and_their_options_exist(command: list[str]) -> None:
    """As `--help` tells them."""
    told = CliRunner().invoke(app, [command[0], "--help"])
    assert told.exit_code == 0
    assert not [word for word in command if word.startswith("--") and word not in told.output]


def test_there_is_time_to_stop() -> None:
    """What is under way has 35 seconds to end, so whoever stops a node waits longer before it kills."""
    assert int(re.search(r"TimeoutStopSec=(\d+)", UNIT)[1]) > 35  # type: ignore[index]  # it is there
    assert int(COMPOSE["services"]["node"]["stop_grace_period"].removesuffix("s")) > 35
