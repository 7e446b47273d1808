"""A token of the widget is good for one person, one task, one origin, some minutes, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from socialbpm.clock import FrozenClock
from tests.service.road import Road
from tests.service.widget.conftest import ORIGIN, OTHER, Guest, guest, let_in


def test_a_runtime_lets_in_whose_task_it_is(road: Road, clock: FrozenClock) -> None:
    """For ten minutes, or as many as it says, up to fifteen."""
    answer = let_in(road, "alice").json()
    assert answer["token"].startswith("sbw_")
    assert answer["expires_at"] == (clock.now() + timedelta(minutes=10)).isoformat().replace("+00:00", "Z")
    assert let_in(road, "alice", expires_in=900).status_code == 201
    assert let_in(road, "alice", expires_in=901).json()["code"] == "invalid"


@pytest.mark.parametrize(
    ("person", "more", "code"),
    [
        ("bob", {}, "not_theirs_to_ask"),
        ("nobody", {}, "unknown_person"),
        ("alice", {"task": "t9"}, "not_found"),
        ("alice", {"origin": "https://evil.example"}, "origin_not_allowed"),
        ("alice", {"origin": "https://tasks.example.evil.example"}, "origin_not_allowed"),
        ("alice", {"origin": "null"}, "origin_not_allowed"),
    ],
)
def test_a_runtime_lets_nobody_else_in(road: Road, person: str, more: dict[str, str], code: str) -> None:
    """Not for a task that is somebody else's, none of its own, nor to a page that is not on the list."""
    assert let_in(road, person, **more).json()["code"] == code


def test_a_task_that_nobody_has_is_for_whoever_may_take_it(road: Road) -> None:
    """Bob may take the second one; the first is Alice's."""
    assert "Help with" in guest(road, "bob", "t2").sees()


def test_only_runtimes_let_people_in(road: Road) -> None:
    """Alice herself does not, and nobody without a key."""
    body = {"task_id": "t1", "person": "alice", "origin": ORIGIN}
    assert road.by("alice").post("/v1/widget-tokens", json=body).json()["code"] == "wrong_token"
    other = road.service.http(road.service.key_for("another"))
    assert other.post("/v1/widget-tokens", json=body).json()["code"] == "not_found"


def test_a_token_is_nobodys_anywhere_else(road: Road) -> None:
    """The API knows no such token, nor do pages; and the widget's address takes no other."""
    alice = guest(road, "alice")
    for path in ("/v1/me", "/v1/discussions", "/v1/stream", "/v1/tasks"):
        assert alice.http.get(path).status_code == 401
    assert alice.http.get("/", follow_redirects=False).status_code == 303
    for token in (road.service.token_for("alice"), road.service.key_for("expenses"), "sbw_made-up", ""):
        assert Guest(road, token, "t1").looks().json()["code"] == "unauthorized"


def test_another_task_is_not_there(road: Road) -> None:
    """Alice's token of one task: another one and one that does not exist are the same to the byte."""
    alice = guest(road, "alice")
    answers = [alice.looks(task) for task in ("t2", "t9", "T1")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_another_page_gets_nothing(road: Road) -> None:
    """A token that came to another page, or to a program that says nothing of where it is, opens nothing."""
    token = let_in(road, "alice").json()["token"]
    assert Guest(road, token, "t1").looks().is_success
    assert Guest(road, token, "t1", origin=OTHER).looks().status_code == 401
    nowhere = Guest(road, token, "t1")
    del nowhere.http.headers["Origin"]
    assert nowhere.looks().status_code == 401


def test_its_time_ends(road: Road, clock: FrozenClock) -> None:
    """Then the page's server asks for the next one."""
    alice = guest(road, "alice")
    clock.advance(timedelta(minutes=10) - timedelta(seconds=1))
    assert 0 < alice.looks().json()["expires_in"] <= 1
    clock.advance(timedelta(seconds=1))
    assert alice.looks().json()["code"] == "unauthorized"


def test_it_ends_with_the_access_of_its_person(road: Road) -> None:
    """Off-boarding takes it away with the same transaction."""
    alice = guest(road, "alice")
    admin = road.service.http(road.service.token_for("eve", "admin"))
    assert admin.post("/v1/people/alice/off-board").is_success
    assert alice.looks().status_code == 401
    assert let_in(road, "alice").json()["code"] == "unknown_person"


def test_it_ends_with_the_key_that_issued_it(road: Road) -> None:
    """A key that got into wrong hands leaves nothing open behind it."""
    alice = guest(road, "alice")
    admin = road.service.http(road.service.token_for("eve", "admin"))
    (key,) = admin.get("/v1/keys?subject=expenses").json()["items"]
    assert admin.delete(f"/v1/keys/{key['id']}").is_success
    assert alice.looks().status_code == 401


def test_a_runtime_ends_what_it_let_in(road: Road) -> None:
    """When somebody signs out of its page: for one task, or for all; another runtime's stay."""
    first, second = guest(road, "alice"), guest(road, "alice", "t2")
    other = road.service.http(road.service.key_for("another"))
    assert other.delete("/v1/widget-tokens?person=alice").status_code == 204
    assert first.looks().is_success
    assert road.runtime.delete("/v1/widget-tokens?person=alice&task_id=t1").status_code == 204
    assert (first.looks().status_code, second.looks().status_code) == (401, 200)
    assert road.runtime.delete("/v1/widget-tokens?person=alice").status_code == 204
    assert second.looks().status_code == 401
