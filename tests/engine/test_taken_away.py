"""What takes a task away while a question about it is open: the question is not lost, and nothing is left behind."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Start
from tests.engine.diagrams import diagram, element, embedded, end, flow, process, task
from tests.engine.host import Host

CHECK = task("check", element())
STOP = '<bpmn:signal id="stop_signal" name="stop"/>'
THROW = (
    '<bpmn:intermediateThrowEvent id="throw"><bpmn:signalEventDefinition id="throw_def" signalRef="stop_signal"/>'
    "</bpmn:intermediateThrowEvent>"
)


def caught(host: str) -> str:
    """A boundary event that interrupts, and an end for it."""
    return (
        f'<bpmn:boundaryEvent id="stopped" attachedToRef="{host}" cancelActivity="true">'
        '<bpmn:signalEventDefinition id="stopped_def" signalRef="stop_signal"/></bpmn:boundaryEvent>'
        f"{end('e3')}{flow('stopped', 'e3')}"
    )


def beside(first: str, *rest: str, then: str = THROW + end("e2"), way: tuple[str, ...] = ("throw", "e2")) -> str:
    """Something that Alice is in, and beside it a task whose end takes it away."""
    identity = first.partition('id="')[2].partition('"')[0]
    split = '<bpmn:parallelGateway id="split"/>'
    whole = process(split, first, *rest, task("stop"), then, flow("split", "stop", *way), path=["split", identity])
    return diagram(whole, extra=STOP)


def ends_by(definition: str, identity: str = "e2") -> str:
    """An end that is more than that."""
    return f'<bpmn:endEvent id="{identity}"><bpmn:{definition} id="{identity}_def"/></bpmn:endEvent>'


EVENT_SUBPROCESS = (
    '<bpmn:subProcess id="alarm" triggeredByEvent="true"><bpmn:startEvent id="alarm_begin" isInterrupting="true">'
    '<bpmn:signalEventDefinition id="alarm_def" signalRef="stop_signal"/></bpmn:startEvent>'
    f"{task('clean')}{end('alarm_over')}{flow('alarm_begin', 'clean', 'alarm_over')}</bpmn:subProcess>"
)
CANCELLED = (
    '<bpmn:boundaryEvent id="undone" attachedToRef="part" cancelActivity="true">'
    f'<bpmn:cancelEventDefinition id="undone_def"/></bpmn:boundaryEvent>{task("clean")}{end("e3")}'
    f"{flow('undone', 'clean', 'e3')}"
)
TRANSACTION = embedded(
    "part",
    '<bpmn:parallelGateway id="split"/>',
    CHECK,
    task("stop"),
    ends_by("cancelEventDefinition"),
    flow("split", "stop", "e2"),
    path=["split", "check"],
).replace("subProcess", "transaction")

WAYS = {
    "an interrupting boundary event": beside(CHECK, caught("check")),
    "one of the subprocess around": beside(embedded("part", CHECK, path=["check"]), caught("part")),
    "the end of the whole process": beside(CHECK, then=ends_by("terminateEventDefinition"), way=("e2",)),
    "the cancellation of a transaction": diagram(process(TRANSACTION, CANCELLED, path=["part"])),
}
WAY = pytest.mark.parametrize("way", list(WAYS))


def asked(start: Start, way: str) -> Host:
    """A case in which Alice has asked, and the service knows of her task; nothing of that was sent."""
    host = start(WAYS[way])
    host.runtime.sync()
    host.runtime.socialize(host.task("check"), by="alice", question="Which account?")
    host.restart()
    return host


@WAY
def test_the_question_is_still_to_be_sent(start: Start, way: str) -> None:
    """The host had no time to send it before the task was gone; the service will say that it is over."""
    host = asked(start, way)
    host.does("stop")
    assert host.tasks("check") == []
    host.restart()
    (firing,) = host.runtime.pending()
    host.service.over.add(str(firing.subject))
    assert host.runtime.send() == ()
    assert host.runtime.pending() == ()
    host.restart()
    host.finish()


@WAY
def test_what_was_asked_before_ends_with_the_task(start: Start, way: str) -> None:
    """It was sent; the service hears that the task is cancelled, and its answer changes nothing any more."""
    host = asked(start, way)
    host.runtime.send()
    (request,) = host.service.requests
    host.does("stop")
    host.runtime.sync()
    assert [hook.subject for hook in host.service.of_type("task.cancelled")] == [request.subject]
    host.restart()
    host.hears(request, outcome="task_ended")
    host.restart()
    host.finish()
    assert host.workflow.event_manager.tasks == {}
    assert "socialize" not in host.workflow.data


@WAY
def test_nothing_goes_on_listening(start: Start, way: str) -> None:
    """Nor does a page that asked in this moment find anything to fire."""
    host = start(WAYS[way])
    check = host.task("check")
    host.does("stop")
    host.service.raises(check, host.runtime.teller.case_id, "check.socialize", by="alice")
    host.runtime.receive()
    assert host.runtime.pending() == ()
    assert host.events() == []
    host.restart()
    host.finish()


def test_an_event_subprocess_takes_nothing_away(start: Start) -> None:
    """Even if it is to interrupt: SpiffWorkflow runs it beside the rest. Alice works on, and gets her answer."""
    host = start(beside(CHECK, EVENT_SUBPROCESS))
    request = host.asks("check")
    host.does("stop")
    host.restart()
    assert sorted(task.task_spec.bpmn_id for task in host.tasks()) == ["check", "clean"]
    host.hears(request, "6800")
    assert host.task("check").data["socialize"] == {request.id: "6800"}
    host.asks("check")
    host.restart()
    host.finish()
