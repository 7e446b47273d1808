"""What the plugin sees in a diagram, before SpiffWorkflow gets to parse it.

Everything that can be wrong is found here, by the rules of the designer's side, on the XML as the designer wrote it:
here the lines and the names are still theirs. What is left for the parser is to make specs of what was found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from socialbpm.contract.element import Socialize
from socialbpm.designer.check.rules import ERRORS
from socialbpm.designer.diagram import BOUNDARY, Diagram
from socialbpm.engine.faults import as_invalid_diagram


@dataclass(frozen=True)
class Design:
    """A `socialize` event that a task is to have. `event` is the drawn one; None: it is to be added."""

    host: etree._Element
    settings: Socialize
    event: etree._Element | None


def read_designs(root: etree._Element, file: str | None) -> list[Design]:
    """Find the socialize events of a diagram.

    Raises:
        InvalidDiagram: something in the diagram cannot run, be it about socialize or about ids that SpiffWorkflow
            would take for its own.
    """
    diagram = Diagram(root, file)
    with as_invalid_diagram():
        for rule in ERRORS:
            for fault in rule(diagram):
                raise fault
    return [*_drawn(diagram), *_own(diagram)]


def settings_by_node(designs: list[Design]) -> dict[etree._Element, Socialize]:
    """Say which element of the diagram gets which settings: a drawn event its own, else the task that gets an event."""
    return {design.host if design.event is None else design.event: design.settings for design in designs}


def _drawn(diagram: Diagram) -> Iterator[Design]:
    """The drawn event's own element wins; one without takes what its task says; none at all is a good design."""
    for drawn in diagram.drawn:
        if drawn.host is not None:
            element = diagram.extension(drawn.event)
            element = element if element is not None else diagram.extension(drawn.host)
            settings = Socialize() if element is None else diagram.says(element)
            yield Design(drawn.host, settings, drawn.event)


def _own(diagram: Diagram) -> Iterator[Design]:
    """A task with the element and without a drawn event is to get one that is not drawn."""
    drawn = {each.host_id for each in diagram.drawn}
    for element, host in diagram.hosted:
        if host.tag != BOUNDARY and host.get("id") not in drawn:
            yield Design(host, diagram.says(element), None)
