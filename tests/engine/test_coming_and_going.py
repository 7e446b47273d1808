"""An added event is there as long as somebody can be stuck, and costs nothing before and after."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from SpiffWorkflow import TaskState

from socialbpm.engine.specs import SocializeEvents
from tests.engine.conftest import Start
from tests.engine.diagrams import diagram, element, embedded, end, flow, parallel, process, several, task, timer_event
from tests.engine.host import Host

PAIR = process(task("check", element()), task("pay", element()), path=["check", "pay"])
CHECK = diagram(PAIR)
TAKEN_AWAY = diagram(
    process(
        task("check", element()),
        timer_event("check", interrupting="true") + task("instead") + end("e2") + flow("late", "instead", "e2"),
        path=["check"],
    )
)
"""An ordinary timer interrupts the task after three hours."""


def names(host: Host) -> list[str]:
    """The elements of all tasks of a case, those that are only predicted left out."""
    state = TaskState.ANY_MASK ^ TaskState.PREDICTED_MASK
    return [task.task_spec.name for task in host.workflow.get_tasks(state=state)]


def three_hours_later(host: Host) -> None:
    """What is due by then happens, and the state is saved and restored."""
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=3, minutes=1)):
        host.workflow.refresh_timers()
        host.workflow.do_engine_steps()
    host.restart()


class TestCost:
    def test_a_task_in_which_nobody_was_stuck_leaves_nothing(self, start: Start) -> None:
        """The case has the tasks of one without the element, the event of the open task, and what lists events."""
        plain = start(diagram(process(task("check"), task("pay"), path=["check", "pay"])))
        ours = start(CHECK)
        for case in (plain, ours):
            case.does("check")
        assert sorted(names(ours)) == sorted([*names(plain), "pay.socialize", SocializeEvents.NAME])
        for case in (plain, ours):
            case.does("pay")
        assert names(ours) == names(plain)

    def test_a_task_that_is_not_reached_has_no_event_yet(self, start: Start) -> None:
        """Nothing is predicted for it, and the engine listens to one event only."""
        host = start(CHECK)
        assert [event.task_spec.name for event in host.events(TaskState.ANY_MASK)] == ["check.socialize"]
        assert len(host.workflow.event_manager.tasks) == 1

    @pytest.mark.parametrize("sequential", [True, False])
    def test_several_instances_share_one_event(self, start: Start, sequential: bool) -> None:
        """It is there from the first to the last of them."""
        host = start(diagram(process(task("vote", element() + several(sequential=sequential)), path=["vote"])))
        while host.tasks("vote"):
            assert len(host.events()) == 1
            host.tasks("vote")[0].run()
            host.workflow.do_engine_steps()
        assert host.events(TaskState.ANY_MASK) == []
        assert host.workflow.is_completed()


class TestBeingFound:
    def test_what_fired_is_found_while_its_task_is_open(self, start: Start) -> None:
        """SpiffWorkflow looks for completed tasks only below completed ones, so the event is not below its task."""
        host = start(CHECK)
        request = host.asks("check")
        host.restart()
        assert [str(event.id) for event in host.events(TaskState.COMPLETED)] == [request.id]
        assert len(host.events(TaskState.WAITING)) == 1

    def test_what_fired_is_found_while_instances_are_open(self, start: Start) -> None:
        """Also where the one who asked is done."""
        host = start(diagram(process(task("vote", element() + several()), path=["vote"])))
        first = host.tasks("vote")[0]
        request = host.sent(host.runtime.socialize(first, by="alice"))
        first.run()
        host.workflow.do_engine_steps()
        host.restart()
        assert [str(event.id) for event in host.events(TaskState.COMPLETED)] == [request.id]

    def test_two_tasks_behind_one_gateway_have_an_event_each(self, start: Start) -> None:
        """Both events stand beside both tasks; each belongs to its own."""
        host = start(diagram(parallel(task("left", element()), task("right", element()))))
        left, right = host.asks("left"), host.asks("right")
        assert left.data.task.element_id == "left"
        assert right.data.task.element_id == "right"
        host.does("left")
        assert [event.task_spec.name for event in host.events()] == ["right.socialize"]
        host.restart()
        host.hears(right, "4711")
        assert host.task("right").data["socialize"] == {right.id: "4711"}


class TestBesideAnInterruptingEvent:
    def test_an_open_request_outlives_the_task(self, start: Start) -> None:
        """Alice has asked when her task is taken from her: what she asked is sent, and its end is kept."""
        host = start(TAKEN_AWAY)
        request_id = host.runtime.socialize(host.task("check"), by="alice")
        three_hours_later(host)
        assert [task.task_spec.name for task in host.tasks()] == ["instead"]
        assert [pending.id for pending in host.runtime.pending()] == [request_id]
        host.hears(host.sent(request_id), outcome="task_ended")
        host.finish()

    def test_nothing_goes_on_listening(self, start: Start) -> None:
        """The task is interrupted, and its event with it."""
        host = start(TAKEN_AWAY)
        three_hours_later(host)
        assert host.workflow.event_manager.tasks == {}
        assert host.events() == []


class TestRestoring:
    def test_events_come_also_to_tasks_that_are_reached_after_a_restore(self, start: Start) -> None:
        """The signals that they hang on are not saved."""
        host = start(CHECK)
        host.restart()
        host.does("check")
        request = host.asks("pay")
        host.restart()
        host.hears(request, "4711")
        host.does("pay")
        assert host.events() == []
        assert host.workflow.is_completed()

    @pytest.mark.parametrize("order", [lambda key: key, lambda key: (len(key), key)], ids=["letters", "length"])
    def test_from_a_store_that_sorts_keys(self, start: Start, order: Callable[[str], Any]) -> None:
        """JSON in a database may come back in another order; a task comes before its event in all that are usual."""
        host = start(
            diagram(process(task("vote", element() + several()), task("pay", element()), path=["vote", "pay"]))
        )

        def ordered(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: ordered(value[key]) for key in sorted(value, key=order)}
            return [ordered(part) for part in value] if isinstance(value, list) else value

        host.restore(json.dumps(ordered(json.loads(host.save()))))
        host.sent(host.runtime.socialize(host.tasks("vote")[1], by="bob"))
        while host.tasks("vote"):
            host.tasks("vote")[0].run()
            host.workflow.do_engine_steps()
        host.asks("pay")
        host.does("pay")
        assert host.workflow.is_completed()

    def test_events_of_two_cases_of_one_diagram_do_not_meet(self, start: Start) -> None:
        """Specs, and so the signals, are shared by all cases that are made from one parsing."""
        host = start(CHECK)
        other = type(host.workflow)(host.workflow.spec, host.workflow.subprocess_specs)
        other.do_engine_steps()
        (mine,) = host.events()
        (theirs,) = other.get_tasks(state=TaskState.WAITING, spec_class=type(mine.task_spec))
        host.does("check")
        assert other.tasks[theirs.id].state == TaskState.WAITING


class TestOddPlaces:
    def test_at_the_beginning_of_an_ad_hoc_subprocess(self, start: Start) -> None:
        """A drawn event would keep SpiffWorkflow from beginning there; an added one does not.

        The data object is there because SpiffWorkflow fails without one.
        """
        inner = (
            '<bpmn:adHocSubProcess id="part"><bpmn:dataObject id="needed"/>'
            f"{task('sort', element())}{task('check')}"
            '<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">done</bpmn:completionCondition>'
            "</bpmn:adHocSubProcess>"
        )
        host = start(diagram(process(inner, path=["part"])), data={"done": False})
        request = host.asks("sort")
        host.hears(request, "4711")
        assert host.task("sort").data["socialize"] == {request.id: "4711"}
        host.does("sort")
        host.does("check", done=True)
        assert host.workflow.is_completed()

    def test_a_question_is_no_end_of_a_path_of_an_ad_hoc_subprocess(self, start: Start) -> None:
        """What Bob has done counts, though Alice asks where nothing of it is known; at the end nothing is left over.

        It is not saved in the middle: there SpiffWorkflow cannot save its own data object.
        """
        inner = (
            '<bpmn:adHocSubProcess id="part"><bpmn:dataObject id="needed"/>'
            f"{task('sort', element())}{task('check')}"
            '<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">count > 1</bpmn:completionCondition>'
            "</bpmn:adHocSubProcess>"
        )
        host = start(diagram(process(inner, path=["part"])), data={"count": 0})
        (part,) = host.workflow.subprocesses.values()
        host.does("check", count=1)
        host.asks("sort")
        assert part.data["count"] == 1
        host.does("sort", count=2)
        assert host.workflow.is_completed()
        assert part.get_tasks(spec_name=SocializeEvents.NAME) == []

    def test_a_task_that_a_cycle_timer_began_has_one_event(self, start: Start) -> None:
        """The timer completes after the last of its rounds, and then SpiffWorkflow looks again at what it began."""
        tick = timer_event("check", "tick", after="R1/PT1H").replace("timeDuration", "timeCycle")
        rest = task("remind", element(after="PT2H")) + end("e2") + flow("tick", "remind", "e2")
        host = start(diagram(process(task("check"), tick + rest, path=["check"])))
        now = datetime.now(UTC)
        for hours in (1.1, 3.2):
            with time_machine.travel(now + timedelta(hours=hours)):
                host.workflow.refresh_timers()
                host.workflow.do_engine_steps()
        assert len(host.events(TaskState.COMPLETED)) == len(host.events(TaskState.WAITING)) == 1
        host.does("check")
        host.finish()

    def test_an_inclusive_join_does_not_wait_for_it(self, start: Start) -> None:
        """The other branch does not lead there, so what is open in it is no reason to wait."""
        gateways = '<bpmn:parallelGateway id="split"/><bpmn:inclusiveGateway id="join"/>'
        tasks = task("left") + task("after") + task("check", element()) + end("e2")
        way = process(gateways, tasks, flow("split", "check", "e2"), path=["split", "left", "join", "after"])
        host = start(diagram(way))
        host.does("left")
        assert {task.task_spec.name for task in host.tasks()} == {"after", "check"}

    def test_it_ends_with_a_task_that_fails(self, start: Start) -> None:
        """The host saves what went wrong; nobody can be stuck in the task any more."""
        host = start(CHECK)
        host.task("check").error()
        assert host.workflow.event_manager.tasks == {}
        assert host.events() == []

    @pytest.mark.parametrize("part", [False, True], ids=["case", "subprocess"])
    def test_it_does_not_keep_tasks_from_being_cancelled(self, start: Start, part: bool) -> None:
        """SpiffWorkflow cancels also the tasks that are only expected, after it has removed those before them."""
        names = ["sort", "check", "pay"]
        tasks = [task(name, element()) for name in names]
        rest = timer_event("part", interrupting="true") + end("e2") + flow("late", "e2")
        inner = process(embedded("part", *tasks, path=names), rest, path=["part"])
        host = start(diagram(inner if part else process(*tasks, path=names)))
        if part:
            three_hours_later(host)
        else:
            host.workflow.cancel()
        assert host.workflow.is_completed()
        assert host.events() == []
        assert host.workflow.event_manager.tasks == {}

    def test_it_goes_with_a_subprocess_that_is_cancelled(self, start: Start) -> None:
        """The subprocess is interrupted from outside."""
        part = embedded("part", task("check", element()), path=["check"])
        rest = timer_event("part", interrupting="true") + end("e2") + flow("late", "e2")
        host = start(diagram(process(part, rest, path=["part"])))
        request_id = host.runtime.socialize(host.task("check"), by="alice")
        three_hours_later(host)
        assert host.workflow.event_manager.tasks == {}
        assert [pending.id for pending in host.runtime.pending()] == [request_id]
