"""reserved-id: an id that SpiffWorkflow, or the event that is made of the element, needs for itself."""

from __future__ import annotations

from lxml import etree

from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import BOUNDARY, NODES, SCOPES, SUFFIX, Diagram

GENERATED = {"Start", "End", "StartEventSplit", "StartEventJoin"}
GENERATED_AFTER = (".EndJoin", ".BoundaryEventSplit", ".BoundaryEventJoin", " [child]")


def reserved_id(diagram: Diagram) -> Faults:
    """No node has an id that SpiffWorkflow gives to what it makes: it would be left out, without a word.

    `Start` and `End` are found in every diagram, the others where somebody is socialized.
    """
    if not diagram.is_socialized:
        taken = [node for node in diagram.root.iter(*NODES) if node.get("id") in GENERATED]
    else:
        scopes = diagram.root.iter(*SCOPES)
        taken = [node for scope in scopes for node in scope.iterchildren(*NODES) if _is_generated(diagram, node, scope)]
    for node in taken:
        message = f"SpiffWorkflow uses the id {node.get('id')} itself, and would leave this element out"
        yield fault(diagram, node, "reserved-id", message, "Give it another id.")
    yield from _own_events(diagram)


def _is_generated(diagram: Diagram, node: etree._Element, scope: etree._Element) -> bool:
    identity = node.get("id", "")
    owners = {identity.removesuffix(suffix) for suffix in GENERATED_AFTER if identity.endswith(suffix)}
    return identity in GENERATED or any(owner in diagram.nodes or owner == scope.get("id") for owner in owners)


def _own_events(diagram: Diagram) -> Faults:
    """A task with the element gets an event that is not drawn, and that has an id."""
    drawn = {each.host_id for each in diagram.drawn}
    hosts = {host.get("id", "") for _, host in diagram.hosted if host.tag != BOUNDARY}
    for identity in sorted(hosts - drawn):
        taken = diagram.nodes.get(identity + SUFFIX)
        if taken is not None:
            message = f"the id {identity}{SUFFIX} is needed for the socialize event of {identity}"
            yield fault(diagram, taken, "reserved-id", message, "Give this element another id.")
