"""button-without-signal: a label for a button that nobody will see."""

from __future__ import annotations

from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import EXTENSIONS, Diagram, bpmn

LABEL = f"{EXTENSIONS}/{{http://spiffworkflow.org/bpmn/schema/1.0/core}}signalButtonLabel"


def button_without_signal(diagram: Diagram) -> Faults:
    """What is labelled as a button waits for a signal: SpiffArena shows no other event as one."""
    for drawn in diagram.drawn:
        if drawn.event.find(LABEL) is not None and drawn.event.find(bpmn("signalEventDefinition")) is None:
            message = "this event has the label of a button, and only a signal event is shown as one"
            yield fault(
                diagram,
                drawn.event,
                "button-without-signal",
                message,
                "Draw it with the signal, or take the label away.",
            )
