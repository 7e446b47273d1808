"""What SpiffWorkflow itself does, where the plugin leans on it or works around it.

These are not wishes. If one fails after an upgrade, look at what the plugin does about it: a workaround may have become
needless, or a foundation may be gone. Nothing of ours takes part, unless it says so.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.event_definitions import EscalationEventDefinition
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.specs.defaults import UserTask

from socialbpm.engine import SocializeBoundaryEvent, socialize
from tests.engine.conftest import Start
from tests.engine.diagrams import diagram, element, end, flow, process, several, task, timer_event
from tests.engine.test_safe import HANGS

ESCALATION = (
    '<bpmn:boundaryEvent id="other" attachedToRef="check" cancelActivity="false">'
    '<bpmn:escalationEventDefinition id="other_def"/></bpmn:boundaryEvent>'
)
CHECK = diagram(process(task("check"), task("pay"), path=["check", "pay"]))


def stock(xml: str) -> Any:
    """A started workflow without the plugin."""
    parser = BpmnParser()
    parser.add_bpmn_str(xml)
    workflow = BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))
    workflow.do_engine_steps()
    return workflow


def test_a_boundary_event_that_does_not_interrupt_fires_once() -> None:
    """Hence the twin."""
    rest = ESCALATION + task("remind") + end("e2") + flow("other", "remind", "e2")
    workflow = stock(diagram(process(task("check"), rest, path=["check"])))
    event = BpmnEvent(EscalationEventDefinition("None Escalation Event"), payload={})
    workflow.send_event(event)
    workflow.do_engine_steps()
    with pytest.raises(WorkflowException):
        workflow.send_event(event)


def test_a_reset_leaves_a_removed_timer_listening_and_the_next_step_fails() -> None:
    """Hence `is_live`."""
    rest = timer_event("pay") + end("e2") + flow("late", "e2")
    workflow = stock(diagram(process(task("check"), task("pay"), rest, path=["check", "pay"])))
    check = workflow.get_next_task(spec_name="check")
    check.run()
    workflow.do_engine_steps()
    workflow.reset_from_task_id(check.id)
    with pytest.raises(AttributeError):
        workflow.do_engine_steps()


def test_a_subscriber_of_a_spec_is_lost_when_the_state_is_restored(start: Start) -> None:
    """Hence nothing of ours subscribes: what fired is found in the tree of tasks."""
    host, seen = start(diagram(process(task("check", element()), path=["check"]))), []
    (event,) = host.events()
    event.task_spec.completed_event.connect(lambda _, done: seen.append(done.id))
    host.runtime.socialize(host.task(), by="alice")
    host.restart()
    host.runtime.socialize(host.task(), by="alice")
    assert len(seen) == 1


def test_an_error_in_an_event_is_raised_through_the_engine_and_never_retried(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hence no call of the service from inside: it would turn a service that is down into a broken case."""
    host = start(diagram(process(task("check", element()), path=["check"])))

    def fails(*_: Any) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(SocializeBoundaryEvent, "_run_hook", fails)
        with pytest.raises(ConnectionError):
            host.runtime.socialize(host.task(), by="alice")
    host.workflow.do_engine_steps()
    assert len(host.runtime.pending()) == 1  # ours: the record was there before the step that failed
    host.asks("check")
    host.restart()
    host.finish()


def test_the_data_of_a_waiting_event_is_overwritten_from_its_parent() -> None:
    """Hence `internal_data`."""
    rest = timer_event("check") + end("e2") + flow("late", "e2")
    workflow = stock(diagram(process(task("check"), rest, path=["check"])))
    event = workflow.get_next_task(spec_name="late")
    event.parent.data["x"] = 1
    event.data["x"] = 2
    workflow.refresh_timers()
    assert event.data["x"] == 1


def test_a_mapping_with_typename_in_the_data_makes_a_state_unreadable() -> None:
    """Hence `harmless`."""
    workflow = stock(CHECK)
    workflow.get_next_task(spec_name="check").data["answer"] = {"typename": "Nonsense"}
    serializer = BpmnWorkflowSerializer()
    saved = serializer.serialize_json(workflow)
    with pytest.raises(TypeError):
        serializer.deserialize_json(saved)


@pytest.mark.parametrize(("old", "new"), [("p_begin", "Start"), ("check", "End")])
def test_an_element_with_an_id_that_is_taken_is_left_out_without_a_word(old: str, new: str) -> None:
    """Hence `reserved-id`."""
    parser = BpmnParser()
    parser.add_bpmn_str(CHECK.replace(f'"{old}"', f'"{new}"'))
    assert not [spec for spec in parser.get_spec("p").task_specs.values() if spec.bpmn_id in {"check", "End"}]


def test_a_data_object_two_levels_up_is_looked_for_for_ever() -> None:
    """Hence `data-object-out-of-reach`, and the trial in another process."""
    script = (
        "import sys; from SpiffWorkflow.bpmn.parser import BpmnParser;"
        "parser = BpmnParser(); parser.add_bpmn_str(sys.stdin.buffer.read());"
        "parser.get_spec('p'); print('still here', flush=True); parser.get_subprocess_specs('p')"
    )
    with pytest.raises(subprocess.TimeoutExpired) as caught:
        subprocess.run([sys.executable, "-c", script], input=HANGS.encode(), capture_output=True, timeout=4, check=True)
    assert caught.value.stdout == b"still here\n"


def test_the_parser_of_user_tasks_takes_no_notice_of_the_class_it_is_given() -> None:
    """Hence a boundary event and not a user task of our own."""

    class Mine(UserTask):  # type: ignore[misc]
        pass

    overrides = dict(SpiffBpmnParser.OVERRIDE_PARSER_CLASSES)
    overrides[full_tag("userTask")] = (overrides[full_tag("userTask")][0], Mine)
    parser = type("MyParser", (SpiffBpmnParser,), {"OVERRIDE_PARSER_CLASSES": overrides})()
    parser.add_bpmn_str(CHECK)
    assert type(parser.get_spec("p").task_specs["check"]) is UserTask
    assert issubclass(overrides[full_tag("userTask")][0], TaskParser)


def test_the_documented_way_to_override_changes_the_class_for_everybody() -> None:
    """Hence a lookup and not a dictionary."""
    assert SpiffBpmnParser().OVERRIDE_PARSER_CLASSES is SpiffBpmnParser.OVERRIDE_PARSER_CLASSES


def test_an_event_for_a_subprocess_is_said_not_to_be_caught_though_it_was() -> None:
    """Hence nothing of ours travels as an event; the one task is addressed directly."""
    workflow = stock(CHECK)
    event = BpmnEvent(EscalationEventDefinition("x"), payload={}, target=workflow)
    serializer = BpmnWorkflowSerializer()
    assert serializer.from_dict(serializer.to_dict(event)).target is None


def test_states_with_subprocesses_of_the_version_before_cannot_be_migrated() -> None:
    """Hence the exact pin: a host has to finish or move its cases itself."""
    called = process(task("approve"), path=["approve"], identity="q")
    call = '<bpmn:callActivity id="call" calledElement="q"/>'
    serializer = BpmnWorkflowSerializer()
    saved = json.loads(serializer.serialize_json(stock(diagram(process(call, path=["call"]), called))))
    saved["serializer_version"] = "1.4"
    with pytest.raises(NameError):
        serializer.deserialize_json(json.dumps(saved))


@pytest.mark.parametrize("inside", ["", element()])
def test_a_compensation_event_on_a_task_is_refused(inside: str) -> None:
    """By SpiffWorkflow, with or without the element beside it; a task for compensation is left out, hence our error."""
    undo = (
        '<bpmn:boundaryEvent id="undo" attachedToRef="check"><bpmn:compensateEventDefinition id="undo_def"/>'
        "</bpmn:boundaryEvent>"
    )
    refund = '<bpmn:userTask id="refund" isForCompensation="true"/>'
    parser = socialize(BpmnParser)()
    parser.add_bpmn_str(diagram(process(task("check", inside), undo, refund, path=["check"])))
    with pytest.raises(ValidationException, match="Unsupported Catch Event"):
        parser.get_spec("p")
    parser = socialize(BpmnParser)()
    parser.add_bpmn_str(diagram(process(task("check", inside), refund, path=["check"])))
    assert "refund" not in parser.get_spec("p").task_specs


def test_several_instances_by_count_cannot_add_to_a_list_that_is_there() -> None:
    """A slip of SpiffWorkflow's; with or without us the task fails, so it is not for us to refuse the diagram."""
    instances = several().replace(
        "</bpmn:loopCardinality>", "</bpmn:loopCardinality><bpmn:loopDataOutputRef>votes</bpmn:loopDataOutputRef>"
    )
    parser = BpmnParser()
    parser.add_bpmn_str(diagram(process(task("vote", instances), path=["vote"])))
    workflow = BpmnWorkflow(parser.get_spec("p"))
    workflow.task_tree.data["votes"] = []
    with pytest.raises(NameError, match="data_ouput"):
        workflow.do_engine_steps()
