"""One task several times: instances, rounds, calls. One question is about one of them, and so is its answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from socialbpm.engine import NotSocialized, TaskClosed
from tests.engine.conftest import Start
from tests.engine.diagrams import diagram, element, embedded, parallel, process, several, task
from tests.engine.host import Host

APPROVE = process(task("approve", element()), path=["approve"], identity="q")
ROUNDS = '<bpmn:standardLoopCharacteristics loopMaximum="3"/>'
ENOUGH = several().replace(
    "</bpmn:loopCardinality>",
    '</bpmn:loopCardinality><bpmn:completionCondition xsi:type="bpmn:tFormalExpression">enough'
    "</bpmn:completionCondition>",
)


def one_is_answered(host: Host, name: str) -> None:
    """Bob asks about the last of those that are open, hears, and only there it is written."""
    host.restart()
    last = host.tasks(name)[-1]
    request = host.sent(host.runtime.socialize(last, by="bob"))
    assert request.subject == str(last.id)
    host.restart()
    host.hears(request, "6800")
    answered = [task for task in host.tasks(name) if "socialize" in task.data]
    assert [str(task.id) for task in answered] == [request.subject]


AROUND = {
    "a call activity twice at the same time": diagram(
        parallel(*(f'<bpmn:callActivity id="{side}" calledElement="q"/>' for side in ("left", "right"))), APPROVE
    ),
    "a call activity in several instances": diagram(
        process(f'<bpmn:callActivity id="call" calledElement="q">{several()}</bpmn:callActivity>', path=["call"]),
        APPROVE,
    ),
    "a subprocess in several instances": diagram(
        process(
            embedded("part", task("approve", element()), path=["approve"]).replace(
                '<bpmn:subProcess id="part">', f'<bpmn:subProcess id="part">{several()}'
            ),
            path=["part"],
        )
    ),
    "several instances of the task itself": diagram(process(task("approve", element() + several()), path=["approve"])),
}


@pytest.mark.parametrize("around", list(AROUND))
def test_of_several_at_the_same_time_one_is_asked_about_and_answered(start: Start, around: str) -> None:
    """Whatever makes them several: the task, or what is around it."""
    host = start(AROUND[around])
    assert len(host.tasks("approve")) == (2 if "twice" in around else 3)
    one_is_answered(host, "approve")
    host.restart()
    host.finish()


@pytest.mark.parametrize("characteristics", [several(), several(sequential=True), ROUNDS])
def test_what_stands_for_all_of_them_cannot_be_asked_about(start: Start, characteristics: str) -> None:
    """Nobody is stuck in it: people are in its instances, and the error says so."""
    host = start(diagram(process(task("check", element() + characteristics), path=["check"])))
    whole = host.tasks("check")[0].parent
    with pytest.raises(NotSocialized) as caught:
        host.runtime.socialize(whole, by="alice")
    assert str(caught.value) == (
        "check stands for several instances, and nobody is stuck in all of them\n"
        "  Name one of them: a task that is ready and has it for its parent."
    )
    assert host.runtime.pending() == ()
    host.finish()


@pytest.mark.parametrize("characteristics", [several(sequential=True), ROUNDS])
def test_of_several_one_after_the_other_each_has_its_own_question(start: Start, characteristics: str) -> None:
    """What was said about the first is not written into the second, even if it comes late."""
    host = start(diagram(process(task("check", element() + characteristics), path=["check"])))
    late = host.asks("check")
    host.does("check")
    host.restart()
    host.hears(late, "too late")
    assert "socialize" not in host.task("check").data
    one_is_answered(host, "check")
    host.finish()


def test_each_round_of_a_loop_has_its_own_time(start: Start) -> None:
    """Four hours from when the round began."""
    host_inside = element(after="PT4H") + ROUNDS
    with time_machine.travel("2026-01-05T09:00Z", tick=False) as clock:
        host = start(diagram(process(task("check", host_inside), path=["check"])))
        for count in (1, 2, 3):
            clock.shift(timedelta(hours=3))
            host.workflow.refresh_timers()
            assert len(host.service.of_type("task.offer")) == count - 1
            clock.shift(timedelta(hours=1))
            host.workflow.refresh_timers()
            host.runtime.send()
            assert len(host.service.of_type("task.offer")) == count
            host.restart()
            host.does("check")
        host.finish()


def test_of_an_instance_that_is_not_needed_any_more_the_question_ends(start: Start) -> None:
    """Two of three have voted, and that was enough. Carol had asked about the third; nothing is written any more."""
    host = start(diagram(process(task("vote", element() + ENOUGH), task("pay"), path=["vote", "pay"])))
    host.runtime.sync()
    first, second, third = host.tasks("vote")
    sent = host.sent(host.runtime.socialize(third, by="carol"))
    unsent = host.runtime.socialize(third, by="carol", question="And?")
    for voter, enough in ((first, False), (second, True)):
        voter.data["enough"] = enough
        voter.run()
        host.workflow.do_engine_steps()
    host.restart()
    with pytest.raises(TaskClosed):
        host.runtime.socialize(third, by="carol")
    assert [firing.id for firing in host.runtime.pending()] == [unsent]
    host.runtime.sync()
    assert [hook.subject for hook in host.service.of_type("task.cancelled")] == [sent.subject]
    host.service.over.add(str(sent.subject))
    assert host.runtime.send() == ()
    host.hears(sent, "too late")
    assert "socialize" not in host.task("pay").data
    host.restart()
    host.finish()


def test_a_question_of_an_earlier_round_stays_with_it(start: Start) -> None:
    """The flow comes back to Alice while her first question is open; the second is another, and gets its own answer."""
    gateway = '<bpmn:exclusiveGateway id="fine" default="fine_to_p_over"/>'
    back = (
        '<bpmn:sequenceFlow id="back" sourceRef="fine" targetRef="check">'
        '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">again</bpmn:conditionExpression>'
        "</bpmn:sequenceFlow>"
    )
    host = start(diagram(process(task("check", element()), gateway, back, path=["check", "fine"])))
    first = host.asks("check")
    host.does("check", again=True)
    host.restart()
    second = host.asks("check")
    host.hears(first, "too late")
    host.hears(second, "6800")
    assert host.task("check").data["socialize"] == {second.id: "6800"}
    host.restart()
    host.does("check", again=False)
    assert host.workflow.is_completed()
