"""Processes, for whoever answers for them: how often help was asked for on their tasks."""

from __future__ import annotations

from fastapi import APIRouter

from socialbpm.actions import heat
from socialbpm.contract.heat import HeatView
from socialbpm.service.auth import Caller, person
from socialbpm.service.state import TheWorld

router = APIRouter(prefix="/processes/{process}", tags=["administration"])


@router.get("/heat")
async def get_heat(process: str, caller: Caller, world: TheWorld) -> HeatView:
    """Read how often help was asked for on each task, was solved, and went beyond the first ring asked.

    Only about tasks where at least five people asked, in steps of five, and nothing about any single person. For
    administrators and whoever answers for the process; everybody else finds no such process.
    """
    await person(caller)
    return await heat.heat_of(process, caller.roles, world)
