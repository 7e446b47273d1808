"""How a process is drawn, as a few shapes and lines: for a picture that needs no script and no viewer.

It is made of a diagram that `showing.plain` left, and is not BPMN's notation in full: a task is a box with its name, an
event a circle, a gateway a diamond. Whoever wants all of it has the viewer.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from socialbpm.designer.reading import read_diagram
from socialbpm.designer.showing import DI
from socialbpm.designer.tags import NODES, bpmn

DC = "http://www.omg.org/spec/DD/20100524/DC"
POINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
MOST = 400
"""Shapes and lines; what is larger is for the viewer, not for a page."""
MARGIN = 12.0
LETTER = 6.2
"""How wide a letter of a name is, about."""
BELOW = 90.0
"""How wide a name is that stands below its shape."""
LINES = 4

Kind = Literal["pool", "frame", "task", "event", "gateway"]
FRAMES: tuple[Kind, ...] = ("pool", "frame")
"""What other things stand in: a pool or lane, with its name upright at its left, and a subprocess."""
POOLS = frozenset(map(bpmn, ("participant", "lane")))
HOLDERS = frozenset(map(bpmn, ("subProcess", "transaction", "adHocSubProcess")))


@dataclass(frozen=True)
class Shape:
    """Something that is drawn, where, and what it is called, in lines. Units are those of the diagram."""

    element: str
    kind: Kind
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return round(self.x + self.width / 2, 1), round(self.y + self.height / 2, 1)


@dataclass(frozen=True)
class Outline:
    """A picture: where it begins, how large it is, and what is in it; frames first. Each line is its points for SVG."""

    left: float
    top: float
    width: float
    height: float
    shapes: tuple[Shape, ...]
    lines: tuple[str, ...]


def outline_of(xml: str) -> Outline | None:
    """Return the picture of the first thing that is drawn in a diagram; None where it cannot be drawn as simply."""
    root = read_diagram(xml)
    plane = root.find(f".//{{{DI}}}BPMNPlane")
    if plane is None or len(plane) > MOST:
        return None
    elements = {each.get("id"): each for each in root.iter() if each.tag in NODES or each.tag in POOLS}
    shapes = [shape for drawn in plane.iter(f"{{{DI}}}BPMNShape") for shape in _shape(drawn, elements)]
    lines = [line for drawn in plane.iter(f"{{{DI}}}BPMNEdge") for line in _line(drawn)]
    return _framed(shapes, lines) if shapes else None


def names_of(xml: str) -> Mapping[str, str]:
    """Return what the elements of a diagram are called, by their ids; those that have a name."""
    named = ((each.get("id", ""), " ".join(each.get("name", "").split())) for each in read_diagram(xml).iter(*NODES))
    return {element: name for element, name in named if name}


def _framed(shapes: list[Shape], lines: list[list[tuple[float, float]]]) -> Outline:
    """Return the picture, with room for names that stand below the lowest shape."""
    across = [*(x for line in lines for x, _ in line), *(end for s in shapes for end in _across(s))]
    down = [*(y for line in lines for _, y in line), *(end for s in shapes for end in _down(s))]
    left, top = min(across) - MARGIN, min(down) - MARGIN
    points = tuple(" ".join(f"{x:g},{y:g}" for x, y in line) for line in lines)
    first = sorted(shapes, key=lambda shape: shape.kind not in FRAMES)
    return Outline(left, top, max(across) + MARGIN - left, max(down) + MARGIN - top, tuple(first), points)


def _across(shape: Shape) -> tuple[float, float]:
    over = max((len(line) for line in shape.lines), default=0) * LETTER / 2 if _is_small(shape.kind) else 0.0
    middle = shape.middle[0]
    return min(shape.x, middle - over), max(shape.x + shape.width, middle + over)


def _down(shape: Shape) -> tuple[float, float]:
    return shape.y, shape.y + shape.height + (13.0 * len(shape.lines) if _is_small(shape.kind) else 0.0)


def _is_small(kind: Kind) -> bool:
    """Whether a name stands below it: it has no room inside."""
    return kind in ("event", "gateway")


def _shape(drawn: etree._Element, elements: Mapping[str | None, etree._Element]) -> Iterator[Shape]:
    element, bounds = elements.get(drawn.get("bpmnElement")), drawn.find(f"{{{DC}}}Bounds")
    if element is None or bounds is None:
        return
    numbers = [_number(bounds.get(name)) for name in ("x", "y", "width", "height")]
    x, y, width, height = (number or 0.0 for number in numbers)
    if None in numbers or width <= 0 or height <= 0:
        return
    kind = _kind(element, drawn)
    across = BELOW if _is_small(kind) else (height if kind == "pool" else width) - 12
    name = textwrap.wrap(" ".join(element.get("name", "").split()), max(6, int(across / LETTER)))
    lines = tuple(name if len(name) <= LINES else [*name[: LINES - 1], f"{name[LINES - 1]}…"])
    yield Shape(element.get("id", ""), kind, x, y, width, height, lines)


def _kind(element: etree._Element, drawn: etree._Element) -> Kind:
    local = etree.QName(element).localname
    if element.tag in POOLS:
        return "pool" if drawn.get("isHorizontal") != "false" else "frame"
    if element.tag in HOLDERS and drawn.get("isExpanded") != "false":
        return "frame"
    if local.endswith("Gateway"):
        return "gateway"
    return "event" if local.endswith("Event") else "task"


def _line(drawn: etree._Element) -> Iterator[list[tuple[float, float]]]:
    points = [(_number(point.get("x")), _number(point.get("y"))) for point in drawn.findall(POINT)]
    sure = [(x, y) for x, y in points if x is not None and y is not None]
    if len(sure) > 1:
        yield sure


def _number(text: str | None) -> float | None:
    """Return a number of a file that anybody may have written; None where it is none, or makes no picture."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return round(number, 1) if math.isfinite(number) and abs(number) < 1e6 else None
