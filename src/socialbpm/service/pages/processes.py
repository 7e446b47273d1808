"""For whoever answers for a process: what came of the questions about its tasks; as table, picture and file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Query, Response, UploadFile

from socialbpm.actions import diagrams, heat
from socialbpm.actions.quarters import PARTS, Part, figures_of
from socialbpm.actions.roles import PROCESS_OWNER
from socialbpm.contract.figures import ProcessFigures, TaskFigures
from socialbpm.contract.heat import HeatView
from socialbpm.errors import NotFound
from socialbpm.service import places
from socialbpm.service.auth import Caller
from socialbpm.service.drawings import drawn_for
from socialbpm.service.pages.reader import Sent, TheReader, to
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.pages.security import ALWAYS
from socialbpm.service.state import TheWorld

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Period = Annotated[str | None, Query(max_length=20)]
COLUMNS = ("element_id", "ended", *PARTS, "first_answer", "shown")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HOTTEST = 5
WIDE = 400
"""Units that the whole of a bar has."""


@dataclass(frozen=True)
class Piece:
    """A piece of a bar: which part, how many questions, from where on and how wide."""

    part: Part
    number: int
    x: float
    width: float


@router.get("/processes")
async def list_processes(reader: TheReader, caller: Caller) -> Response:
    """List the processes that the reader answers for."""
    mine = sorted(role.removeprefix(PROCESS_OWNER) for role in caller.roles if role.startswith(PROCESS_OWNER))
    if not mine:
        raise NotFound("there is no such page")
    return reader.page("processes.html", processes=mine)


@router.get("/processes/{process}")
async def show_process(
    process: str, reader: TheReader, caller: Caller, world: TheWorld, period: Period = None
) -> Response:
    """Show what came of the questions that ended in a quarter, how often help is asked for, and what waits."""
    figures = await figures_of(process, period, caller.roles, world)
    found = await heat.heat_of(process, caller.roles, world)
    drawn = await drawn_for(process, caller.roles, world)
    bars = [(row, pieces(row)) for row in figures.tasks]
    return reader.page(
        "process.html", figures=figures, heat=found, degrees=degrees(found), drawn=drawn, bars=bars, wide=WIDE
    )


@router.post("/processes/{process}/diagram")
async def give_diagram(
    process: str, caller: Caller, reader: TheReader, world: Sent, file: Annotated[UploadFile, File()]
) -> Response:
    """Give the BPMN file of a process that its runtime did not give."""
    heat.only_for(process, caller.roles)
    await diagrams.give_as_owner(process, places.shown(await file.read(), process), caller.roles, world)
    return to(f"/processes/{quote(process, safe='')}", "heat")


@router.get("/processes/{process}/figures.csv")
async def get_process_table(process: str, caller: Caller, world: TheWorld, period: Period = None) -> Response:
    """Return the table of a quarter for a spreadsheet."""
    figures = await figures_of(process, period, caller.roles, world)
    headers = {**ALWAYS, "Content-Disposition": f'attachment; filename="figures-{figures.period}.csv"'}
    return Response(table(figures), media_type="text/csv; charset=utf-8", headers=headers)


def degrees(found: HeatView) -> dict[str, int]:
    """Return in which of five degrees help is asked for, by task, as the viewer draws it."""
    most = max((row.asked for row in found.tasks), default=0)
    return {row.element_id: min(HOTTEST, HOTTEST * row.asked // max(1, most) + 1) for row in found.tasks}


def table(figures: ProcessFigures) -> str:
    """Return the figures as lines of a table; what is not told is empty."""
    made = StringIO()
    lines = csv.writer(made, lineterminator="\r\n")
    lines.writerow(("process", "period", *COLUMNS))
    for row in figures.tasks:
        lines.writerow(map(cell, (figures.process, figures.period, *(getattr(row, name) for name in COLUMNS))))
    return made.getvalue()


def cell(value: object) -> object:
    """Return a value as a spreadsheet may have it: no text is a formula there.

    >>> cell("=HYPERLINK(1)"), cell(" @x"), cell(5), cell(None), cell("check")
    ("'=HYPERLINK(1)", "' @x", 5, '', 'check')
    """
    if not isinstance(value, str):
        return "" if value is None else value
    return f"'{value}" if value.lstrip(" ").startswith(FORMULA) else value


def pieces(row: TaskFigures) -> list[Piece]:
    """Return the pieces of a task's bar, one beside the other, as wide as their numbers are of what stands there."""
    numbers = [(part, getattr(row, part) or 0) for part in PARTS]
    whole = max(row.ended, sum(number for _, number in numbers))
    made, x = [], 0.0
    for part, number in numbers:
        if number:
            made.append(Piece(part, number, round(x, 1), round(WIDE * number / whole, 1)))
            x += WIDE * number / whole
    return made
