"""A diagram as a still picture: what is drawn is in it, where it is drawn, and no file makes a bad one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialbpm.assets import shipped
from socialbpm.designer.outline import FRAMES, MOST, names_of, outline_of
from socialbpm.designer.showing import plain

XML = plain(shipped("purchase_invoice.bpmn").read_bytes(), "purchase_invoice")
BOUNDS = 'x="{}" y="{}" width="{}" height="{}"'


def drawn(bounds: str, name: str = "Check", times: int = 1) -> str:
    """A diagram with one task, drawn so many times."""
    shape = f'<di:BPMNShape bpmnElement="check"><dc:Bounds {bounds}/></di:BPMNShape>' * times
    spaces = (
        'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" '
        'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    )
    task = f'<process id="p"><task id="check" name="{name}"/></process>'
    plane = f"<di:BPMNDiagram><di:BPMNPlane>{shape}</di:BPMNPlane></di:BPMNDiagram>"
    return f"<definitions {spaces}>{task}{plane}</definitions>"


def test_everything_is_where_it_is_drawn() -> None:
    """Each task once, in its box; lanes behind all else; names in lines that fit."""
    outline = outline_of(XML)
    assert outline is not None
    shapes = {shape.element: shape for shape in outline.shapes}
    check = shapes["check_invoice"]
    assert (check.kind, " ".join(check.lines)) == ("task", "Check invoice")
    kinds = [shape.kind not in FRAMES for shape in outline.shapes]
    assert all(before <= after for before, after in pairwise(kinds))
    assert {"pool", "event", "task"} <= {shape.kind for shape in outline.shapes}
    assert outline.lines
    for shape in outline.shapes:
        assert outline.left <= shape.x
        assert shape.x + shape.width <= outline.left + outline.width
        assert shape.y + shape.height <= outline.top + outline.height


def test_names_are_those_of_the_diagram() -> None:
    """By their ids; what has none is not there."""
    names = names_of(XML)
    assert names["check_invoice"] == "Check invoice"
    assert all(names.values())


def test_what_is_too_large_is_for_the_viewer() -> None:
    """A page would not be one any more."""
    assert outline_of(drawn(BOUNDS.format(1, 2, 3, 4), times=MOST)) is not None
    assert outline_of(drawn(BOUNDS.format(1, 2, 3, 4), times=MOST + 1)) is None


@pytest.mark.parametrize("odd", ["nan", "inf", "-1e999", "x", "", "1e7"])
def test_a_number_that_is_none_draws_nothing(odd: str) -> None:
    """Whoever may give a diagram may have written anything."""
    assert outline_of(drawn(BOUNDS.format(odd, 2, 3, 4))) is None
    assert outline_of(drawn(BOUNDS.format(1, 2, odd, 4))) is None
    assert outline_of(drawn(BOUNDS.format(1, 2, -3, 4))) is None


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters='<&"'), max_size=400))
def test_a_long_name_is_cut(name: str) -> None:
    """It takes four lines at most."""
    outline = outline_of(drawn(BOUNDS.format(0, 0, 100, 80), name))
    assert outline is not None
    assert len(outline.shapes[0].lines) <= 4
    assert all(len(line) <= 16 for line in outline.shapes[0].lines)
