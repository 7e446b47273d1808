"""One run of the crash matrix: a story is played to its end, through all its kills."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from tests.crash.matrix_host import DONE, TO_BE_CONTINUED
from tests.crash.nursery import Nursery
from tests.crash.orders import Fault, HostOrder, ServiceOrder
from tests.crash.people import People
from tests.crash.plan import Goal, Kill, Plan, Step
from tests.crash.points import Side
from tests.life import Life
from tests.serving import Process, Serving

TEST = "tests/crash/test_matrix.py"
MOST_LIVES = 30
"""In one act: a life that gets nowhere is not born again for ever."""


@dataclass
class Kills:
    """What is still to be killed, and what was. A random time counts only when what was promised has come true."""

    plan: Plan
    left: list[Kill] = field(init=False)
    done: list[Kill] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = [*self.plan.promised, *self.plan.more]

    def of(self, side: Side) -> tuple[Kill, ...]:
        """Return what the next life of a side is doomed to; it dies of whichever comes first."""
        owed = any(kill.side == side for kill in self.plan.promised if kill in self.left)
        return tuple(kill for kill in self.left if kill.side == side and not (owed and kill.point is None))

    def came_true(self, kill: Kill) -> None:
        """Strike one off."""
        self.left.remove(kill)
        self.done.append(kill)


class MatrixService(Serving):
    """The real service, in lives that are doomed. It serves run after run, each with a database of its own."""

    life: Life
    doomed_to: tuple[Kill, ...]

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.file = folder / "service.sqlite"
        self.empty = folder / "empty.sqlite"
        for person in ("alice", "bob", "eve"):
            self.token(person)
        assert self.key
        self.file.rename(self.empty)
        self.nursery = Nursery(self.port, self.environment(), folder / "lives.log")

    def close(self) -> None:
        """End it for good, and all lives."""
        super().close()
        self.nursery.close()

    def begins(self, kills: Kills, fault: Fault) -> None:
        """Begin a run."""
        self.kills, self.fault = kills, fault
        for file in self.file.parent.glob(f"{self.file.name}*"):
            file.unlink()
        shutil.copy(self.empty, self.file)
        self.nursery.log.write_bytes(b"")

    def start(self) -> None:
        """Begin lives until one of them answers."""
        for _ in range(MOST_LIVES):
            self.process = self._launch()
            if self._comes_up(self.process):
                return
            self.kill()
        pytest.fail("the service does not start")

    def _launch(self) -> Process:
        self.doomed_to = self.kills.of("service")
        self.life = self.nursery.bear(ServiceOrder(self.doomed_to, self.fault))
        return self.life

    def kill(self) -> None:
        """See that it is dead, and note of what."""
        if self.process is not None:
            word = self.life.close()
            if word:
                self.kills.came_true(self.doomed_to[int(word)])
            self.process = None

    def revive(self) -> None:
        """See that it lives."""
        if self.process is None or self.process.poll() is not None:
            self.restart()


class Run:
    """Plays a plan, and leaves it to `tests.crash.verdict` to judge what has become of it.

    Args:
        plan: what happens, and who is killed.
        service: the service, of whatever ran before.
        folder: where the host's database is.
        fault: a mistake that host or service are made with.
    """

    def __init__(self, plan: Plan, service: MatrixService, folder: Path, fault: Fault = "") -> None:
        self.plan = plan
        self.service = service
        self.cases = folder / "cases.sqlite"
        self.fault = fault
        self.kills = Kills(plan)
        self.people = People(service, self.cases)

    def play(self) -> None:
        """Play it; then start both again on what they have saved, and let the host do it all once more."""
        goal = Goal()
        self.service.begins(self.kills, self.fault)
        for act in self.plan.story.acts():
            if isinstance(act, Goal):
                goal = act
                self._until_done(act)
            else:
                self._until_taken(act)
        self.service.kill()
        self.kills.left.clear()
        self.service.start()
        assert self._host(goal) == DONE

    def _until_done(self, goal: Goal) -> None:
        for _ in range(MOST_LIVES):
            self.service.revive()
            if self._host(goal) == DONE:
                return
        pytest.fail(f"the host does not come to {goal}")

    def _until_taken(self, step: Step) -> None:
        """Let somebody do something; they look first whether it is done, as they cannot know what became of it."""
        for _ in range(MOST_LIVES):
            self.service.revive()
            try:
                self.people.do(step)
            except httpx2.TransportError:
                continue
            return
        pytest.fail(f"nobody {step}")

    def _host(self, goal: Goal) -> str:
        """Live one life of the host, and return its last word."""
        doomed_to, service = self.kills.of("host"), self.service
        order = HostOrder(service.url, service.key, self.cases, self.plan.story.event, goal, doomed_to, self.fault)
        life = service.nursery.bear(order)
        life.wait()
        word = life.close()
        if not word.isdigit():
            assert word in (DONE, TO_BE_CONTINUED), "the host ended in an error; see the log"
            return word
        if self.plan.together and not any(kill.side == "host" for kill in self.kills.done):
            service.kill()
        self.kills.came_true(doomed_to[int(word)])
        return TO_BE_CONTINUED

    def report(self) -> str:
        """What was planned, and what came of it."""
        done = [f"  killed {number}. {kill}" for number, kill in enumerate(self.kills.done, 1)]
        again = f"  play it again: SOCIALBPM_CRASH_SEED={self.plan.seed} .venv/bin/python -m pytest {TEST}"
        said = self.service.nursery.log.read_text()
        return "\n".join([str(self.plan), *done, again, "what host and service said:", said])
