"""What of a diagram may be shown to whoever is in a discussion: how it is drawn, and what things are called.

Everything else stays with the runtime: who is excluded and asked, forms, scripts, conditions, annotations, and whatever
other programs keep in the file. It is a list of what is left, so that what nobody thought of is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from socialbpm.designer.reading import read_diagram
from socialbpm.designer.tags import BPMN, NODES, bpmn
from socialbpm.errors import DiagramError

DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DRAWN = frozenset({DI, "http://www.omg.org/spec/DD/20100524/DC", "http://www.omg.org/spec/DD/20100524/DI"})
EVENTS = (
    "timer",
    "message",
    "signal",
    "escalation",
    "error",
    "conditional",
    "compensate",
    "cancel",
    "terminate",
    "link",
)
SHOWN = NODES | {
    bpmn(name)
    for name in (
        *("definitions", "collaboration", "participant", "messageFlow", "process", "sequenceFlow"),
        *("laneSet", "childLaneSet", "lane", "flowNodeRef", "incoming", "outgoing"),
        *("multiInstanceLoopCharacteristics", "standardLoopCharacteristics"),
        *(f"{event}EventDefinition" for event in EVENTS),
    )
}
ATTRIBUTES = frozenset(
    {
        *("id", "name", "targetNamespace", "processRef", "sourceRef", "targetRef", "attachedToRef", "default"),
        *("cancelActivity", "isInterrupting", "triggeredByEvent", "isForCompensation", "isSequential"),
        *("bpmnElement", "isHorizontal", "isExpanded", "isMarkerVisible", "x", "y", "width", "height"),
    }
)
FLOW = bpmn("sequenceFlow")
UNSAID = frozenset(map(bpmn, ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "scriptTask")))
"""What nobody does, and what has no name, is looked through for what comes before or after."""
FURTHEST = 20
"""So many of them."""


@dataclass(frozen=True)
class Place:
    """Where a task is in its process, in words: for whoever does not see the picture."""

    name: str
    lane: str | None
    before: tuple[str, ...]
    after: tuple[str, ...]


def plain(source: bytes, process: str) -> str:
    """Return the diagram of a process with nothing in it but what is drawn, and the names of that.

    Raises:
        DiagramError: it cannot be read, holds no process of that id, or is not drawn.
    """
    root = read_diagram(source)
    if root.tag != bpmn("definitions") or process not in {each.get("id") for each in root.iter(bpmn("process"))}:
        raise DiagramError(f"there is no process {process!r} in the diagram", code="diagram-invalid")
    kept = _copy(root)
    _drop_undrawn(kept)
    if kept.find(f".//{{{DI}}}BPMNShape") is None:
        hint = "Open it in a modeler, and save it with its layout."
        raise DiagramError("nothing is drawn in the diagram", code="diagram-invalid", hint=hint)
    etree.cleanup_namespaces(kept, {"bpmn": BPMN, "bpmndi": DI})
    return etree.tostring(kept, encoding="unicode")


def _copy(element: etree._Element) -> etree._Element:
    """Return an element with what may be shown of it, and of what is in it."""
    said = {str(name): str(value) for name, value in element.attrib.items() if name in ATTRIBUTES}
    made = etree.Element(element.tag, said)
    if element.tag in {bpmn("flowNodeRef"), bpmn("incoming"), bpmn("outgoing")}:
        made.text = (element.text or "").strip()
    made.extend(_copy(child) for child in element if _is_shown(child))
    return made


def _is_shown(element: etree._Element) -> bool:
    tag = element.tag
    return isinstance(tag, str) and (tag in SHOWN or etree.QName(tag).namespace in DRAWN)


def _drop_undrawn(root: etree._Element) -> None:
    """Take out the drawings of what is not shown: a viewer would look for it."""
    there = {element.get("id") for element in root.iter() if element.tag in SHOWN}
    for shape in list(root.iter(f"{{{DI}}}BPMNShape", f"{{{DI}}}BPMNEdge")):
        parent = shape.getparent()
        if parent is not None and shape.get("bpmnElement") not in there:
            parent.remove(shape)


def place_of(xml: str, element: str) -> Place | None:
    """Return where a task is in a diagram; None if it is not in it."""
    root = read_diagram(xml)
    named = {each.get("id"): each for each in root.iter() if each.tag in NODES}
    task = named.get(element)
    if task is None:
        return None
    lanes = (lane for lane in root.iter(bpmn("lane")) if element in {(ref.text or "") for ref in lane})
    lane = next((_name(each) for each in lanes), "")
    flows = [(flow.get("sourceRef", ""), flow.get("targetRef", "")) for flow in root.iter(FLOW)]
    back = [(target, source) for source, target in flows]
    before, after = (tuple(dict.fromkeys(_next(element, way, named))) for way in (back, flows))
    return Place(_name(task) or element, lane or None, before, after)


def _next(element: str, flows: list[tuple[str, str]], named: dict[str | None, etree._Element]) -> Iterator[str]:
    """Yield what follows by its names, looking through what has none."""
    waiting, seen = [element], {element}
    while waiting and len(seen) <= FURTHEST:
        at = waiting.pop(0)
        for node in [target for source, target in flows if source == at and target in named and target not in seen]:
            seen.add(node)
            if named[node].tag not in UNSAID and _name(named[node]):
                yield _name(named[node])
            else:
                waiting.append(node)


def _name(element: etree._Element) -> str:
    return " ".join(element.get("name", "").split())
