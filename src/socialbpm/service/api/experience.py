"""Experience: what was answered before, for whoever is stuck at the same task; and what one released of it."""

from __future__ import annotations

from fastapi import APIRouter, Response

from socialbpm.actions import experience as actions
from socialbpm.contract.known import ExperienceList, ReleasedList
from socialbpm.contract.requests import LookUp
from socialbpm.service.auth import ThePerson
from socialbpm.service.paging import ThePage
from socialbpm.service.state import TheWorld
from socialbpm.service.terms import Once
from socialbpm.social.facts import TaskKey

router = APIRouter(tags=["experience"])
AS_DESIGNED = LookUp()


@router.post("/tasks/{runtime}/{task_id:path}/experience")
async def look_up_experience(
    runtime: str, task_id: str, person: ThePerson, world: TheWorld, body: LookUp = AS_DESIGNED
) -> ExperienceList:
    """Read what helps with a task of yours, before anybody is asked. Nobody hears of it, and nothing is kept."""
    found = await actions.for_task(TaskKey(runtime, task_id), person, body.text, world)
    return ExperienceList(items=tuple(found))


@router.get("/discussions/{discussion}/experience")
async def list_experience(discussion: str, person: ThePerson, world: TheWorld, page: ThePage) -> ExperienceList:
    """Read what was answered before to a question or draft: what you may read, who may ask at that task."""
    found = await actions.for_discussion(discussion, person, world)
    items, cursor = page.of(f"experience {discussion}", found, lambda one: one.id)
    return ExperienceList(items=items, cursor=cursor)


@router.get("/offers/{offer}/experience")
async def list_offered_experience(offer: str, person: ThePerson, world: TheWorld, page: ThePage) -> ExperienceList:
    """Read what was answered before to the question of an offer."""
    found = await actions.for_offer(offer, person, world)
    items, cursor = page.of(f"offered experience {offer}", found, lambda one: one.id)
    return ExperienceList(items=items, cursor=cursor)


@router.get("/experience")
async def list_released(person: ThePerson, world: TheWorld, page: ThePage) -> ReleasedList:
    """Read what you released of your own words, and how many people it helped."""
    found = await actions.released(person, world)
    items, cursor = page.of("released", found, lambda one: one.id)
    return ReleasedList(items=items, cursor=cursor)


@router.delete("/experience/{experience}", status_code=204)
async def take_back(experience: str, person: ThePerson, world: Once) -> Response:
    """Take back what you released: nobody finds it from now on, and your copy is erased."""
    await actions.take_back(experience, person, world)
    return Response(status_code=204)
