"""The plugin and the service together, without a port: what one says the other understands."""

from __future__ import annotations

from typing import Any

from socialbpm.contract.people import TaskPeople
from socialbpm.engine import SocialRuntime
from socialbpm.service.embedded import EmbeddedService
from tests.engine import diagrams as d
from tests.engine.host import FAMILIES
from tests.service.road import Road

SHARED = '<social:share variable="invoice_no"/>'
DIAGRAM = d.diagram(d.process(d.task("check_invoice", d.element(SHARED)), path=["check_invoice"]))


class Case:
    """A running process whose user task is Alice's."""

    def __init__(self, service: EmbeddedService) -> None:
        self.workflow = FAMILIES["spiff"].workflow(DIAGRAM)
        self.workflow.task_tree.data["invoice_no"] = "R-17"
        self.runtime = SocialRuntime(
            self.workflow,
            runtime_id="expenses",
            transport=service.transport("expenses"),
            people=lambda _: TaskPeople(actual_owner="alice", potential_owners=("alice", "bob")),
        )
        self.workflow.do_engine_steps()

    @property
    def task(self) -> Any:
        """The open task."""
        (task,) = self.workflow.get_tasks(spec_name="check_invoice")
        return task


def answer(road: Road, discussion: str) -> None:
    """Bob answers, and Alice takes it."""
    seen = road.does("bob", "POST", f"/discussions/{discussion}/posts", text="6800", reach="participants")
    road.does("alice", "POST", f"/discussions/{discussion}/posts/{seen['posts'][0]['id']}/accept", version=1)


def test_from_the_process(road: Road) -> None:
    """Alice asks in her task, and the answer is in its data."""
    case = Case(road.service)
    request = case.runtime.socialize(case.task, by="alice", question="Which account?")
    (result,) = case.runtime.send()
    answer(road, str(result.discussion))
    case.runtime.receive()
    assert case.task.data["socialize"] == {request: "6800"}


def test_from_a_page(road: Road) -> None:
    """Alice asks from a page: it opens at once, the runtime fires, the firing joins with the shared variable."""
    case = Case(road.service)
    case.runtime.sync()
    opened = road.does("alice", "POST", f"/tasks/expenses/{case.task.id}/discussions", question="Which account?")
    case.runtime.receive()
    (result,) = case.runtime.send()
    assert result.discussion == opened["discussion"]
    assert road.sees("bob", opened["discussion"])["fields"] == [{"name": "invoice_no", "value": "R-17"}]
    answer(road, opened["discussion"])
    case.runtime.receive()
    assert list(case.task.data["socialize"].values()) == ["6800"]
