"""A call that is sent again with its Idempotency-Key happens once, and is answered for what its reader may see now."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest

from tests.service.road import HOUR, Road

WITH_KEY = {"Idempotency-Key": "k1"}


@pytest.fixture
def discussion(road: Road) -> str:
    """Alice asked; Bob is informed."""
    return road.asked()


def says(road: Road, person: str, discussion: str, text: str = "6800", key: str = "k1") -> httpx2.Response:
    """Let a person post among the participants, with a key."""
    body = {"kind": "answer", "text": text, "reach": "participants"}
    headers = {"Idempotency-Key": key}
    return road.by(person).post(f"/v1/discussions/{discussion}/posts", json=body, headers=headers)


def sent(road: Road, person: str, method: str, path: str, body: Any = None) -> httpx2.Response:
    """Let a person do something with the key k1."""
    return road.by(person).request(method, f"/v1{path}", json=body, headers=WITH_KEY)


class TestTheSameCall:
    def test_happens_once(self, road: Road, discussion: str) -> None:
        """Bob's answer was lost on the way, so he sends it again: it stands there once, and he is answered alike."""
        first, again = says(road, "bob", discussion), says(road, "bob", discussion)
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json() == again.json()
        assert len(road.sees("alice", discussion)["posts"]) == 1

    def test_is_the_same_however_its_json_is_written(self, road: Road, discussion: str) -> None:
        """The order of the names in the body says nothing; quotes around the key neither."""
        path = f"/v1/discussions/{discussion}/posts"
        for body, key in (
            ('{"text":"6800","reach":"participants"}', "k1"),
            ('{ "reach": "participants", "text": "6800" }', '"k1"'),
        ):
            headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
            assert road.by("bob").post(path, content=body, headers=headers).is_success
        assert len(road.sees("alice", discussion)["posts"]) == 1

    def test_with_another_body_is_refused(self, road: Road, discussion: str) -> None:
        """A key names one call."""
        says(road, "bob", discussion)
        other = says(road, "bob", discussion, text="6140")
        assert (other.status_code, other.json()["code"]) == (422, "key_reused")
        assert sent(road, "bob", "POST", f"/discussions/{discussion}/leave").json()["code"] == "key_reused"
        assert [post["text"] for post in road.sees("alice", discussion)["posts"]] == ["6800"]

    def test_of_somebody_else_is_another_call(self, road: Road, discussion: str) -> None:
        """Keys are per person: Alice's k1 has nothing to do with Bob's, and tells her nothing of it."""
        says(road, "bob", discussion)
        assert says(road, "alice", discussion, text="Why?").status_code == 409  # her own answer is none
        body = {"text": "Why?", "reach": "participants"}
        assert sent(road, "alice", "POST", f"/discussions/{discussion}/posts", body).status_code == 201
        assert len(road.sees("bob", discussion)["posts"]) == 2

    def test_is_answered_for_what_is_seen_now(self, road: Road, discussion: str) -> None:
        """Alice has said "not it" meanwhile: the answer shows that, and not what it was then."""
        post = says(road, "bob", discussion).json()["posts"][0]["id"]
        road.does("alice", "POST", f"/discussions/{discussion}/posts/{post}/not-it")
        (seen,) = says(road, "bob", discussion).json()["posts"]
        assert seen["refused"]

    def test_shows_nothing_to_who_was_removed_since(self, road: Road, discussion: str) -> None:
        """Bob, taken out, hears that his call was taken, which he knew, and not a word."""
        says(road, "bob", discussion)
        road.does("alice", "DELETE", f"/discussions/{discussion}/members/bob")
        again = says(road, "bob", discussion)
        assert (again.status_code, again.content) == (204, b"")
        assert says(road, "bob", discussion, key="k2").json()["code"] == "not_found"

    def test_that_was_refused_may_be_granted_later(self, road: Road, discussion: str) -> None:
        """A refusal keeps nothing: Bob cannot say that it is over, and when he is the asker he can."""
        path = f"/discussions/{discussion}/widen"
        assert sent(road, "alice", "POST", path).is_success
        assert sent(road, "bob", "POST", path).json()["code"] == "not_the_asker"
        preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/self/preview?person=bob")
        road.does("alice", "POST", f"/discussions/{discussion}/members/bob/hand-over", preview=preview["id"])
        assert sent(road, "bob", "POST", path).is_success

    def test_is_not_taken_for_done_because_of_what_was_due(self, road: Road, discussion: str) -> None:
        """The wait of Bob's ring is over and is worked off first; his post comes all the same, and once."""
        road.clock.advance(3 * HOUR)
        assert says(road, "bob", discussion).status_code == 201
        assert says(road, "bob", discussion).status_code == 201
        assert road.is_in("carol", discussion)
        assert len(road.sees("alice", discussion)["posts"]) == 1

    def test_is_not_taken_for_done_because_a_new_preview_was_served(self, road: Road, discussion: str) -> None:
        """Alice's consent is refused, with a new preview; sent again it is refused again, and not taken for given."""
        road.does("alice", "POST", f"/discussions/{discussion}/widen")
        path = f"/discussions/{discussion}/rings/network"
        preview = road.does("alice", "GET", f"{path}/preview")
        road.does("alice", "PUT", f"{path}/wording", text="Which account, say?")
        for _ in range(2):
            refused = sent(road, "alice", "POST", f"{path}/consent", {"preview": preview["id"]})
            assert refused.json()["code"] == "preview_outdated"

    def test_leaves_and_is_gone(self, road: Road, discussion: str) -> None:
        """Bob goes, and asks again whether he is gone."""
        for _ in range(2):
            assert sent(road, "bob", "POST", f"/discussions/{discussion}/leave").status_code == 204

    def test_opens_one_discussion(self, road: Road, discussion: str) -> None:
        """Alice withdraws and asks anew; that call, sent again, does not ask a third time, nor say that it was open."""
        road.does("alice", "POST", f"/discussions/{discussion}/withdraw")
        first, again = (
            sent(road, "alice", "POST", "/tasks/expenses/t1/discussions", {"question": "Once more?"}) for _ in range(2)
        )
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json() == again.json()
        assert len(road.does("alice", "GET", "/discussions")["items"]) == 2

    @pytest.mark.parametrize("key", ["", "a b", "x" * 201])
    def test_needs_a_key_that_is_one(self, road: Road, discussion: str, key: str) -> None:
        """At most 200 visible characters."""
        refused = says(road, "bob", discussion, key=key)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid")


def test_a_call_in_flight_is_refused_for_a_second(road: Road, discussion: str) -> None:
    """Bob's client sends the same five times at once: one is carried out, whoever comes meanwhile is to come again."""
    headers = {"Authorization": f"Bearer {road.service.token_for('bob')}", **WITH_KEY}

    async def at_once() -> list[httpx2.Response]:
        transport = httpx2.ASGITransport(app=road.service.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://bob", headers=headers) as bob:
            body = {"text": "6800", "reach": "participants"}
            calls = (bob.post(f"/v1/discussions/{discussion}/posts", json=body) for _ in range(5))
            return list(await asyncio.gather(*calls))

    answers = road.service._portal.call(at_once)
    refused = [answer for answer in answers if answer.status_code == 409]
    assert {answer.status_code for answer in answers} == {201, 409}
    assert {(answer.json()["code"], answer.headers["retry-after"]) for answer in refused} == {("in_flight", "1")}
    assert len(road.sees("alice", discussion)["posts"]) == 1
