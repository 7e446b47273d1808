"""Where runtimes may be called."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from socialbpm.actions import callbacks
from socialbpm.actions.urls import parse
from socialbpm.contract.callbacks import CallbacksView, NewSecret, SetCallbacks
from socialbpm.service.auth import TheAdmin
from socialbpm.service.state import TheService, TheWorld

router = APIRouter(tags=["callbacks"])
RuntimePath = Annotated[str, Path(min_length=1, max_length=200)]


@router.get("/runtimes/{runtime}/callbacks")
async def get_callbacks(runtime: RuntimePath, _: TheAdmin, world: TheWorld) -> CallbacksView:
    """Read where a runtime may be called; nowhere, if nobody said so."""
    return await callbacks.read(runtime, world)


@router.put("/runtimes/{runtime}/callbacks")
async def set_callbacks(runtime: RuntimePath, _: TheAdmin, service: TheService, body: SetCallbacks) -> CallbacksView:
    """Say where a runtime may be called.

    The first answer has the `secret` that signs what it gets; it is shown once.
    """
    for url in body.base_urls:
        service.guard.check(parse(url))
    return await callbacks.set_callbacks(runtime, body, service.world)


@router.post("/runtimes/{runtime}/callbacks/secret")
async def rotate_callbacks_secret(runtime: RuntimePath, _: TheAdmin, world: TheWorld) -> NewSecret:
    """Make a new secret for a runtime's callbacks; for a day the old one signs, too."""
    return await callbacks.rotate(runtime, world)
