"""excluded-and-asked: somebody who is to be asked and must not be."""

from __future__ import annotations

from collections.abc import Mapping

from socialbpm.contract.element import Exclude, Ring
from socialbpm.contract.xml import EXCLUDE
from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import Diagram

ROLES: Mapping[str, str] = {
    "role:task_initiator": "initiator",
    "role:task_stakeholders": "stakeholders",
    "role:business_administrators": "administrators",
}
"""What an exclusion calls a role, and what a ring does. The word `owners` is two roles; neither alone is all of it."""


def excluded_and_asked(diagram: Diagram) -> Faults:
    """What an exclusion names, no ring asks: an exclusion always wins, and the ring would be smaller than it looks."""
    for element, said in diagram.designs:
        for node, exclude in zip(element.iterchildren(EXCLUDE), said.excludes, strict=True):
            for ring in said.rings:
                if asked := _asked(ring, exclude):
                    message = f'ring "{ring.name}" asks {asked}, whom exclude who="{exclude.who}" leaves out'
                    hint = "Take one of them away: an exclusion always wins."
                    yield fault(diagram, node, "excluded-and-asked", message, hint)


def _asked(ring: Ring, exclude: Exclude) -> str | None:
    word = ROLES.get(exclude.who, exclude.who)
    return word if word in ring.who else None
