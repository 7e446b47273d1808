"""One of two nodes is killed with -9 at random moments, under load: nothing is lost, and nothing is doubled (law 8).

`plan.py` has what a seed makes of a round, `play.py` plays it, `verdict.py` says what must be true in the end.
Meanwhile the clock jumps, forwards and back, over nights, weekends and the hours that a zone loses and wins.
SOCIALBPM_NODES_SEED=17 plays that round and no other; in the middle of what a node is killed is chance.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from socialbpm.store import open_store
from tests.nodes.node import Fault
from tests.nodes.pair import Pair
from tests.nodes.plan import OUTCOMES, STARTS, Plan, plan_of
from tests.nodes.play import Round
from tests.nodes.verdict import judge
from tests.postgres import Server
from tests.settings import node_seeds

FEW, MANY = 20, 200
LAST_WORDS = 3000
ROUNDS = 5


@contextmanager
def two_nodes(postgres: Server, folder: Path, fault: Fault = "") -> Iterator[Pair]:
    """Two nodes on an empty database."""
    with postgres.database() as url, Pair(folder, url, fault) as pair:
        yield pair


@pytest.fixture(scope="module")
def nodes(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The nodes that one round after the other is played on: only who was killed is started again."""
    with two_nodes(postgres, tmp_path_factory.mktemp("nodes")) as pair:
        yield pair


def judged(plan: Plan, pair: Pair) -> None:
    """Play a plan and judge it; a failure says how to see it again."""

    async def play() -> None:
        async with await open_store(pair.database, pair.clock) as stores:
            played = Round(plan, pair, stores)
            await played.play()
            await judge(played)

    try:
        asyncio.run(play())
    except BaseException as error:
        error.add_note(f"{plan}\nagain: SOCIALBPM_NODES_SEED={plan.seed}\n{pair.log.read_text()[-LAST_WORDS:]}")
        raise


@pytest.mark.parametrize("seed", node_seeds(FEW, MANY))
def test_whichever_node_is_killed_everything_is_there_once(seed: int, nodes: Pair) -> None:
    """One outcome each, each delivery at least once with one id, no ring twice, no ask twice, no gap; all in time."""
    print(f"SOCIALBPM_NODES_SEED={seed}")  # noqa: T201 - shown if it fails
    judged(plan_of(seed), nodes)


class TestSeeds:
    def test_few_rounds_tell_every_story_and_begin_at_every_time(self) -> None:
        """What `make test` plays leaves out no story, no change of the clocks, and neither node."""
        plans = [plan_of(seed) for seed in range(FEW)]
        assert {story for plan in plans for _, story in plan.tasks} == set(OUTCOMES)
        assert {plan.start for plan in plans} == set(STARTS)
        assert {kill.node for plan in plans for kill in plan.kills} == {0, 1}
        assert any(jump.total_seconds() < 0 for plan in plans for jump in plan.jumps)

    def test_a_seed_is_the_same_plan_for_ever(self) -> None:
        """A round that failed can be played again."""
        assert [plan_of(seed) for seed in range(MANY)] == [plan_of(seed) for seed in range(MANY)]


FAULTS: list[tuple[Fault, str]] = [
    ("tells later", "ends of|arrived|widened"),
    ("sweeps without a lock", "were entered|came into|ended"),
    ("waits by the wall", "waits"),
    ("forgets firings", "ended 0 times|discussions of|ends of"),
]


@pytest.mark.long
@pytest.mark.parametrize(("fault", "found"), FAULTS, ids=[fault for fault, _ in FAULTS])
def test_the_verdict_finds_a_fault(fault: Fault, found: str, postgres: Server, tmp_path: Path) -> None:
    """Nodes that are made with a mistake are found out in one of a few rounds."""
    with two_nodes(postgres, tmp_path, fault) as pair, pytest.raises(AssertionError, match=found):
        play_some(pair)


def play_some(pair: Pair) -> None:
    """Play rounds."""
    for seed in range(ROUNDS):
        judged(plan_of(seed), pair)
