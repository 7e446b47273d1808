"""SpiffWorkflow compares versions of a process and moves running cases to a newer one; the plugin is not in its way."""

from __future__ import annotations

import pytest
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.util.diff import SpecDiff, WorkflowDiff, diff_workflow, migrate_workflow

from tests.engine.conftest import Start
from tests.engine.diagrams import diagram, drawn, element, end, flow, process, several, task
from tests.engine.host import Family, Host

CHECK = diagram(process(task("check", element()), task("pay", element()), path=["check", "pay"]))
LONGER = diagram(
    process(task("check", element()), task("pay", element()), task("file", element()), path=["check", "pay", "file"])
)
WITHOUT = diagram(process(task("check"), task("pay", element()), path=["check", "pay"]))
DRAWN = diagram(process(task("check"), drawn() + end("e2") + flow("stuck", "e2"), task("pay"), path=["check", "pay"]))
VOTE = diagram(process(task("check", element() + several()), task("pay"), path=["check", "pay"]))


def moved(host: Host, family: Family, xml: str) -> None:
    """The running case goes on with another version of its process."""
    registry, newer = family.serializer.registry, family.workflow(xml)
    difference, _ = diff_workflow(registry, host.workflow, newer.spec, newer.subprocess_specs)
    migrate_workflow(difference, host.workflow, newer.spec)
    host.restart()


@pytest.mark.parametrize("xml", [CHECK, DRAWN, VOTE], ids=["added", "drawn", "several"])
def test_a_process_is_the_same_as_itself(start: Start, family: Family, xml: str) -> None:
    """Parsed twice, nothing is added, removed or changed, and every task of a case finds its spec again."""
    host = start(xml)
    host.sent(host.runtime.socialize(host.tasks("check")[0], by="alice"))
    difference = SpecDiff(family.serializer.registry, host.workflow.spec, family.workflow(xml).spec)
    assert (difference.added, difference.removed, difference.changed) == ([], [], {})
    aligned = WorkflowDiff(host.workflow, difference)
    assert set(aligned.alignment) == set(host.workflow.get_tasks())


def test_a_change_of_the_element_is_seen(start: Start, family: Family) -> None:
    """The event is what has changed, not its task."""
    host = start(CHECK)
    other = CHECK.replace("<social:socialize>", '<social:socialize trigger="manual" question="Well?">', 1)
    difference = SpecDiff(family.serializer.registry, host.workflow.spec, family.workflow(other).spec)
    assert [(spec.name, what) for spec, what in difference.changed.items()] == [
        ("check.socialize", ["event_definition"])
    ]


@pytest.mark.parametrize(("xml", "newer"), [(CHECK, LONGER), (DRAWN, DRAWN), (VOTE, VOTE)])
def test_a_case_in_which_somebody_has_asked_is_moved(start: Start, family: Family, xml: str, newer: str) -> None:
    """The answer to what was asked before still comes, and Alice can ask again."""
    host = start(xml)
    request = host.sent(host.runtime.socialize(host.tasks("check")[0], by="alice"))
    moved(host, family, newer)
    assert len(host.events(TaskState.WAITING)) == 1
    if xml == CHECK:  # a move begins several instances anew, as other tasks than those that were asked about
        host.hears(request, "4711")
        assert host.task("check").data["socialize"] == {request.id: "4711"}
    again = host.sent(host.runtime.socialize(host.tasks("check")[0], by="alice"))
    assert again.id != request.id
    while host.tasks():
        host.tasks()[0].run()
        host.workflow.do_engine_steps()
    assert host.workflow.is_completed()
    assert host.events() == []


def test_a_case_is_moved_to_a_version_without_the_element(start: Start, family: Family) -> None:
    """Nobody has asked yet, so nothing is left of the event; the next task has its own."""
    host = start(CHECK)
    moved(host, family, WITHOUT)
    assert host.events(TaskState.ANY_MASK) == []
    host.does("check")
    host.asks("pay")
    host.does("pay")
    assert host.workflow.is_completed()
