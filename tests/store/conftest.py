"""A store on a database of its own, with a clock that stands on a Monday morning."""

from collections.abc import AsyncIterator

import pytest

from socialbpm.clock import FrozenClock
from socialbpm.store import SqlStores, open_store
from tests.store.road import MONDAY


@pytest.fixture
def clock() -> FrozenClock:
    """Monday, nine o'clock."""
    return FrozenClock(MONDAY)


@pytest.fixture
async def stores(anyio_backend: str, database_url: str, clock: FrozenClock) -> AsyncIterator[SqlStores]:
    """An empty store."""
    async with await open_store(database_url, clock) as opened:
        yield opened
