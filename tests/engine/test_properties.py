"""The plugin reads the element as properties: what it does is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from socialbpm.contract.element import Socialize
from socialbpm.engine.diagram import read_designs
from socialbpm.engine.player import playable
from socialbpm.errors import DiagramError
from tests.engine.conftest import Start
from tests.engine.diagrams import SPELLINGS, answer_event, diagram, drawn, end, flow, process, properties, task


def one_task(inside: str) -> str:
    return diagram(process(task("check", inside), path=["check"]))


@pytest.mark.parametrize("spelling", list(SPELLINGS))
class TestRunning:
    def test_the_plugin_asks_as_the_properties_say(self, start: Start, spelling: str) -> None:
        """On a task, in each spelling, in each family."""
        said = properties(("social:question", "What?"), ("social:share.1.variable", "amount"), spelling=spelling)
        host = start(one_task(said), data={"amount": 7})
        host.restart()
        request = host.asks("check")
        assert request.data.settings == Socialize.model_validate(
            {"question": "What?", "shares": [{"variable": "amount"}]}
        )
        assert request.data.fields == {"amount": 7}
        host.hears(request, "That.")
        host.finish()

    def test_a_drawn_event_and_its_answer_can_be_spelled_too(self, start: Start, spelling: str) -> None:
        """With a flow of its own, which waits."""
        event = drawn(inside=properties(("social:answer", "advice"), spelling=spelling))
        waits = answer_event().replace(
            element_of(answer_event()), properties(("social:answer", "true"), spelling=spelling)
        )
        assert "p:property" in waits
        way = flow("stuck", "answered", "review", "e2")
        host = start(diagram(process(task("check"), event, waits, task("review"), end("e2"), way, path=["check"])))
        request = host.asks("check")
        assert request.data.settings.answer == "advice"
        host.does("check")
        assert host.tasks() == []
        host.restart()
        host.hears(request, "So.")
        assert host.task("review").data["socialize_result"]["value"] == "So."

    def test_what_cannot_be_is_refused_with_its_place(self, start: Start, spelling: str) -> None:
        """By the plugin, before anything runs."""
        text = one_task(properties(("social:ring.1.name", "a"), spelling=spelling))
        with pytest.raises(DiagramError, match="ring needs step") as refused:
            start(text)
        assert (refused.value.line, refused.value.element) == (1, "check")


def element_of(event: str) -> str:
    begin, over = event.index("<bpmn:extensionElements>"), event.index("</bpmn:extensionElements>")
    return event[begin : over + len("</bpmn:extensionElements>")]


def test_a_diagram_that_is_spelled_can_be_played_as_it_is(tmp_path: Path) -> None:
    """`socialbpm demo` puts the element where nothing is, and here there is something."""
    path = tmp_path / "x.bpmn"
    path.write_text(one_task(properties(("social:question", "What?"))), encoding="utf-8")
    played = playable(path)
    assert played.notes == ()
    (design,) = read_designs(played.root, str(path))
    assert design.settings == Socialize(question="What?")
