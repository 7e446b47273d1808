"""The event works in every corner of BPMN that SpiffWorkflow has a corner for."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow

from socialbpm.engine import RESULT, socialize
from tests.engine.conftest import Start
from tests.engine.diagrams import diagram, element, embedded, end, flow, process, task
from tests.engine.fakes import FakeService
from tests.engine.host import Family, Host


def asked_and_answered(host: Host, name: str) -> None:
    """Alice asks about the one open task of an element, hears, and does it; saved and restored in between."""
    host.restart()
    request = host.asks(name)
    host.restart()
    host.hears(request, "4711")
    host.restart()
    assert host.task(name).data["socialize"][request.id] == "4711"
    host.does(name)


def test_in_a_transaction(start: Start) -> None:
    """A subprocess that may be cancelled."""
    inner = embedded("part", task("check", element()), path=["check"])
    host = start(diagram(process(inner.replace("subProcess", "transaction"), path=["part"])))
    asked_and_answered(host, "check")
    assert host.workflow.is_completed()


def test_in_an_ad_hoc_subprocess_behind_another_task(start: Start) -> None:
    """A task that begins one cannot have a boundary event; see bpmn/invalid/ad_hoc_host.bpmn.

    The data object is there because SpiffWorkflow fails without one; with one, the spiff family cannot save the state,
    so this is not saved in the middle.
    """
    check = task("check", element()).replace("</bpmn:extensionElements>", "</bpmn:extensionElements>{}")
    inner = (
        '<bpmn:adHocSubProcess id="part"><bpmn:dataObject id="needed"/>'
        f"{task('sort', '<bpmn:outgoing>sort_to_check</bpmn:outgoing>')}"
        f"{check.format('<bpmn:incoming>sort_to_check</bpmn:incoming>')}{flow('sort', 'check')}"
        '<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">done</bpmn:completionCondition>'
        "</bpmn:adHocSubProcess>"
    )
    host = start(diagram(process(inner, path=["part"])), data={"done": False})
    host.does("sort")
    request = host.asks("check")
    host.hears(request, "4711")
    assert host.task("check").data["socialize"] == {request.id: "4711"}
    host.does("check", done=True)


def test_in_an_event_subprocess(start: Start) -> None:
    """It is started by an event of its own."""
    inner = (
        '<bpmn:subProcess id="part" triggeredByEvent="true"><bpmn:startEvent id="part_begin" isInterrupting="false">'
        '<bpmn:timerEventDefinition id="at_once"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">"PT0S"'
        "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:startEvent>"
        f'{task("check", element())}<bpmn:endEvent id="part_over"/>{flow("part_begin", "check", "part_over")}'
        "</bpmn:subProcess>"
    )
    host = start(diagram(process(task("pay"), inner, path=["pay"])))
    host.workflow.refresh_timers()
    host.workflow.do_engine_steps()
    asked_and_answered(host, "check")


def test_in_a_called_process_that_has_the_id_of_its_call(family: Family, service: FakeService) -> None:
    """It is still a process of its own. The Camunda family makes a call of an embedded subprocess, with its id, too."""
    parser = socialize(family.parser)(validator=family.validator)
    parser.add_bpmn_str(diagram(process('<bpmn:callActivity id="q" calledElement="q"/>', path=["q"])))
    parser.add_bpmn_str(diagram(process(task("check", element()), path=["check"], identity="q")))
    workflow = BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))
    host = Host.of_state(family, family.serializer.serialize_json(workflow), service)
    host.workflow.do_engine_steps()
    assert host.asks("check").data.task.process == "q"
    host.restart()
    host.finish()


POOLS = diagram(
    '<bpmn:collaboration id="both"><bpmn:participant id="a" processRef="p"/>'
    '<bpmn:participant id="b" processRef="q"/></bpmn:collaboration>',
    *(process(task(f"check_{name}", element()), path=[f"check_{name}"], identity=name) for name in "pq"),
)


def test_in_one_of_two_pools(family: Family, service: FakeService) -> None:
    """Each runs as a case of its own."""
    for name in "pq":
        host = Host(family, POOLS, service, process=name, case_id=name)
        assert host.asks(f"check_{name}").data.task.process == name
        host.restart()
        host.finish()


def test_in_both_of_two_pools_that_run_together(family: Family, service: FakeService) -> None:
    """Or the whole collaboration is one case; each task is in the process of its own pool."""
    parser = socialize(family.parser)()
    parser.add_bpmn_str(POOLS)
    spec, others = parser.get_collaboration("both")
    host = Host.of_state(family, family.serializer.serialize_json(BpmnWorkflow(spec, others)), service)
    host.workflow.do_engine_steps()
    host.restart()
    for name in "pq":
        request = host.asks(f"check_{name}")
        assert request.data.task.process == name
        host.restart()
        host.hears(request, name)
        assert host.task(f"check_{name}").data["socialize"] == {request.id: name}
    host.finish()


def test_in_a_state_that_is_saved_compressed(start: Start) -> None:
    """The serializer can do that."""
    host = start(diagram(process(task("check", element()), path=["check"])))
    request = host.asks("check")
    serializer: Any = host.family.serializer
    host.workflow = serializer.deserialize_json(serializer.serialize_json(host.workflow, use_gzip=True), use_gzip=True)
    host.restart()
    host.hears(request, "4711")
    assert host.task("check").data["socialize"] == {request.id: "4711"}


def test_in_a_loop_inside_the_drawn_flow(start: Start) -> None:
    """The flow comes to the answer event twice; the answer is there both times."""
    stuck = (
        '<bpmn:boundaryEvent id="stuck" attachedToRef="check" cancelActivity="false">'
        '<bpmn:escalationEventDefinition id="stuck_def" escalationRef="ask"/></bpmn:boundaryEvent>'
        '<bpmn:intermediateCatchEvent id="answered"><bpmn:extensionElements><social:answer/></bpmn:extensionElements>'
        '<bpmn:messageEventDefinition id="m"/></bpmn:intermediateCatchEvent>'
        '<bpmn:exclusiveGateway id="clear" default="clear_to_e2"/>'
        '<bpmn:sequenceFlow id="again" sourceRef="clear" targetRef="answered">'
        '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">not fine</bpmn:conditionExpression>'
        "</bpmn:sequenceFlow>"
    )
    rest = task("review") + end("e2") + flow("stuck", "answered", "review", "clear", "e2")
    host = start(diagram(process(task("check"), stuck, rest, path=["check"])))
    host.hears(host.asks("check"), "4711")
    for fine in (False, True):
        assert host.task("review").data[RESULT]["value"] == "4711"
        host.restart()
        host.does("review", fine=fine)
    assert host.tasks("review") == []
    host.finish()
