"""Time: what is due is claimed and worked off in one transaction, so that it may be late, never lost or double."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Literal

from socialbpm.actions.execute import work_off_due
from socialbpm.actions.offers import end_offer
from socialbpm.actions.ports import Store
from socialbpm.actions.world import World

BATCH = 100
Due = tuple[Literal["discussion", "offer"], str]


async def sweep_batch(world: World) -> int:
    """Work off the earliest `BATCH` of what is due, and return how many there were."""

    async def work_off_claimed(store: Store) -> int:
        claimed = await store.due(world.now(), BATCH)
        for due in claimed:
            await _work_off(due, store, world)
            await asyncio.sleep(0)  # what is asked of this node meanwhile has its turn between two of them
        return len(claimed)

    return await world.stores.transact(work_off_claimed)


async def due_now(world: World) -> Sequence[Due]:
    """Return the earliest `BATCH` of what is due, without working it off."""
    return await world.stores.transact(lambda store: store.due(world.now(), BATCH))


async def work_off_one(due: Due, world: World) -> None:
    """Work off one thing that is due, in a transaction of its own: for when one of a batch holds up the others."""
    await world.stores.transact(lambda store: _work_off(due, store, world))


async def _work_off(due: Due, store: Store, world: World) -> None:
    kind, id_ = due
    if kind == "discussion":
        await work_off_due(id_, store, world)
        return
    offer = await store.offer(id_)
    if offer is not None and offer.expires <= world.now():
        await end_offer(offer, "expired", store, world.now())
