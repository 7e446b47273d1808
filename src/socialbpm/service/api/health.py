"""Does it run, and can it work: `GET /health` and `GET /ready`, for whatever watches over the service. No token."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter, Response

from socialbpm import __version__
from socialbpm.contract.health import Health, Readiness
from socialbpm.service.state import Composed, TheService, TheWorld
from socialbpm.store.watch import Late

router = APIRouter(tags=["health"])


@router.get("/health")
async def get_health(world: TheWorld) -> Health:
    """Say that the service runs and that its database answers."""
    async with world.stores.read() as store:
        await store.receipt("health", "")
    return Health(status="ok", version=__version__)


@router.get("/ready", responses={503: {"model": Readiness, "description": "Send no calls to this node for now."}})
async def get_ready(service: TheService, response: Response) -> Readiness:
    """Say whether calls can be sent to this node, and how late what is due is."""
    found = await _readiness(service)
    if found.status != "ready":
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return found


async def _readiness(service: Composed) -> Readiness:
    try:
        async with service.stores.read() as store:
            tables = await store.tables()
            late = Late() if tables.missing else await store.late(service.world.now())
    except service.stores.failures:
        return Readiness(status="database_unreachable", version=__version__, deadlines_late=0, letters_late=0)
    status = "tables_newer" if tables.newer else "tables_older" if tables.missing else "ready"
    deadlines, letters = (_seconds_since(due, service) for due in (late.deadline, late.letter))
    return Readiness(status=status, version=__version__, deadlines_late=deadlines, letters_late=letters)


def _seconds_since(due: datetime | None, service: Composed) -> float:
    return (service.world.now() - due).total_seconds() if due else 0
