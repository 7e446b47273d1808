"""Whatever people do, in whatever order: nobody is told what is not meant for them (law 2)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from _pytest.mark import ParameterSet
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.leaks.cast import (
    ASKER,
    COWORKERS,
    EXCLUDED,
    OTHER_RUNTIME,
    OWNER,
    PARTICIPANTS,
    PEOPLE,
    RUNTIME,
    STRANGERS,
    SUBSCRIPTION,
    Design,
    Start,
    designs,
    starts,
)
from tests.leaks.house import House
from tests.leaks.outputs import OUTPUTS
from tests.leaks.outputs.deliveries import Deliveries
from tests.leaks.outputs.discussion import OneDiscussion
from tests.leaks.outputs.letters import Letters
from tests.leaks.outputs.output import Output, answered_right, hears
from tests.leaks.outputs.processes import Processes
from tests.leaks.world import ALL, Step, World, steps
from tests.postgres import Server

STEPS, FEW = 12, 200
ONE_OF_A_KIND = (ASKER, "eve", EXCLUDED)
KINDS = {who: kind for kind in (PARTICIPANTS, COWORKERS, STRANGERS) for who in kind}
"""Who stands to the discussion as somebody else does; whoever is not here does so alone."""
FOR_RUNTIMES: tuple[Output, ...] = (Deliveries(), Letters(), OneDiscussion())
LOOKS: Sequence[tuple[str, Output]] = (
    *product(PEOPLE, OUTPUTS),
    *product(ONE_OF_A_KIND, OUTPUTS),
    *product(PEOPLE, (OneDiscussion(),) * 3),
    *product((RUNTIME, OTHER_RUNTIME), FOR_RUNTIMES * 2),
    *[(SUBSCRIPTION, Letters())] * 3,
    *[(OWNER, Processes())] * 3,
)
"""Who may look where; at the view of a discussion most often, and whoever is one of a kind as often as two others."""
looks = st.sampled_from(LOOKS)
AT_LAST = 6
"""Looks at the end. Nobody looks everywhere in one history: over all of them, everybody does."""


class Histories(RuleBasedStateMachine):
    """A world, of which every call's answer is looked at after each step, and what somebody gets somewhere."""

    house: House

    @initialize(design=designs, start=starts, last=st.lists(looks, min_size=AT_LAST, max_size=AT_LAST))
    def alice_is_stuck(self, design: Design, start: Start, last: list[tuple[str, Output]]) -> None:
        self.last = last
        self.begins(design, start)

    @rule(step=steps, look=looks)
    def something_happens(self, step: Step, look: tuple[str, Output]) -> None:
        self.happens(step)
        self.looks(*look)

    def teardown(self) -> None:
        for look in getattr(self, "last", ()):
            self.looks(*look)

    def begins(self, design: Design, start: Start) -> None:
        """Begin a world."""
        self.house.reset()
        self.world = World(self.house, design, start)

    def happens(self, step: Step) -> None:
        """Do a step; each answer is its caller's to know."""
        self.world.do(step)
        for done in self.world.done:
            answered_right(self.world, done)

    def looks(self, reader: str, output: Output) -> None:
        """Let somebody look."""
        hears(self.world, reader, output)


def play(house: House, histories: int) -> None:
    """Play so many histories; one that fails is shortened and printed, with what plays it again."""

    class Played(Histories):
        pass

    Played.house = house
    run_state_machine_as_test(Played, settings=wanted(histories))


def wanted(histories: int) -> settings:
    """Return how many histories are to be played, and how long each is.

    Each is drawn anew: by itself Hypothesis makes five of six by doing twice, in another history, what was done once.
    """
    return settings(
        max_examples=histories,
        stateful_step_count=STEPS,
        backend="hypothesis-urandom",
        deadline=None,
        database=None,
        print_blob=True,
    )


def shares(few: int, many: int, size: int) -> list[ParameterSet]:
    """Return numbers of histories: `few` for `make test`, and `many` for `make bench`, in shares."""
    more = [pytest.param(size, marks=pytest.mark.long, id=f"{number}") for number in range(many // size)]
    return [*(pytest.param(few // 4, id=f"few{number}") for number in range(4)), *more]


def sort(reader: str, output: Output) -> tuple[object, str]:
    """Return what kind of reader it is, and at what they look."""
    return KINDS.get(reader, reader), type(output).__name__


def test_over_all_histories_everybody_looks_everywhere() -> None:
    """In as many as the tests play, each kind of reader looks at each output, and all that can be done is done."""
    looked: set[tuple[object, str]] = set()
    done: set[str] = set()

    class Drawn(Histories):
        """Histories without a service."""

        def begins(self, design: Design, start: Start) -> None:
            """Begin none."""

        def happens(self, step: Step) -> None:
            """Note it."""
            done.add(step.what)

        def looks(self, reader: str, output: Output) -> None:
            """Note it."""
            looked.add(sort(reader, output))

    run_state_machine_as_test(Drawn, settings=wanted(FEW))
    assert done == {*ALL}
    assert looked == {sort(reader, output) for reader, output in LOOKS}


class TestHistories:
    """A discussion that widens, with all that people and runtimes do to it, is an open book for nobody."""

    @pytest.mark.parametrize("histories", shares(few=FEW, many=10_000, size=250))
    def test_on_sqlite(self, histories: int) -> None:
        """Every answer that anybody gets holds only words that the model lets them know."""
        with House() as house:
            play(house, histories)

    @pytest.mark.parametrize("histories", [10, pytest.param(500, marks=pytest.mark.long)])
    def test_on_postgresql(self, histories: int, postgres: Server) -> None:
        """The same there, where the twin of the sight rule is asked in another dialect."""
        with postgres.database() as url, House(url) as house:
            play(house, histories)
