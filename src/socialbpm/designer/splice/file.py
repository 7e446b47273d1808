"""A file that is to be changed: what it means, and where that stands."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.parsers import expat

from lxml import etree

from socialbpm.designer.diagram import Diagram
from socialbpm.designer.reading import read_diagram
from socialbpm.designer.splice.places import Box, Point, Surroundings
from socialbpm.designer.splice.source import Source, read_source
from socialbpm.designer.splice.spans import Span, spans_of
from socialbpm.errors import DiagramError

DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
SHAPE, EDGE, DIAGRAM, LABEL = (f"{{{DI}}}{name}" for name in ("BPMNShape", "BPMNEdge", "BPMNDiagram", "BPMNLabel"))
BOUNDS, WAYPOINT = f"{{{DC}}}Bounds", f"{{{DD}}}waypoint"
FRAMES = ("lane", "participant", "group")
"""What is drawn around or below other things, and may be crossed."""
DEFAULT_LABEL = (90.0, 20.0)
"""Where a label says nothing of its place, tools draw it below, about so large."""


@dataclass(frozen=True)
class Shape:
    """An element as it is drawn in one diagram."""

    element: etree._Element
    box: Box

    @property
    def diagram(self) -> etree._Element | None:
        """The diagram that it is drawn in."""
        return next(self.element.iterancestors(DIAGRAM), None)


class File:
    """One file, read twice: by lxml for what it means, by expat for where each element begins and ends."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.root = read_diagram(data, file=name)
        self.source: Source = read_source(data, name)
        self.diagram = Diagram(self.root, name)
        self._spans = dict(zip(self.root.iter("*"), self._read_spans(), strict=True))

    def _read_spans(self) -> list[Span]:
        try:
            return spans_of(self.source.text)
        except expat.ExpatError as error:  # as XML 1.1 is, which the other parser takes
            msg = f"the file cannot be read to the byte: {error}"
            raise DiagramError(msg, file=self.name, hint="Save it as XML 1.0.", code="cannot-be-kept") from None

    @property
    def text(self) -> bytes:
        """What is in the file, as UTF-8."""
        return self.source.text

    def span(self, element: etree._Element) -> Span:
        """Return where an element stands."""
        return self._spans[element]

    def indent(self, at: int) -> bytes:
        """Return the white space that the line around this place begins with."""
        start = max(self.text.rfind(b"\n", 0, at), self.text.rfind(b"\r", 0, at)) + 1
        line = self.text[start:at]
        return line[: len(line) - len(line.lstrip(b" \t"))] if start else b""

    @cached_property
    def ids(self) -> set[str]:
        """Every id of the file, of whatever has one."""
        return {str(element.get("id")) for element in self.root.iter("*") if element.get("id") is not None}

    @cached_property
    def by_id(self) -> dict[str, etree._Element]:
        """The elements by their ids; of two with the same, the first."""
        found: dict[str, etree._Element] = {}
        for element in self.root.iter("*"):
            found.setdefault(element.get("id", ""), element)
        return found

    # -- what is drawn

    def shapes_of(self, identity: str) -> list[Shape]:
        """Return every drawing of an element, in every diagram of the file."""
        return [shape for shape in self._shapes if drawn_id(shape.element) == identity]

    def surroundings(self, shape: Shape) -> Surroundings:
        """Return what is drawn in the same diagram, but for the shape itself and what it is drawn in."""
        diagram = shape.diagram
        if diagram is None:
            return Surroundings(shape.box, (), ())
        others = [other for other in self._shapes if other.diagram is diagram and other.element is not shape.element]
        boxes = [other.box for other in others if not self._is_frame(other) and not other.box.holds(shape.box)]
        boxes += [box for label in diagram.iter(LABEL) for box in self._label(label)]
        boxes += [box for other in others for box in self._unplaced_label(other)]
        lines = [line for edge in diagram.iter(EDGE) if len(line := _line(edge)) > 1]
        return Surroundings(shape.box, boxes, lines)

    @cached_property
    def _shapes(self) -> list[Shape]:
        found = ((element, box_of(element)) for element in self.root.iter(SHAPE))
        return [Shape(element, box) for element, box in found if box is not None]

    def _is_frame(self, shape: Shape) -> bool:
        element = self.by_id.get(drawn_id(shape.element))
        return element is not None and etree.QName(element).localname in FRAMES

    @staticmethod
    def _label(label: etree._Element) -> Iterator[Box]:
        box = box_of(label)
        if box is not None and box.width > 0 and box.height > 0:
            yield box

    def _unplaced_label(self, shape: Shape) -> Iterator[Box]:
        """A named event or gateway whose label has no place is labelled below."""
        element = self.by_id.get(drawn_id(shape.element))
        label = shape.element.find(LABEL)
        if element is None or (label is not None and box_of(label) is not None) or not element.get("name"):
            return
        if etree.QName(element).localname.endswith(("Event", "Gateway")):
            width, height = DEFAULT_LABEL
            box = shape.box
            yield Box(box.x + (box.width - width) / 2, box.y + box.height, width, height)


def drawn_id(element: etree._Element) -> str:
    """Return the id of what a shape draws, without its prefix."""
    return element.get("bpmnElement", "").rpartition(":")[2]


def box_of(element: etree._Element) -> Box | None:
    """Return the bounds of a shape or label; None where it has none, or none that are numbers."""
    bounds = element.find(BOUNDS)
    if bounds is None:
        return None
    numbers = _numbers(bounds, "x", "y", "width", "height")
    return None if numbers is None else Box(*numbers)


def _line(edge: etree._Element) -> list[Point]:
    found: list[Any] = [_numbers(point, "x", "y") for point in edge.iterchildren(WAYPOINT)]
    return [point for point in found if point is not None]


def _numbers(element: etree._Element, *names: str) -> tuple[float, ...] | None:
    try:
        numbers = tuple(float(element.get(name, "")) for name in names)
    except ValueError:
        return None
    return numbers if all(math.isfinite(number) for number in numbers) else None


def refuse(file: File, code: str, message: str, hint: str, element: str | None = None) -> DiagramError:
    """Make the error that says what cannot be done, and what to do."""
    line = file.by_id[element].sourceline if element in file.by_id else None
    return DiagramError(message, file=file.name, line=line, element=element, hint=hint, code=code)  # type: ignore[arg-type]
