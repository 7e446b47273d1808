"""The road, end to end, over HTTP."""

from __future__ import annotations

from datetime import timedelta

from tests.service.road import HOUR, Road


def test_a_stuck_task_gets_its_answer_back(road: Road) -> None:
    """Alice asks; Bob is informed; Carol passes; Dana, whom nobody knew, answers; the process gets the value."""
    discussion = road.asked()
    assert road.is_in("bob", discussion)
    assert not road.is_in("carol", discussion)

    road.later(2 * HOUR)
    assert [ask["person"]["name"] for ask in road.sees("alice", discussion)["asks"]] == ["Carol"]
    road.does("carol", "POST", f"/discussions/{discussion}/asks/pass")
    assert road.sees("alice", discussion)["proposed"] == "network"
    assert not road.is_in("dana", discussion)

    wording = "Which account do freight costs go to, in general?"
    road.does("alice", "PUT", f"/discussions/{discussion}/rings/network/wording", text=wording)
    preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/network/preview")
    assert [who["person"]["name"] for who in preview["first"]] == ["Dana"]
    assert preview["wording"] == wording
    road.does("alice", "POST", f"/discussions/{discussion}/rings/network/consent", preview=preview["id"])

    seen = road.sees("dana", discussion)
    assert (seen["question"], seen["posts"]) == (wording, [])
    assert seen["fields"] == [{"name": "invoice_no", "value": "R-17"}]
    answered = road.does(
        "dana", "POST", f"/discussions/{discussion}/posts", kind="answer", text="6800", reach="network"
    )
    post = answered["posts"][0]["id"]
    road.does("alice", "POST", f"/discussions/{discussion}/posts/{post}/accept", version=1)

    told = road.deliveries()
    assert [delivery["type"] for delivery in told] == [
        "discussion.opened",
        "discussion.widened",
        "discussion.widened",
        "discussion.widened",
        "discussion.ended",
    ]
    ended = told[-1]
    assert (ended["outcome"], ended["value"], ended["ring"]) == ("answered", "6800", "network")
    assert ended["request_id"] == "r1"


def test_nobody_answers(road: Road) -> None:
    """Alice's proposal stays unanswered; after two more waits the process hears so, once."""
    road.asked()
    for _ in range(7):
        road.later(timedelta(days=1))
    assert [told["outcome"] for told in road.deliveries() if told["type"] == "discussion.ended"] == ["no_answer"]
