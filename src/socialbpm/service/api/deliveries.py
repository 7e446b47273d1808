"""What waits for a runtime: `GET /v1/deliveries`."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query

from socialbpm.actions.deliveries import page
from socialbpm.contract.deliveries import DeliveryPage
from socialbpm.service.auth import TheRuntime
from socialbpm.service.state import Composed, TheService

router = APIRouter(tags=["runtimes"])
LONGEST_WAIT = 30.0
LOOK_AGAIN = 5.0
"""The bus wakes for what nodes commit; what another process writes to a SQLite file is found by looking."""


@router.get("/deliveries")
async def list_deliveries(
    caller: TheRuntime,
    service: TheService,
    after: Annotated[str, Query(max_length=200, description="The `cursor` of the page before.")] = "",
    wait: Annotated[float, Query(ge=0, description="Seconds to wait for news, at most 30.")] = 0.0,
    case: Annotated[str | None, Query(max_length=200, description="Only those of this case.")] = None,
) -> DeliveryPage:
    """Fetch what waits for the runtime, in order; with `wait` the answer comes as soon as there is something.

    Handing the page's `cursor` back as `after` acknowledges it: do that once the deliveries are saved.
    """
    return await _wait_for_page(caller.subject, case, after, min(wait, LONGEST_WAIT), service)


async def _wait_for_page(runtime: str, case: str | None, after: str, wait: float, service: Composed) -> DeliveryPage:
    loop, bus = asyncio.get_running_loop(), service.stores.bus
    until = loop.time() + wait
    while True:
        count = bus.count(runtime)
        found = await page(runtime, case, after, service.world)
        left = until - loop.time()
        if found.items or left <= 0 or bus.closed:
            return found
        await bus.wait(runtime, min(left, LOOK_AGAIN), since=count)
