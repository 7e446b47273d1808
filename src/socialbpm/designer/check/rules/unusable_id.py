"""unusable-id: a task or event that the service could not name."""

from __future__ import annotations

from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import SUFFIX, Diagram

LONGEST = 200 - len(SUFFIX)  # the service takes 200, of the made event as well


def unusable_id(diagram: Diagram) -> Faults:
    """What is socialized has an id, of at most 190 characters."""
    for element in diagram.socialized:
        if not 0 < len(element.get("id", "")) <= LONGEST:
            message = f"what is socialized needs an id of at most {LONGEST} characters"
            yield fault(diagram, element, "unusable-id", message, "Give it a short one.")
