"""Webhooks of integrators: they hear that something happened, and nothing that was said."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from tests.receiving import Received, Reply
from tests.service.road import TASK, socialize
from tests.service.test_letters import DAY, Post, post, receiver, signed

__all__ = ["post", "receiver"]  # fixtures
EVERY = ["discussion.opened", "discussion.asked", "discussion.widened", "discussion.ended"]


def subscribed(post: Post, path: str = "/events", **more: Any) -> Any:
    """Subscribe the receiver to all events, or to some."""
    return post.does("POST", "/subscriptions", **{"url": f"{post.receiver.url}{path}", "types": EVERY, **more})


def events(calls: list[Received], path: str = "/events") -> list[Any]:
    """The events that came to a path."""
    return [json.loads(call.body) for call in calls if call.path == path]


class TestEvents:
    def test_say_that_something_happened(self, post: Post) -> None:
        """One each, in order, as CloudEvents, signed, with the id in header and body."""
        secret = subscribed(post)["secret"]
        discussion = post.road.asked()
        post.road.clock.advance(timedelta(seconds=1))
        post.road.does("alice", "POST", f"/discussions/{discussion}/withdraw")
        calls = post.sends()
        assert [event["type"] for event in events(calls)] == [f"socialbpm.{kind}" for kind in EVERY]
        for call, event in zip(calls, events(calls), strict=True):
            assert call.headers["content-type"] == "application/cloudevents+json"
            assert call.headers["webhook-id"] == event["id"]
            assert (event["specversion"], event["source"], event["subject"]) == (
                "1.0",
                "http://127.0.0.1:8080/v1",
                discussion,
            )
            assert signed(call, secret)
        assert len({event["id"] for event in events(calls)}) == 4

    def test_have_ids_in_them_and_no_words(self, post: Post) -> None:
        """No question, answer, value, outcome, name, field, ring: whoever may read them reads them (law 2)."""
        subscribed(post)
        discussion = post.road.asked()
        path = f"/discussions/{discussion}/posts"
        post.road.does("alice", "POST", path, kind="note", text="a secret note")
        posted = post.road.does("bob", "POST", path, kind="answer", text="6800, ask Carol", reach="participants")
        answer = posted["posts"][-1]["id"]
        post.road.does("alice", "POST", f"{path}/{answer}/accept", version=1, value={"account": 6800})
        found = events(post.sends())
        ids = {name: TASK[name] for name in ("task_id", "case_id", "process", "element_id")}
        assert [event["data"] for event in found] == [{"discussion": discussion, "runtime": "expenses", **ids}] * 4
        told = json.dumps(found)
        for word in ("freight", "6800", "Carol", "alice", "bob", "R-17", "secret", "answered", "participants", "Check"):
            assert word not in told

    def test_come_only_from_where_the_filter_says(self, post: Post) -> None:
        """Runtime, process and element; what it does not name may be any."""
        filters: dict[str, dict[str, str]] = {
            "/all": {},
            "/this-process": {"process": "pay_invoice"},
            "/this-element": {"runtime": "expenses", "element_id": "check_invoice"},
            "/other-process": {"process": "travel"},
            "/other-runtime": {"runtime": "billing", "process": "pay_invoice"},
        }
        for path, only in filters.items():
            subscribed(post, path, types=["discussion.opened"], only=only)
        post.road.asked()
        assert sorted(call.path for call in post.sends()) == ["/all", "/this-element", "/this-process"]

    def test_are_the_same_for_every_firing(self, post: Post) -> None:
        """Firings that join a discussion, and repeats, are no events."""
        subscribed(post)
        post.road.asked()
        post.road.fired("r2")
        post.road.hook(socialize())
        assert len(events(post.sends())) == 3


class TestASubscription:
    def test_is_made_changed_and_forgotten(self, post: Post) -> None:
        """By an administrator; what is not named stays."""
        made = subscribed(post, name="Reports", only={"process": "pay_invoice"})
        assert made["secret"].startswith("whsec_")
        assert (made["name"], made["active"], made["created_by"]) == ("Reports", True, "frank")
        path = f"/subscriptions/{made['id']}"
        assert post.does("GET", path) == {**made, "secret": None}
        changed = post.does("PATCH", path, types=["discussion.ended"], only={})
        assert (changed["types"], changed["only"]["process"], changed["name"]) == (
            ["discussion.ended"],
            None,
            "Reports",
        )
        assert post.does("GET", "/subscriptions")["items"] == [changed]
        post.road.asked()
        post.does("DELETE", path)
        assert post.does("GET", "/subscriptions")["items"] == []
        assert post.admin.get(f"/v1{path}").status_code == 404
        assert post.sends() == []

    def test_can_be_stopped_and_tried(self, post: Post) -> None:
        """A stopped one gets no events, but a ping."""
        path = f"/subscriptions/{subscribed(post)['id']}"
        post.does("PATCH", path, active=False)
        post.road.asked()
        letter = post.does("POST", f"{path}/ping")
        assert (letter["type"], letter["state"]) == ("ping", "waiting")
        (call,) = post.sends()
        assert json.loads(call.body)["type"] == "socialbpm.ping"
        (seen,) = post.does("GET", f"{path}/letters")["items"]
        assert (seen["id"], seen["state"], seen["attempts"][0]["status"]) == (letter["id"], "sent", 204)

    def test_ends_when_its_receiver_is_gone(self, post: Post) -> None:
        """410: nothing more goes there, until an administrator starts it again; then the dead letters can be sent."""
        path = f"/subscriptions/{subscribed(post)['id']}"
        post.receiver.script = [Reply(410)]
        post.road.asked()
        assert len(post.sends()) == 1
        found = post.does("GET", path)
        assert (found["active"], found["stopped"]) == (False, "gone")
        dead = post.does("GET", f"{path}/letters?state=dead")["items"]
        assert sorted(letter["reason"] for letter in dead) == ["gone", "inactive", "inactive"]
        assert post.does("PATCH", path, active=True)["stopped"] is None
        for letter in dead:
            post.does("POST", f"/letters/{letter['id']}/redeliver")
        assert len(post.sends()) == 4

    def test_changes_its_secret_without_a_gap(self, post: Post) -> None:
        """For a day both sign; then the new one alone."""
        made = subscribed(post)
        path = f"/subscriptions/{made['id']}"
        new = post.does("POST", f"{path}/secret")
        assert new["old_until"] == "2026-01-06T09:00:00Z"
        post.does("POST", f"{path}/ping")
        assert all(signed(post.sends()[0], secret) for secret in (new["secret"], made["secret"]))
        post.road.clock.advance(DAY)
        post.does("POST", f"{path}/ping")
        assert [signed(post.sends()[1], secret) for secret in (new["secret"], made["secret"])] == [True, False]

    def test_is_for_administrators(self, post: Post) -> None:
        """Nobody else sees, makes or changes one; that one is there they are not told."""
        path = f"/v1/subscriptions/{subscribed(post)['id']}"
        for client in (post.road.by("alice"), post.road.runtime):
            for method, there in (
                ("GET", "/v1/subscriptions"),
                ("GET", path),
                ("GET", f"{path}/letters"),
                ("POST", f"{path}/ping"),
                ("POST", f"{path}/secret"),
                ("DELETE", path),
                ("GET", "/v1/subscriptions/no-such"),
            ):
                assert client.request(method, there).status_code == 403
        assert post.road.service.http().get(path).status_code == 401

    def test_is_refused_where_nothing_could_arrive(self, post: Post) -> None:
        """When it is made, and when it is changed."""
        path = f"/v1/subscriptions/{subscribed(post)['id']}"
        refusals: list[tuple[dict[str, Any], str]] = [
            ({"url": "https://erp.example/"}, "url_not_allowed"),
            ({"url": "http://169.254.169.254/latest"}, "url_not_allowed"),
            ({"url": "https://a@b/"}, "bad_url"),
            ({"types": []}, "invalid"),
            ({"types": ["post.written"]}, "invalid"),
        ]
        for wrong, code in refusals:
            body = {"url": f"{post.receiver.url}/events", "types": EVERY, **wrong}
            made, changed = post.admin.post("/v1/subscriptions", json=body), post.admin.patch(path, json=wrong)
            assert [(answer.status_code, answer.json()["code"]) for answer in (made, changed)] == [(422, code)] * 2
