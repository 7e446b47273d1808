"""What the element says by itself, be it where it should be or not: the grammar of docs/element.md.

It finds unknown-attribute, unknown-child, unexpected-text, missing-attribute, bad-value, bad-duration, unknown-who,
unknown-exclude, unknown-ring, reserved-ring, ring-twice, ring-needs-consent, steps-out-of-order, trigger-needs-after,
property-twice.
"""

from __future__ import annotations

from socialbpm.contract.xml import faults_of_answer
from socialbpm.designer.check.finding import Faults
from socialbpm.designer.diagram import Diagram


def grammar(diagram: Diagram) -> Faults:
    """Every attribute, value and child is one that is known, and they go together."""
    for _, faults in diagram.readings.values():
        yield from faults
    for answer in diagram.answers:
        yield from faults_of_answer(answer, file=diagram.file)
        if answer in diagram.made:
            yield from diagram.made[answer].faults
