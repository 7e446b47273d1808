"""Versions of a post: each reader counts those that are meant for them, and cannot tell that there are others."""

from __future__ import annotations

from datetime import timedelta

from tests.service.road import Road


def test_a_newcomer_counts_from_one_what_they_may_see(road: Road) -> None:
    """Bob writes among the participants, then rewords it for the coworkers too: for Carol there is one version."""
    discussion = road.asked()
    path = f"/discussions/{discussion}/posts"
    said = road.does("bob", "POST", path, kind="answer", text="6140, but ask Eve, she is new.", reach="participants")
    post = said["posts"][0]["id"]
    road.does("alice", "POST", f"{path}/{post}/not-it")
    road.later(timedelta(hours=2, minutes=1))
    road.does("bob", "PATCH", f"{path}/{post}", text="6140", reach="coworkers")

    seen = road.sees("carol", discussion)["posts"][0]
    assert seen["versions"] == [{"version": 1, "text": "6140"}]
    assert [version["version"] for version in road.sees("alice", discussion)["posts"][0]["versions"]] == [1, 2]

    road.does("alice", "POST", f"{path}/{post}/accept", version=2)
    assert road.sees("alice", discussion)["accepted"] == {"post": post, "version": 2}
    assert road.sees("carol", discussion)["accepted"] == {"post": post, "version": 1}


def test_an_accepted_version_that_was_not_meant_for_a_reader_is_not_named(road: Road) -> None:
    """Alice accepts what Bob said among participants; Carol, who sees his later wording only, reads that it ended."""
    discussion = road.asked()
    path = f"/discussions/{discussion}/posts"
    post = road.does("bob", "POST", path, kind="comment", text="6140, I think.", reach="participants")["posts"][0]["id"]
    road.later(timedelta(hours=2, minutes=1))
    road.does("bob", "PATCH", f"{path}/{post}", text="6140", reach="coworkers")
    road.does("alice", "POST", f"{path}/{post}/accept", version=1)

    assert road.sees("carol", discussion)["outcome"] == "answered"
    assert road.sees("carol", discussion)["accepted"] is None
