"""Tokens are random, shown once, and kept as a hash."""

from __future__ import annotations

import pytest

from socialbpm.actions.tokens import hash_of, issue, whose
from socialbpm.actions.world import World
from socialbpm.errors import Unauthorized

pytestmark = pytest.mark.anyio


async def test_a_token_is_its_owners(world: World) -> None:
    """Alice's is hers, the runtime's is bound to it, and a made-up one is nobody's."""
    alice = await issue("person", "alice", world.stores)
    key = await issue("runtime", "expenses", world.stores)
    assert (await whose(alice, world.stores)).subject == "alice"
    found = await whose(key, world.stores)
    assert (found.kind, found.subject) == ("runtime", "expenses")
    with pytest.raises(Unauthorized):
        await whose("made-up", world.stores)


async def test_two_tokens_of_one_person_differ(world: World) -> None:
    """And neither is its hash."""
    first, second = [await issue("person", "alice", world.stores) for _ in range(2)]
    assert first != second
    assert hash_of(first) != first
