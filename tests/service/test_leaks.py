"""What a hostile reader would try: each test is a leak that there was, or that must not come."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from tests.service.road import HOUR, SETTINGS, TASK, Road, event, socialize

PARTICIPANTS_OVER = timedelta(hours=2, minutes=1)


def facts(road: Road, person: str, discussion: str) -> list[tuple[str, Any]]:
    """Return what happened, as a person reads it: what, and about which post."""
    return [
        (fact["kind"], fact["post"]) for fact in road.does(person, "GET", f"/discussions/{discussion}/facts")["items"]
    ]


class TestVersionsBefore:
    """Carol sees Bob's later version only; nothing tells her that there was another."""

    @pytest.fixture
    def discussion(self, road: Road) -> str:
        """Alice asked; Bob is informed."""
        return road.asked()

    @pytest.fixture
    def post(self, road: Road, discussion: str) -> str:
        """Bob answered among the participants, and Carol came in after that."""
        path = f"/discussions/{discussion}/posts"
        post = str(road.does("bob", "POST", path, kind="answer", text="6140?", reach="participants")["posts"][0]["id"])
        road.does("alice", "POST", f"{path}/{post}/not-it")
        road.later(PARTICIPANTS_OVER)
        return post

    def test_a_not_it_to_an_earlier_one_is_not_told(self, road: Road, discussion: str, post: str) -> None:
        """For Carol it is a fresh answer; Alice and Bob know that it was refused."""
        road.does("bob", "PATCH", f"/discussions/{discussion}/posts/{post}", text="6140", reach="coworkers")
        assert [kind for kind, about in facts(road, "carol", discussion) if about == post] == ["Posted"]
        assert ("NotIt", post) in facts(road, "bob", discussion)
        seen = {who: road.sees(who, discussion)["posts"][0]["refused"] for who in ("alice", "bob", "carol")}
        assert seen == {"alice": True, "bob": True, "carol": False}

    def test_the_steps_by_which_it_was_raised_are_not_told(self, road: Road, discussion: str, post: str) -> None:
        """Eve, brought in, sees that it was raised as far as her, not that it was raised to the coworkers first."""
        path = f"/discussions/{discussion}/posts/{post}/raise"
        road.does("bob", "POST", path, reach="coworkers")
        road.does("alice", "POST", f"/discussions/{discussion}/widen")
        preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/network/preview")
        road.does("alice", "POST", f"/discussions/{discussion}/rings/network/consent", preview=preview["id"])
        road.does("bob", "POST", path, reach="network")
        assert [kind for kind, _ in facts(road, "dana", discussion)].count("Raised") == 1
        assert [kind for kind, _ in facts(road, "carol", discussion)].count("Raised") == 2

    def test_the_acceptance_of_an_earlier_one_is_not_told(self, road: Road, discussion: str, post: str) -> None:
        """Alice accepts what Bob said first; Carol reads that it ended, and the post that she sees is not named."""
        road.does("bob", "PATCH", f"/discussions/{discussion}/posts/{post}", text="6140", reach="coworkers")
        road.does("alice", "POST", f"/discussions/{discussion}/posts/{post}/accept", version=1)
        assert ("Accepted", post) in facts(road, "bob", discussion)
        assert "Accepted" not in [kind for kind, _ in facts(road, "carol", discussion)]


class TestHandingOver:
    def over_to(self, road: Road, discussion: str, person: str) -> Any:
        """Let Alice preview handing over to somebody, and return how that goes."""
        preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/self/preview?person={person}")
        path = f"/v1/discussions/{discussion}/members/{person}/hand-over"
        return road.by("alice").post(path, json={"preview": preview["id"]})

    def test_it_does_not_tell_that_somebody_asks_the_same(self, road: Road) -> None:
        """Bob wrote a question about the task and told nobody: for Alice he cannot take part, like the excluded."""
        people = {"potential_owners": ["alice", "bob"]}
        road.fired("r1", by="bob", people=people)
        discussion = road.fired("r2", question="Which account?", people=people)
        bob, frank = self.over_to(road, discussion, "bob"), self.over_to(road, discussion, "frank")
        assert (bob.status_code, bob.json()["code"]) == (403, "not_available")
        assert bob.content == frank.content

    def test_nobody_reads_that_they_were_struck(self, road: Road) -> None:
        """Alice struck Carol, then changed her mind and made her the asker; she struck Eve, too, which Carol reads."""
        discussion = road.asked()
        for person in ("carol", "eve"):
            road.does("alice", "POST", f"/discussions/{discussion}/members/{person}/strike")
        assert self.over_to(road, discussion, "carol").is_success
        told = road.does("carol", "GET", f"/discussions/{discussion}/facts")["items"]
        assert [fact["who"]["id"] for fact in told if fact["kind"] == "Struck"] == ["eve"]

    def test_whom_the_former_asker_knows_stays_with_them(self, road: Road) -> None:
        """Alice was told that Carol worked with her; Bob, who asks now, is not told that Carol worked with him."""
        discussion = road.asked()
        road.later(PARTICIPANTS_OVER)
        assert road.sees("alice", discussion)["asks"][0]["reason"] == "worked with you on 4 cases"
        assert self.over_to(road, discussion, "bob").is_success
        bob = road.sees("bob", discussion)
        reasons = {*(ask["reason"] for ask in bob["asks"]), *(member["reason"] for member in bob["members"])}
        assert "is asked here by name" in reasons
        assert "worked with" not in str(reasons)


class TestFourEyes:
    def takes_the_other_half(self, road: Road) -> None:
        """Bob begins to approve the invoice whose check Alice asked him about."""
        other = {**TASK, "task_id": "t9", "element_id": "approve_invoice"}
        road.hook(event("task.assigned", {"task": other, "people": {"actual_owner": "bob"}}, "approve"))

    def asked(self, road: Road) -> str:
        """Alice asks about a task whose approver must not take part."""
        settings = {**SETTINGS, "excludes": [{"who": "task:approve_invoice"}]}
        return road.fired(question="Which account?", settings=settings)

    def test_it_holds_after_the_end(self, road: Road) -> None:
        """The check is done and the discussion over; who approves it now does not read on."""
        discussion = self.asked(road)
        road.hook(event("task.completed", {"task": {**TASK, "revision": 2}, "by": "alice"}, "done"))
        assert road.is_in("bob", discussion)
        self.takes_the_other_half(road)
        assert not road.is_in("bob", discussion)
        assert road.sees("alice", discussion)["outcome"] == "task_ended"

    def test_it_is_the_discussions_own_rule(self, road: Road) -> None:
        """Another event of the task, which excludes nobody, fires later: that loosens nothing in this discussion."""
        discussion = self.asked(road)
        road.fired("r2", event_id="another_event", settings={})
        self.takes_the_other_half(road)
        assert not road.is_in("bob", discussion)


class TestOutOfBounds:
    """What no database or clock can keep is refused with 422, not answered with a 500."""

    def hook(self, road: Road, hook: Any) -> httpx2.Response:
        """Send JSON that an honest client could not even encode."""
        return road.runtime.post("/v1/hooks", content=json.dumps(hook), headers={"Content-Type": "application/json"})

    @pytest.mark.parametrize(
        "change",
        [
            {"revision": 10**30},
            {"name": "\ud800"},
            {"lane": "\ud800"},
            {"due": "9999-12-31T23:59:59-12:00"},
            {"due": "0001-01-01T00:00:00+14:00"},
        ],
    )
    def test_a_task(self, change: dict[str, Any], road: Road) -> None:
        """A number too large, half a character, a moment that UTC does not have."""
        answer = self.hook(road, socialize(task={**TASK, **change}))
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")

    def test_an_owner(self, road: Road) -> None:
        """Nobody is called by half a character."""
        answer = self.hook(road, event("task.assigned", {"task": TASK, "people": {"actual_owner": "\ud800"}}))
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")

    @pytest.mark.parametrize("after", ["9" * 19, "9" * 200, "-1", "٣"])
    def test_a_cursor(self, after: str, road: Road) -> None:
        """Also one that looks like a number."""
        answer = road.runtime.get("/v1/deliveries", params={"after": after})
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")

    def test_a_batch(self, road: Road) -> None:
        """A thousand calls at once are enough; more would be answered at length, item by item."""
        answer = road.hook([0] * 1001)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        assert len(road.hook([0] * 1000).json()) == 1000


class TestWhoIsNoLongerIn:
    """Who left, was taken out, or is excluded now reads and hears exactly what somebody does who never was in."""

    def leaves(self, road: Road, discussion: str) -> None:
        """Bob goes."""
        road.by("bob").post(f"/v1/discussions/{discussion}/leave")

    def is_taken_out(self, road: Road, discussion: str) -> None:
        """Alice takes him out."""
        road.does("alice", "DELETE", f"/discussions/{discussion}/members/bob")

    def is_excluded(self, road: Road, discussion: str) -> None:
        """The runtime says that he must not be in."""
        assert discussion
        people = {"actual_owner": "alice", "excluded_owners": ["bob"]}
        road.hook(event("task.assigned", {"task": {**TASK, "revision": 2}, "people": people}, "excluded"))

    @pytest.mark.parametrize("how", ["leaves", "is_taken_out", "is_excluded"])
    def test_it_is_as_if_it_had_never_been(self, how: str, road: Road) -> None:
        """The same 404 for everything, and no line; a post of his own is no way back."""
        discussion = road.asked()
        post = road.does("bob", "POST", f"/discussions/{discussion}/posts", text="6800", reach="participants")
        getattr(self, how)(road, discussion)
        number = post["posts"][0]["id"]
        for method, path, body in [
            ("GET", "", None),
            ("GET", "/facts", None),
            ("GET", "/members", None),
            ("POST", "/join", None),
            ("POST", "/leave", None),
            ("POST", "/asks/pass", {}),
            ("PATCH", f"/posts/{number}", {"text": "7"}),
            ("POST", f"/posts/{number}/raise", {"reach": "network"}),
            ("POST", "/posts", {"text": "7", "reach": "participants", "kind": "answer"}),
        ]:
            bob = road.by("bob").request(method, f"/v1/discussions/{discussion}{path}", json=body)
            eve = road.by("eve").request(method, f"/v1/discussions/none{path}", json=body)
            assert (bob.status_code, bob.content) == (404, eve.content), path
        assert road.does("bob", "GET", "/discussions") == {"items": [], "cursor": None}


def test_who_passed_reads_on(road: Road) -> None:
    """Carol passes; she is still in, and Bob does not hear of it."""
    discussion = road.asked()
    road.later(2 * HOUR)
    road.does("carol", "POST", f"/discussions/{discussion}/asks/pass")
    assert road.is_in("carol", discussion)
    assert "Passed" not in [kind for kind, _ in facts(road, "bob", discussion)]
