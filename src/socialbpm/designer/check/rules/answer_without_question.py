"""answer-without-question: an event that would wait for ever."""

from __future__ import annotations

from collections.abc import Iterable

from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import BOUNDARY, CATCH, Diagram, bpmn


def answer_without_question(diagram: Diagram) -> Faults:
    """Who waits for an answer is somewhere behind a drawn socialize event."""
    if not diagram.answers:
        return
    reached = _downstream(diagram, [drawn.event.get("id") for drawn in diagram.drawn])
    for answer in diagram.answers:
        event = diagram.around(answer)
        if event is None or event.tag != CATCH:
            continue
        if not any(place.get("id") in reached for place in (event, *event.iterancestors())):
            message = "this waits for the answer to a question that nobody asks on the way to it, so for ever"
            yield fault(diagram, event, "answer-without-question", message, "Draw it behind a socialize event.")


def _downstream(diagram: Diagram, starts: Iterable[str | None]) -> set[str | None]:
    flows: dict[str | None, list[str | None]] = {}
    for flow in diagram.root.iter(bpmn("sequenceFlow")):
        flows.setdefault(flow.get("sourceRef"), []).append(flow.get("targetRef"))
    for event in diagram.root.iter(BOUNDARY):
        flows.setdefault(event.get("attachedToRef"), []).append(event.get("id"))
    reached: set[str | None] = set()
    ahead = [target for start in starts for target in flows.get(start, [])]
    while ahead:
        if (node := ahead.pop()) not in reached:
            reached.add(node)
            ahead.extend(flows.get(node, []))
    return reached
