"""SCIM's resources in our tables: the contract that `scim2-server` has for every storage, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from scim2_models import ScimProvider
from scim2_server.storage import ScimStorage
from scim2_server.testing import AsyncScimStorageContract, BlockingStorage

from socialbpm.store import SqlStores, open_store
from socialbpm.store.scim import SqlScimStorage
from socialbpm.store.scim_schema import provider as our_provider

OURS = our_provider()
Opened = tuple[asyncio.Runner, SqlStores]


class Undone(Exception):
    """Nothing of a test is kept, so that the next one finds an empty store."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A store for all tests, and the loop that it lives in."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('scim') / 'store.sqlite'}"
        else:
            url = stack.enter_context(request.getfixturevalue("postgres").database())
        runner = stack.enter_context(asyncio.Runner())
        stores = runner.run(open_store(url))
        stack.callback(lambda: runner.run(stores.close()))
        yield runner, stores


class TestTheContract(AsyncScimStorageContract):
    """The contract, each test in a transaction of its own that is rolled back."""

    @pytest.fixture
    def provider(self) -> ScimProvider:
        """What we serve, with our extension."""
        return OURS

    @pytest.fixture
    def storage(self, opened: Opened, provider: ScimProvider) -> Iterator[ScimStorage]:
        """An empty storage."""
        runner, stores = opened
        transaction: Any = stores.write()
        store = runner.run(transaction.__aenter__())
        yield BlockingStorage(SqlScimStorage(store, provider), runner)
        assert not runner.run(transaction.__aexit__(Undone, Undone(), None))
