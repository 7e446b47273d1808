"""wrong-host: the element where nobody works who could be stuck."""

from __future__ import annotations

from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import BOUNDARY, HOSTS, Diagram

MESSAGE = "only a user task or a manual task can be socialized: somebody has to be there who is stuck"
HINT = "Move it to a user task."


def wrong_host(diagram: Diagram) -> Faults:
    """The element stands on a user task or manual task, or on an event that is drawn on one."""
    for drawn in diagram.drawn:
        if not drawn.on_a_task:
            yield fault(diagram, drawn.event, "wrong-host", MESSAGE, HINT)
    for element in diagram.elements:
        host = diagram.around(element)
        if host is not None and host.tag not in (*HOSTS, BOUNDARY):
            yield fault(diagram, element, "wrong-host", MESSAGE, HINT)
