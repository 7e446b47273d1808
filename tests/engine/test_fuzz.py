"""Whatever a diagram says, it is read or refused: no other error comes out of it."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from socialbpm.contract.element import NAMESPACE
from socialbpm.contract.xml import ALLOWED, SOCIALIZE, read_socialize
from socialbpm.designer.diagram import BPMN, bpmn
from socialbpm.engine.diagram import read_designs, settings_by_node
from socialbpm.engine.faults import InvalidDiagram
from socialbpm.errors import DiagramError

CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
WORDS = ("all", "self", "participants", "network", "colleagues", "community", "P1D", "PT", "P9999W", "P1D working")
SIGNS = ("true", "0", "-1", "9" * 5000, "٣", "=", "=x", "", " ", "owners lane", "person:", "socialize", "…")
TEXTS = st.one_of(st.sampled_from(WORDS + SIGNS), st.text(CHARACTERS, max_size=30))
NAMES = ("socialize", "ring", "share", "exclude", "answer", "other")
ATTRIBUTES = sorted({name for allowed in ALLOWED.values() for name in allowed} | {"id", "{urn:x}y"})

IDS = st.one_of(st.none(), st.sampled_from(["a", "b", "a.socialize", "Start", "", "x" * 300, "a [child]"]))
TAGS = (
    *("process", "subProcess", "userTask", "manualTask", "scriptTask", "boundaryEvent", "intermediateCatchEvent"),
    *("extensionElements", "escalationEventDefinition", "signalEventDefinition", "escalation", "signal"),
    *("sequenceFlow", "adHocSubProcess", "dataObjectReference", "dataInputAssociation", "sourceRef", "incoming"),
)
REFERENCES = (
    *("attachedToRef", "sourceRef", "targetRef", "escalationRef", "signalRef", "dataObjectRef"),
    *("cancelActivity", "escalationCode", "name"),
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 2) -> etree._Element:
    """Something from our namespace, with attributes that fit and such that do not."""
    name = draw(st.sampled_from(NAMES if depth < 2 else ("socialize", "socialize", "ring")))
    element = etree.Element(f"{{{NAMESPACE}}}{name}", draw(st.dictionaries(st.sampled_from(ATTRIBUTES), TEXTS)))
    element.text = draw(st.sampled_from([None, "\n ", "text"]))
    for child in draw(st.lists(elements(depth - 1), max_size=3)) if depth else ():
        element.append(child)
    if draw(st.integers(0, 9)) == 0:
        element.append(etree.Comment("x") if draw(st.booleans()) else etree.PI("x"))
    return element


@st.composite
def parts(draw: st.DrawFn, depth: int = 4) -> etree._Element:
    """Something of BPMN, with what may stand in it and what may not."""
    element = etree.Element(bpmn(draw(st.sampled_from(TAGS))))
    identity = draw(IDS)
    if identity is not None:
        element.set("id", identity)
    references = st.sampled_from(["a", "b", "ask", "socialbpm.socialize", "false", "", "nobody"])
    for name, value in draw(st.dictionaries(st.sampled_from(REFERENCES), references, max_size=4)).items():
        element.set(name, value)
    for child in draw(st.lists(st.one_of(parts(depth - 1), elements(1)), max_size=4)) if depth else ():
        element.append(child)
    return element


@st.composite
def diagrams(draw: st.DrawFn) -> etree._Element:
    """A file whose root is what it should be, and whose rest is not."""
    root = etree.Element(bpmn("definitions"), nsmap={"bpmn": BPMN})
    for part in draw(st.lists(parts(), min_size=1, max_size=3)):
        root.append(part)
    return root


FAR = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@FAR
@given(elements())
def test_an_element_is_read_or_refused(element: etree._Element) -> None:
    """With a code and a sentence, never with anything but a `DiagramError`."""
    try:
        read_socialize(element)
    except DiagramError as refused:
        assert refused.code
        assert str(refused)


@FAR
@given(diagrams())
def test_a_diagram_is_given_its_events_or_refused(root: etree._Element) -> None:
    """And the tree that came in is as it was; each design has an element of its own in it."""
    before = etree.tostring(root)
    with suppress(InvalidDiagram):
        designs = read_designs(root, "x.bpmn")
        nodes = settings_by_node(designs)
        assert len(nodes) == len(designs)
        assert nodes.keys() <= set(root.iter())
    assert etree.tostring(root) == before


@FAR
@given(elements(), st.sampled_from([bpmn("userTask"), bpmn("manualTask"), bpmn("scriptTask")]))
def test_a_task_with_anything_in_it_is_given_an_event_or_refused(element: etree._Element, tag: str) -> None:
    """In a diagram that is otherwise sound, so that the element alone decides."""
    root = etree.Element(bpmn("definitions"))
    host = etree.SubElement(etree.SubElement(root, bpmn("process"), id="p"), tag, id="check")
    etree.SubElement(host, bpmn("extensionElements")).append(element)
    with suppress(InvalidDiagram):
        assert len(read_designs(root, None)) == (element.tag == SOCIALIZE)
