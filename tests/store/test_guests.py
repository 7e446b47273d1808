"""People at somebody else's page, and figures: kept and found alike on each database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from socialbpm.actions.credentials import GuestRecord, PrincipalRecord
from socialbpm.clock import FrozenClock
from socialbpm.social.facts import TaskKey
from socialbpm.store import SqlStores
from tests.store.road import MONDAY

pytestmark = pytest.mark.anyio
MINUTE = timedelta(minutes=1)
TASK = TaskKey("expenses", "t1")


async def let_in(stores: SqlStores, name: str = "g1", person: str = "alice", task: TaskKey = TASK) -> GuestRecord:
    """Keep a guest, whom a key of the runtime let in."""
    guest = GuestRecord(person, task, "https://tasks.example", MONDAY + 10 * MINUTE)
    async with stores.write() as store:
        await store.save_key("key", PrincipalRecord("runtime", "expenses"))
        await store.save_guest(name, guest, "key")
    return guest


async def known(stores: SqlStores, name: str = "g1") -> GuestRecord | None:
    """Return whom a token belongs to."""
    async with stores.read() as store:
        return await store.guest(name)


async def test_a_guest_is_known_until_their_time_is_over(stores: SqlStores, clock: FrozenClock) -> None:
    """As they were let in; a token that nobody has is nobody's."""
    guest = await let_in(stores)
    assert (await known(stores), await known(stores, "g2")) == (guest, None)
    clock.advance(10 * MINUTE)
    assert await known(stores) is None


async def test_guests_end_with_the_key_that_let_them_in(stores: SqlStores) -> None:
    """Revoked, it leaves nothing open."""
    await let_in(stores)
    async with stores.write() as store:
        (key,) = await store.keys("runtime", "expenses")
        await store.revoke_key(key.id)
    assert await known(stores) is None


async def test_guests_end_with_their_access(stores: SqlStores) -> None:
    """Nobody else's does."""
    await let_in(stores)
    await let_in(stores, "g2", "bob")
    async with stores.write() as store:
        await store.revoke_access("alice")
    assert await known(stores) is None
    assert await known(stores, "g2") is not None


async def test_a_runtime_ends_its_own(stores: SqlStores) -> None:
    """For one task, or for all; by another runtime's word nothing ends."""
    await let_in(stores)
    await let_in(stores, "g2", task=TaskKey("expenses", "t2"))
    async with stores.write() as store:
        await store.end_guests("another", "alice", None)
        await store.end_guests("expenses", "alice", "t1")
    assert [await known(stores, token) is not None for token in ("g1", "g2")] == [False, True]
    async with stores.write() as store:
        await store.end_guests("expenses", "alice", None)
    assert await known(stores, "g2") is None
