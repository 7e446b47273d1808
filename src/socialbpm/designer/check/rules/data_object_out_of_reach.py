"""data-object-out-of-reach: a data object that SpiffWorkflow would look for without end."""

from __future__ import annotations

from lxml import etree

from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import NODES, SCOPES, Diagram, bpmn

LINKS = (("dataInputAssociation", "sourceRef"), ("dataOutputAssociation", "targetRef"))


def data_object_out_of_reach(diagram: Diagram) -> Faults:
    """A data object is declared in the subprocess that uses it or in the one directly around it.

    SpiffWorkflow looks in these two places, and then again, for ever; so this is looked for in every diagram.
    """
    references = {ref.get("id"): ref.get("dataObjectRef") for ref in diagram.root.iter(bpmn("dataObjectReference"))}
    if not references:
        return
    for tag, end in LINKS:
        for link in diagram.root.iterfind(f".//{bpmn(tag)}/{bpmn(end)}"):
            wanted = references.get((link.text or "").strip())
            if wanted is not None and not _within_reach(link, wanted):
                message = f"SpiffWorkflow cannot find the data object {wanted} from here"
                hint = "Declare it in this subprocess or in the one directly around it."
                about = next((node.get("id") for node in link.iterancestors() if node.tag in NODES), None)
                yield fault(diagram, link, "data-object-out-of-reach", message, hint, about=about)


def _within_reach(link: etree._Element, wanted: str) -> bool:
    scopes = list(link.iterancestors(*SCOPES))
    return (
        len(scopes) < 2
        or any(  # in the process itself it looks once, and gives up
            scope.find(f'{bpmn("dataObject")}[@id="{wanted}"]') is not None for scope in scopes[:2]
        )
    )
