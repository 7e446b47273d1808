"""The diagrams that we ship are drawn, valid, and run: with the plugin, where somebody asks, and without it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnValidator
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.spiff.parser import VALIDATOR

from socialbpm.contract.element import DEFAULT_RINGS, Socialize
from socialbpm.engine import read_diagram
from tests.engine.conftest import Start
from tests.engine.host import Family, Host
from tests.settings import REPOSITORY

BPMN = REPOSITORY / "bpmn"
SAMPLES = sorted(BPMN.glob("*.bpmn"))
SCHEMA = REPOSITORY / "extensions" / "schema" / "social.xsd"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
CALLS = {"new_employee": "user_account"}
ENTERS: dict[str, dict[str, Any]] = {
    "record_invoice": {"invoice_no": "2026-0417", "amount": 1870, "iban": "DE02 1203 0000 0000 2020 51"},
    "split_contract": {"chapters": ["Delivery", "Payment", "Liability"]},
    "repair_machine": {"machine": "Press 3", "fault": "E42"},
    "record_claim": {"claim_no": "C-12", "damage": 4120},
    "enter_employee": {"employee": "Dana", "department": "Logistics"},
    "choose_rights": {"rights": "stock"},
    "classify_ticket": {"team": "devices"},
    "fill_in_form": {"tariff_no": "8471", "weight": 12},
}
"""What people enter in the tasks of the samples, where nobody advises otherwise."""


def read(name: str) -> str:
    return (BPMN / f"{name}.bpmn").read_text(encoding="utf-8")


def called_by(name: str) -> str | None:
    return read(CALLS[name]) if name in CALLS else None


@pytest.fixture
def begin(start: Start) -> Start:
    """Starts a case of a sample."""

    def begin(name: str, **options: Any) -> Host:
        return start(read(name), process=name, calls=called_by(name), **options)

    return begin


def goes_on(host: Host) -> list[str]:
    """Do what there is to do until the case is over; return the tasks."""
    done = []
    while tasks := host.tasks():
        name = str(tasks[0].task_spec.bpmn_id)
        tasks[0].data.update({key: value for key, value in ENTERS.get(name, {}).items() if key not in tasks[0].data})
        tasks[0].run()
        host.workflow.do_engine_steps()
        done.append(name)
    assert host.workflow.is_completed()
    return done


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
class TestDrawing:
    @pytest.mark.parametrize("validator", [BpmnValidator(), VALIDATOR], ids=["bpmn", "spiff"])
    def test_it_is_valid_against_the_schema(self, path: Path, validator: Any) -> None:
        """With nothing added or taken away; by the engine's two validators."""
        validator.validate(read_diagram(path), str(path))

    def test_our_elements_are_valid_against_our_schema(self, path: Path) -> None:
        """As whoever gives the validator our schema finds it."""
        BpmnValidator(imports={"urn:socialbpm:bpmn:1.0": str(SCHEMA)}).validate(read_diagram(path), str(path))

    def test_every_element_of_the_flow_is_drawn_and_nothing_else(self, path: Path) -> None:
        """What is not drawn, a modeler does not show."""
        root = read_diagram(path)
        drawn = [str(shape.get("bpmnElement")) for shape in root.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge")]
        known = {str(node.get("id")): node for node in root.iter("*") if node.get("id")}
        nodes = {
            identity
            for identity, node in known.items()
            if node.tag.startswith(MODEL) and node.getparent() is not None and _is_drawn(node)
        }
        assert sorted(drawn) == sorted(nodes)

    def test_nothing_is_drawn_on_anything_else(self, path: Path) -> None:
        """Shapes and labels keep their places to themselves; an event sits on its task's border."""
        root = read_diagram(path)
        places = dict(_places(root))
        hosts = {str(event.get("id")): str(event.get("attachedToRef")) for event in root.iter(f"{MODEL}boundaryEvent")}
        names = sorted(places)
        over = [
            (a, b)
            for number, a in enumerate(names)
            for b in names[number + 1 :]
            if _overlap(places[a], places[b]) and b not in (hosts.get(a), a) and a != hosts.get(b)
        ]
        assert over == []

    def test_it_says_what_it_is_for(self, path: Path) -> None:
        """In the diagram, for whoever opens it; and on the page of the samples, for whoever looks for one."""
        processes = list(read_diagram(path).iter(f"{MODEL}process"))
        assert all(process.findtext(f"{MODEL}documentation") for process in processes)
        assert f"[`{path.name}`]({path.name})" in (BPMN / "README.md").read_text(encoding="utf-8")


def _is_drawn(node: etree._Element) -> bool:
    name = etree.QName(node).localname
    kinds = ("Event", "Task", "Gateway", "task", "sequenceFlow", "lane", "participant", "subProcess", "callActivity")
    return name.endswith((*kinds, "textAnnotation", "association")) and name != "laneSet"


def _places(root: etree._Element) -> Any:
    """The place of each shape but of what holds others, and of each label."""
    known = {str(node.get("id")): etree.QName(node).localname for node in root.iter("*") if node.get("id")}
    for shape in root.iter(f"{DI}BPMNShape"):
        about = str(shape.get("bpmnElement"))
        if known[about] not in {"participant", "lane"}:
            yield about, _bounds(shape.find(f"{DC}Bounds"))
    for label in root.iter(f"{DI}BPMNLabel"):
        yield f"label of {label.getparent().get('bpmnElement')}", _bounds(label.find(f"{DC}Bounds"))  # type: ignore[union-attr]


def _bounds(bounds: Any) -> tuple[float, float, float, float]:
    x, y, width, height = (float(bounds.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("name", [path.stem for path in SAMPLES])
class TestRunning:
    def test_nobody_is_stuck(self, begin: Start, name: str) -> None:
        """The plugin is there and nobody asks: the work goes on as ever, and is over."""
        host = begin(name)
        host.restart()
        assert goes_on(host)

    def test_it_runs_without_the_plugin(self, family: Family, name: str) -> None:
        """SpiffWorkflow alone does the same tasks: what it does not know, it leaves alone."""
        workflow = family.workflow(read(name), name, calls=called_by(name), plain=True)
        workflow.do_engine_steps()
        done = []
        while ready := workflow.get_tasks(state=TaskState.READY, manual=True):
            ready[0].data.update(ENTERS.get(ready[0].task_spec.bpmn_id, {}))
            ready[0].run()
            workflow.do_engine_steps()
            done.append(ready[0].task_spec.bpmn_id)
        assert workflow.is_completed()
        assert isinstance(workflow, BpmnWorkflow)
        assert done


class TestPurchaseInvoice:
    @pytest.mark.parametrize(
        ("advice", "last"), [(None, "pay_invoice"), ("Return it, it is not ours.", "return_invoice")]
    )
    def test_the_advice_decides_what_happens(self, begin: Start, advice: str | None, last: str) -> None:
        """Alice is stuck; without advice, or with another one, the invoice is approved and paid."""
        host = begin("purchase_invoice")
        host.does("record_invoice", **ENTERS["record_invoice"])
        if advice:
            request = host.asks("check_invoice", question="We never ordered this?")
            assert request.data.fields == {"invoice_no": "2026-0417", "amount": 1870}
            assert request.data.settings.rings == DEFAULT_RINGS
            assert request.data.task.lane == "Accounting"
            host.hears(request, advice)
            host.restart()
        assert goes_on(host)[-1] == last


def test_holiday_request(begin: Start) -> None:
    """Alice asks at the task with nothing but the element: every default, and the answer under its request."""
    host = begin("holiday_request")
    request = host.asks("answer_request", question="Is the plant closed then?")
    assert request.data.settings == Socialize()
    host.hears(request, "Yes, both weeks.")
    assert host.task("answer_request").data["socialize"][request.id] == "Yes, both weeks."
    assert goes_on(host) == ["answer_request"]


def test_contract_translation(begin: Start) -> None:
    """Bob asks about his chapter: that chapter is shown, and only his task gets the answer."""
    host = begin("contract_translation")
    host.does("split_contract", **ENTERS["split_contract"])
    assert len(host.tasks("translate_chapter")) == 3
    second = host.tasks("translate_chapter")[1]
    request = host.sent(host.runtime.socialize(second, by="bob"))
    assert request.data.fields == {"chapter": "Payment"}
    assert [exclude.who for exclude in request.data.settings.excludes] == ["other-instances"]
    host.restart()
    host.hears(request, "Zahlungsziel")
    answered = [task for task in host.tasks("translate_chapter") if "socialize" in task.data]
    assert [task.data["chapter"] for task in answered] == ["Payment"]
    assert goes_on(host) == ["translate_chapter"] * 3 + ["proofread_contract"]


@pytest.mark.parametrize(
    ("outcome", "then"), [("answered", ["repair_machine", "write_it_down"]), ("no_answer", ["repair_machine"])]
)
def test_machine_fault(begin: Start, outcome: str, then: list[str]) -> None:
    """The question has a flow of its own, which waits for the answer while the repair goes on."""
    host = begin("machine_fault", data=ENTERS["repair_machine"])
    request = host.asks("repair_machine")
    assert request.data.fields == ENTERS["repair_machine"]
    assert [task.task_spec.bpmn_id for task in host.tasks()] == ["repair_machine"]
    host.restart()
    host.hears(request, "Clean the sensor." if outcome == "answered" else None, outcome=outcome)
    assert sorted(goes_on(host)) == then


def test_insurance_claim(begin: Start) -> None:
    """Nobody asks for four hours: help is offered, with the designer's words about this claim."""
    with time_machine.travel("2026-03-02T08:00:00+00:00", tick=False) as clock:
        host = begin("insurance_claim")
        host.does("record_claim", **ENTERS["record_claim"])
        for hours, offers in ((3, 0), (2, 1), (4, 2), (4, 3), (9, 3)):
            clock.shift(timedelta(hours=hours))
            host.workflow.refresh_timers()
            host.workflow.do_engine_steps()
            host.runtime.send()
            assert len(host.service.hooks) == offers
        assert host.service.hooks[0].data.question == "What is unclear about claim C-12?"
        assert host.service.hooks[0].data.fields == {"claim_no": "C-12", "damage": 4120}
        assert goes_on(host) == ["assess_claim", "tell_customer"]


def test_new_employee(begin: Start) -> None:
    """Alice is stuck in the called process, and the accepted answer is what the account is made with."""
    host = begin("new_employee")
    host.does("enter_employee", **ENTERS["enter_employee"])
    request = host.asks("choose_rights")
    assert request.data.task.process == "user_account"
    assert request.data.fields == {"department": "Logistics"}
    host.restart()
    host.hears(request, "stock, shipping")
    assert goes_on(host) == ["choose_rights", "welcome_employee"]
    assert host.workflow.data["account"] == {"rights": "stock, shipping"}


@pytest.mark.parametrize(
    ("answer", "then"),
    [("network", "solve_on_network"), ("devices", "solve_on_device"), ("software", "solve_in_software")],
)
def test_support_ticket(begin: Start, answer: str, then: str) -> None:
    """What was accepted is the value that the gateway reads."""
    host = begin("support_ticket")
    host.hears(host.asks("classify_ticket"), answer)
    host.restart()
    assert goes_on(host) == ["classify_ticket", then]


def test_customs_form(begin: Start) -> None:
    """The signal comes, as from the button: whoever has the task is offered help, and hears what was found."""
    host = begin("customs_form", data={"weight": 12})
    host.workflow.send_event(BpmnEvent(SignalEventDefinition("socialbpm.socialize")))
    host.workflow.do_engine_steps()
    host.restart()
    host.runtime.send()
    (offer,) = host.service.hooks
    assert (offer.data.task.element_id, offer.data.fields) == ("fill_in_form", {"weight": 12})
    host.hears(offer, "8473")
    assert host.task("fill_in_form").data["tariff_no"] == "8473"
    assert goes_on(host) == ["fill_in_form", "declare_goods"]
