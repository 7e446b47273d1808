"""ring-out-of-reach: a ring that comes after the end."""

from __future__ import annotations

from datetime import timedelta

from socialbpm.contract.durations import parts
from socialbpm.contract.xml import RING
from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import Diagram

GREATEST_AGE = timedelta(days=30)
"""After this a discussion expires, where the service says nothing else (SOCIALBPM_GREATEST_AGE)."""


def ring_out_of_reach(diagram: Diagram) -> Faults:
    """The waits of the rings before it are over before a discussion expires.

    A working day takes a day at the least, so what is found here is out of reach in every calendar.
    """
    for element, said in diagram.designs:
        waited = timedelta()
        for node, ring in zip(element.iterchildren(RING), said.rings, strict=True):
            if waited >= GREATEST_AGE:
                message = f'ring "{ring.name}" is never reached: those before it wait {waited.days} days or more'
                hint = f"A discussion ends after {GREATEST_AGE.days} days, unless the service says otherwise."
                yield fault(diagram, node, "ring-out-of-reach", message, hint)
            days, time = parts(ring.wait)
            waited += timedelta(days=days) + time
