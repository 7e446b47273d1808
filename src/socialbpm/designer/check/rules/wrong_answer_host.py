"""wrong-answer-host: `<social:answer/>` where nothing can wait."""

from __future__ import annotations

from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import CATCH, Diagram


def wrong_answer_host(diagram: Diagram) -> Faults:
    """Only an intermediate catch event waits for an answer."""
    for answer in diagram.answers:
        host = diagram.around(answer)
        if host is not None and host.tag != CATCH:
            message = "only an intermediate catch event can wait for an answer"
            yield fault(diagram, answer, "wrong-answer-host", message, "Move it to an intermediate catch event.")
