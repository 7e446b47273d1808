"""Host and service are killed with -9 at every point, in any mix, and started again: everything is there once (law 8).

`points.py` has the points, `plan.py` what a seed makes of them, `verdict.py` what is looked at in the end.
SOCIALBPM_CRASH_SEED=17 plays that seed and no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash import points as p
from tests.crash.matrix import MatrixService, Run
from tests.crash.orders import Fault
from tests.crash.plan import (
    EVENTS,
    MOST_MORE_KILLS,
    MOST_QUESTIONS,
    OPENINGS,
    OUTCOMES,
    Kill,
    Plan,
    Story,
    plan_of,
)
from tests.crash.points import HOST_POINTS, SERVICE_POINTS, Point
from tests.crash.verdict import Verdict
from tests.docs.pages import read, rows, section
from tests.settings import crash_seeds

FEW, MANY = 30, 300


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MatrixService]:
    """A service that one run after the other is played with."""
    service = MatrixService(tmp_path_factory.mktemp("matrix"))
    yield service
    service.close()


def judged(plan: Plan, service: MatrixService, folder: Path, fault: Fault = "") -> None:
    """Play a plan and judge it; a failure says what was planned, who was killed, and how to see it again."""
    run = Run(plan, service, folder, fault)
    try:
        run.play()
        Verdict(run).holds()
    except BaseException as error:
        error.add_note(run.report())
        raise
    finally:
        service.kill()


@pytest.mark.parametrize("seed", crash_seeds(FEW, MANY))
def test_whatever_is_killed_everything_is_there_once(seed: int, lives: MatrixService, tmp_path: Path) -> None:
    """One discussion, one delivery of the outcome, one value in the task's data, as if nobody had been killed."""
    judged(plan_of(seed), lives, tmp_path)


class TestSeeds:
    """What the seeds make of the matrix. That a promised kill came true is looked at in each run."""

    def test_few_runs_come_to_every_point(self) -> None:
        """What `make test` plays leaves no point of host or service out."""
        promised = {kill.point for seed in range(FEW) for kill in plan_of(seed).promised}
        assert promised == {*HOST_POINTS, *SERVICE_POINTS}

    def test_the_page_says_of_every_point_what_happens(self) -> None:
        """Each step of the host, and each moment of the service, has its row in docs/engine.md."""
        page = section(read("docs/engine.md"), "What happens when it crashes")
        steps, moments = set(p.HOST_STEPS), {p.OPENED, *p.WRITING, *p.READING}
        assert {row[0] for row in rows(page)} == steps | moments

    def test_few_runs_tell_every_story(self) -> None:
        """Manual requests, several of them, pages and the timer's offers; each outcome, each kind of event."""
        stories = [plan_of(seed).story for seed in range(FEW)]
        assert {story.opening for story in stories} == set(OPENINGS)
        assert {story.outcome for story in stories} == set(OUTCOMES)
        assert {story.event for story in stories} == set(EVENTS)
        assert {story.questions for story in stories} == set(range(1, MOST_QUESTIONS + 1))
        assert any(story.hurried for story in stories)

    def test_many_are_killed_in_one_run(self) -> None:
        """Up to three lives of each side, at points and at random times, and both at once."""
        plans = [plan_of(seed) for seed in range(FEW)]
        for side in ("host", "service"):
            kills = [[kill for kill in (*plan.promised, *plan.more) if kill.side == side] for plan in plans]
            assert max(map(len, kills)) == 1 + MOST_MORE_KILLS
            assert any(kill.point is None for each in kills for kill in each)
        assert any(plan.together for plan in plans)

    def test_a_seed_is_the_same_plan_for_ever(self) -> None:
        """A run that failed can be played again."""
        assert [plan_of(seed) for seed in range(MANY)] == [plan_of(seed) for seed in range(MANY)]


ONCE = Story("asks", 1, "one variable", "answered")
IN_ONE_BREATH = Story("asks", 1, "drawn", "task_ended")
FAULTS: list[tuple[Fault, Story, Kill, str]] = [
    ("keeps apart", ONCE, Kill("host", Point("host", p.SAVE_FIRING, p.AFTER)), "2, 1. firings and ends"),
    (
        "acknowledges first",
        IN_ONE_BREATH,
        Kill("host", Point("host", p.SAVE_FETCHED, p.BEFORE)),
        "0 flows went on instead of 1",
    ),
    ("opens twice", ONCE, Kill("host", Point("host", p.SEND, p.AFTER)), "2 discussions instead of one"),
    (
        "commits each row",
        ONCE,
        Kill("service", Point("service", p.TAKE_FIRING, p.ROW), nth=8),
        "0 discussions instead of one",
    ),
]


@pytest.mark.parametrize(("fault", "story", "kill", "found"), FAULTS, ids=[fault for fault, *_ in FAULTS])
class TestTheJudge:
    """A mistake that only a crash brings to light is brought to light."""

    def test_finds_the_fault(
        self, fault: Fault, story: Story, kill: Kill, found: str, lives: MatrixService, tmp_path: Path
    ) -> None:
        """Made with a fault and killed at the right point, host and service no longer agree."""
        with pytest.raises(AssertionError, match=found):
            judged(Plan(0, story, (kill,)), lives, tmp_path, fault)

    def test_finds_nothing_where_nobody_is_killed(
        self, fault: Fault, story: Story, kill: Kill, found: str, lives: MatrixService, tmp_path: Path
    ) -> None:
        """Without a crash the same fault does no harm: it is the kill that the judge sees."""
        judged(Plan(0, story, ()), lives, tmp_path, fault)

    def test_finds_nothing_where_nothing_is_wrong(
        self, fault: Fault, story: Story, kill: Kill, found: str, lives: MatrixService, tmp_path: Path
    ) -> None:
        """Killed at the same point without the fault, all is well."""
        judged(Plan(0, story, (kill,)), lives, tmp_path)
