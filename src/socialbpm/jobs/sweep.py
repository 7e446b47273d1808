"""The clock's hand: what is due is worked off, again and again, whatever goes wrong with one thing."""

from __future__ import annotations

import asyncio
import logging

from socialbpm.actions import leftovers
from socialbpm.actions.deadlines import BATCH, due_now, sweep_batch, work_off_one
from socialbpm.actions.world import World
from socialbpm.jobs import meters

log = logging.getLogger(__name__)


async def run(world: World, interval: float) -> None:
    """Work off what is due, every `interval` seconds, until cancelled."""
    while True:
        await once(world)
        await asyncio.sleep(interval)


async def once(world: World) -> None:
    """Work off all that is due now; what cannot be is logged, and does not hold up the rest."""
    try:
        await all_due(world)
    except Exception:
        log.exception("a batch of deadlines could not be worked off; trying one by one")
        await _one_by_one(world)


async def all_due(world: World) -> None:
    """Work off all that is due now, in batches, take who is gone out of what they were in, and erase."""
    while await meters.batch(lambda: sweep_batch(world)) == BATCH:
        pass
    await leftovers.work_off(world)


async def _one_by_one(world: World) -> None:
    try:
        found = await due_now(world)
    except Exception:
        log.exception("what is due could not be looked up; trying again later")
        return
    for due in found:
        try:
            await work_off_one(due, world)
        except Exception:
            meters.failed()
            log.exception("the deadline of %s %s could not be worked off; trying again later", *due)
