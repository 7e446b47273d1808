"""ETags: one for what a reader sees. What they cannot see does not change it; what is out of date is not acted on."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from tests.service.road import Road


@pytest.fixture
def discussion(road: Road) -> str:
    """Alice asked; Bob is informed."""
    return road.asked()


def get(road: Road, person: str, path: str, **headers: str) -> httpx2.Response:
    """Let a person read something."""
    return road.by(person).get(f"/v1{path}", headers={name.replace("_", "-"): value for name, value in headers.items()})


def etag(road: Road, person: str, discussion: str) -> str:
    """Return the version of a discussion for a person."""
    return str(get(road, person, f"/discussions/{discussion}").headers["etag"])


def comment(road: Road, person: str, discussion: str, match: str, text: str = "Hm.") -> httpx2.Response:
    """Let a person say something, if the discussion is as they saw it."""
    body = {"text": text, "reach": "participants"}
    return road.by(person).post(f"/v1/discussions/{discussion}/posts", json=body, headers={"If-Match": match})


class TestReading:
    def test_what_somebody_has_is_not_sent_again(self, road: Road, discussion: str) -> None:
        """304, without a word; weak or in a list, too."""
        known = etag(road, "bob", discussion)
        for said in (known, f"W/{known}", f'"x", {known}', "*"):
            answer = get(road, "bob", f"/discussions/{discussion}", If_None_Match=said)
            assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", known)
        assert get(road, "bob", f"/discussions/{discussion}", If_None_Match='"x"').status_code == 200

    @pytest.mark.parametrize("what", ["posts", "members", "asks", "facts"])
    def test_lists_have_versions(self, road: Road, discussion: str, what: str) -> None:
        """Each of what is in it for this reader."""
        path = f"/discussions/{discussion}/{what}"
        known = get(road, "alice", path).headers["etag"]
        assert get(road, "alice", path, If_None_Match=known).status_code == 304

    def test_an_answer_is_kept_by_nobody_in_between(self, road: Road, discussion: str) -> None:
        """It is of one reader; who keeps it asks each time whether it still holds."""
        headers = get(road, "bob", f"/discussions/{discussion}").headers
        assert (headers["cache-control"], headers["vary"]) == ("private, no-cache", "Authorization")

    def test_a_problem_has_no_version(self, road: Road, discussion: str) -> None:
        """What Eve may not see is no more there than what does not exist."""
        refused, missing = get(road, "eve", f"/discussions/{discussion}"), get(road, "eve", "/discussions/no-such")
        assert refused.status_code == missing.status_code == 404
        assert "etag" not in refused.headers
        assert refused.headers.keys() == missing.headers.keys()


class TestChanging:
    def test_who_saw_it_as_it_is_is_heard(self, road: Road, discussion: str) -> None:
        """Bob answers to what he read; the answer says the version after that, and he goes on from there."""
        said = comment(road, "bob", discussion, etag(road, "bob", discussion))
        assert said.status_code == 201
        assert said.headers["etag"] == etag(road, "bob", discussion)
        assert comment(road, "bob", discussion, f'"old", {said.headers["etag"]}', "And?").status_code == 201

    def test_who_missed_something_is_refused(self, road: Road, discussion: str) -> None:
        """Alice commented meanwhile: Bob is to read that first. Nothing is kept of what he said."""
        seen = etag(road, "bob", discussion)
        road.does("alice", "POST", f"/discussions/{discussion}/posts", text="Freight!", reach="participants")
        refused = comment(road, "bob", discussion, seen)
        assert (refused.status_code, refused.json()["code"]) == (412, "moved_on")
        assert [post["text"] for post in road.sees("bob", discussion)["posts"]] == ["Freight!"]

    def test_what_somebody_cannot_see_does_not_stop_them(self, road: Road, discussion: str) -> None:
        """Alice's note is hers alone: for Bob nothing changed, and nothing tells him."""
        seen = etag(road, "bob", discussion)
        road.does("alice", "POST", f"/discussions/{discussion}/posts", text="Careful.", kind="note")
        assert etag(road, "bob", discussion) == seen
        assert comment(road, "bob", discussion, seen).status_code == 201

    def test_an_outsider_hears_the_same_with_and_without(self, road: Road, discussion: str) -> None:
        """Whether a version is right is no way to find out that something exists."""
        for match in ('"x"', "*", etag(road, "bob", discussion)):
            for about in (discussion, "no-such"):
                assert comment(road, "eve", about, match).json()["code"] == "not_found"

    def test_any_version_will_do(self, road: Road, discussion: str) -> None:
        """`*` asks for nothing but that it is there."""
        assert comment(road, "bob", discussion, "*").status_code == 201

    @pytest.mark.parametrize("match", ["x", '"x', '"a" "b"', ""])
    def test_what_is_no_version_is_said_to_be_none(self, road: Road, discussion: str, match: str) -> None:
        """And not taken for one that does not fit."""
        assert comment(road, "bob", discussion, match).json()["code"] == "invalid"

    def test_a_weak_version_fits_nothing(self, road: Road, discussion: str) -> None:
        """Weak ones compare for reading only."""
        assert comment(road, "bob", discussion, f"W/{etag(road, 'bob', discussion)}").json()["code"] == "moved_on"

    def test_a_call_that_is_sent_again_is_not_refused_for_what_it_did(self, road: Road, discussion: str) -> None:
        """With a key, the repeat is known before anything is compared."""
        headers = {"If-Match": etag(road, "bob", discussion), "Idempotency-Key": "k1"}
        body: dict[str, Any] = {"text": "Hm.", "reach": "participants"}
        path = f"/v1/discussions/{discussion}/posts"
        assert [road.by("bob").post(path, json=body, headers=headers).status_code for _ in range(2)] == [201, 201]


def test_the_version_of_an_answer_is_that_of_its_words(road: Road, discussion: str) -> None:
    """Byte for byte: what is compared inside is what was sent."""
    answer = get(road, "alice", f"/discussions/{discussion}")
    assert comment(road, "alice", discussion, answer.headers["etag"]).is_success
    assert json.loads(answer.content) == answer.json()
