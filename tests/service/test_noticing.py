"""What happens is noticed, once, and without a word of what was said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from socialbpm.experts import Evidence, Need
from tests.service.road import HOUR, OWNED, TASK, Road, event

ABOUT = frozenset({"process:pay_invoice", "element:pay_invoice/check_invoice"})


def told(road: Road) -> list[tuple[str, str, str | None]]:
    """Return who was noticed to do what, for whom, in the order of time."""
    stores = road.service.app.state.composed.stores

    async def read() -> list[Any]:
        async with stores.read() as store:
            return [what for _, what in await store.evidence_after(None, 100)]

    found = road.service._portal.call(read)
    assert all(what.topics == ABOUT and what.activity == "Check invoice" and what.text == "" for what in found)
    return [_said(what) for what in found]


def _said(what: Evidence | Need) -> tuple[str, str, str | None]:
    return ("asked", what.asker, None) if isinstance(what, Need) else (what.kind, what.person, what.asker)


def says(road: Road, who: str, discussion: str, kind: str, reach: str = "participants") -> str:
    """Let somebody say something, and return the post."""
    path = f"/discussions/{discussion}/posts"
    return str(road.does(who, "POST", path, kind=kind, text="Hummingbird", reach=reach)["posts"][-1]["id"])


def test_answers_passes_and_what_was_accepted(road: Road) -> None:
    """Bob answers twice and is noticed once; what is no answer, and what Alice says herself, tells nothing."""
    discussion = road.asked()
    road.later(2 * HOUR)
    says(road, "alice", discussion, "comment")
    says(road, "bob", discussion, "comment")
    road.clock.advance(timedelta(minutes=1))
    says(road, "bob", discussion, "answer")
    says(road, "bob", discussion, "answer")
    road.clock.advance(timedelta(minutes=1))
    road.does("carol", "POST", f"/discussions/{discussion}/asks/pass")
    road.clock.advance(timedelta(minutes=1))
    post = says(road, "bob", discussion, "answer")
    road.does("alice", "POST", f"/discussions/{discussion}/posts/{post}/accept", version=1)
    assert told(road) == [
        ("asked", "alice", None),
        ("answered", "bob", "alice"),
        ("passed", "carol", "alice"),
        ("accepted", "bob", "alice"),
    ]


def test_not_now_is_no_pass(road: Road) -> None:
    """Carol has no time today; that says nothing of what she knows."""
    discussion = road.asked()
    road.later(2 * HOUR)
    again = (road.clock.now() + timedelta(days=1)).isoformat()
    road.does("carol", "POST", f"/discussions/{discussion}/asks/pass", again_at=again)
    assert told(road) == [("asked", "alice", None)]


def test_who_had_a_task_and_who_completed_it(road: Road) -> None:
    """Alice had it and gave it to Bob, who completes it; told again, it is not noticed again."""
    for revision, owner in ((1, "alice"), (2, "bob"), (2, "bob")):
        data = {"task": {**TASK, "revision": revision}, "people": {**OWNED, "actual_owner": owner}}
        assert road.hook(event("task.assigned", data, f"{owner} {revision}")).is_success
        road.clock.advance(timedelta(minutes=1))
    data = {"task": {**TASK, "revision": 3}, "people": {**OWNED, "actual_owner": "bob"}, "by": "bob"}
    for _ in range(2):
        assert road.hook(event("task.completed", data, "done")).is_success
    assert told(road) == [("worked", "alice", None), ("worked", "bob", None)]
