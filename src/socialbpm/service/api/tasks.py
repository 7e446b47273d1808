"""Tasks: those of the reader, and asking about one from a page or another system."""

from __future__ import annotations

from fastapi import APIRouter, Response

from socialbpm.actions import explain
from socialbpm.actions.open import open_from_page
from socialbpm.actions.work import tasks_of
from socialbpm.contract.explaining import DryRun
from socialbpm.contract.requests import OpenDiscussion
from socialbpm.contract.views import OpenedView, WorkList
from socialbpm.service.auth import ThePerson
from socialbpm.service.paging import ThePage
from socialbpm.service.state import TheWorld
from socialbpm.service.terms import Once
from socialbpm.social.facts import TaskKey

router = APIRouter(tags=["tasks"])
# An id is the engine's own and may hold a slash, which arrives here unescaped: `path` takes it, too.
one = APIRouter(prefix="/tasks/{runtime}/{task_id:path}")
LATER = OpenDiscussion()
"""The question is asked later, in the discussion."""


@router.get("/tasks")
async def list_tasks(person: ThePerson, world: TheWorld, page: ThePage) -> WorkList:
    """Read your open tasks of all runtimes, and those that you may take; what is due first."""
    found = await tasks_of(person, world)
    items, cursor = page.of("tasks", found, lambda work: f"{work.task.runtime} {work.task.task_id}")
    return WorkList(items=items, cursor=cursor)


@one.post(
    "/discussions", status_code=201, responses={200: {"model": OpenedView, "description": "It was open already."}}
)
async def open_discussion(
    runtime: str,
    task_id: str,
    person: ThePerson,
    world: Once,
    response: Response,
    body: OpenDiscussion = LATER,
) -> OpenedView:
    """Ask about a task of yours. It opens at once; the runtime is asked to fire its event, and the firing joins it."""
    discussion, new = await open_from_page(TaskKey(runtime, task_id), person, body.question, world, body.files)
    response.status_code = 201 if new else 200
    return OpenedView(discussion=discussion, url=world.url(discussion), new=new)


@one.get("/dry-run")
async def dry_run_task(runtime: str, task_id: str, person: ThePerson, world: TheWorld) -> DryRun:
    """See who would be asked if you asked about a task of yours, in which order, why, and what each would see.

    Nothing is kept, and nobody hears of it.
    """
    return await explain.of_task(TaskKey(runtime, task_id), person, world)


router.include_router(one)
