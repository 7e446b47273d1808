"""The event fires for one task instance, as often as it is asked to, wherever the task stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnEvent

from socialbpm.engine import NotSocialized, TaskClosed
from tests.engine.conftest import Start
from tests.engine.diagrams import (
    diagram,
    drawn,
    element,
    embedded,
    end,
    flow,
    parallel,
    process,
    several,
    task,
    timer_event,
)

CHECK = diagram(process(task("check", element(), name="Check invoice"), task("pay"), path=["check", "pay"]))


class TestOneTask:
    @pytest.mark.parametrize("kind", ["userTask", "manualTask"])
    def test_alice_asks_and_the_work_goes_on(self, start: Start, kind: str) -> None:
        """The request names her and her task; the task stays as it was, and is done in the end."""
        host = start(diagram(process(task("check", element(), kind=kind), task("pay"), path=["check", "pay"])))
        host.restart()
        request = host.asks("check", question="Which account?")
        assert (request.data.by, request.data.question) == ("alice", "Which account?")
        assert request.data.task.task_id == str(host.task("check").id)
        host.restart()
        host.finish()

    def test_she_asks_again_and_each_firing_is_a_request_of_its_own(self, start: Start) -> None:
        """In stock SpiffWorkflow a boundary event that does not interrupt fires once; ours arms itself again."""
        host = start(CHECK)
        requests = [host.asks("check")]
        host.restart()
        requests += [host.asks("check"), host.asks("check")]
        assert len({request.id for request in requests}) == 3
        assert len(host.events()) == 1
        host.restart()
        host.finish()

    def test_three_requests_before_the_engine_moves_are_all_kept(self, start: Start) -> None:
        """They come in one page of deliveries, and nothing runs in between."""
        host = start(CHECK)
        for number in "123":
            host.service.raises(host.task(), host.runtime.teller.case_id, "check.socialize", by=number, identity=number)
        host.runtime.receive()
        host.restart()
        host.runtime.send()
        assert [request.data.by for request in host.service.requests] == ["1", "2", "3"]

    def test_nobody_is_stuck_in_a_task_that_is_done(self, start: Start) -> None:
        """The error says which, and nothing is left listening."""
        host = start(CHECK)
        check = host.task("check")
        host.does("check")
        with pytest.raises(TaskClosed) as caught:
            host.runtime.socialize(check, by="alice")
        assert str(caught.value) == (
            "Check invoice is completed, so nobody can be stuck in it\n  Look for tasks that are ready."
        )
        assert host.events() == []
        assert host.workflow.waiting_events() == []

    def test_a_task_without_the_element_is_not_socialized(self, start: Start) -> None:
        """The error says how to change that."""
        host = start(CHECK)
        host.does("check")
        with pytest.raises(NotSocialized) as caught:
            host.runtime.socialize(host.task("pay"), by="alice")
        assert str(caught.value) == "pay has no socialize event\n  Add <social:socialize/> to it in the diagram."

    def test_what_was_typed_into_the_form_stays(self, start: Start) -> None:
        """Alice has edited half of her form when she asks; neither the request nor the answer touches that."""
        host = start(CHECK, data={"amount": 1})
        host.task("check").data["amount"] = 2
        request = host.asks("check")
        host.hears(request, "4711")
        host.restart()
        assert host.task("check").data["amount"] == 2

    def test_a_cancelled_case_listens_to_nothing(self, start: Start) -> None:
        """The host cancels the whole case."""
        host = start(CHECK)
        check = host.task("check")
        host.workflow.cancel()
        assert host.workflow.event_manager.tasks == {}
        with pytest.raises(TaskClosed):
            host.runtime.socialize(check, by="alice")

    def test_the_event_is_in_the_lane_of_its_task(self, start: Start) -> None:
        """The added event is in no lane of the diagram; the request names the lane."""
        lanes = (
            '<bpmn:laneSet id="lanes"><bpmn:lane id="l1" name="Accounting"><bpmn:flowNodeRef>check</bpmn:flowNodeRef>'
            "</bpmn:lane></bpmn:laneSet>"
        )
        host = start(diagram(process(task("check", element()), path=["check"], lanes=lanes)))
        assert host.events()[0].task_spec.lane == "Accounting"
        assert host.asks("check").data.task.lane == "Accounting"


class TestManyTasks:
    def test_of_two_parallel_tasks_only_the_one_that_was_meant_fires(self, start: Start) -> None:
        """Bob asks about his; Alice's stays armed."""
        host = start(diagram(parallel(task("left", element()), task("right", element()))))
        host.restart()
        request = host.asks("right", by="bob")
        assert request.data.task.element_id == "right"
        assert len(host.events()) == 2
        assert len(host.events(TaskState.COMPLETED)) == 1
        host.finish()

    @pytest.mark.parametrize("sequential", [False, True])
    def test_each_instance_of_several_is_asked_about_by_itself(self, start: Start, sequential: bool) -> None:
        """One event speaks for all instances; the request names the one."""
        inside = element() + several(sequential=sequential)
        host = start(diagram(process(task("check", inside), task("pay"), path=["check", "pay"])))
        assert len(host.tasks("check")) == (1 if sequential else 3)
        host.restart()
        last = host.tasks("check")[-1]
        for _ in "12":
            request = host.sent(host.runtime.socialize(last, by="alice"))
            assert (request.data.task.task_id, request.data.task.element_id) == (str(last.id), "check")
        host.restart()
        host.workflow.get_task_from_id(last.id).run()
        host.workflow.do_engine_steps()
        with pytest.raises(TaskClosed):
            host.runtime.socialize(last, by="alice")
        other = host.tasks("check")[0]
        assert host.sent(host.runtime.socialize(other, by="bob")).data.task.task_id == str(other.id)
        host.finish()

    def test_each_round_of_a_loop_is_a_task_of_its_own(self, start: Start) -> None:
        """Three rounds, three tasks, three requests."""
        inside = element() + '<bpmn:standardLoopCharacteristics loopMaximum="3"/>'
        host = start(diagram(process(task("check", inside), task("pay"), path=["check", "pay"])))
        seen = set()
        for _ in range(3):
            host.restart()
            seen.add(host.asks("check").data.task.task_id)
            host.does("check")
        assert len(seen) == 3
        assert host.events() == []
        host.finish()

    def test_tasks_in_subprocesses_and_called_processes_can_be_asked_about(self, start: Start) -> None:
        """A task in an embedded subprocess belongs to the process around it, a task in a called one to that."""
        inner = embedded("part", task("check", element()), path=["check"])
        call = '<bpmn:callActivity id="call" calledElement="q"/>'
        called = process(task("approve", element()), path=["approve"], identity="q")
        host = start(diagram(process(inner, call, path=["part", "call"]), called))
        for name, home in (("check", "p"), ("approve", "q")):
            host.restart()
            first, second = host.asks(name), host.asks(name)
            assert first.id != second.id
            assert first.data.task.process == home
            host.hears(second, "yes")
            host.restart()
            assert host.task(name).data["socialize"][second.id] == "yes"
            host.does(name)
        assert host.workflow.is_completed()

    def test_one_process_that_is_called_twice_at_once_is_two_tasks(self, start: Start) -> None:
        """Both calls share one spec; the request still reaches one task."""
        calls = [f'<bpmn:callActivity id="{side}" calledElement="q"/>' for side in ("left", "right")]
        called = process(task("approve", element()), path=["approve"], identity="q")
        host = start(diagram(parallel(calls[0], calls[1]), called))
        one, two = host.tasks("approve")
        assert one.task_spec is two.task_spec
        assert host.sent(host.runtime.socialize(two, by="bob")).data.task.task_id == str(two.id)
        assert len(host.service.requests) == 1
        host.finish()

    def test_a_task_that_the_flow_comes_back_to_is_a_new_task(self, start: Start) -> None:
        """A gateway sends the invoice back to Alice twice."""
        gateway = '<bpmn:exclusiveGateway id="fine" default="fine_to_p_over"/>'
        back = (
            '<bpmn:sequenceFlow id="back" sourceRef="fine" targetRef="check">'
            '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">again</bpmn:conditionExpression>'
            "</bpmn:sequenceFlow>"
        )
        host = start(diagram(process(task("check", element()), gateway, back, path=["check", "fine"])))
        seen = set()
        for again in (True, True, False):
            host.restart()
            seen.add(host.asks("check").data.task.task_id)
            host.does("check", again=again)
        assert len(seen) == 3
        assert host.workflow.is_completed()


class TestOtherEvents:
    @pytest.mark.parametrize("interrupting", ["true", "false"])
    def test_a_drawn_timer_on_the_same_task_works_as_before(self, start: Start, interrupting: str) -> None:
        """If it interrupts, nobody is stuck there any more; if not, one can still ask."""
        late = (
            timer_event("check", interrupting=interrupting) + task("remind") + end("e2") + flow("late", "remind", "e2")
        )
        with time_machine.travel("2026-01-05T09:00Z", tick=False) as clock:
            host = start(diagram(process(task("check", element()), late, task("pay"), path=["check", "pay"])))
            host.asks("check")
            host.restart()
            clock.shift(timedelta(hours=4))
            host.workflow.refresh_timers()
            host.workflow.do_engine_steps()
            assert len(host.tasks("remind")) == 1
            if interrupting == "true":
                assert (host.tasks("check"), host.events()) == ([], [])
            else:
                host.asks("check")
            host.restart()
            host.finish()

    def test_what_a_drawn_flow_has_begun_outlives_the_interruption_of_its_task(self, start: Start) -> None:
        """Carol reviews while the deadline takes the task away from Alice."""
        stuck = drawn() + task("review") + end("e2") + flow("stuck", "review", "e2")
        late = timer_event("check", interrupting="true") + task("remind") + end("e3") + flow("late", "remind", "e3")
        with time_machine.travel("2026-01-05T09:00Z", tick=False) as clock:
            host = start(diagram(process(task("check"), stuck, late, path=["check"])))
            host.asks("check")
            clock.shift(timedelta(hours=4))
            host.workflow.refresh_timers()
            host.workflow.do_engine_steps()
            assert sorted(task.task_spec.name for task in host.tasks()) == ["remind", "review"]
            host.restart()
            host.finish()

    def test_an_ordinary_escalation_on_the_task_is_another_event(self, start: Start) -> None:
        """Asking does not fire it, and what fires it does not ask."""
        other = (
            '<bpmn:boundaryEvent id="other" attachedToRef="check" cancelActivity="false">'
            '<bpmn:escalationEventDefinition id="other_def"/></bpmn:boundaryEvent>'
        )
        rest = task("remind") + end("e2") + flow("other", "remind", "e2")
        host = start(diagram(process(task("check", element()), other, rest, path=["check"])))
        host.asks("check")
        assert host.tasks("remind") == []
        host.workflow.send_event(BpmnEvent(host.workflow.spec.task_specs["other"].event_definition))
        host.workflow.do_engine_steps()
        assert len(host.tasks("remind")) == 1
        assert host.runtime.pending() == ()
        host.finish()

    def test_what_the_engine_keeps_for_others_is_left_to_them(self, start: Start) -> None:
        """A host fetches the events that nobody in the case caught; ours are not among them, and none is taken away."""
        throw = (
            '<bpmn:intermediateThrowEvent id="tell"><bpmn:signalEventDefinition id="tell_def" signalRef="news"/>'
            "</bpmn:intermediateThrowEvent>"
        )
        news = '<bpmn:signal id="news" name="news"/>'
        host = start(diagram(process(throw, task("check", element()), path=["tell", "check"]), extra=news))
        host.hears(host.asks("check"), "6140")
        host.runtime.sync()
        host.restart()
        assert [event.event_definition.name for event in host.workflow.get_events()] == ["news"]


class TestReset:
    def test_nothing_that_a_reset_removed_goes_on_listening(self, start: Start) -> None:
        """SpiffWorkflow leaves the removed task among its listeners, and fails at the next step."""
        host = start(diagram(process(task("check", element()), task("pay", element()), path=["check", "pay"])))
        check = host.task("check")
        host.does("check")
        host.workflow.reset_from_task_id(check.id)
        host.workflow.do_engine_steps()
        live = {task.id for task in host.workflow.get_tasks()}
        assert [task for task in host.workflow.event_manager.tasks if task not in live] == []
        host.restart()
        host.finish()

    @pytest.mark.parametrize("restored", [False, True])
    def test_nor_does_an_ordinary_timer(self, start: Start, restored: bool) -> None:
        """It is SpiffWorkflow's own fault, and a host that has our runtime need not know of it."""
        late = timer_event("pay") + end("e2") + flow("late", "e2")
        host = start(diagram(process(task("check", element()), task("pay"), late, path=["check", "pay"])))
        check = host.task("check")
        host.does("check")
        if restored:
            host.restart()
        host.workflow.reset_from_task_id(check.id)
        host.workflow.do_engine_steps()
        assert [task.task_spec.name for task in host.tasks()] == ["check"]
        host.restart()
        host.asks("check")
        host.finish()

    def test_after_a_reset_a_new_question_is_a_new_request(self, start: Start) -> None:
        """The reset gives Alice her task again, with the same ids; her second question is not taken for the first."""
        host = start(CHECK)
        first = host.asks("check", question="Which account?")
        host.restart()
        host.does("check")
        (split,) = {task.parent.id for task in host.workflow.get_tasks(spec_name="check")}
        check = next(task for task in host.workflow.get_task_from_id(split).children if task.task_spec.name == "check")
        host.workflow.reset_from_task_id(check.id)
        host.workflow.do_engine_steps()
        second = host.asks("check", question="Which cost centre?")
        assert first.id != second.id
        assert first.data.task.task_id == second.data.task.task_id
        assert second.data.question == "Which cost centre?"
        host.restart()
        assert len(host.runtime.pending()) == 0
        host.finish()
