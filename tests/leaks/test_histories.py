"""Whatever people do, in whatever order: nobody is told what is not meant for them (law 2)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from _pytest.mark import ParameterSet
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.leaks.cast import OTHER_RUNTIME, PEOPLE, RUNTIME, SUBSCRIPTION, Design, Start, designs, starts
from tests.leaks.house import House
from tests.leaks.outputs import OUTPUTS
from tests.leaks.outputs.deliveries import Deliveries
from tests.leaks.outputs.discussion import OneDiscussion
from tests.leaks.outputs.letters import Letters
from tests.leaks.outputs.output import Output, answered_right, hears
from tests.leaks.world import Step, World, steps
from tests.postgres import Server

READERS = (*PEOPLE, RUNTIME, OTHER_RUNTIME)
STEPS = 12
PAGE = OneDiscussion()
FOR_RUNTIMES: Sequence[Output] = (Deliveries(), Letters(), PAGE)


class Histories(RuleBasedStateMachine):
    """A world, of which every call's answer and somebody's page are looked at after each step, and all in the end."""

    house: House

    @initialize(design=designs, start=starts, readers=st.tuples(*[st.sampled_from(PEOPLE)] * 2))
    def alice_is_stuck(self, design: Design, start: Start, readers: tuple[str, ...]) -> None:
        self.readers = {*readers, RUNTIME, OTHER_RUNTIME}
        self.house.reset()
        self.world = World(self.house, design, start)

    @rule(step=steps, reader=st.sampled_from(READERS))
    def something_happens(self, step: Step, reader: str) -> None:
        self.world.do(step)
        for done in self.world.done:
            answered_right(self.world, done)
        if reader in PEOPLE:
            hears(self.world, reader, PAGE)

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        hears(self.world, SUBSCRIPTION, Letters())
        for reader in self.readers:
            for output in OUTPUTS if reader in PEOPLE else FOR_RUNTIMES:
                hears(self.world, reader, output)


def play(house: House, histories: int) -> None:
    """Play so many histories; one that fails is shortened and printed, with what plays it again."""

    class Played(Histories):
        pass

    Played.house = house
    wanted = settings(max_examples=histories, stateful_step_count=STEPS, deadline=None, database=None, print_blob=True)
    run_state_machine_as_test(Played, settings=wanted)


def shares(few: int, many: int, size: int) -> list[ParameterSet]:
    """Return numbers of histories: `few` for `make test`, and `many` for `make bench`, in shares."""
    more = [pytest.param(size, marks=pytest.mark.long, id=f"{number}") for number in range(many // size)]
    return [*(pytest.param(few // 4, id=f"few{number}") for number in range(4)), *more]


class TestHistories:
    """A discussion that widens, with all that people and runtimes do to it, is an open book for nobody."""

    @pytest.mark.parametrize("histories", shares(few=200, many=10_000, size=250))
    def test_on_sqlite(self, histories: int) -> None:
        """Every answer that anybody gets holds only words that the model lets them know."""
        with House() as house:
            play(house, histories)

    @pytest.mark.parametrize("histories", [10, pytest.param(500, marks=pytest.mark.long)])
    def test_on_postgresql(self, histories: int, postgres: Server) -> None:
        """The same there, where the twin of the sight rule is asked in another dialect."""
        with postgres.database() as url, House(url) as house:
            play(house, histories)
