"""`socialbpm import`: nothing twice, nothing lost, and gone on with where it stopped."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from socialbpm.cli import app, importing
from socialbpm.cli.importing import Source, bring_in
from socialbpm.directory import logs
from socialbpm.directory.logs import Choice
from socialbpm.errors import Invalid
from socialbpm.experts import Evidence
from socialbpm.store import open_store
from tests.directory import logs_made as made

RUN = CliRunner()
MANY = tuple(
    made.Step(f"e{n}", f"order {n // 3}", f"2026-05-04T09:{n // 60:02}:{n % 60:02}Z", "check", f"p{n % 7}", "Sales")
    for n in range(40)
)


def source(path: Path, steps: tuple[made.Step, ...] = MANY, tail: str = "") -> Source:
    """Write a log, and say how it is read."""
    path.write_text(made.xes(steps).replace("</log>", f"{tail}</log>"))
    return importing.source(path, "orders", Choice(), path.with_suffix(".csv"))


def bring(url: str, of: Source, stop_after: int | None = None) -> importing.Told:
    """Import; perhaps be interrupted once so many bytes are read."""
    read = 0

    def seen(size: int) -> None:
        nonlocal read
        read += size
        if stop_after is not None and read > stop_after:
            raise KeyboardInterrupt

    return asyncio.run(bring_in(url, of, seen))


def kept(url: str) -> list[Evidence]:
    async def read() -> list[Evidence]:
        async with await open_store(url) as stores, stores.read() as store:
            found = [what for _, what in await store.evidence_after(None, 1000)]
            return [what for what in found if isinstance(what, Evidence)]

    return asyncio.run(read())


def test_everything_is_kept_once(database_url: str, tmp_path: Path) -> None:
    """The second time nothing is new."""
    of = source(tmp_path / "orders.xes")
    assert (bring(database_url, of).new, bring(database_url, of).new) == (40, 0)
    assert [evidence.person for evidence in kept(database_url)] == [step.person for step in MANY]


def test_a_log_that_grew_brings_what_is_new(tmp_path: Path) -> None:
    """A later export of the same log is another file, and of it only the rest is kept."""
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    bring(url, source(tmp_path / "may.xes", MANY[:30]))
    assert bring(url, source(tmp_path / "june.xes")).new == 10
    assert len(kept(url)) == 40


def test_an_interrupted_import_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept before is read over; in the end it is what an import without a break keeps."""
    monkeypatch.setattr(importing, "BATCH", 4)
    monkeypatch.setattr("socialbpm.directory.logs.xml_stream.CHUNK", 500)
    urls = [f"sqlite:///{tmp_path / name}.sqlite" for name in ("broken", "whole")]
    of = source(tmp_path / "orders.xes")
    with pytest.raises(KeyboardInterrupt):
        bring(urls[0], of, stop_after=4000)
    before = len(kept(urls[0]))
    assert 0 < before < 40
    assert bring(urls[0], of).new == 40 - before
    assert bring(urls[1], of).new == 40
    assert kept(urls[0]) == kept(urls[1])


def test_every_event_is_accounted_for(tmp_path: Path) -> None:
    """Kept, done by nobody, or rejected with its line in the report."""
    odd = (made.Step("x", "order 1", "soon", "check", "bob", ""), made.Step("y", "order 1", "", "check", "", ""))
    of = source(tmp_path / "orders.xes", (*MANY, *odd), tail=made.xes_event(MANY[0]))
    told = importing.look(of, lambda _: None)
    assert (told.events, told.evidence, told.nobody, told.rejected) == (43, 40, 1, 2)
    lines = of.path.read_text().splitlines()
    with of.report.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["why"] for row in rows] == ["'soon' is no time", "it belongs to no case"]
    assert {lines[int(row["where"].removeprefix("line ")) - 1] for row in rows} == {"<event>"}


def test_a_dry_run_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even a database is made; it says what would be there."""
    monkeypatch.setenv("SOCIALBPM_DATABASE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    of = source(tmp_path / "orders.xes")
    done = RUN.invoke(app, ["import", str(of.path), "--dry-run"])
    assert done.exit_code == 0
    assert "40 events, by 7 people: 40 pieces of evidence\nnothing was written" in done.output
    assert not (tmp_path / "store.sqlite").exists()
    assert not of.report.exists()


def test_a_broken_file_is_kept_as_far_as_it_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the exit code says so; once it is whole, the rest comes."""
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    monkeypatch.setenv("SOCIALBPM_DATABASE_URL", url)
    of = source(tmp_path / "orders.xes")
    whole = of.path.read_text()
    of.path.write_text(whole[: len(whole) // 2])
    done = RUN.invoke(app, ["import", str(of.path), "--source", "orders"])
    assert done.exit_code == 1
    assert "the file is broken: line" in done.output
    part = len(kept(url))
    assert 0 < part < 40
    of.path.write_text(whole)
    assert bring(url, of).new == 40 - part


def test_an_object_centric_log_needs_a_kind_of_case(tmp_path: Path) -> None:
    """No guess: whoever imports it says which objects are cases."""
    path = tmp_path / "log.json"
    path.write_text(made.ocel_json())
    with pytest.raises(Invalid, match="object-centric"):
        importing.source(path, None, Choice(), None)


@pytest.mark.parametrize("zone", ["Moon/Tranquility", "../etc/passwd"])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    """With a sentence."""
    with pytest.raises(Invalid, match="no time zone"):
        logs.zone(zone)
