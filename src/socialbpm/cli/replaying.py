"""`socialbpm replay`: a ladder run against a past log, as a table and as a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from socialbpm.actions.ladders import climbable
from socialbpm.actions.replay import Replayed, replay
from socialbpm.cli.importing import Reading, Source, Told
from socialbpm.contract.element import DEFAULT_RINGS
from socialbpm.directory.ladders_file import read
from socialbpm.errors import Invalid
from socialbpm.social.ladder import Ladder

FEWEST = 5
"""Of fewer cases no time and no number of people is told: it could be about a single asker."""


class Line(NamedTuple):
    """One line of the table: a ring, or the cases before and after all rings."""

    name: str
    step: str
    cases: int
    share: float
    hours: tuple[float, float] | None = None
    people: tuple[float, float] | None = None

    def cells(self) -> list[str]:
        """Return it as it is read."""
        hours = "" if self.hours is None else f"{self.hours[0]:.0f} h / {self.hours[1]:.0f} h"
        people = "" if self.people is None else f"{self.people[0]:.0f} / {self.people[1]:.0f}"
        return [self.name, self.step, str(self.cases), f"{self.share:.1%}", hours, people]


HEAD = ["ring", "step", "cases", "of all", "after (half / nine of ten)", "people told (half / nine of ten)"]


def ladder(path: Path | None, name: str | None) -> Ladder:
    """Return a ladder of a file, by its name or else the first; without a file the default ladder.

    Raises:
        Invalid: there is none of that name.
        LaddersFileError: the file cannot be used.
    """
    kept = {"default": DEFAULT_RINGS} if path is None else read(path)
    chosen = name or next(iter(kept), "default")
    if chosen not in kept:
        hint = f"Use one of {', '.join(sorted(kept))}."
        raise Invalid(f"there is no ladder {chosen!r} in {path or 'the default'}", hint=hint, code="unknown_ladder")
    return climbable(kept[chosen])


def run(of: Source, ladder: Ladder, seen: Callable[[int], None]) -> tuple[Replayed, Told]:
    """Read a log and run a ladder against it; also told is what was rejected."""
    reading = Reading(of, seen)
    return replay((noted.evidence for _, noted in reading.noted()), ladder), reading.told


def lines(found: Replayed) -> list[Line]:
    """Return what was found: who needed nobody, each ring, and whose helper no ring reaches."""
    total = found.cases or 1
    rings = [
        Line(
            reached.ring.name,
            reached.ring.step.name.lower(),
            len(reached.hours),
            len(reached.hours) / total,
            _spread(reached.hours),
            _spread(reached.people),
        )
        for reached in found.rings
    ]
    alone = Line("self", "alone", found.alone, found.alone / total)
    return [alone, *rings, Line("nobody", "", found.missed, found.missed / total)]


def _spread(values: Sequence[float]) -> tuple[float, float] | None:
    if len(values) < FEWEST:
        return None
    return median(values), quantiles(values, n=10, method="inclusive")[-1]


def table(found: Replayed) -> Iterator[str]:
    """Say it as a table."""
    rows = [HEAD, *(line.cells() for line in lines(found))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    yield f"{found.cases} cases, each as if its first owner had asked at its beginning; the earlier ones only taught"
    if found.untold:
        yield f"a log cannot tell who these are, so they name nobody here: {', '.join(found.untold)}"


WIDTH, ROW, LEFT, TOP = 720, 44, 170, 84
LONGEST = 22
"""Letters of a ring's name that have room; the whole of it shows where one points at it."""
COLOURS = {"alone": "#8a8f98", "colleagues": "#2f6f4e", "community": "#2b5c9e", "": "#b3541e"}
SAYS = {"alone": "needed nobody", "colleagues": "colleagues", "community": "community", "": "no ring reaches them"}
DARK, PALE, TRACK = "#1c1e21", "#5b6068", "#eceef1"


def picture(found: Replayed, title: str) -> str:
    """Draw it: a bar for each line of the table, as long as its share of all cases (SVG)."""
    drawn = lines(found)
    height = TOP + ROW * len(drawn) + 8
    told = "; ".join(f"{line.name} {line.share:.0%}" for line in drawn)
    bars = "".join(_bar(line, TOP + ROW * number) for number, line in enumerate(drawn))
    caption = (
        f"{found.cases} cases, by the ring that reaches who in fact helped; half of these within the time that it says"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label={quoteattr(told)} font-family="sans-serif" font-size="13">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n'
        f"{_text(16, 28, title, DARK, 16)}{_text(16, 52, caption, PALE, 12)}{bars}</svg>\n"
    )


def _bar(line: Line, top: int) -> str:
    """Draw a line: its name and what it means, its bar on a track as long as all cases, and its figures."""
    full = WIDTH - LEFT - 260
    details = [f"{line.share:.1%}"]
    if line.hours and line.people:
        details.append(f"after {line.hours[0]:.0f} h, {line.people[0]:.0f} people told")
    name = line.name if len(line.name) <= LONGEST else f"{line.name[: LONGEST - 1]}…"
    return (
        f"<g><title>{escape(line.name)}</title>\n"
        f"{_text(LEFT - 12, top + 11, name, DARK, 13, 'end')}"
        f"{_text(LEFT - 12, top + 25, SAYS[line.step], PALE, 11, 'end')}"
        f'<rect x="{LEFT}" y="{top}" width="{full}" height="26" rx="3" fill="{TRACK}"/>\n'
        f'<rect x="{LEFT}" y="{top}" width="{line.share * full:.1f}" height="26" rx="3" fill="{COLOURS[line.step]}"/>\n'
        f"{_text(LEFT + full + 12, top + 18, ', '.join(details), DARK, 13)}</g>\n"
    )


def _text(x: int, y: int, said: str, colour: str, size: int, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" fill="{colour}">{escape(said)}</text>\n'
