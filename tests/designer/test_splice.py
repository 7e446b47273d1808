"""`add` and `remove`: the event is there, drawn where nothing else is, and everything else stays byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from SpiffWorkflow.spiff.parser import SpiffBpmnParser

from socialbpm.designer.check import check
from socialbpm.designer.check.schema import against_schema
from socialbpm.designer.diagram import Diagram
from socialbpm.designer.reading import read_diagram
from socialbpm.designer.splice import add, remove
from socialbpm.engine import SocializeBoundaryEvent, socialize
from socialbpm.errors import DiagramError
from tests.designer import corpus
from tests.designer.drawn import collisions, on_border
from tests.designer.reference import REFERENCE, reference, with_people
from tests.engine.diagrams import diagram, drawn, element, process, task

INVOICE = (corpus.BPMN / "purchase_invoice.bpmn").read_bytes()
PLAIN = diagram(process(task("check"), path=["check"]), extra="").encode()
BARE = pytest.mark.parametrize("bare", [False, True], ids=["drawn", "bare"])


def events_of(data: bytes) -> dict[str, str]:
    return {str(each.event.get("id")): each.host_id for each in Diagram(read_diagram(data), None).drawn}


def is_valid(data: bytes) -> bool:
    return not list(against_schema(Diagram(read_diagram(data), None)))


def refused(data: bytes, code: str, *, tasks: list[str] | None = None, take_away: bool = False) -> DiagramError:
    with pytest.raises(DiagramError) as caught:
        remove(data, "x", tasks=tasks) if take_away else add(data, "x", tasks=tasks)
    assert caught.value.code == code
    return caught.value


UTF_7 = PLAIN.decode().replace("<bpmn:def", "<?xml version='1.0' encoding='UTF-7'?>\n<!-- +AGE- -->\n<bpmn:def")
"""It says "a" in a way that nobody would write it again."""


class TestAdding:
    @BARE
    def test_the_plugin_finds_an_event_on_each_task(self, bare: bool) -> None:
        """What was added runs; a task that has an element already keeps that."""
        added = add(INVOICE, "x", bare=bare)
        assert added.tasks == ("record_invoice", "return_invoice", "approve_invoice", "pay_invoice")
        assert check(added.data, "x") == []
        parser = socialize(SpiffBpmnParser)()
        parser.add_bpmn_str(added.data)
        specs = parser.get_spec("purchase_invoice").task_specs.values()
        assert sum(isinstance(spec, SocializeBoundaryEvent) for spec in specs) == 5

    def test_only_the_named_tasks_get_one(self) -> None:
        """However many there are."""
        added = add(INVOICE, "x", tasks=["pay_invoice", "return_invoice"])
        assert set(added.tasks) == set(events_of(added.data).values()) == {"pay_invoice", "return_invoice"}

    def test_a_diagram_that_is_not_drawn_gets_an_event_that_is_not_drawn(self) -> None:
        """Nothing is made up."""
        assert list(events_of(add(PLAIN, "x").data).values()) == ["check"]

    def test_one_escalation_is_enough(self) -> None:
        """One that is there is used, whatever its id and name."""
        again = add(add(INVOICE, "x", tasks=["pay_invoice"]).data, "x", tasks=["return_invoice"]).data
        assert again.count(b'escalationCode="socialbpm.socialize"') == 1
        assert add(diagram(process(task("check"), path=["check"])).encode(), "x").data.count(b"<bpmn:escalation ") == 1

    def test_it_speaks_the_prefixes_of_the_file(self) -> None:
        """None, one of its own, and one for our namespace that means something else."""
        text = PLAIN.decode().replace("bpmn:", "").replace(":bpmn=", "=").replace("urn:socialbpm:1.0", "urn:x")
        data = text.replace(
            'xmlns:social="urn:socialbpm:bpmn:1.0"', 'xmlns:social="urn:other" xmlns:a="urn:a"'
        ).encode()
        after = add(data, "x").data
        assert b"<boundaryEvent id=" in after
        assert b'<social2:socialize xmlns:social2="urn:socialbpm:bpmn:1.0"/>' in after
        assert check(after, "x") == []

    def test_new_ids_are_new(self) -> None:
        """Also where somebody used the ones that would be nice."""
        taken = task("check") + task("check_socialize") + task("socialize_escalation")
        after = add(diagram(process(taken, path=["check"]), extra="").encode(), "x", tasks=["check"]).data
        assert events_of(after) == {"check_socialize_2": "check"}
        assert [each.rule for each in check(after, "x")] == []


class TestRemoving:
    @BARE
    def test_it_gives_the_bytes_back(self, bare: bool) -> None:
        """One task after the other, in any order."""
        data = add(INVOICE, "x", bare=bare).data
        for tasks in (["pay_invoice"], ["record_invoice", "approve_invoice"], ["return_invoice"]):
            data = remove(data, "x", tasks=tasks).data
        assert data == INVOICE

    def test_all_of_it_goes_where_no_task_is_named(self) -> None:
        """Also what somebody drew, with its place in a lane; but no escalation of their own."""
        lane = '<bpmn:laneSet><bpmn:lane id="l"><bpmn:flowNodeRef>stuck</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
        text = diagram(process(task("check", element(after="PT1H")), drawn(), path=["check"], lanes=lane))
        after = remove(text.encode(), "x")
        assert after.tasks == ("check",)
        wanted = diagram(process(task("check"), path=["check"], lanes=lane))
        assert after.data.decode() == wanted.replace("<bpmn:flowNodeRef>stuck</bpmn:flowNodeRef>", "").replace(
            '<bpmn:userTask id="check"></bpmn:userTask>',
            '<bpmn:userTask id="check"><bpmn:extensionElements></bpmn:extensionElements></bpmn:userTask>',
        )

    def test_an_escalation_that_something_else_waits_for_stays(self) -> None:
        """Taking it away would break that."""
        once = add(INVOICE, "x", tasks=["pay_invoice"]).data
        twice = add(once, "x", tasks=["return_invoice"]).data
        assert remove(twice, "x", tasks=["return_invoice"]).data == once

    def test_an_escalation_that_looks_like_ours_is_not_ours(self) -> None:
        """It was there before, so it is there afterwards."""
        before = add(INVOICE, "x", tasks=["pay_invoice"]).data
        start = before.index(b"<bpmn:boundaryEvent")
        end = before.index(b"</bpmn:boundaryEvent>") + len(b"</bpmn:boundaryEvent>")
        shape = before.index(b'<bpmndi:BPMNShape id="pay_invoice_socialize_shape')
        shape_end = before.index(b"</bpmndi:BPMNShape>", shape) + len(b"</bpmndi:BPMNShape>")
        orphaned = before[:start] + before[end:shape] + before[shape_end:]
        assert remove(add(orphaned, "x", tasks=["pay_invoice"]).data, "x", tasks=["pay_invoice"]).data == orphaned


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "tasks", "code"),
        [
            (PLAIN, ["nobody"], "unknown-task"),
            (INVOICE, ["check_invoice"], "two-on-one-task"),
            (diagram(process(task("a", kind="serviceTask"), path=["a"])).encode(), None, "no-user-task"),
            (b"<!DOCTYPE x><x/>", None, "doctype-forbidden"),
            (b"<x", None, "xml-malformed"),
            (PLAIN.replace(b"targetNamespace", "a⁰='' targetNamespace".encode()), None, "cannot-be-kept"),
            (UTF_7.encode(), None, "cannot-be-kept"),
        ],
    )
    def test_it_says_what_it_cannot_do(self, data: bytes, tasks: list[str] | None, code: str) -> None:
        """Nothing is changed then."""
        assert refused(data, code, tasks=tasks).hint

    def test_a_crowded_border_is_left_alone(self) -> None:
        """Where the task is named it is refused; else the others get theirs. The element alone fits everywhere."""
        wall = '<bpmndi:BPMNShape id="wall_{0}" bpmnElement="pay"><dc:Bounds x="{0}" y="110" width="85" height="139"/>'
        walls = "".join(f"{wall.format(x)}</bpmndi:BPMNShape>" for x in (1090, 1165))
        mark = b'<bpmndi:BPMNShape id="pay_invoice_shape"'
        crowded = INVOICE.replace(mark, walls.encode() + mark)
        assert refused(crowded, "no-room", tasks=["pay_invoice"]).element == "pay_invoice"
        assert add(crowded, "x").without_room == ("pay_invoice",)
        assert add(crowded, "x", tasks=["pay_invoice"], bare=True).tasks == ("pay_invoice",)

    def test_where_a_drawn_event_would_be_left_out_none_is_drawn(self) -> None:
        """SpiffWorkflow knows no compensation, and begins an ad hoc subprocess without what has events."""
        undone = task("undo").replace("<bpmn:userTask", '<bpmn:userTask isForCompensation="true"')
        inside = f'<bpmn:adHocSubProcess id="ad_hoc">{task("first")}</bpmn:adHocSubProcess>'
        data = diagram(process(task("check"), undone, inside, path=["check"])).encode()
        assert add(data, "x").tasks == ("check",)

    def test_an_event_with_a_flow_is_not_torn_out(self) -> None:
        """Its flow would begin nowhere."""
        data = diagram(process(task("check"), drawn(), task("after"), path=["check"]).replace(
            "</bpmn:process>", '<bpmn:sequenceFlow id="f" sourceRef="stuck" targetRef="after"/></bpmn:process>'
        )).encode()  # fmt: skip
        assert "f leads to or from the event stuck" in refused(data, "event-in-use", take_away=True).message

    def test_there_must_be_something_to_remove(self) -> None:
        """In the file, and on the task."""
        refused(PLAIN, "nothing-to-remove", take_away=True)
        assert "check_invoice" in refused(INVOICE, "nothing-to-remove", take_away=True, tasks=["pay_invoice"]).hint


# --- other people's files


@pytest.mark.parametrize("name", REFERENCE)
def test_the_diagrams_of_other_tools_come_back_as_they_were(name: str) -> None:
    """Valid before and after, events where nothing else is, and every byte again.

    Where nobody works, any task stands in for one that somebody works at. In one diagram no task has room for an event.
    """
    data = reference(name)
    if b"serTask" not in data:
        data = with_people(data)
    for bare in (False, True):
        added = add(data, name, bare=bare)
        assert added.tasks or (name, bare) == ("C.8.0.bpmn", False)
        assert not added.tasks or remove(added.data, name).data == data
        assert is_valid(added.data) == is_valid(data) is True
        root, events = read_diagram(added.data), events_of(added.data)
        assert set(events.values()) == (set() if bare else set(added.tasks))
        assert collisions(root, events) == []
        assert on_border(root, events)


# --- any file

SPACES = st.sampled_from(["", " ", "\n", "\n  ", "\t", "\n\n    ", " \n"])
INSIDES = st.sampled_from([
    "", "\n", "  ", "<!-- c -->", "<![CDATA[]]>", "<{p}documentation>a &gt; b</{p}documentation>",
    "\n  <{p}documentation><![CDATA[<b>]]></{p}documentation>\n", "<{p}extensionElements/>", "<{p}extensionElements />",
    "<{p}extensionElements></{p}extensionElements>", "<{p}extensionElements>\n</{p}extensionElements>",
    "\n  <{p}extensionElements\n  >\n    <x xmlns='urn:x' y=\"&#10;>\"/><!-- > -->\n  </{p}extensionElements>\n",
    "<{p}documentation/><{p}extensionElements> </{p}extensionElements>",
])  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "windows-1252", "us-ascii")


@st.composite
def crowds(draw: st.DrawFn, number: int) -> str:
    """What may be drawn around a task: a flow to it, other events and labels, here and there on its border."""
    near = st.tuples(st.integers(number * 150 - 20, number * 150 + 120), st.integers(-40, 100))
    ways = draw(st.lists(st.lists(near, min_size=2, max_size=4), max_size=1))
    points = "".join(f"<dd:waypoint x='{x}' y='{y}'/>" for way in ways for x, y in way)
    labels = draw(st.lists(st.tuples(near, st.integers(5, 90)), max_size=4))
    label = "<di:BPMNLabel><dc:Bounds x='{}' y='{}' width='{}' height='14'/></di:BPMNLabel>"
    edges = [f"<di:BPMNEdge id='e{number}' bpmnElement='f{number}'>{points}</di:BPMNEdge>"] if points else []
    shapes = [
        f"<di:BPMNShape id='s{number}_{at}' bpmnElement='begin'><dc:Bounds x='{x}' y='{y}' width='36' height='36'/>"
        f"{label.format(x - 30, y + 40, width)}</di:BPMNShape>"
        for at, ((x, y), width) in enumerate(labels)
    ]
    return "".join([*edges, *shapes])


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file as some tool might write it: prefixes, quotes, line ends, encodings, unknown extensions, empty tags."""
    p = draw(st.sampled_from(["", "bpmn:", "b-2.x:", "sémantic:"]))
    encoding = draw(st.sampled_from(ENCODINGS))
    quote = draw(st.sampled_from("\"'"))
    names = draw(st.lists(st.sampled_from(["a", "b", "Prüfung", "_1", "x.y-z"]), min_size=1, max_size=4, unique=True))
    parts = [f"<{p}startEvent id={quote}begin{quote}/>"]
    for name in names:
        inside = draw(INSIDES).replace("{p}", p)
        kind = draw(st.sampled_from(["userTask", "manualTask"]))
        tag = f"<{p}{kind}{draw(st.sampled_from([' ', chr(10) + '    ', '  ']))}id={quote}{name}{quote} name='&gt; \"'"
        space = draw(st.sampled_from(["", " ", "\n  "]))
        parts.append(f"{tag}{space}/>" if draw(st.booleans()) else f"{tag}{space}>{inside}</{p}{kind}{space}>")
    shapes = draw(st.lists(st.sampled_from(names), max_size=5))
    spaces = draw(st.lists(SPACES, min_size=len(parts), max_size=len(parts)))
    flow = "".join(f"{space}{part}" for space, part in zip(spaces, parts, strict=True))
    prefix = f":{p[:-1]}" if p else ""
    head = (
        f"<{p}definitions xmlns{prefix}={quote}http://www.omg.org/spec/BPMN/20100524/MODEL{quote}"
        f" xmlns:di='http://www.omg.org/spec/BPMN/20100524/DI' xmlns:dc='http://www.omg.org/spec/DD/20100524/DC'"
        f" xmlns:dd='http://www.omg.org/spec/DD/20100524/DI' targetNamespace='urn:t' xmlns:t='urn:t'>"
    )
    flow += "".join(
        f"<{p}sequenceFlow id='f{number}' sourceRef='begin' targetRef='{name}'/>" for number, name in enumerate(shapes)
    )
    drawing = "".join(
        f"{draw(SPACES)}<di:BPMNShape id='s{number}' bpmnElement='{draw(st.sampled_from(['', 't:']))}{name}'>"
        f"<dc:Bounds x='{number * 150}.5' y='-3' width='100' height='80'/></di:BPMNShape>{draw(crowds(number))}"
        for number, name in enumerate(shapes)
    )
    body = f"{head}{draw(SPACES)}<{p}process id='p'>{flow}{draw(SPACES)}</{p}process>{draw(SPACES)}<!-- é -->"
    plane = f"<di:BPMNDiagram><di:BPMNPlane bpmnElement='p'>{drawing}</di:BPMNPlane></di:BPMNDiagram>"
    declared = "utf-16" if encoding.startswith("utf-16") else encoding.removesuffix("-sig")
    text = f"<?xml version='1.0' encoding='{declared}' ?>{draw(SPACES)}{body}{plane}{draw(SPACES)}</{p}definitions>"
    text += draw(SPACES)
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))
    assume(encoding != "us-ascii" or text.isascii())
    return text.encode(encoding)


def comes_back(data: bytes, bare: bool, one_by_one: bool) -> None:
    """Valid where it was, the events where nothing else is, what is not ours untouched, and every byte again."""
    try:
        added = add(data, "x", bare=bare)
    except DiagramError as error:
        assert error.code == "xml-malformed"  # an encoding that the parser does not know
        return
    root = read_diagram(added.data)
    assert is_valid(added.data) or not is_valid(data)
    assert collisions(root, events_of(added.data)) == []
    assert on_border(root, events_of(added.data))
    assert len(Diagram(root, None).socialized) == len(added.tasks) * (1 if bare else 2)
    after = added.data
    for tasks in [[name] for name in added.tasks] if one_by_one else [None] if added.tasks else []:
        after = remove(after, "x", tasks=tasks).data
    assert after == data


ANY_FILE = given(files(), st.booleans(), st.booleans())
LAW = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(LAW, max_examples=150)
@ANY_FILE
def test_whatever_the_file_is_like_it_comes_back_as_it_was(data: bytes, bare: bool, one_by_one: bool) -> None:
    """Any tool's habits, any crowd around a task."""
    comes_back(data, bare, one_by_one)


@pytest.mark.long
@settings(LAW, max_examples=5000)
@ANY_FILE
def test_several_thousand_files_come_back_as_they_were(data: bytes, bare: bool, one_by_one: bool) -> None:
    """The same law, on more of them than anybody would wait for each time."""
    comes_back(data, bare, one_by_one)
