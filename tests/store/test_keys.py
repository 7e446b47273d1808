"""A key is known by its hash only, and only as long as it is valid."""

from __future__ import annotations

from datetime import timedelta

import pytest

from socialbpm.actions.credentials import PrincipalRecord
from socialbpm.clock import FrozenClock
from socialbpm.store import SqlStores
from tests.store.road import HOUR, MONDAY

pytestmark = pytest.mark.anyio
BILLING = PrincipalRecord("runtime", "billing")
ALICE = PrincipalRecord("person", "alice")


async def save(stores: SqlStores, **hashes: PrincipalRecord) -> dict[str, str]:
    """Keep keys by their hash, and return their ids."""
    async with stores.write() as store:
        return {name: (await store.save_key(name, who)).id for name, who in hashes.items()}


async def valid(stores: SqlStores, *hashes: str) -> list[bool]:
    """Whether the keys with these hashes are somebody's."""
    async with stores.read() as store:
        return [await store.key(name) is not None for name in hashes]


async def test_a_key_belongs_to_who_it_was_given_to(stores: SqlStores) -> None:
    """Saving it again changes what it may do, and not by what name it goes."""
    admin = PrincipalRecord("person", "alice", frozenset({"admin"}))
    ids = await save(stores, one=ALICE)
    await save(stores, one=admin)
    async with stores.read() as store:
        found = await store.key("one")
        assert found is not None
        assert (found.principal, found.id, found.used_at) == (admin, ids["one"], None)
        assert await store.key("another") is None


async def test_a_revoked_key_is_nobodys(stores: SqlStores) -> None:
    """And stays so, whoever saves it again; it cannot be revoked twice."""
    ids = await save(stores, one=ALICE, two=ALICE)
    async with stores.write() as store:
        assert await store.revoke_key(ids["one"])
        assert not await store.revoke_key(ids["one"])
        assert not await store.revoke_key("made-up")
    await save(stores, one=ALICE)
    assert await valid(stores, "one", "two") == [False, True]


async def test_a_key_ends_when_its_time_is_over(stores: SqlStores, clock: FrozenClock) -> None:
    """To the moment."""
    async with stores.write() as store:
        await store.save_key("one", BILLING, MONDAY + HOUR)
    clock.advance(HOUR - timedelta(seconds=1))
    assert await valid(stores, "one") == [True]
    clock.advance(timedelta(seconds=1))
    assert await valid(stores, "one") == [False]


async def test_only_the_keys_of_one_end_together(stores: SqlStores, clock: FrozenClock) -> None:
    """Those of another runtime go on, and what would end earlier still does."""
    await save(
        stores, one=BILLING, other=PrincipalRecord("runtime", "expenses"), alice=PrincipalRecord("person", "billing")
    )
    async with stores.write() as store:
        await store.save_key("brief", BILLING, MONDAY + HOUR)
        await store.end_keys(BILLING, MONDAY + 2 * HOUR)
    clock.advance(HOUR)
    assert await valid(stores, "one", "other", "alice", "brief") == [True, True, True, False]
    clock.advance(HOUR)
    assert await valid(stores, "one", "other", "alice") == [False, True, True]


async def test_valid_keys_are_listed_page_by_page(stores: SqlStores, clock: FrozenClock) -> None:
    """In one order, of all or of somebody."""
    ids = [(await save(stores, **{name: who}))[name] for name, who in (("a", BILLING), ("b", ALICE), ("c", BILLING))]
    async with stores.read() as store:
        everything = [key.id for key in await store.keys(None, None)]
        assert everything == sorted(ids)
        assert [key.id for key in await store.keys(None, None, everything[0], 1)] == [everything[1]]
        assert {key.id for key in await store.keys("runtime", "billing")} == {ids[0], ids[2]}
        assert await store.keys("person", "billing") == []
