"""unknown-task: four eyes on a task that is not there."""

from __future__ import annotations

from socialbpm.contract.xml import EXCLUDE
from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import Diagram


def unknown_task(diagram: Diagram) -> Faults:
    """`exclude who="task:ID"` names a node of this file: a mistyped id would exclude nobody, without a word.

    It may be in another file that a call activity calls; where there is one, nothing is said.
    """
    if next(diagram.root.iter("{*}callActivity"), None) is not None:
        return
    for element, said in diagram.designs:
        for node, exclude in zip(element.iterchildren(EXCLUDE), said.excludes, strict=True):
            wanted = exclude.who.removeprefix("task:")
            if exclude.who.startswith("task:") and wanted not in diagram.nodes:
                message = f'exclude who="{exclude.who}": there is no such task'
                yield fault(diagram, node, "unknown-task", message, "Use the id of a task in this file.")
