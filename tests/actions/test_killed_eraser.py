"""Whoever erases is killed without a warning: nothing is half-erased, and who comes next goes on (law 11)."""

from __future__ import annotations

import pytest

from socialbpm.actions import posts
from socialbpm.actions.world import World
from socialbpm.social import facts as f
from tests.actions.road import asked, facts_of
from tests.doom import NEVER, run_until
from tests.service.road import TASK

pytestmark = pytest.mark.anyio
DISCUSSIONS = 5


async def words_left(world: World, discussions: list[str]) -> list[int]:
    """Return of how many of Bob's words in each discussion something is left."""
    left = []
    for discussion in discussions:
        said = [fact.content for fact in await facts_of(world, discussion) if isinstance(fact, f.Posted)]
        async with world.stores.read() as store:
            left.append(len(await store.words(said)))
    return left


async def times_told(world: World, discussions: list[str]) -> list[int]:
    """Return how often each discussion has the fact."""
    return [
        sum(isinstance(fact, f.WordsErased) for fact in await facts_of(world, discussion)) for discussion in discussions
    ]


async def test_who_is_killed_in_the_middle(world: World, database_url: str) -> None:
    """In the third discussion: two are empty, with their facts, the third is whole; then all are, each told once."""
    discussions = []
    for n in range(DISCUSSIONS):
        discussions.append(await asked(world, f"r{n}", task={**TASK, "task_id": f"t{n}", "case_id": f"c{n}"}))
        await posts.post(discussions[-1], "bob", "comment", "Ask Carol.", "participants", None, world)
    run_until("3", "tests.actions.doomed_eraser", database_url)
    assert sorted(await words_left(world, discussions)) == [0, 0, 1, 1, 1]
    assert sorted(await times_told(world, discussions)) == [0, 0, 0, 1, 1]
    assert run_until(NEVER, "tests.actions.doomed_eraser", database_url) == str(DISCUSSIONS)
    assert await words_left(world, discussions) == [0] * DISCUSSIONS
    assert await times_told(world, discussions) == [1] * DISCUSSIONS
