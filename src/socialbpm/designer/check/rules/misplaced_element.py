"""misplaced-element: the element outside of `extensionElements`."""

from __future__ import annotations

from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import Diagram, short


def misplaced_element(diagram: Diagram) -> Faults:
    """Our elements stand in the `extensionElements` of what they are about: nobody looks elsewhere."""
    for element in (*diagram.elements, *diagram.answers):
        if diagram.around(element) is None:
            message = f"{short(element)} stands where nobody looks for it"
            hint = "Put it into <bpmn:extensionElements> of the task or event that it is about."
            yield fault(diagram, element, "misplaced-element", message, hint)
