"""`socialbpm replay`: a table, and a picture of it."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from socialbpm.cli import app, replaying
from socialbpm.errors import Invalid
from tests.directory import logs_made as made

RUN = CliRunner()
LADDERS = """
quick: [{name: team, step: colleagues, who: [worked-with], batch: 1, wait: PT4H}]
slow: [{name: desk, step: colleagues}]
"""


def write_log(path: Path, cases: int = 20) -> Path:
    """Bob begins and Carol ends each case but every fourth."""
    steps = [
        made.Step("", f"order {case}", f"2026-05-04T{case:02}:{minute:02}:00Z", "check", person, "Sales")
        for case in range(cases)
        for minute, person in enumerate(["bob", "carol"] if case % 4 else ["bob"])
    ]
    path.write_text(made.xes(tuple(steps)))
    return path


def rows(output: str) -> dict[str, list[str]]:
    return {line.split()[0]: line.split() for line in output.splitlines() if line}


def test_a_ladder_of_a_file_is_run(tmp_path: Path) -> None:
    """The first of the file, or the one that is named; the picture is XML, and tells the rings to who cannot see."""
    log, ladders, drawn = write_log(tmp_path / "a&b.xes"), tmp_path / "ladders.yaml", tmp_path / "picture.svg"
    ladders.write_text(LADDERS)
    done = RUN.invoke(app, ["replay", str(log), "--ladder", str(ladders), "--picture", str(drawn)])
    assert done.exit_code == 0, done.output
    told = rows(done.output)
    assert told["self"][2:4] == ["2", "20.0%"]
    assert told["team"][2:4] == ["8", "80.0%"]
    assert told["team"][4:] == ["0", "h", "/", "0", "h", "1", "/", "1"]
    picture = ET.fromstring(drawn.read_text())  # noqa: S314 - just made
    assert picture.attrib["aria-label"] == "self 20%; team 80%; nobody 0%"
    assert "a&b.xes" in "".join(picture.itertext())


def test_a_figure_of_few_cases_is_not_told(tmp_path: Path) -> None:
    """It could be about a single asker: their number is told, and neither time nor people."""
    done = RUN.invoke(app, ["replay", str(write_log(tmp_path / "log.xes", cases=8))])
    assert rows(done.output)["coworkers"][2:] == ["3", "75.0%"]


def test_a_ladder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """With the names of those that are."""
    ladders = tmp_path / "ladders.yaml"
    ladders.write_text(LADDERS)
    with pytest.raises(Invalid, match="no ladder 'fast'") as refused:
        replaying.ladder(ladders, "fast")
    assert "quick, slow" in refused.value.hint


@pytest.mark.long
@pytest.mark.parametrize(("log", "least"), [("06_bpic2013_closed.xes.gz", 0.05), ("helpdesk.xes.gz", 0.9)])
def test_public_logs(log: str, least: float, tmp_path: Path) -> None:
    """On real logs colleagues and community together reach a part of those who in fact helped."""
    path = Path(os.environ.get("SOCIALBPM_DATA", "")) / "logs" / log
    if "SOCIALBPM_DATA" not in os.environ or not path.exists():
        pytest.skip("set SOCIALBPM_DATA to the folder that holds the public logs")
    done = RUN.invoke(app, ["replay", str(path), "--topic", "product", "--report", str(tmp_path / "rejected.csv")])
    told = rows(done.output)
    assert sum(float(told[ring][3].rstrip("%")) for ring in ("coworkers", "network")) / 100 > least
