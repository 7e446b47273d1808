"""A diagram as the element templates write it means what the element means."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialbpm.contract.element import Socialize
from socialbpm.designer.check import check
from socialbpm.engine.diagram import read_designs
from socialbpm.engine.safe import read_diagram
from tests.contract.test_xml import designs
from tests.designer.test_properties import spelled
from tests.engine.diagrams import diagram, drawn, process, properties, task
from tests.settings import REPOSITORY

SPELLINGS = {"camunda7.json": "camunda", "camunda8.json": "zeebe"}


@cache
def templates(file: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((REPOSITORY / "extensions/element-templates" / file).read_text("utf-8"))
    return found


def applied(template: dict[str, Any], filled: dict[str, str], spelling: str) -> str:
    """What a modeler writes: hidden values, and what was filled in; what is empty may stay behind."""
    said = []
    for each in template["properties"]:
        if each["binding"]["type"].endswith(":property"):
            name = each["binding"]["name"]
            said.append((name, filled.get(name, each.get("value", ""))))
    inside = properties(*said, spelling=spelling)
    if template["appliesTo"] == ["bpmn:BoundaryEvent"]:
        return diagram(process(task("check"), drawn(inside=inside), path=["check"]))
    return diagram(process(task("check", inside), path=["check"]))


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("file", list(SPELLINGS))
class TestForm:
    def test_left_empty_it_is_the_bare_element(self, file: str, number: int) -> None:
        """Every default is a good design."""
        text = applied(templates(file)[number], {}, SPELLINGS[file])
        assert check(text.encode(), "x") == []
        (design,) = read_designs(read_diagram(text), "x")
        assert design.settings == Socialize()

    @settings(max_examples=8, deadline=None)
    @given(design=designs().filter(lambda said: len(said.rings) < 4))
    def test_filled_in_it_says_what_the_element_says(self, file: str, number: int, design: Socialize) -> None:
        """Every attribute that a form has room for."""
        said = design.model_copy(update={"question": design.question or None})
        template = templates(file)[number]
        filled = dict(spelled(said))
        assert set(filled) <= {each["binding"]["name"] for each in template["properties"]}
        (found,) = read_designs(read_diagram(applied(template, filled, SPELLINGS[file])), "x")
        assert found.settings == said

    @given(data=st.data())
    @settings(max_examples=6, deadline=None)
    def test_a_dropdown_offers_nothing_that_is_refused(self, file: str, number: int, data: st.DataObject) -> None:
        """Neither alone, nor with what it needs beside it."""
        offered = [each for each in templates(file)[number]["properties"] if each["type"] == "Dropdown"]
        field = data.draw(st.sampled_from(offered))
        choice = data.draw(st.sampled_from(field["choices"]))["value"]
        name = field["binding"]["name"]
        _, part, at, *_ = f"{name.replace(':', '.')}...".split(".")
        needed = {"ring": {"name": "a", "step": "colleagues"}, "share": {"variable": "check"}}.get(part, {})
        filled = {f"social:{part}.{at}.{key}": value for key, value in needed.items()} | {name: choice}
        filled |= {"social:after": "PT1H"} if name == "social:trigger" else {}
        if name.endswith("step") and not choice:
            filled = {}
        found = check(applied(templates(file)[number], filled, SPELLINGS[file]).encode(), "x")
        assert found == []
