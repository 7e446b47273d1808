"""two-on-one-task: two designs for one task, of which one would be ignored."""

from __future__ import annotations

from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import Diagram


def two_on_one_task(diagram: Diagram) -> Faults:
    """A task has at most one element and one drawn event, and an event one element.

    An element on the task beside a drawn event is allowed: the event's own wins, and one without takes the task's.
    """
    seen: set[str] = set()
    for drawn in diagram.drawn:
        if drawn.host_id in seen:
            message = f"the task {drawn.host_id} has more than one socialize event"
            yield fault(diagram, drawn.event, "two-on-one-task", message, "Keep one.")
        seen.add(drawn.host_id)
    for element, host in diagram.hosted:
        if diagram.extension(host) is not element:
            message = f"{host.get('id')} has more than one socialize element"
            yield fault(diagram, element, "two-on-one-task", message, "Keep one.")
