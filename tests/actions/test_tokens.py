"""Tokens are random, shown once, and kept as a hash."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from socialbpm.actions.credentials import PrincipalRecord
from socialbpm.actions.tokens import USE_IS_KEPT, hash_of, issue, issue_key, whose
from socialbpm.actions.world import World
from socialbpm.clock import FrozenClock
from socialbpm.errors import Unauthorized
from tests.service.road import MONDAY

pytestmark = pytest.mark.anyio


async def test_a_token_is_its_owners(world: World) -> None:
    """Alice's is hers, the runtime's is bound to it, and a made-up one is nobody's."""
    alice = await issue("person", "alice", world.stores)
    key = await issue("runtime", "expenses", world.stores)
    assert (await whose(alice, world.stores, world.now())).subject == "alice"
    found = await whose(key, world.stores, world.now())
    assert (found.kind, found.subject) == ("runtime", "expenses")
    with pytest.raises(Unauthorized):
        await whose("made-up", world.stores, world.now())


async def test_two_tokens_of_one_person_differ(world: World) -> None:
    """And neither is its hash."""
    first, second = [await issue("person", "alice", world.stores) for _ in range(2)]
    assert first != second
    assert hash_of(first) != first


async def test_that_a_token_is_used_is_kept_now_and_then(world: World, clock: FrozenClock) -> None:
    """Not at every call, or each would write."""
    issued = await issue_key(PrincipalRecord("person", "alice"), world.stores)

    async def used_at() -> datetime | None:
        await whose(issued.token, world.stores, world.now())
        async with world.stores.read() as store:
            (key,) = await store.keys("person", "alice")
        return key.used_at

    assert await used_at() == MONDAY
    clock.advance(USE_IS_KEPT)
    assert await used_at() == MONDAY
    clock.advance(timedelta(seconds=1))
    assert await used_at() == MONDAY + USE_IS_KEPT + timedelta(seconds=1)
