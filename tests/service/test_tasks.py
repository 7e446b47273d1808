"""My tasks: what somebody has to do, of all runtimes, and nobody else's."""

from __future__ import annotations

from typing import Any

from tests.service.road import OWNED, SETTINGS, TASK, Road, event

UNCLAIMED: dict[str, Any] = {"potential_owners": ["group:Accounting"]}


def activated(road: Road, people: dict[str, Any] = OWNED, **more: Any) -> None:
    """The runtime says that the task is ready."""
    number = more.setdefault("revision", 1)
    data = {"task": {**TASK, **more}, "people": people, "event_id": "e", "settings": SETTINGS}
    assert road.hook(event("task.activated", data, f"on-{more.get('task_id')}-{number}")).is_success


def of(road: Road, person: str) -> list[str]:
    """The ids of somebody's tasks."""
    return [item["task"]["task_id"] for item in road.does(person, "GET", "/tasks")["items"]]


class TestMyTasks:
    def test_are_for_whoever_does_them(self, road: Road) -> None:
        """Alice's is hers alone; one that nobody has taken is Bob's, too; Eve has none."""
        activated(road)
        activated(road, UNCLAIMED, task_id="t2")
        assert (of(road, "alice"), of(road, "bob"), of(road, "eve")) == (["t1", "t2"], ["t2"], [])

    def test_of_a_lane_are_for_whoever_works_in_it(self, road: Road) -> None:
        """Where the runtime names nobody."""
        activated(road, {})
        assert (of(road, "bob"), of(road, "eve")) == (["t1"], [])

    def test_change_hands(self, road: Road) -> None:
        """Bob has taken it over, so it is on his list and on no other."""
        activated(road, UNCLAIMED)
        taken = {"task": {**TASK, "revision": 2}, "people": {**UNCLAIMED, "actual_owner": "bob"}}
        assert road.hook(event("task.assigned", taken, "taken")).is_success
        assert (of(road, "alice"), of(road, "bob")) == ([], ["t1"])

    def test_that_are_over_are_gone(self, road: Road) -> None:
        """And an old snapshot that comes late does not bring them back."""
        activated(road, revision=1)
        assert road.hook(event("task.completed", {"task": {**TASK, "revision": 2}, "by": "alice"}, "done")).is_success
        activated(road, revision=0)
        assert of(road, "alice") == []

    def test_are_not_for_the_excluded(self, road: Road) -> None:
        """Frank could take it by his group, but is kept away from it."""
        activated(road, {"potential_owners": ["frank", "alice"]})
        assert (of(road, "frank"), of(road, "alice")) == ([], ["t1"])

    def test_lead_to_the_discussion_about_them(self, road: Road) -> None:
        """Alice sees that she asked; Bob, who may take the task as well, does not see that she did."""
        activated(road, UNCLAIMED)
        opened = road.does("alice", "POST", "/tasks/expenses/t1/discussions")["discussion"]
        (hers,) = road.does("alice", "GET", "/tasks")["items"]
        (his,) = road.does("bob", "GET", "/tasks")["items"]
        assert (hers["discussion"], his["discussion"]) == (opened, None)
        assert hers["may_ask"]
