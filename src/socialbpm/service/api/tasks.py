"""Tasks: asking about one from a page or another system."""

from __future__ import annotations

from fastapi import APIRouter, Response

from socialbpm.actions import explain
from socialbpm.actions.open import open_from_page
from socialbpm.contract.explaining import DryRun
from socialbpm.contract.requests import OpenDiscussion
from socialbpm.contract.views import OpenedView
from socialbpm.service.auth import ThePerson
from socialbpm.service.state import TheWorld
from socialbpm.service.terms import Once
from socialbpm.social.facts import TaskKey

# An id is the engine's own and may hold a slash, which arrives here unescaped: `path` takes it, too.
router = APIRouter(prefix="/tasks/{runtime}/{task_id:path}", tags=["tasks"])
LATER = OpenDiscussion()
"""The question is asked later, in the discussion."""


@router.post(
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
    discussion, new = await open_from_page(TaskKey(runtime, task_id), person, body.question, world)
    response.status_code = 201 if new else 200
    return OpenedView(discussion=discussion, url=world.url(discussion), new=new)


@router.get("/dry-run")
async def dry_run_task(runtime: str, task_id: str, person: ThePerson, world: TheWorld) -> DryRun:
    """See who would be asked if you asked about a task of yours, in which order, why, and what each would see.

    Nothing is kept, and nobody hears of it.
    """
    return await explain.of_task(TaskKey(runtime, task_id), person, world)
