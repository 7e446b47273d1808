"""Brief answers: who wants to know only that a change was done gets no more than that, and it is done all the same."""

from __future__ import annotations

import pytest

from socialbpm.client import Client, calls
from socialbpm.service.preferring import wants_minimal
from tests.service.road import Road

MINIMAL = {"Prefer": "return=minimal"}


def test_a_change_is_answered_with_nothing_where_that_is_preferred(road: Road) -> None:
    """Bob answers briefly: it says that his wish was followed, and Alice reads what he said."""
    discussion = road.asked()
    path = f"/v1/discussions/{discussion}/posts"
    body = {"kind": "comment", "text": "6140", "reach": "participants"}
    brief = road.by("bob").post(path, json=body, headers=MINIMAL)
    assert (brief.status_code, brief.content) == (204, b"")
    assert brief.headers["preference-applied"] == "return=minimal"
    assert [post["text"] for post in road.sees("alice", discussion)["posts"]] == ["6140"]

    whole = road.by("bob").post(path, json=body)
    assert whole.status_code == 201
    assert "preference-applied" not in whole.headers
    assert len(whole.json()["posts"]) == 2


def test_a_brief_call_that_is_sent_again_happens_once(road: Road) -> None:
    """The same key, once briefly and once not: one post, and each is answered as it asked to be."""
    discussion = road.asked()
    path = f"/v1/discussions/{discussion}/posts"
    body = {"kind": "comment", "text": "6140", "reach": "participants"}
    key = {"Idempotency-Key": "once"}
    assert road.by("bob").post(path, json=body, headers={**key, **MINIMAL}).status_code == 204
    again = road.by("bob").post(path, json=body, headers=key)
    assert again.status_code == 201
    assert len(again.json()["posts"]) == 1


def test_a_refusal_is_as_long_as_ever_and_the_same_for_an_outsider(road: Road) -> None:
    """Eve prefers to hear little, and hears of Alice's discussion what she hears of one that does not exist."""
    discussion = road.asked()
    body = {"kind": "comment", "text": "6140", "reach": "participants"}
    found = [
        road.by("eve").post(f"/v1/discussions/{each}/posts", json=body, headers=MINIMAL)
        for each in (discussion, "nowhere")
    ]
    assert {answer.status_code for answer in found} == {404}
    assert found[0].content.replace(discussion.encode(), b"") == found[1].content.replace(b"nowhere", b"")


@pytest.mark.parametrize(
    ("said", "minimal"),
    [
        ([], False),
        (["return=minimal"], True),
        (["respond-async", 'Return = "minimal"; foo=bar'], True),
        (["return=representation, return=minimal"], False),
        (["returns=minimal"], False),
        (["return"], False),
    ],
)
def test_preferences_are_read_as_the_rfc_has_them(said: list[str], *, minimal: bool) -> None:
    """Names are told apart without case; the first of a name counts; what is not known is left aside."""
    assert wants_minimal(said) is minimal


def test_the_client_asks_for_it_in_one_word(road: Road) -> None:
    """Any change of a discussion can be made brief, and gives nothing back."""
    discussion = road.asked()
    token = road.by("bob").headers["Authorization"].removeprefix("Bearer ")
    with Client(str(road.by("bob").base_url), token, client=road.by("bob")) as bob:
        assert bob.send(calls.create_post(discussion, "6140", reach="participants").briefly()) is None
    assert [post["text"] for post in road.sees("alice", discussion)["posts"]] == ["6140"]
