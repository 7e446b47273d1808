"""Places: where a discussion's task is in its process."""

from __future__ import annotations

from fastapi import APIRouter

from socialbpm.contract.diagrams import PlaceView
from socialbpm.service.auth import ThePerson
from socialbpm.service.places import place_for
from socialbpm.service.state import TheWorld

router = APIRouter(prefix="/discussions/{discussion}", tags=["discussions"])


@router.get("/place")
async def get_place(discussion: str, person: ThePerson, world: TheWorld) -> PlaceView:
    """Read where the task is in its process, in words and as a diagram. For the asker and colleagues.

    Nobody else, and nobody where its runtime gave none, finds one.
    """
    return await place_for(discussion, person, world)
