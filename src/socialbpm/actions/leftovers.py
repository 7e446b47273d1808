"""What is left to do of who is gone and of what is to be erased, looked for in one glance that writes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from socialbpm.actions import erasing, leaving
from socialbpm.actions.world import World

Work = Callable[[World], Awaitable[bool]]


async def work_off(world: World) -> None:
    """Do all that is left to do now."""
    for more in await _left(world):
        while await more(world):
            pass


async def _left(world: World) -> list[Work]:
    """Return what there is to do: as a rule nothing, and then nobody who writes has to wait."""
    now, found = world.now(), list[Work]()
    async with world.stores.read() as store:
        if await store.next_departure(now) is not None:
            found.append(leaving.work_off)
        if await store.next_erasure(now) is not None:
            found.append(erasing.work_off)
        if world.retention is not None and await store.too_old(now - world.retention, 1):
            found.append(erasing.work_off_old)
    return found
