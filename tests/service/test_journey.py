"""Strangers become colleagues: the journey of three questions, over HTTP, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.service.road import HOUR, OWNED, SETTINGS, TASK, Road, event

WEEK = timedelta(days=7)
BY_ROLE = {
    **SETTINGS,
    "rings": [
        {"name": "participants", "step": "colleagues"},
        {"name": "coworkers", "step": "colleagues", "who": ["worked-with"]},
        {"name": "network", "step": "community", "asker": "role"},
    ],
}


def asks(road: Road, number: int) -> str:
    """Let Alice be stuck in one more invoice, and ask."""
    task = {**TASK, "task_id": f"t{number}", "case_id": f"c{number}"}
    return road.fired(f"r{number}", task=task, settings=BY_ROLE, question="Which account do freight costs go to?")


def completes(road: Road, number: int) -> None:
    """Let Alice complete the task."""
    data = {"task": {**TASK, "task_id": f"t{number}", "case_id": f"c{number}"}, "people": OWNED, "by": "alice"}
    assert road.hook(event("task.completed", data, f"done-{number}")).is_success


def is_helped_by_the_community(road: Road, number: int) -> dict[str, Any]:
    """Let nobody near Alice help, and Dana of the community: return how she was suggested."""
    discussion = asks(road, number)
    ring = f"/discussions/{discussion}/rings/network"
    road.later(2 * HOUR)
    road.does("carol", "POST", f"/discussions/{discussion}/asks/pass")
    preview = road.does("alice", "GET", f"{ring}/preview")
    road.does("alice", "POST", f"{ring}/consent", preview=preview["id"])
    seen = road.sees("dana", discussion)
    assert seen["asker"]["id"] is None
    assert "alice" not in str(seen).lower()
    posts = road.does("dana", "POST", f"/discussions/{discussion}/posts", kind="answer", text="6800", reach="network")
    answer = posts["posts"][-1]["id"]
    road.does("alice", "POST", f"/discussions/{discussion}/posts/{answer}/accept", version=1)
    completes(road, number)
    road.service.learn()
    return next(first for first in preview["first"] if first["person"]["id"] == "dana")


def test_who_helped_twice_is_a_coworker_and_then_there_is_a_community(road: Road) -> None:
    """Dana did this task elsewhere, and Alice has never met her; after two answers she is asked as a colleague.

    Each time Dana knows who asks by role only, until she is in a ring that names the asker.
    """
    first = is_helped_by_the_community(road, 1)
    assert first["reason"] == "did this task in 2 other cases"
    road.later(WEEK)
    second = is_helped_by_the_community(road, 2)
    assert second["reason"] == "answered 1 question of yours and did this task in 2 other cases"

    road.later(WEEK)
    discussion = asks(road, 3)
    preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/coworkers/preview")
    reasons = {one["person"]["id"]: one["reason"] for one in preview["first"]}
    assert reasons == {
        "dana": "answered 2 questions of yours and answered questions about the like before",
        "carol": "worked with you on 4 cases",
    }
    road.later(2 * HOUR)
    seen = road.sees("dana", discussion)
    assert (seen["ring"], seen["asker"]["id"]) == ("coworkers", "alice")
    assert [ask["reason"] for ask in seen["asks"]] == ["you helped whoever asks before"]

    the_two_who_helped_found_a_community(road, discussion)


def the_two_who_helped_found_a_community(road: Road, discussion: str) -> None:
    """Now Carol has the answer: two have helped on one kind of task, and it takes the consent of both."""
    path = f"/discussions/{discussion}/posts"
    posts = road.does("carol", "POST", path, kind="answer", text="6801", reach="coworkers")["posts"]
    road.does("alice", "POST", f"{path}/{posts[-1]['id']}/accept", version=1)
    for person in ("carol", "dana"):
        (proposed,) = road.does(person, "GET", "/communities")["items"]
        assert (proposed["members"], proposed["founded_at"]) == ([], None)
    assert road.does("eve", "GET", "/communities")["items"] == []
    for person in ("carol", "dana"):
        community = road.does(person, "POST", f"/communities/{proposed['id']}/join")
    assert community["founded_at"] is not None
    assert {member["id"] for member in community["members"]} == {"carol", "dana"}
