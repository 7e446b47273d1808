"""interrupting-event: a drawn event that would take the task away from who is stuck in it."""

from __future__ import annotations

from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import Diagram


def interrupting_event(diagram: Diagram) -> Faults:
    """A drawn socialize event is non-interrupting; BPMN's default is that it interrupts."""
    for drawn in diagram.drawn:
        if drawn.event.get("cancelActivity", "true").strip() in {"true", "1"}:
            message = "a socialize event must not interrupt its task: the work goes on while people are asked"
            yield fault(diagram, drawn.event, "interrupting-event", message, 'Set cancelActivity="false".')
