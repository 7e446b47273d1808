"""`socialbpm import`: evidence from an event log, kept in the store, from which rankings are made."""

from __future__ import annotations

import asyncio
import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from socialbpm.config import from_environment
from socialbpm.directory.logs import Choice, Happened, Rejected, events, is_object_centric
from socialbpm.directory.logs.choice import NOBODY
from socialbpm.errors import Invalid
from socialbpm.experts import Evidence
from socialbpm.store import Noted, SqlStores, open_store

BATCH = 1_000
"""Pieces of evidence in one transaction, with the note of how far the file was read."""


@dataclass
class Told:
    """What became of the events of a file: of each at least one of these is counted."""

    events: int = 0
    evidence: int = 0
    new: int = 0
    nobody: int = 0
    rejected: int = 0
    broken: str = ""
    people: set[str] = field(default_factory=set)
    whys: Counter[str] = field(default_factory=Counter)

    def lines(self, *, dry: bool, report: Path) -> Iterator[str]:
        """Say it."""
        yield f"{self.events} events, by {len(self.people)} people: {self.evidence} pieces of evidence"
        yield "nothing was written" if dry else f"{self.new} of them are new, {self.evidence - self.new} were known"
        yield f"{self.nobody} events that nobody did (--person says where people stand, --machine who is none)"
        if self.rejected:
            yield f"{self.rejected} events were rejected, with their places in {report}"
        yield from (f"  {number} times: {why}" for why, number in self.whys.most_common(5))
        if self.broken:
            yield f"the file is broken: {self.broken}"


@dataclass(frozen=True)
class Source:
    """A file to read, what is chosen of it, and where what is rejected is reported."""

    path: Path
    name: str
    choice: Choice
    report: Path

    def digest(self) -> str:
        """Return what tells this file, read like this, from every other one."""
        with self.path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        said = f"{content} {self.name} {self.choice!r}"
        return hashlib.sha256(said.encode()).hexdigest()[:40]


def source(path: Path, name: str | None, choice: Choice, report: Path | None) -> Source:
    """Return a source whose name is that of the file, and whose report lies beside it, unless others are given.

    Raises:
        Invalid: it is no event log, or an object-centric one of which no kind of object is chosen as the case.
        OSError: it cannot be opened.
    """
    if is_object_centric(path) and not choice.case:
        hint = "Say with --case which type of object is a case, e.g. --case order."
        raise Invalid(
            f"{path} is object-centric: its events belong to objects, not to cases", hint=hint, code="no-case"
        )
    return Source(
        path, name or path.name.partition(".")[0], choice, report or path.with_name(path.name + ".rejected.csv")
    )


class Reading:
    """One reading of a source: gives the evidence in it, counts everything, and reports what is rejected."""

    def __init__(self, of: Source, seen: Callable[[int], None]) -> None:
        self.told = Told()
        self._source, self._seen = of, seen
        self._report: Any = None

    def noted(self) -> Iterator[tuple[int, Noted]]:
        """Give each piece of evidence with the number of its event. A report is begun with the first rejection."""
        with ExitStack() as stack:
            for happened in events(self._source.path, self._source.choice, self._seen):
                if isinstance(happened, Rejected):
                    self._reject(happened, stack)
                    continue
                self.told.events += 1
                for found in self._source.choice.evidence(happened):
                    if isinstance(found, Rejected):
                        self._reject(found, stack)
                    else:
                        yield self.told.events, self._note(happened, found)

    def _note(self, happened: Happened, evidence: Evidence) -> Noted:
        self.told.evidence += 1
        self.told.people.add(evidence.person)
        return Noted(self._source.name, happened.number, evidence)

    def _reject(self, rejected: Rejected, stack: ExitStack) -> None:
        if rejected.why == NOBODY:
            self.told.nobody += 1
            return
        self.told.rejected += not rejected.fatal
        self.told.whys[rejected.why] += 1
        if rejected.fatal:
            self.told.broken = f"{rejected.where}: {rejected.why}"
        if self._report is None:
            file = stack.enter_context(self._source.report.open("w", newline="", encoding="utf-8"))
            self._report = csv.writer(file)
            self._report.writerow(["where", "why"])
        self._report.writerow([rejected.where, rejected.why])


def run(of: Source, seen: Callable[[int], None], *, dry: bool) -> Told:
    """Read a source, and unless it is a dry run keep its evidence in the database that the settings name.

    Raises:
        Invalid: the settings or the database cannot be used.
    """
    return look(of, seen) if dry else asyncio.run(bring_in(from_environment().database_url, of, seen))


def look(of: Source, seen: Callable[[int], None]) -> Told:
    """Read a source and write nothing but the report."""
    reading = Reading(of, seen)
    for _ in reading.noted():
        pass
    return reading.told


async def bring_in(url: str, of: Source, seen: Callable[[int], None]) -> Told:
    """Read a source and keep its evidence in the database at `url`: what is known already is not kept twice.

    A reading that was interrupted is gone on with: what was kept is read over.

    Raises:
        Invalid: the database cannot be used.
    """
    reading, digest = Reading(of, seen), of.digest()
    async with await open_store(url) as stores:
        async with stores.read() as store:
            through = (await store.import_reached(digest)).through
        batch: list[Noted] = []
        reached = through
        for number, noted in reading.noted():
            if number <= through:
                continue
            if len(batch) >= BATCH and number > reached:
                reading.told.new += await _keep(stores, digest, of.name, batch, reached)
                batch = []
            batch.append(noted)
            reached = number
        ended = not reading.told.broken
        reading.told.new += await _keep(stores, digest, of.name, batch, reading.told.events, ended=ended)
    return reading.told


async def _keep(
    stores: SqlStores, digest: str, name: str, batch: list[Noted], through: int, *, ended: bool = False
) -> int:
    async with stores.write() as store:
        await store.note_import(digest, name, through, ended=ended)
        return await store.keep_evidence(batch)
