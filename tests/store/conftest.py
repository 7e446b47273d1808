"""A store on a file of its own, with a clock that stands on a Monday morning."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from socialbpm.clock import FrozenClock
from socialbpm.store import SqlStores, open_store
from tests.store.road import MONDAY


@pytest.fixture
def clock() -> FrozenClock:
    """Monday, nine o'clock."""
    return FrozenClock(MONDAY)


@pytest.fixture
async def stores(anyio_backend: str, tmp_path: Path, clock: FrozenClock) -> AsyncIterator[SqlStores]:
    """An empty store."""
    async with await open_store(f"sqlite:///{tmp_path / 'store.sqlite'}", clock) as opened:
        yield opened
