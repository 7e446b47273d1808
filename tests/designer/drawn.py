"""Whether events are drawn where nothing else is, measured apart from the code that places them: by sampling points."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DD = "{http://www.omg.org/spec/DD/20100524/DI}"
MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
RADIUS = 18.0

Rectangle = tuple[float, float, float, float]


def bounds(element: etree._Element) -> Rectangle | None:
    found = element.find(f"{DC}Bounds")
    if found is None:
        return None
    x, y, width, height = (float(found.get(name, "nan")) for name in ("x", "y", "width", "height"))
    return x, y, width, height


def named(element: etree._Element) -> str:
    return element.get("bpmnElement", "").rpartition(":")[2]


def disc(box: Rectangle) -> Iterator[tuple[float, float]]:
    """Points all over an event, a little inside of its circle."""
    x, y = box[0] + RADIUS, box[1] + RADIUS
    for radius in (0.0, 6.0, 12.0, RADIUS - 0.5):
        for turn in range(0, 360, 15):
            yield x + radius * math.cos(math.radians(turn)), y + radius * math.sin(math.radians(turn))


def inside(point: tuple[float, float], box: Rectangle) -> bool:
    return box[0] < point[0] < box[0] + box[2] and box[1] < point[1] < box[1] + box[3]


def along(edge: etree._Element) -> Iterator[tuple[float, float]]:
    """Points along an edge, half a unit apart."""
    points = [(float(point.get("x", "nan")), float(point.get("y", "nan"))) for point in edge.iter(f"{DD}waypoint")]
    for (x, y), (to_x, to_y) in pairwise(points):
        steps = max(1, int(math.hypot(to_x - x, to_y - y) * 2))
        for step in range(steps + 1):
            yield x + (to_x - x) * step / steps, y + (to_y - y) * step / steps


def collisions(root: etree._Element, events: dict[str, str]) -> list[str]:
    """Say what the events (id -> id of their task) are drawn on, in each diagram; nothing, if all is well."""
    found: list[str] = []
    for diagram in root.iter(f"{DI}BPMNDiagram"):
        for shape in diagram.iter(f"{DI}BPMNShape"):
            box = bounds(shape)
            if named(shape) in events and box is not None:
                taken = [*_events(root, diagram, shape), *_labels(diagram)]
                found += [f"{named(shape)} on {what}" for what, theirs in taken if _covers(theirs, box)]
                found += [f"{named(shape)} on {edge}" for edge in _edges(root, diagram, events[named(shape)], box)]
    return found


def _events(root: etree._Element, diagram: etree._Element, own: etree._Element) -> Iterator[tuple[str, Rectangle]]:
    kinds = {element.get("id"): etree.QName(element).localname for element in root.iter("*") if element.get("id")}
    for shape in diagram.iter(f"{DI}BPMNShape"):
        box = bounds(shape)
        if shape is not own and "Event" in kinds.get(named(shape), "") and box is not None:
            yield named(shape), box


def _labels(diagram: etree._Element) -> Iterator[tuple[str, Rectangle]]:
    for label in diagram.iter(f"{DI}BPMNLabel"):
        box = bounds(label)
        if box is not None:
            yield "a label", box


def _edges(root: etree._Element, diagram: etree._Element, task: str, event: Rectangle) -> Iterator[str]:
    flows = root.iter(f"{MODEL}sequenceFlow")
    own = {flow.get("id") for flow in flows if task in {flow.get("sourceRef"), flow.get("targetRef")}}
    x, y = event[0] + RADIUS, event[1] + RADIUS
    for edge in diagram.iter(f"{DI}BPMNEdge"):
        if named(edge) in own and any(math.hypot(at[0] - x, at[1] - y) < RADIUS for at in along(edge)):
            yield named(edge)


def _covers(box: Rectangle, event: Rectangle) -> bool:
    return any(inside(point, box) for point in disc(event))


def on_border(root: etree._Element, events: dict[str, str]) -> bool:
    """Whether each event is drawn once in every diagram that shows its task, with its middle on the border of it."""
    for diagram in root.iter(f"{DI}BPMNDiagram"):
        shapes = [(named(shape), bounds(shape)) for shape in diagram.iter(f"{DI}BPMNShape")]
        for event, task in events.items():
            tasks = [box for name, box in shapes if name == task and box is not None]
            drawn = [box for name, box in shapes if name == event and box is not None]
            if len(tasks) != len(drawn) or not all(
                _touches(one, other) for one, other in zip(drawn, tasks, strict=True)
            ):
                return False
    return True


def _touches(event: Rectangle, task: Rectangle) -> bool:
    x, y = event[0] + RADIUS, event[1] + RADIUS
    beside = min(abs(x - task[0]), abs(x - task[0] - task[2])) < 0.02 and -0.02 < y - task[1] < task[3] + 0.02
    below = min(abs(y - task[1]), abs(y - task[1] - task[3])) < 0.02 and -0.02 < x - task[0] < task[2] + 0.02
    return beside or below
