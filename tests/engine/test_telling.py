"""What the service is told about a case: which tasks came, changed hands and went, once each, and late at worst."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from SpiffWorkflow import TaskState

from socialbpm.clock import FrozenClock
from socialbpm.contract.people import TaskPeople
from socialbpm.engine import TaskClosed, TransportError
from tests.engine.conftest import Start
from tests.engine.diagrams import (
    diagram,
    element,
    parallel,
    process,
    several,
    task,
)
from tests.engine.fakes import FileService
from tests.engine.host import Family, Host
from tests.engine.test_timers import MONDAY

SHARED = (
    '<social:share variable="invoice_no" with="network"/><social:share variable="amount" with="coworkers" as="band"/>'
)
CHECK = diagram(process(task("check", element(SHARED), name="Check invoice"), task("pay"), path=["check", "pay"]))


def people(**roles: Any) -> Callable[[Any], TaskPeople]:
    return lambda _: TaskPeople(**roles)


class TestTelling:
    def test_the_life_of_a_task_is_told_step_by_step(self, start: Start) -> None:
        """Ready, claimed by Bob, done by Bob, the next is ready, the case is over; nothing twice."""
        host = start(CHECK, people=people(potential_owners=("alice", "bob")))
        told = [host.runtime.sync(), host.runtime.sync()]
        host.runtime.claimed(host.task("check"), by="bob")
        host.restart()
        told.append(host.runtime.sync())
        host.runtime.completed(host.task("check"), by="bob")
        host.does("check")
        host.restart()
        told.append(host.runtime.sync())
        host.does("pay")
        told += [host.runtime.sync(), host.runtime.sync()]
        assert told == [1, 0, 1, 2, 2, 0]
        types = [hook.type.removeprefix("socialbpm.") for hook in host.service.hooks]
        order = ["task.activated", "task.assigned", "task.completed", "task.activated", "task.completed", "case.ended"]
        assert types == order
        assert host.service.of_type("task.completed")[0].data.by == "bob"
        assert host.service.of_type("task.assigned")[0].data.people.actual_owner == "bob"

    def test_revisions_only_grow(self, start: Start) -> None:
        """Even if the clock stands still, and after a crash it goes on from the time."""
        host = start(CHECK, clock=FrozenClock(MONDAY))
        for owner in ("alice", "bob", "carol"):
            host.runtime.claimed(host.task("check"), by=owner)
            host.runtime.sync()
        host.does("check")
        host.runtime.sync()
        revisions = [hook.data.task.revision for hook in host.service.hooks if hook.data.task.element_id == "check"]
        assert revisions == sorted(set(revisions))
        assert len(revisions) == 4

    def test_a_task_that_was_done_between_two_calls_is_told_too(self, start: Start) -> None:
        """Who did what is what ties are made of."""
        host = start(CHECK)
        host.runtime.completed(host.task("check"), by="alice")
        host.does("check")
        assert host.runtime.sync() == 2
        assert host.service.of_type("task.completed")[0].data.by == "alice"

    def test_a_task_that_is_taken_away_is_cancelled(self, start: Start) -> None:
        """The host cancels the case."""
        host = start(CHECK)
        host.runtime.sync()
        host.workflow.cancel()
        host.restart()
        host.runtime.sync()
        assert [hook.type for hook in host.service.hooks[1:]] == ["socialbpm.task.cancelled", "socialbpm.case.ended"]

    def test_so_is_one_that_a_reset_removed(self, start: Start) -> None:
        """Only what was told remembers it."""
        host = start(diagram(process(task("check"), task("pay"), path=["check", "pay"])))
        check = host.task("check")
        host.does("check")
        host.runtime.sync()
        pay = str(host.task("pay").id)
        host.workflow.reset_from_task_id(check.id)
        host.workflow.do_engine_steps()
        host.restart()
        host.runtime.sync()
        (cancelled,) = host.service.of_type("task.cancelled")
        assert cancelled.data.task.task_id == pay

    def test_a_task_that_a_reset_opens_again_is_another_one_to_the_service(self, start: Start) -> None:
        """For the service what has ended stays ended; Alice can ask again all the same, and is answered."""
        host = start(CHECK)
        check = host.task("check")
        host.runtime.sync()
        host.does("check")
        host.runtime.sync()
        host.service.over.add(str(check.id))
        for times in (1, 2):
            host.workflow.reset_from_task_id(check.id)
            host.workflow.do_engine_steps()
            host.restart()
            request = host.asks("check")
            assert request.data.task.task_id == f"{check.id}~{times}"
            host.service.raises(
                check, host.runtime.teller.case_id, "check.socialize", by="alice", identity=f"old{times}"
            )
            host.hears(request, "4711")
            assert host.task("check").data["socialize"] == {request.id: "4711"}
            assert host.runtime.pending() == ()
            host.runtime.sync()
            host.does("check")
            host.runtime.sync()
            host.service.over.add(request.data.task.task_id)
        done = [hook.data.task for hook in host.service.of_type("task.completed")]
        assert [task.task_id.partition("~")[2] for task in done if task.element_id == "check"] == ["", "1", "2"]

    def test_that_a_task_is_over_is_told_after_the_question_about_it(self, start: Start) -> None:
        """Alice asked while the service was down, and went on. Who does what is told first, for four eyes' sake."""
        four_eyes = element('<social:exclude who="task:pay"/>')
        host = start(diagram(process(task("check", four_eyes), task("pay"), path=["check", "pay"])))
        request_id = host.runtime.socialize(host.task("check"), by="alice")
        host.does("check")
        host.sent(request_id)
        assert [hook.type for hook in host.service.hooks] == ["socialbpm.task.activated", "socialbpm.task.socialize"]
        assert host.service.hooks[0].data.task.element_id == "pay"
        host.runtime.sync()
        assert host.service.hooks[-1].type == "socialbpm.task.completed"

    def test_what_could_not_be_told_is_told_next_time(self, start: Start) -> None:
        """The service is down when the task is done."""
        host = start(CHECK)
        host.service.down = True
        with pytest.raises(TransportError):
            host.runtime.sync()
        host.does("check")
        host.restart()
        host.service.down = False
        assert host.runtime.sync() == 2

    def test_one_thing_that_is_refused_does_not_hold_up_the_rest(self, start: Start) -> None:
        """A batch that is refused is told one by one."""
        host = start(diagram(parallel(task("left"), task("right"))))
        host.service.refused.add(str(host.task("left").id))
        with pytest.raises(TransportError, match="is refused"):
            host.runtime.sync()
        assert [hook.data.task.element_id for hook in host.service.hooks] == ["right"]
        host.service.refused.clear()
        assert host.runtime.sync() == 1

    def test_many_things_are_told_in_batches(self, start: Start) -> None:
        """One call for fifty."""
        host = start(diagram(process(task("check", several(count=70)), path=["check"])))
        assert host.runtime.sync() == 70
        assert host.service.calls == [50, 20]

    def test_a_claim_of_a_task_that_is_done_is_an_error(self, start: Start) -> None:
        """So is one of a task that the case does not have."""
        host, other = start(CHECK), start(CHECK)
        check = host.task("check")
        host.does("check")
        with pytest.raises(TaskClosed):
            host.runtime.claimed(check, by="alice")
        with pytest.raises(TaskClosed, match="the case has no task"):
            host.runtime.completed(other.task("check"), by="alice")

    def test_an_error_in_a_task_is_told_as_cancelled(self, start: Start) -> None:
        """It came to nothing."""
        host = start(CHECK)
        host.runtime.sync()
        host.task("check").error()
        host.runtime.sync()
        assert host.workflow.get_tasks(state=TaskState.ERROR) != []
        assert len(host.service.of_type("task.cancelled")) == 1

    def test_a_very_long_id_of_an_ordinary_task_is_cut(self, family: Family) -> None:
        """Nothing hangs on it, so it is no reason to fail."""
        service = FileService(Path("/nonexistent"))
        host = Host(family, diagram(process(task("x" * 300), path=["x" * 300])), service)
        taken: list[Any] = []
        service._take = taken.append  # type: ignore[method-assign, assignment]
        host.runtime.sync()
        assert taken[0].data.task.element_id == "x" * 200
