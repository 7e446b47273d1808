"""The element as names and values: whatever the element can say, properties say as well, and mean the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree

from socialbpm.contract.element import Socialize
from socialbpm.contract.xml import write_socialize
from socialbpm.designer.check import check
from socialbpm.designer.diagram import Diagram
from socialbpm.designer.splice import add, remove
from socialbpm.errors import DiagramError
from tests.contract.test_xml import designs
from tests.engine.diagrams import SPELLINGS, diagram, element, process, properties, task


def spelled(design: Socialize) -> list[tuple[str, str]]:
    """The properties that say what a design says."""
    root = write_socialize(design)
    said = [("social:socialize", "true"), *((f"social:{name}", value) for name, value in _texts(root))]
    numbers: dict[str, int] = {}
    for part in root:
        name = etree.QName(part).localname
        numbers[name] = numbers.get(name, 0) + 1
        said += [(f"social:{name}.{numbers[name]}.{key}", value) for key, value in _texts(part)]
    return said


def _texts(element_: etree._Element) -> list[tuple[str, str]]:
    return [(str(name), str(value)) for name, value in element_.attrib.items()]


def read(text: str) -> list[Socialize]:
    found = Diagram(etree.fromstring(text), "x.bpmn")
    return [found.says(each) for each in found.elements]


def one_task(inside: str) -> str:
    return diagram(process(task("check", inside), path=["check"]))


class TestSpelling:
    @settings(max_examples=40, deadline=None)
    @given(designs())
    def test_everything_that_the_element_can_say_can_be_said_in_properties(self, design: Socialize) -> None:
        """But for an empty question, which in a form means none."""
        said = design.model_copy(update={"question": design.question or None})
        assert read(one_task(properties(*spelled(said)))) == [said]

    def test_the_order_is_that_of_the_numbers_and_not_of_the_file(self) -> None:
        """An editor writes a property that was empty behind the others; numbers may be left out."""
        said = [("social:ring.10.name", "b"), ("social:ring.10.step", "community")]
        said += [("social:ring.2.step", "colleagues"), ("social:ring.2.name", "a"), ("social:ring.3.name", "")]
        (design,) = read(one_task(properties(*said)))
        assert [ring.name for ring in design.rings] == ["a", "b"]

    def test_one_property_is_enough_and_empty_ones_say_nothing(self) -> None:
        """A form that nobody filled in leaves the task as it is."""
        assert read(one_task(properties(("social:question", "What?")))) == [Socialize(question="What?")]
        assert read(one_task(properties(("social:socialize", "true"), ("social:after", "")))) == [Socialize()]
        assert read(one_task(properties(("social:question", ""), ("social:socialize", "")))) == []
        assert read(one_task(properties(("question", "What?"), ("", "x")))) == []

    def test_properties_elsewhere_are_none_of_ours(self) -> None:
        """Those of a namespace that we do not know, and those that are not in `extensionElements`."""
        text = one_task(properties(("social:after", "never")))
        assert check(text.encode(), "x") != []
        assert check(text.replace(SPELLINGS["camunda"], "urn:somebody:else").encode(), "x") == []
        assert (
            read(one_task(f"<x>{properties(('social:after', 'never'))}</x>".replace("bpmn:extensionElements", "y")))
            == []
        )

    def test_each_fault_is_in_the_line_of_its_property(self) -> None:
        """Of several faults, each where somebody can mend it."""
        lines = properties(
            ("social:after", "soon"), ("social:ring.1.name", "a"), ("social:ring.1.step", "friends"),
            ("social:share.1.as", "round"), ("social:colour", "red"),
        ).replace("<p:property ", "\n<p:property ")  # fmt: skip
        found = [(each.line, each.rule, each.element) for each in check(one_task(lines).encode(), "x")]
        assert found == [
            (2, "bad-duration", "check"),
            (4, "bad-value", "check"),
            (5, "bad-value", "check"),
            (5, "missing-attribute", "check"),
            (6, "unknown-attribute", "check"),
        ]

    def test_a_name_that_is_no_name_is_refused_and_breaks_nothing(self) -> None:
        """Whatever somebody types into a form."""
        for name in (
            "",
            " ",
            "ring",
            "ring.1",
            "ring.1.",
            "ring.0.name",
            "ring.1000.name",
            "ring.1.a:b",
            "<",
            "ü b",
            "{x}y",
        ):
            text = one_task(properties((f"social:{name}", "x")))
            assert [each.rule for each in check(text.encode(), "x")] == ["unknown-attribute"], name


class TestSplice:
    def test_a_task_that_is_spelled_gets_nothing_more(self) -> None:
        """`add` sees that it has what it needs."""
        text = one_task(properties(("social:socialize", "true")))
        with pytest.raises(DiagramError) as refused:
            add(text.encode(), "x", tasks=["check"])
        assert refused.value.code == "two-on-one-task"

    @pytest.mark.parametrize("others", [(), (("mine", "1"),)])
    def test_remove_takes_our_properties_and_leaves_the_others(self, others: Any) -> None:
        """And the bag, where nothing else is in it."""
        text = one_task(properties(("social:question", "What?"), *others, ("social:after", "PT1H")))
        after = remove(text.encode(), "x").data.decode()
        assert "social:question" not in after
        assert ('name="mine"' in after) == bool(others)
        assert ("properties" in after) == bool(others)
        assert read(after) == []


def test_an_element_is_still_what_it_was() -> None:
    """Next to properties that are not ours."""
    mine = properties(("mine", "1"))[len("<bpmn:extensionElements>") : -len("</bpmn:extensionElements>")]
    text = one_task(element(question="What?").replace("<social", f"{mine}<social", 1))
    assert read(text) == [Socialize(question="What?")]
    assert check(text.encode(), "x") == []
