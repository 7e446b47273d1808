"""What is kept for a while only goes when that while is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from socialbpm.actions.ports import Receipt, Store
from socialbpm.actions.world import World
from socialbpm.clock import FrozenClock
from socialbpm.jobs import tidy
from tests.actions.conftest import clock, stores, world

__all__ = ["clock", "stores", "world"]
pytestmark = pytest.mark.anyio
WEEK = timedelta(days=7)


async def take(world: World, *keys: str) -> None:
    """Note calls that were taken now."""

    async def save(store: Store) -> None:
        for key in keys:
            await store.save_receipt(Receipt("call person bob", key, "h"))

    await world.stores.transact(save)


async def known(world: World, *keys: str) -> list[str]:
    """Return which of some calls are still known."""
    async with world.stores.read() as store:
        return [key for key in keys if await store.receipt("call person bob", key) is not None]


async def test_receipts_go_when_they_are_old(world: World, clock: FrozenClock) -> None:
    """In as many batches as it takes; those of this week stay."""
    old = [f"old-{number}" for number in range(5)]
    await take(world, *old)
    clock.advance(timedelta(hours=1))
    await take(world, "new")
    clock.advance(WEEK)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tidy, "BATCH", 2)
        await tidy.once(world, WEEK)
    assert await known(world, *old, "new") == ["new"]
