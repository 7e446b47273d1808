"""The benchmarks run, and measure what they say: in small, without their bars."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import __main__ as everything
from tests.bench import growth, sweep

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("kind", sweep.KINDS, ids=lambda kind: kind.name)
async def test_each_kind_of_deadline_happens_once_to_each_discussion(kind: sweep.Kind, tmp_path: Path) -> None:
    """Thirty at once; the bench itself looks whether it happened."""
    took = await sweep.drain(f"sqlite:///{tmp_path / 'bench.sqlite'}", kind, 30, 1)
    assert took.own > 0


async def test_what_grows_is_measured_among_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading, posting and sweeping are all done by somebody who may, as often among few as among many."""
    monkeypatch.setattr(growth, "SMALL", 150)
    few, many = (f"sqlite:///{tmp_path / name}.sqlite" for name in ("few", "many"))
    places = await growth.measure(few, many, 200)
    often = {"list mine": growth.TIMES, "open one": growth.TIMES, "post": growth.TIMES, "sweep a batch": 3}
    assert [{what: len(spent) for what, spent in place.took.items()} for place in places] == [often, often]


def test_an_unknown_benchmark_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside those that there are."""
    monkeypatch.setattr("sys.argv", ["bench", "swep"])
    with pytest.raises(SystemExit):
        everything.named()
    said = capsys.readouterr().err
    assert "there is no 'swep'; there are engine" in said


def test_without_names_all_are_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order in which they are listed."""
    monkeypatch.setattr("sys.argv", ["bench"])
    assert everything.named() == list(everything.NAMES)
