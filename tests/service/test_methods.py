"""A method that a path does not have is refused with those that it has, of all its endpoints."""

from __future__ import annotations

import pytest

from tests.service.road import Road


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/discussions/d/posts/p", "DELETE, PATCH"),
        ("/v1/discussions/d/posts", "GET, POST"),
        ("/v1/discussions/d/members/m", "DELETE, PUT"),
        ("/v1/me", "GET"),
    ],
)
def test_the_methods_of_a_path_are_named(road: Road, path: str, allowed: str) -> None:
    """Whatever is behind it; nothing is looked up for that."""
    answer = road.service.http().request("TRACE", path)
    assert (answer.status_code, answer.json()["code"], answer.headers["allow"]) == (405, "method_not_allowed", allowed)
