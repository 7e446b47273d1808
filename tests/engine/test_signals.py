"""An event that is drawn as a signal: hosts that know nothing of socialbpm show it as a button, and pressing it works.

SpiffArena does it like this: it looks through what the serializer gave it for waiting events beside the task whose
definition has a name and whose extensions have a `signalButtonLabel`; and when the button is pressed it restores the
definition, and sends it to the case. `buttons` and `press` do the same.
"""

from __future__ import annotations

from typing import Any

import pytest
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnEvent
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import EscalationEventDefinition, SignalEventDefinition
from SpiffWorkflow.exceptions import WorkflowException

from socialbpm.contract.hooks import Offered
from tests.engine.conftest import Start
from tests.engine.diagrams import diagram, drawn, element, end, flow, process, several, task
from tests.engine.host import FAMILIES, Host

SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
SIGNAL = '<bpmn:signalEventDefinition id="{}_def" signalRef="sig"/>'
LABEL = f'<s:signalButtonLabel xmlns:s="{SPIFF}">Ask around</s:signalButtonLabel>'


def signal(host: str = "check", identity: str = "stuck", question: str = "What?") -> str:
    inside = element(question=question).replace("<social", f"{LABEL}<social", 1)
    return drawn(host, inside, identity=identity, definition=SIGNAL.format(identity))


CHECK = diagram(process(task("check"), signal(), path=["check"]))
TWO = diagram(
    process(
        '<bpmn:parallelGateway id="split"/><bpmn:parallelGateway id="join"/>', task("left"), task("right"),
        signal("left", "left_stuck"), signal("right", "right_stuck", "And here?"), flow("split", "right", "join"),
        path=["split", "left", "join"],
    )
)  # fmt: skip


def buttons(host: Host, beside: Any) -> dict[str, dict[str, Any]]:
    """The buttons on the form of a task, by label, with what is sent when one is pressed."""
    saved = host.family.serializer.to_dict(host.workflow)
    found = {}
    for each in saved["tasks"].values():
        spec = saved["spec"]["task_specs"][each["task_spec"]]
        definition, extensions = spec.get("event_definition", {}), spec.get("extensions", {})
        beside_it = str(beside.id) in saved["tasks"].get(each["parent"], {}).get("children", [])
        waits = each["state"] == TaskState.WAITING and "name" in definition
        if waits and beside_it and "signalButtonLabel" in extensions:
            found[extensions["signalButtonLabel"]] = definition
    return found


def press(host: Host, button: dict[str, Any]) -> None:
    """Send what the button says, and go on."""
    host.workflow.send_event(BpmnEvent(host.family.serializer.registry.restore(dict(button))))
    host.workflow.do_engine_steps()


class TestButton:
    @pytest.fixture
    def arena(self, service: Any) -> Any:
        """Starts a case as SpiffArena does, with its family of parsers."""
        return lambda xml, **options: Host(FAMILIES["spiff"], xml, service, **options)

    def test_it_is_on_the_form_and_offers_help(self, arena: Start) -> None:
        """Nobody is named by a button, so nobody is made to ask: the owner of the task gets an offer."""
        host = arena(CHECK)
        press(host, buttons(host, host.task("check"))["Ask around"])
        host.restart()
        host.runtime.send()
        (offer,) = host.service.hooks
        assert isinstance(offer, Offered)
        assert offer.data.question == "What?"
        assert offer.subject == str(host.task("check").id)
        host.hears(offer, "That.")
        assert host.task("check").data["socialize"] == {offer.id: "That."}
        host.finish()

    def test_it_can_be_pressed_again_and_is_gone_with_the_task(self, arena: Start) -> None:
        """Each press is a firing of its own; the service joins those that belong together."""
        host = arena(CHECK)
        for times in (1, 2, 3):
            press(host, buttons(host, host.task("check"))["Ask around"])
            host.restart()
            assert len(host.runtime.pending()) == times
        check = host.task("check")
        button = buttons(host, check)["Ask around"]
        host.finish()
        assert buttons(host, check) == {}
        with pytest.raises(WorkflowException):
            press(host, button)

    def test_of_two_buttons_the_one_that_was_pressed_counts(self, arena: Start) -> None:
        """Each says which event it is."""
        host = arena(TWO)
        press(host, buttons(host, host.task("right"))["Ask around"])
        (offer,) = host.runtime.pending()
        assert (offer.data.question, offer.data.task.element_id) == ("And here?", "right")
        host.finish()

    def test_what_is_drawn_as_an_escalation_is_no_button(self, arena: Start) -> None:
        """Though it had a label."""
        host = arena(CHECK.replace(SIGNAL.format("stuck"), '<bpmn:escalationEventDefinition escalationRef="ask"/>'))
        assert buttons(host, host.task("check")) == {}

    def test_who_has_it_can_still_ask_by_name(self, arena: Start) -> None:
        """A host that knows who pressed says so, and there is a question at once."""
        host = arena(CHECK)
        assert host.asks("check", by="alice").data.by == "alice"
        host.finish()


class TestSignal:
    def test_a_signal_of_our_name_offers_help_at_all_tasks_that_are_drawn_so(self, start: Start) -> None:
        """A signal is a broadcast, as ever."""
        host = start(TWO)
        host.workflow.send_event(BpmnEvent(SignalEventDefinition("socialbpm.socialize")))
        host.workflow.do_engine_steps()
        host.restart()
        assert sorted(str(offer.data.task.element_id) for offer in host.runtime.pending()) == ["left", "right"]
        host.finish()

    def test_of_several_instances_each_gets_an_offer_once(self, start: Start) -> None:
        """The event stands for all of them."""
        host = start(diagram(process(task("check", several()), signal(), path=["check"])))
        ids = sorted(str(each.id) for each in host.tasks("check"))
        host.workflow.send_event(BpmnEvent(SignalEventDefinition("socialbpm.socialize")))
        host.workflow.do_engine_steps()
        assert sorted(str(offer.subject) for offer in host.runtime.pending()) == ids
        host.restart()
        host.workflow.refresh_timers()
        host.workflow.do_engine_steps()
        assert len(host.runtime.pending()) == len(ids)
        host.finish()

    @pytest.mark.parametrize(
        "sent", [SignalEventDefinition("news"), EscalationEventDefinition("socialbpm.socialize", "socialbpm.socialize")]
    )
    def test_nothing_else_that_travels_through_the_engine_fires_it(self, start: Start, sent: Any) -> None:
        """No other signal, and no escalation."""
        host = start(CHECK)
        with pytest.raises(WorkflowException):
            host.workflow.send_event(BpmnEvent(sent))
        assert host.runtime.pending() == ()
        host.finish()

    @pytest.mark.parametrize("inside", ["escalation", "element"])
    def test_where_it_is_not_drawn_as_a_signal_a_signal_does_nothing(self, start: Start, inside: str) -> None:
        """As before there were buttons."""
        event = drawn() + task("review") + end("e2") + flow("stuck", "review", "e2")
        made = (task("check"), event) if inside == "escalation" else (task("check", element()),)
        host = start(diagram(process(*made, path=["check"])))
        with pytest.raises(WorkflowException):
            host.workflow.send_event(BpmnEvent(SignalEventDefinition("socialbpm.socialize")))
        host.finish()
