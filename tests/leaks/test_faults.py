"""The harness finds what it is made to find: each fault in its story, and nothing where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.leaks.cast import SUBSCRIPTION
from tests.leaks.faults import SEEDED, Seeded
from tests.leaks.house import House
from tests.leaks.outputs import OUTPUTS
from tests.leaks.outputs.letters import Letters
from tests.leaks.outputs.output import answered_right, hears
from tests.leaks.world import World

FIVE = ("alice", "bob", "carol", "dana", "eve")


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A service on SQLite."""
    with House() as opened:
        yield opened


def told(house: House, story: Seeded) -> None:
    """Tell a story, and look at everything that everybody gets after it."""
    house.reset()
    world = World(house, story.design, story.start)
    for step in story.steps:
        world.do(step)
        for done in world.done:
            answered_right(world, done)
    for reader in FIVE:
        for output in OUTPUTS:
            hears(world, reader, output)
    hears(world, SUBSCRIPTION, Letters())


@pytest.mark.parametrize("story", SEEDED, ids=lambda story: str(story.fault.__name__))
class TestTheModel:
    def test_finds_the_fault(self, story: Seeded, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        """A service that is made with a mistake tells somebody what is not theirs to know."""
        story.fault(monkeypatch)
        with pytest.raises(AssertionError):
            told(house, story)

    @pytest.mark.long
    def test_finds_nothing_where_nothing_is_wrong(self, story: Seeded, house: House) -> None:
        """The same story without the mistake."""
        told(house, story)
