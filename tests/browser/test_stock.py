"""Who has never heard of us opens our diagrams, and diagrams that we changed, as before."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from socialbpm.contract.element import EVENT_NAME
from socialbpm.designer.splice import add
from socialbpm.errors import DiagramError
from tests.browser.modeler import INVOICE, SAMPLES
from tests.browser.stock import Stock
from tests.designer.reference import REFERENCE, reference, with_people

OURS = re.compile(r"<social:(socialize|answer)\b[^>]*?(?:/>|>.*?</social:\1>)", re.DOTALL)


@pytest.fixture
def stock(page: Page) -> Stock:
    """bpmn-js without our descriptor."""
    return Stock(page)


def test_it_saves_our_elements_byte_for_byte(stock: Stock) -> None:
    """Of every sample: it keeps what it does not know, with its children and in its place."""
    assert SAMPLES
    for path in SAMPLES:
        before = path.read_text(encoding="utf-8")
        after, warnings = stock.saved(before)
        assert warnings == []
        assert [found.group() for found in OURS.finditer(after)] == [found.group() for found in OURS.finditer(before)]
        assert EVENT_NAME not in before or OURS.search(before)


def test_an_event_that_is_drawn_on_something_is_seen(stock: Stock) -> None:
    """On a flow of its task; else the next test would show nothing."""
    xml = add(INVOICE.read_bytes(), INVOICE.name, tasks=["record_invoice"]).data.decode()
    assert stock.drawing(xml)["hits"] == []
    shape = re.search(r'bpmnElement="record_invoice_socialize">\s*<dc:Bounds [^>]*>', xml)
    task = re.search(
        r'bpmnElement="record_invoice">\s*<dc:Bounds x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', xml
    )
    assert shape
    assert task
    x, y, width, height = map(int, task.groups())
    moved = f'<dc:Bounds x="{x + width - 18}" y="{y + height // 2 - 18}" width="36" height="36"/>'
    on_flow = xml.replace(shape.group(), re.sub(r"<dc:Bounds [^>]*>", moved, shape.group()))
    assert stock.drawing(on_flow)["hits"] == ["record_invoice_socialize on record_to_expect"]


@pytest.mark.long
@pytest.mark.parametrize("people", [False, True], ids=["as it is", "with people"])
def test_it_draws_diagrams_of_other_tools_as_before(stock: Stock, people: bool) -> None:
    """The 21 reference diagrams: what it drew it draws, without new complaints, and our events beside everything else.

    Most of their tasks say of nobody that they do them; a second time each of those is a user task.
    """
    drawn = 0
    for name in REFERENCE:
        data = reference(name)
        before = with_people(data) if people else data
        try:
            spliced = add(before, name)
        except DiagramError as error:
            assert (error.code, people) == ("no-user-task", False), name
            continue
        was, now = stock.drawing(before.decode()), stock.drawing(spliced.data.decode())
        assert now["warnings"] == was["warnings"], name
        assert set(now["events"]) <= set(spliced.tasks), name
        assert now["shapes"] >= was["shapes"] + len(now["events"]), name
        assert now["hits"] == [], name
        drawn += len(now["events"])
    assert drawn > (100 if people else 20)
