"""duplicate-id: two elements that SpiffWorkflow, or the service, could not tell apart."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import NODES, Diagram, bpmn

HINT = "Give one of them another id."


def duplicate_id(diagram: Diagram) -> Faults:
    """No two nodes of a process have the same id, nor two of a file where one is socialized."""
    if not diagram.is_socialized:
        return
    for process in diagram.root.iter(bpmn("process")):
        yield from _within(diagram, process)
    times = Counter(identity for nodes in diagram.nodes_by_process for identity in nodes)
    for element in diagram.socialized:
        if times[element.get("id", "")] > 1:
            message = (
                f"the id {element.get('id')} is given in two processes of this file, and one of them is socialized"
            )
            yield fault(diagram, element, "duplicate-id", message, HINT)


def _within(diagram: Diagram, process: etree._Element) -> Faults:
    """SpiffWorkflow looks at everything with an id, be it a node or not, and keeps the last one."""
    nodes: set[str] = set()
    others: set[str] = set()
    for element in process.iterdescendants("*"):
        identity = element.get("id")
        if identity is None:
            continue
        is_node = element.tag in NODES
        if identity in nodes or (is_node and identity in others):
            message = f"the id {identity} is given twice in this process; SpiffWorkflow would drop one of them"
            yield fault(diagram, element, "duplicate-id", message, HINT)
        (nodes if is_node else others).add(identity)
