"""Lets go of what is kept for a while only: receipts of calls, and changes that nobody asks for again."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from socialbpm.actions.ports import Store
from socialbpm.actions.world import World

log = logging.getLogger(__name__)
BATCH = 500
EVERY = 600.0
"""Seconds between two looks."""


async def run(world: World, kept: timedelta, every: float = EVERY) -> None:
    """Tidy up, every so many seconds, until cancelled. What is `kept` that long may go."""
    while True:
        try:
            await once(world, kept)
        except Exception:
            log.exception("what is old could not be let go; trying again later")
        await asyncio.sleep(every)


async def once(world: World, kept: timedelta) -> None:
    """Let go of all that is older than `kept`, in batches, so that nobody waits for long."""
    before = world.now() - kept

    async def receipts(store: Store) -> int:
        return await store.drop_receipts(before, BATCH)

    async def changes(store: Store) -> int:
        return await store.drop_changes(before, BATCH)

    for forget in (receipts, changes):
        while await world.stores.transact(forget) == BATCH:
            pass
