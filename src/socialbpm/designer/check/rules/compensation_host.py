"""compensation-host: a task that is only there to undo another one."""

from __future__ import annotations

from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import Diagram


def compensation_host(diagram: Diagram) -> Faults:
    """A task for compensation is not socialized: SpiffWorkflow knows no compensation, and leaves it out."""
    for host in diagram.socialized:
        if host.get("isForCompensation", "false").strip() in {"true", "1"}:
            message = "SpiffWorkflow would leave this task out: it knows no compensation, so nobody ever comes here"
            hint = "Draw it as an ordinary task that a flow leads to."
            yield fault(diagram, host, "compensation-host", message, hint)
