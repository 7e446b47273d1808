"""What is new to the reader in a discussion: for themselves alone."""

from __future__ import annotations

from fastapi import APIRouter

from socialbpm.actions import looking
from socialbpm.contract.views import LookView
from socialbpm.service.auth import ThePerson
from socialbpm.service.state import TheWorld

router = APIRouter(tags=["discussions"])


@router.put("/discussions/{discussion}/look")
async def look_at_discussion(discussion: str, person: ThePerson, world: TheWorld) -> LookView:
    """Note that you have seen what there is, and read which posts were new to you; nobody else is ever told."""
    new = await looking.look_at(discussion, person, world)
    return LookView(new=tuple(sorted(new)))
