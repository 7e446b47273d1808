"""In a demo: the task list of the workflow engine behind it, where tasks are done."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from socialbpm.errors import NotFound
from socialbpm.service.pages.reader import Sent, TheReader, to
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.state import TheService
from socialbpm.service.workshop import Workshop

router = APIRouter(include_in_schema=False, route_class=PageRoute)


async def _workshop(service: TheService) -> Workshop:
    if service.workshop is None:
        raise NotFound("there is no such page")
    return service.workshop


TheWorkshop = Annotated[Workshop, Depends(_workshop)]


@router.get("/demo/tasks")
async def show_jobs(reader: TheReader, workshop: TheWorkshop) -> Response:
    """Show the reader's tasks, with what their cases know."""
    jobs = await asyncio.to_thread(workshop.jobs, reader.person)
    return reader.page("workshop.html", jobs=jobs)


@router.post("/demo/tasks/{task}/complete")
async def complete(task: str, reader: TheReader, workshop: TheWorkshop, _: Sent) -> Response:
    """Do a task; the process moves on."""
    if not await asyncio.to_thread(workshop.complete, task, reader.person):
        raise NotFound("there is no such task")
    return to("/demo/tasks")
