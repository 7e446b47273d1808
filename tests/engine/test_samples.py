"""The diagrams that we ship are drawn, valid, and run."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnValidator

from socialbpm.contract.element import DEFAULT_RINGS
from socialbpm.engine import read_diagram
from tests.engine.conftest import Start

BPMN = Path(__file__).parents[2] / "bpmn"
SAMPLES = sorted(BPMN.glob("*.bpmn"))
INVOICE = BPMN / "purchase_invoice.bpmn"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
class TestDrawing:
    def test_it_is_valid_against_the_schema(self, path: Path) -> None:
        """With nothing added or taken away."""
        BpmnValidator().validate(read_diagram(path), str(path))

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


def _is_drawn(node: etree._Element) -> bool:
    name = etree.QName(node).localname
    kinds = ("Event", "Task", "Gateway", "task", "sequenceFlow", "lane", "participant", "subProcess")
    return name.endswith(kinds) and name != "laneSet"


class TestPurchaseInvoice:
    @pytest.mark.parametrize(
        ("advice", "last"), [(None, "pay_invoice"), ("Return it, it is not ours.", "return_invoice")]
    )
    def test_the_advice_decides_what_happens(self, start: Start, advice: str | None, last: str) -> None:
        """Alice is stuck; without advice, or with another one, the invoice is approved and paid."""
        host = start(INVOICE.read_text(), process="purchase_invoice")
        host.does("record_invoice", invoice_no="2026-0417", amount=1870, iban="DE02 1203 0000 0000 2020 51")
        if advice:
            request = host.asks("check_invoice", question="We never ordered this?")
            assert request.data.fields == {"invoice_no": "2026-0417", "amount": 1870}
            assert request.data.settings.rings == DEFAULT_RINGS
            assert request.data.task.lane == "Accounting"
            host.hears(request, advice)
            host.restart()
        done = []
        while tasks := host.tasks():
            done.append(tasks[0].task_spec.bpmn_id)
            host.does()
        assert done[-1] == last
        assert host.workflow.is_completed()
