"""How a discussion is ended by hand; accepting a post ends it too."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from socialbpm.actions import ends, experience
from socialbpm.contract.requests import ReleaseWords, SolvedAlone
from socialbpm.contract.views import DiscussionView
from socialbpm.service.api.answers import as_seen_now
from socialbpm.service.auth import ThePerson
from socialbpm.service.terms import Once, OnceAsSeen

router = APIRouter(prefix="/discussions/{discussion}", tags=["ends"])
ALONE = SolvedAlone()


@router.post("/solved-alone", response_model=DiscussionView)
async def solve_alone(discussion: str, person: ThePerson, world: OnceAsSeen, body: SolvedAlone = ALONE) -> Any:
    """Say that you found it yourself."""
    await ends.solve_alone(discussion, person, body.experience, world)
    return await as_seen_now(discussion, person, world)


@router.post("/withdraw", response_model=DiscussionView)
async def withdraw(discussion: str, person: ThePerson, world: OnceAsSeen) -> Any:
    """Take your question back."""
    await ends.withdraw(discussion, person, world)
    return await as_seen_now(discussion, person, world)


@router.post("/give-up", response_model=DiscussionView)
async def give_up(discussion: str, person: ThePerson, world: OnceAsSeen) -> Any:
    """Close it as unanswered."""
    await ends.give_up(discussion, person, world)
    return await as_seen_now(discussion, person, world)


@router.post("/end-abandoned", status_code=204)
async def end_abandoned(discussion: str, person: ThePerson, world: Once) -> Response:
    """End a discussion whose asker is gone, as a business administrator of its task; you do not get to read it."""
    await ends.end_abandoned(discussion, person, world)
    return Response(status_code=204)


@router.post("/release", response_model=DiscussionView)
async def release(discussion: str, body: ReleaseWords, person: ThePerson, world: OnceAsSeen) -> Any:
    """Let whoever is stuck at this task later see your question or answer, with or without your name."""
    await experience.release(discussion, person, body.named, (body.question, body.answer), world)
    return await as_seen_now(discussion, person, world)
