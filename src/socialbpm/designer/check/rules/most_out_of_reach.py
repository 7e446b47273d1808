"""most-out-of-reach: a ring that promises more people than it can ask in its time."""

from __future__ import annotations

from datetime import timedelta

from socialbpm.contract.durations import parts
from socialbpm.contract.element import Ring
from socialbpm.contract.xml import RING
from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import Diagram

WORKING_DAY = timedelta(hours=8)
"""Of the default calendar; how long the days of the people who will be asked are, no diagram knows."""


def most_out_of_reach(diagram: Diagram) -> Faults:
    """A `most` that is written down can be reached within the ring's wait, also where nobody passes.

    `batch` people are asked at once, and the next each time their patience is over. Only a `most` that somebody wrote
    is a promise; the defaults of a step are upper bounds.
    """
    for element, said in diagram.designs:
        written = element.iterchildren(RING)
        for node, ring in zip(written, said.rings, strict=True):
            asked = asked_within_wait(ring)
            if "most" in node.attrib and asked is not None and asked < ring.most:
                message = f'ring "{ring.name}" says most="{ring.most}", but asks only {asked} people within its wait'
                hint = "Ask more at a time, or give each less patience, or the ring a longer wait."
                yield fault(diagram, node, "most-out-of-reach", message, hint)


def asked_within_wait(ring: Ring) -> int | None:
    """Return how many are asked where nobody passes; None where nobody is asked by name."""
    if ring.batch == "all":
        return None
    wait = _working(ring.wait)
    patience = wait / 2 if ring.patience is None else _working(ring.patience)
    return int(ring.batch) * -(-wait // patience)


def _working(text: str) -> timedelta:
    days, time = parts(text)
    return days * WORKING_DAY + time
