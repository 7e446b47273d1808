"""Can it work: `GET /health`, for whoever watches over the service."""

from __future__ import annotations

from fastapi import APIRouter

from socialbpm import __version__
from socialbpm.contract.views import Health
from socialbpm.service.state import TheWorld

router = APIRouter(tags=["health"])


@router.get("/health")
async def get_health(world: TheWorld) -> Health:
    """Say that the service runs and that its database answers."""
    async with world.stores.read() as store:
        await store.receipt("health", "")
    return Health(status="ok", version=__version__)
