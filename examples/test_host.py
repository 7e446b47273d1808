"""The tests of a host, as somebody writes them who has socialbpm in their application.

    .venv/bin/python -m pytest examples/test_host.py

The host is that of durable_host.py. Its tests use a service in memory, which a test tells what to deliver; one plays
the whole road, with the real service and its rules. The fixtures `social_…` come with `socialbpm[testing]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from examples.durable_host import Case, Host
from socialbpm.testing import FakeService, Story

QUESTION = "Which account do freight costs go to?"


@pytest.fixture
def host(social_service: FakeService, tmp_path: Path) -> Iterator[Host]:
    """The host, with a database of its own and nobody on the other side."""
    running = Host(tmp_path / "cases.sqlite", social_service)
    yield running
    running.close()


@pytest.fixture
def case(host: Host) -> Case:
    """An invoice that Alice or Bob are to check."""
    return host.start("invoice-17")


def test_the_answer_is_in_the_task(host: Host, case: Case, social_service: FakeService) -> None:
    """Alice asks; what was shared goes out and nothing else; the answer comes back and is saved."""
    host.ask(case, "alice", QUESTION)
    (request,) = social_service.requests
    assert request.data.question == QUESTION
    assert request.data.fields == {"invoice_no": "R-17", "amount": 4120}
    social_service.answers(request, "6800")
    host.hear(case)
    restored = host.restore(case.id)
    assert restored is not None
    assert restored.task.data["advice"] == "6800"


def test_without_an_answer_the_work_goes_on(host: Host, case: Case, social_service: FakeService) -> None:
    """The discussion ends with nothing, and Alice does her task without."""
    host.ask(case, "alice", QUESTION)
    social_service.ends(social_service.requests[0], "no_answer")
    host.hear(case)
    assert case.task.data["advice"] is None
    host.do(case)
    assert case.task.task_spec.bpmn_id != "check_invoice"


def test_a_service_that_is_down_is_told_later(host: Host, case: Case, social_service: FakeService) -> None:
    """Nothing is lost, and nothing is sent twice."""
    social_service.down = True
    host.ask(case, "alice", QUESTION)
    social_service.down = False
    host.send(case)
    host.send(case)
    assert [request.data.question for request in social_service.requests] == [QUESTION]


def test_a_crash_before_it_saved_that_it_sent_is_no_second_question(
    host: Host, case: Case, social_service: FakeService
) -> None:
    """What was saved last is restored and sent again, and the service knows it for a repeat."""
    case.runtime.socialize(case.task, by="alice", question=QUESTION)
    host.save(case)
    case.runtime.send()
    restored = host.restore(case.id)
    assert restored is not None
    assert [result.status for result in host.send(restored)] == ["repeated"]
    assert len(social_service.requests) == 1


def test_asked_on_a_page(host: Host, case: Case, social_service: FakeService) -> None:
    """Bob asks on a page of the service; the host fires the event for him."""
    host.send(case)  # the service knows the task
    social_service.raises(case.task, by="bob")
    host.hear(case)
    host.send(case)
    assert [request.data.by for request in social_service.requests] == ["bob"]


def test_the_whole_road(social_story: Story, tmp_path: Path) -> None:
    """Nobody at hand knows; Carol, who worked with Alice, is asked two hours later, and does."""
    host = Host(tmp_path / "cases.sqlite", social_story.transport("expenses"))
    case = host.start("invoice-17")
    host.ask(case, "alice", QUESTION)
    social_story.bob.comments("No idea. Carol gets these wrong.")
    social_story.passes("PT2H")
    assert social_story.carol.reads() == [QUESTION]
    social_story.carol.answers("6800, as for all carriers.")
    social_story.alice.accepts("6800")
    host.hear(case)
    assert case.task.data["advice"] == "6800"
    host.close()
