"""The answer comes back into the task, and into the flow that waits for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, get_args

import pytest
import time_machine
from SpiffWorkflow.bpmn import BpmnEvent
from SpiffWorkflow.bpmn.specs.event_definitions import EscalationEventDefinition
from SpiffWorkflow.exceptions import WorkflowException

from socialbpm.contract.deliveries import Outcome
from socialbpm.engine import REQUEST, RESULT
from tests.engine.conftest import Start
from tests.engine.diagrams import (
    answer_event,
    diagram,
    drawn,
    element,
    embedded,
    end,
    flow,
    process,
    several,
    task,
)

UNHAPPY = [outcome for outcome in get_args(Outcome) if outcome != "answered"]
SCRIPT = f'<bpmn:scriptTask id="note"><bpmn:script>said = {RESULT}["value"]</bpmn:script></bpmn:scriptTask>'
WAITING = diagram(
    process(
        task("check", element(ladder="ignored")),
        drawn(inside=element(ladder="drawn")),
        answer_event(),
        SCRIPT,
        task("review"),
        end("e2"),
        flow("stuck", "answered", "note", "review", "e2"),
        task("pay"),
        path=["check", "pay"],
    )
)


def checked(**attributes: str) -> str:
    return diagram(process(task("check", element(**attributes)), task("pay"), path=["check", "pay"]))


class TestIntoTheTask:
    def test_answers_are_kept_by_request(self, start: Start) -> None:
        """Alice asked twice; both answers are there, and travel on to the next task."""
        host = start(checked())
        one, two = host.asks("check"), host.asks("check")
        host.hears(one, {"account": 4711})
        host.hears(two, "cost centre 7")
        host.restart()
        answers = {one.id: {"account": 4711}, two.id: "cost centre 7"}
        assert host.task("check").data["socialize"] == answers
        host.does("check")
        assert host.task("pay").data["socialize"] == answers
        host.finish()

    def test_a_variable_of_its_own_gets_the_value_itself(self, start: Start) -> None:
        """The designer named it."""
        host = start(checked(answer="advice"))
        host.hears(host.asks("check"), "4711")
        host.restart()
        assert host.task("check").data["advice"] == "4711"
        assert "socialize" not in host.task("check").data

    def test_answers_of_several_instances_meet_without_overwriting_each_other(self, start: Start) -> None:
        """Each instance has its own answer; the next task has all of them."""
        host = start(diagram(process(task("check", element() + several()), task("pay"), path=["check", "pay"])))
        for instance, value in zip(host.tasks("check"), "xyz", strict=True):
            host.hears(host.sent(host.runtime.socialize(instance, by="alice")), value)
        assert [list(instance.data["socialize"].values()) for instance in host.tasks("check")] == [["x"], ["y"], ["z"]]
        for instance in host.tasks("check"):
            instance.run()
            host.workflow.do_engine_steps()
        assert sorted(host.task("pay").data["socialize"].values()) == ["x", "y", "z"]

    @pytest.mark.parametrize("outcome", UNHAPPY)
    def test_any_other_outcome_writes_nothing(self, start: Start, outcome: Outcome) -> None:
        """There is no value."""
        host = start(checked())
        host.hears(host.asks("check"), outcome=outcome)
        assert "socialize" not in host.task("check").data

    def test_an_answer_to_a_task_that_is_done_is_not_written(self, start: Start) -> None:
        """It came too late for the process."""
        host = start(checked())
        request = host.asks("check")
        host.does("check")
        host.hears(request, "4711")
        assert "socialize" not in host.task("pay").data

    def test_a_variable_of_the_process_with_our_name_gives_way(self, start: Start) -> None:
        """Somebody already had a variable `socialize` that is no mapping."""
        host = start(checked(), data={"socialize": "mine"})
        request = host.asks("check")
        host.hears(request, "4711")
        assert host.task("check").data["socialize"] == {request.id: "4711"}

    @pytest.mark.parametrize("value", [{"typename": "UUID", "value": "no"}, [{"deep": {"typename": "Nonsense"}}]])
    def test_no_answer_can_make_the_saved_state_unreadable(self, start: Start, value: Any) -> None:
        """The serializer takes any mapping with `typename` for an object of its own, and fails on restoring it."""
        host = start(WAITING)
        request = host.asks("check")
        host.hears(request, value)
        host.restart()
        assert isinstance(host.task("check").data["socialize"][request.id], str)
        host.finish()


class TestIntoTheFlow:
    def test_a_drawn_event_wins_and_each_flow_gets_its_own_answer(self, start: Start) -> None:
        """Two questions, two flows; the second answer comes first, the first when the task is long done."""
        host = start(WAITING)
        one, two = host.asks("check"), host.asks("check", question="And this?")
        assert one.data.settings.ladder == "drawn"
        assert one.data.event_id == "stuck"
        host.restart()
        host.hears(two, "two")
        assert host.task("review").data["said"] == "two"
        assert host.task("review").data[REQUEST] == {
            "request_id": two.id,
            "task_id": str(host.task("check").id),
            "trigger": "manual",
            "by": "alice",
            "question": "And this?",
        }
        host.does("check")
        host.restart()
        host.hears(one, "one")
        assert sorted(review.data["said"] for review in host.tasks("review")) == ["one", "two"]
        host.finish()

    @pytest.mark.parametrize("outcome", UNHAPPY)
    def test_every_outcome_lets_the_flow_go_on(self, start: Start, outcome: Outcome) -> None:
        """A branch that waits for ever would keep the case open for ever."""
        host = start(WAITING)
        request = host.asks("check")
        host.hears(request, outcome=outcome)
        assert host.task("review").data[RESULT] == {
            "discussion": f"about-{request.id}",
            "outcome": outcome,
            "value": None,
            "ring": "coworkers",
            "url": f"https://help.example/about-{request.id}",
        }
        host.restart()
        host.finish()

    def test_a_flow_that_comes_to_the_event_after_the_answer_does_not_wait(self, start: Start) -> None:
        """Bob prepares something first; meanwhile the answer is there."""
        stuck = drawn() + task("prepare") + answer_event() + task("review") + end("e2")
        path = flow("stuck", "prepare", "answered", "review", "e2")
        host = start(diagram(process(task("check"), stuck, path, path=["check"])))
        host.hears(host.asks("check"), "4711")
        host.restart()
        host.does("prepare")
        assert host.task("review").data[RESULT]["value"] == "4711"
        host.finish()

    @pytest.mark.parametrize("answered", [True, False])
    def test_a_flow_can_wait_for_the_answer_or_for_a_time(self, start: Start, answered: bool) -> None:
        """Behind an event-based gateway, whichever comes first."""
        late = (
            '<bpmn:intermediateCatchEvent id="late"><bpmn:timerEventDefinition id="late_def">'
            '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">"P2D"</bpmn:timeDuration>'
            "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
        )
        either = '<bpmn:eventBasedGateway id="either"/>' + answer_event() + late + task("review") + task("remind")
        ends = end("e2") + end("e3")
        flows = flow("stuck", "either", "answered", "review", "e2") + flow("either", "late", "remind", "e3")
        with time_machine.travel("2026-01-05T09:00Z", tick=False) as clock:
            host = start(diagram(process(task("check"), drawn(), either, ends, flows, path=["check"])))
            request = host.asks("check")
            host.restart()
            if answered:
                host.hears(request, "4711")
                assert host.task("review").data[RESULT]["value"] == "4711"
            else:
                clock.shift(timedelta(days=3))
                host.workflow.refresh_timers()
                host.workflow.do_engine_steps()
                assert len(host.tasks("remind")) == 1
            host.restart()
            host.finish()

    def test_the_answer_reaches_a_subprocess_of_the_flow(self, start: Start) -> None:
        """The event that waits is drawn one level deeper than the one that asked."""
        inner = embedded("part", answer_event(), task("review"), path=["answered", "review"])
        rest = inner + end("e2") + flow("stuck", "part", "e2")
        host = start(diagram(process(task("check"), drawn(), rest, path=["check"])))
        host.hears(host.asks("check"), "4711")
        assert host.task("review").data[RESULT]["value"] == "4711"
        host.restart()
        host.finish()

    def test_a_question_inside_the_flow_is_not_mistaken_for_the_one_it_began_with(self, start: Start) -> None:
        """Carol, in the flow of Alice's question, asks one of her own; the flow still waits for Alice's answer."""
        stuck = drawn() + task("prepare", element()) + answer_event() + task("review") + end("e2")
        path = flow("stuck", "prepare", "answered", "review", "e2")
        host = start(diagram(process(task("check"), stuck, path, path=["check"])))
        outer, inner = host.asks("check"), host.asks("prepare", by="carol")
        host.does("prepare")
        host.hears(inner, "inner")
        assert host.tasks("review") == []
        host.restart()
        host.hears(outer, "outer")
        assert host.task("review").data[RESULT]["value"] == "outer"
        host.finish()

    def test_who_comes_to_the_event_on_a_way_where_nobody_asked_does_not_wait(self, start: Start) -> None:
        """The flow of the question joins the ordinary one; there is no answer to wait for there."""
        joins = '<bpmn:exclusiveGateway id="together"/>' + flow("stuck", "together")
        rest = drawn() + joins + answer_event() + task("review")
        host = start(diagram(process(task("check"), rest, path=["check", "together", "answered", "review"])))
        host.does("check")
        assert host.task("review").data[RESULT] is None
        host.restart()
        host.finish()

    def test_a_signal_of_the_engine_releases_no_flow(self, start: Start) -> None:
        """Only the end of its own request does."""
        host = start(WAITING)
        request = host.asks("check")
        with pytest.raises(WorkflowException):
            host.workflow.send_event(BpmnEvent(EscalationEventDefinition("socialize answer", None)))
        assert host.tasks("review") == []
        host.hears(request)
        host.finish()

    def test_a_flow_without_an_answer_event_just_goes_on(self, start: Start) -> None:
        """Carol is asked to look at it, and that is all that is drawn."""
        signal = '<bpmn:signalEventDefinition id="stuck_def" signalRef="sig"/>'
        stuck = drawn(definition=signal) + task("review") + end("e2") + flow("stuck", "review", "e2")
        host = start(diagram(process(task("check"), stuck, path=["check"])))
        request = host.asks("check")
        host.hears(request, "4711")
        assert len(host.tasks("review")) == 1
        assert host.task("check").data["socialize"] == {request.id: "4711"}
        host.finish()

    def test_a_drawn_event_without_the_element_takes_the_settings_of_its_task(self, start: Start) -> None:
        """So a flow can be drawn without saying everything twice."""
        stuck = drawn() + task("review") + end("e2") + flow("stuck", "review", "e2")
        host = start(diagram(process(task("check", element(ladder="quick")), stuck, path=["check"])))
        assert host.asks("check").data.settings.ladder == "quick"
        assert len(host.events()) == 1
