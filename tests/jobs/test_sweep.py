"""The sweep works off what is due, whatever goes wrong with one thing."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from socialbpm.actions import deadlines
from socialbpm.actions.world import World
from socialbpm.clock import FrozenClock
from socialbpm.jobs import sweep
from socialbpm.store import SqlStore
from tests.actions.conftest import clock, stores, world
from tests.actions.road import asked, state_of
from tests.service.road import TASK

__all__ = ["clock", "stores", "world"]
pytestmark = pytest.mark.anyio


async def three(world: World) -> list[str]:
    """Let Alice ask about three tasks."""
    return [await asked(world, f"r{n}", task={**TASK, "task_id": f"t{n}"}) for n in range(3)]


async def test_nothing_happens_before_it_is_due(world: World, clock: FrozenClock) -> None:
    """A second before the wait runs out Bob's ring is still the current one; then it is not."""
    discussion = await asked(world)
    clock.advance(timedelta(hours=2) - timedelta(seconds=1))
    await sweep.once(world)
    assert (await state_of(world, discussion)).current == 1
    clock.advance(timedelta(seconds=1))
    await sweep.once(world)
    assert (await state_of(world, discussion)).current == 2


async def test_more_than_a_batch(world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of two, three things due: all are worked off."""
    monkeypatch.setattr(deadlines, "BATCH", 2)
    monkeypatch.setattr(sweep, "BATCH", 2)
    found = await three(world)
    clock.advance(timedelta(hours=2))
    await sweep.once(world)
    assert [(await state_of(world, discussion)).current for discussion in found] == [2, 2, 2]


async def test_one_that_is_broken_does_not_hold_up_the_others(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The first cannot be loaded: that is logged, and the two others go on."""
    broken, *others = await three(world)
    load = SqlStore.discussion

    async def fails(store: SqlStore, discussion: str) -> object:
        if discussion == broken:
            msg = "a disk is broken"
            raise OSError(msg)
        return await load(store, discussion)

    clock.advance(timedelta(hours=2))
    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(SqlStore, "discussion", fails)
        await sweep.once(world)
    assert broken in caplog.text
    assert [(await state_of(world, discussion)).current for discussion in others] == [2, 2]
    await sweep.once(world)
    assert (await state_of(world, broken)).current == 2
