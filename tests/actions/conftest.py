"""A world on a store of its own, whose clock stands on a Monday morning."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count

import pytest

from socialbpm.actions.world import World
from socialbpm.clock import FrozenClock
from socialbpm.directory.seeded_history import SeededHistory
from socialbpm.store import SqlStores, open_store
from tests.service.road import MONDAY, PEOPLE, SEEDS


@pytest.fixture
def clock() -> FrozenClock:
    """Monday, nine o'clock."""
    return FrozenClock(MONDAY)


@pytest.fixture
async def stores(anyio_backend: str, database_url: str, clock: FrozenClock) -> AsyncIterator[SqlStores]:
    """An empty store."""
    async with await open_store(database_url, clock) as opened:
        yield opened


@pytest.fixture
def world(stores: SqlStores, clock: FrozenClock) -> World:
    """The outside, with the people of the stories and ids that count."""
    numbers = count(1)
    return World(
        stores=stores,
        directory=PEOPLE,
        now=clock.now,
        new_id=lambda: f"id{next(numbers)}",
        base_url="https://help.example/",
        history=lambda store: SeededHistory(store, SEEDS),
    )
