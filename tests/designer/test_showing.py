"""What of a diagram is shown: what is drawn and what that is called, and nothing else that a file may hold."""

from __future__ import annotations

import pytest
from lxml import etree

from socialbpm.assets import shipped_folder
from socialbpm.designer.showing import Place, place_of, plain
from socialbpm.errors import DiagramError

SAMPLES = sorted(shipped_folder("bpmn").glob("*.bpmn"))
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:s="urn:socialbpm:bpmn:1.0"'
    ' xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:x="urn:x">'
)
SHAPE = '<di:BPMNDiagram><di:BPMNPlane bpmnElement="p"><di:BPMNShape bpmnElement="{}"><dc:Bounds x="1" y="1" '
SHAPE += 'width="9" height="9"/></di:BPMNShape></di:BPMNPlane></di:BPMNDiagram>'


def drawn(inside: str, shape: str = "t") -> bytes:
    """A process with something in it, and one shape."""
    return f'{HEAD}<process id="p">{inside}</process>{SHAPE.format(shape)}</definitions>'.encode()


SECRETS = (
    '<userTask id="t"><extensionElements><s:socialize><s:exclude who="person:SECRET"/></s:socialize>'
    "</extensionElements></userTask>",
    '<userTask id="t"><documentation>SECRET</documentation></userTask>',
    '<userTask id="t" x:assignee="SECRET"/>',
    '<userTask id="t" implementation="SECRET"/>',
    '<userTask id="t"/><scriptTask id="c" scriptFormat="SECRET"><script>SECRET</script></scriptTask>',
    '<userTask id="t"/><sequenceFlow id="f" sourceRef="t" targetRef="t">'
    "<conditionExpression>SECRET</conditionExpression></sequenceFlow>",
    '<userTask id="t"/><textAnnotation id="a"><text>SECRET</text></textAnnotation>',
    '<userTask id="t"><potentialOwner><resourceAssignmentExpression><formalExpression>SECRET</formalExpression>'
    "</resourceAssignmentExpression></potentialOwner></userTask>",
    '<userTask id="t"/><dataObject id="d" name="SECRET"/><dataObjectReference id="r" name="SECRET" dataObjectRef="d"/>',
    '<userTask id="t"/><boundaryEvent id="b" attachedToRef="t"><timerEventDefinition>'
    "<timeDuration>SECRET</timeDuration></timerEventDefinition></boundaryEvent>",
    '<userTask id="t"/><!-- SECRET --><?secret SECRET?>',
    '<userTask id="t"/>SECRET',
)


class TestWhatIsShown:
    """A list of what is left; everything else is gone."""

    @pytest.mark.parametrize("inside", SECRETS)
    def test_holds_no_secret(self, inside: str) -> None:
        """Wherever a file says what is not drawn."""
        shown = plain(drawn(inside), "p")
        assert "SECRET" not in shown
        assert 'id="t"' in shown

    def test_the_check_can_fail(self) -> None:
        """The name of a task is shown."""
        assert "SECRET" in plain(drawn('<userTask id="t" name="SECRET"/>'), "p")

    @pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
    def test_is_drawn_like_the_file(self, path: object) -> None:
        """Each sample has the shapes and edges that it had, but for those of what is not shown."""
        source = path.read_bytes()  # type: ignore[attr-defined]  # parametrised
        root = etree.fromstring(source)
        process = next(each.get("id", "") for each in root if etree.QName(each).localname == "process")
        shown = etree.fromstring(plain(source, process))
        assert {each.get("bpmnElement") for each in shown.iter("{*}BPMNShape")} <= {
            each.get("bpmnElement") for each in root.iter("{*}BPMNShape")
        }
        for task in root.iter("{*}userTask"):
            assert place_of(etree.tostring(shown, encoding="unicode"), task.get("id", "")) is not None

    @pytest.mark.parametrize(
        "source",
        [
            b"",
            b"<x/>",
            b'<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>',
            drawn('<userTask id="t"/>', "elsewhere"),
            drawn("").replace(b'id="p"', b'id="q"'),
        ],
    )
    def test_what_is_no_diagram_of_the_process_is_refused(self, source: bytes) -> None:
        """Not XML, not BPMN, not drawn, of another process, or with entities."""
        with pytest.raises(DiagramError):
            plain(source, "p")


class TestPlace:
    """The same in words."""

    FLOW = (
        '<laneSet id="l"><lane id="a" name="Accounting"><flowNodeRef>t</flowNodeRef></lane></laneSet>'
        '<userTask id="before" name="Record"/><userTask id="t" name="Check"/><exclusiveGateway id="g" name="ok?"/>'
        '<userTask id="yes" name="Pay"/><endEvent id="no" name="Returned"/>'
        '<sequenceFlow id="1" sourceRef="before" targetRef="t"/><sequenceFlow id="2" sourceRef="t" targetRef="g"/>'
        '<sequenceFlow id="3" sourceRef="g" targetRef="yes"/><sequenceFlow id="4" sourceRef="g" targetRef="no"/>'
        '<sequenceFlow id="5" sourceRef="g" targetRef="g"/>'
    )

    def test_says_what_comes_before_and_after(self) -> None:
        """Gateways are looked through, and a circle ends."""
        shown = plain(drawn(self.FLOW), "p")
        assert place_of(shown, "t") == Place("Check", "Accounting", ("Record",), ("Pay", "Returned"))

    def test_is_none_for_what_is_not_there(self) -> None:
        """A task of another version of the process."""
        assert place_of(plain(drawn(self.FLOW), "p"), "elsewhere") is None
