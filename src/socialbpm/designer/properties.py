"""The element as names and values, for editors that can write properties and nothing else.

    <camunda:property name="social:question" value="What is unclear?"/>
    <camunda:property name="social:ring.1.name" value="participants"/>

A property is one attribute: of the element, or of its first, second, … ring, share or exclusion. Its value is what
would stand in the attribute, and an empty one is as if it were not there, because forms write those, too. So there is
one grammar, and nothing that only one spelling can say. From the properties the element is made as if somebody had
written it, and whoever reads diagrams goes on as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from socialbpm.contract.element import NAMESPACE
from socialbpm.contract.xml import ALLOWED, ANSWER, SOCIALIZE, host_id, line_of
from socialbpm.designer.tags import CATCH, EXTENSIONS
from socialbpm.errors import DiagramError

NAMESPACES = (
    "http://camunda.org/schema/1.0/bpmn",
    "http://camunda.org/schema/zeebe/1.0",
    "http://spiffworkflow.org/bpmn/schema/1.0/core",
)
"""Of Camunda 7, Camunda 8 and SpiffWorkflow: each has a `properties` with `property` in it, with `name` and `value`."""
BAGS = tuple(f"{{{namespace}}}properties" for namespace in NAMESPACES)
PREFIX = "social:"
"""What our properties begin with, whatever prefix the file has for our namespace."""
PART = re.compile(r"(ring|share|exclude)\.([1-9][0-9]{0,2})\.([a-z]+)")


@dataclass(frozen=True, eq=False)
class Made:
    """An element made of properties. It has the place of what it was made of: ids and lines around it are right."""

    element: etree._Element
    host: etree._Element
    """What has the properties."""
    properties: tuple[etree._Element, ...]
    """Ours, in the order of the file."""
    lines: dict[tuple[etree._Element, str], int] = field(default_factory=dict)
    faults: list[DiagramError] = field(default_factory=list)
    """What is wrong with the properties themselves."""


def made_of(root: etree._Element, file: str | None) -> Iterator[Made]:
    """Make the elements of all properties of a diagram that are ours, in the order of the file."""
    for bag in root.iter(*BAGS):
        yield from _made(bag, file)


def made_on(host: etree._Element, file: str | None) -> Iterator[Made]:
    """Make the elements of the properties of one task or event."""
    for bag in host.iterfind(f"{EXTENSIONS}/*"):
        if bag.tag in BAGS:
            yield from _made(bag, file)


def _made(bag: etree._Element, file: str | None) -> Iterator[Made]:
    extensions = bag.getparent()
    host = None if extensions is None or extensions.tag != EXTENSIONS else extensions.getparent()
    ours = tuple(each for each in bag.iterchildren(f"{bag.tag[:-10]}property") if _name(each).startswith(PREFIX))
    if host is not None and any(each.get("value") for each in ours):
        yield _Maker(host, ours, file).made


class _Maker:
    """Makes one element, of one bag of properties."""

    def __init__(self, host: etree._Element, properties: tuple[etree._Element, ...], file: str | None) -> None:
        self.file = file
        self.marker = "answer" if host.tag == CATCH else "socialize"
        self.parts: dict[tuple[str, int], etree._Element] = {}
        element = _placed(ANSWER if host.tag == CATCH else SOCIALIZE, host, properties[0])
        self.made = Made(element, host, properties)
        seen: set[str] = set()
        for each in properties:
            if _name(each) in seen:
                self._fault(each, "property-twice", f"the property {_name(each)} is given twice", "Keep one.")
            elif each.get("value"):
                self._take(each, _name(each).removeprefix(PREFIX), str(each.get("value")))
            seen.add(_name(each))
        for _, part in sorted(self.parts.items(), key=lambda item: item[0]):
            element.append(part)

    def _take(self, prop: etree._Element, name: str, value: str) -> None:
        part = PART.fullmatch(name)
        if name == self.marker:
            if value != "true":
                self._fault(
                    prop, "bad-value", f'the property {PREFIX}{name} is "{value[:60]}"', 'It can be "true" only.'
                )
        elif self.marker == "socialize" and name in ALLOWED["socialize"]:
            self._set(self.made.element, name, value, prop)
        elif self.marker == "socialize" and part and part[3] in ALLOWED[part[1]]:
            self._set(self._part(part[1], int(part[2]), prop), part[3], value, prop)
        else:
            hint = "Use social:question, social:ring.1.name and the like; see the reference of the element."
            hint = hint if self.marker == "socialize" else "On a catch event only social:answer is known."
            self._fault(prop, "unknown-attribute", f"the property {PREFIX}{name[:60]} is not known", hint)

    def _part(self, name: str, number: int, prop: etree._Element) -> etree._Element:
        if (name, number) not in self.parts:
            part = etree.Element(f"{{{NAMESPACE}}}{name}")
            _give_line(part, prop)
            self.parts[name, number] = part
        return self.parts[name, number]

    def _set(self, element: etree._Element, attribute: str, value: str, prop: etree._Element) -> None:
        element.set(attribute, value)
        self.made.lines[element, attribute] = line_of(prop) or 0

    def _fault(self, prop: etree._Element, code: str, message: str, hint: str) -> None:
        about = host_id(prop)
        fault = DiagramError(message, file=self.file, line=line_of(prop), element=about, hint=hint, code=code)
        self.made.faults.append(fault)


def _placed(tag: str, host: etree._Element, first: etree._Element) -> etree._Element:
    """Make an element where it would stand, in a copy of what is around it that has nothing but the id."""
    around = etree.Element(host.tag)
    if (identity := host_id(first)) is not None:
        around.set("id", identity)
    element = etree.SubElement(etree.SubElement(around, EXTENSIONS), tag)
    _give_line(element, first)
    return element


def _give_line(element: etree._Element, prop: etree._Element) -> None:
    element.sourceline = line_of(prop)  # type: ignore[assignment]  # lxml can, its types do not know


def _name(prop: etree._Element) -> str:
    return str(prop.get("name", ""))
