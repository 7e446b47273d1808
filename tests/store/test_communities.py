"""Communities and helps are kept as they are, on both databases; rings find only who is in one that is there."""

from __future__ import annotations

import pytest

from socialbpm.actions.gathering import Help
from socialbpm.social import communities as rules
from socialbpm.social.communities import Community, Kind
from socialbpm.store import SqlStore, SqlStores
from tests.store.road import HOUR, MONDAY, add, bob_comes_in, opened

pytestmark = pytest.mark.anyio
CHECK, SHIP = Kind("billing", "pay", "check"), Kind("billing", "pay", "ship")
PROPOSED = rules.propose(Community("c1", CHECK, "Check", MONDAY), ("bob", "dana"), MONDAY)


async def test_a_community_is_kept_as_it_is(stores: SqlStores) -> None:
    """Proposed, then with one, then with two in it: found by its id, by its kind and by its people."""
    bob = rules.join(PROPOSED, "bob", MONDAY + HOUR)
    both = rules.change(rules.join(bob, "dana", MONDAY + 2 * HOUR), "bob", "Freight", "Ask us.", "dana")
    for community in (PROPOSED, bob, both):
        await stores.transact(lambda store, kept=community: store.save_community(kept))  # type: ignore[misc]  # a default binds it
        async with stores.read() as store:
            assert await store.community("c1") == community
            assert await store.community_at(CHECK) == community
            assert await store.communities_around("dana", ()) == [community]
            assert await store.communities_around("eve", [CHECK, SHIP]) == [community]
            assert await store.communities_around("eve", [SHIP]) == ()
            assert dict(await store.grown()) == ({"check": ["bob", "dana"]} if community is both else {})
            assert list(await store.worded_by("bob")) == ([community] if community is both else [])


async def test_who_helped_is_noted_once_and_told_to_who_was_there(stores: SqlStores) -> None:
    """Alice and Bob are in the discussion, Eve is not."""

    async def help_twice(store: SqlStore) -> list[bool]:
        await add(store, "d1", opened(), *bob_comes_in())
        helped = Help("d1", "bob", CHECK, MONDAY)
        return [await store.note_help(helped), await store.note_help(helped)]

    assert await stores.transact(help_twice) == [True, False]
    async with stores.read() as store:
        assert dict(await store.helpers_of(CHECK)) == {"bob": "d1"}
        assert dict(await store.helpers_of(SHIP)) == {}
        assert await store.helps_seen("bob", "alice", 9) == [Help("d1", "bob", CHECK, MONDAY)]
        assert await store.helps_seen("bob", "eve", 9) == []
