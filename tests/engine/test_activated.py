"""A task that is ready brings its socialize event along, so that a page can ask about it."""

from __future__ import annotations

import pytest

from tests.engine import diagrams as d
from tests.engine.conftest import Start


def with_element(**attributes: str) -> str:
    """A process of one task with a socialize element."""
    return d.diagram(d.process(d.task("check", d.element(**attributes)), d.end("done"), path=["check", "done"]))


def test_the_service_is_told_what_the_element_says(start: Start) -> None:
    """The event id is the one that a `task.raise` may name."""
    host = start(with_element(answer="advice"))
    host.runtime.sync()
    (hook,) = host.service.of_type("task.activated")
    assert hook.data.event_id == host.events()[0].task_spec.name
    assert hook.data.settings.answer == "advice"


@pytest.mark.parametrize("attributes", [{"trigger": "timer", "after": "PT4H"}])
def test_a_timer_alone_cannot_be_asked_from_a_page(attributes: dict[str, str], start: Start) -> None:
    """Nobody may fire it by hand, so nothing is told of it."""
    host = start(with_element(**attributes))
    host.runtime.sync()
    assert host.service.of_type("task.activated")[0].data.settings is None


def test_a_computed_question_is_left_out(start: Start) -> None:
    """What it says depends on when it is looked at; the firing brings it."""
    host = start(with_element(question="='About ' + what"), {"what": "freight"})
    host.runtime.sync()
    assert host.service.of_type("task.activated")[0].data.settings.question is None
