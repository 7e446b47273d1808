"""Who am I: `GET /v1/me`."""

from __future__ import annotations

from fastapi import APIRouter

from socialbpm.contract.views import Me
from socialbpm.service.auth import Caller
from socialbpm.service.state import TheWorld

router = APIRouter(tags=["me"])


@router.get("/me")
async def get_me(caller: Caller, world: TheWorld) -> Me:
    """Say whose token this is."""
    name = world.directory.name(caller.subject) if caller.kind == "person" else caller.subject
    return Me(kind=caller.kind, id=caller.subject, name=name, roles=tuple(sorted(caller.roles)))
