"""wrong-event-definition: a drawn event that is marked as ours and waits for something else."""

from __future__ import annotations

from socialbpm.contract.element import EVENT_NAME
from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import Diagram


def wrong_event_definition(diagram: Diagram) -> Faults:
    """A drawn socialize event waits for one thing: our escalation or our signal.

    Where the element marks the event its code may be left open; it may not mean something else.
    """
    for drawn in diagram.drawn:
        ours = drawn.named or drawn.waits_for == (None,)
        if not ours or len(drawn.waits_for) != 1:
            message = "this event is marked as socialize, but waits for something else"
            hint = f"Use one escalation with the code {EVENT_NAME}, or one signal of that name."
            yield fault(diagram, drawn.event, "wrong-event-definition", message, hint)
