"""Processes: how they are drawn, and for whoever answers for them, how often help was asked for on their tasks."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from socialbpm.actions import diagrams, heat, quarters
from socialbpm.contract.diagrams import DiagramView
from socialbpm.contract.figures import ProcessFigures
from socialbpm.contract.heat import HeatView
from socialbpm.service import places
from socialbpm.service.auth import Caller, person
from socialbpm.service.bodies import TheBody
from socialbpm.service.state import TheWorld

router = APIRouter(prefix="/processes/{process}", tags=["administration"])
SENT: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/xml": {"schema": {"type": "string"}}}}
}


@router.put("/diagram", status_code=204, response_class=Response, openapi_extra=SENT)
async def put_diagram(process: str, content: TheBody, caller: Caller, world: TheWorld) -> Response:
    """Give the BPMN file of a process of yours: people see where they are stuck, and whoever answers for it, where.

    Of the file only what is drawn, and what that is called, is kept. Send it again when it changes. As long as no
    runtime gave one, administrators and whoever answers for the process may; others find no such process.
    """
    if caller.kind == "runtime":
        await diagrams.give(caller.subject, process, places.shown(content, process), world)
    else:
        heat.only_for(process, caller.roles)
        await diagrams.give_as_owner(process, places.shown(content, process), caller.roles, world)
    return Response(status_code=204)


@router.get("/diagram")
async def get_diagram(process: str, caller: Caller, world: TheWorld) -> DiagramView:
    """Read how a process is drawn, for administrators and whoever answers for it: what a runtime gave last."""
    await person(caller)
    found = await diagrams.drawing_of(process, caller.roles, world)
    if found is None:
        raise diagrams.no_diagram()
    return DiagramView(process=process, by_runtime=found.by_runtime, xml=found.xml)


@router.get("/heat")
async def get_heat(process: str, caller: Caller, world: TheWorld) -> HeatView:
    """Read how often help was asked for on each task, was solved, and went beyond the first ring asked.

    Only about tasks where at least five people asked, in steps of five, and nothing about any single person. For
    administrators and whoever answers for the process; everybody else finds no such process.
    """
    await person(caller)
    return await heat.heat_of(process, caller.roles, world)


@router.get("/figures")
async def get_figures(
    process: str,
    caller: Caller,
    world: TheWorld,
    period: Annotated[str | None, Query(max_length=20, description="A quarter that is over: `2026-Q3`.")] = None,
) -> ProcessFigures:
    """Read what came of the questions that ended in a quarter, by task: in which step they were solved, and how soon.

    Only about tasks where at least five people asked, in steps of five or in bands, and nothing about any single
    person, nor by taking one table from another. For whoever answers for the process; others find no such process.
    """
    await person(caller)
    return await quarters.figures_of(process, period, caller.roles, world)
