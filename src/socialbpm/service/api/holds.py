"""Holds, for administrators: what must not be erased."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from socialbpm.actions import holds
from socialbpm.actions.keeping import Hold
from socialbpm.contract.administration import HoldList, HoldView, PutHold
from socialbpm.service.auth import TheAdmin
from socialbpm.service.state import TheWorld

router = APIRouter(prefix="/holds", tags=["administration"])


@router.get("", response_model=HoldList)
async def list_holds(_: TheAdmin, world: TheWorld) -> Any:
    """Read the holds that are not released, the oldest first."""
    return HoldList(items=tuple(_view(hold) for hold in await holds.current(world)))


@router.post("", response_model=HoldView, status_code=201)
async def put_hold(admin: TheAdmin, world: TheWorld, body: PutHold) -> Any:
    """Hold a discussion, a case, or all that a person was in: neither age nor anybody erases anything of it."""
    return _view(await holds.put(body.kind, body.ref, body.reason, admin, world, runtime=body.runtime))


@router.post("/{hold}/release", response_model=HoldView)
async def release_hold(hold: str, _: TheAdmin, world: TheWorld) -> Any:
    """Release a hold; what it stopped goes on by itself."""
    return _view(await holds.release(hold, world))


def _view(hold: Hold) -> HoldView:
    return HoldView.model_validate(hold, from_attributes=True)
