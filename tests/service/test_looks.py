"""What is new to somebody since they looked: counted and marked for themselves, and told to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from socialbpm.service.embedded import EmbeddedService
from tests.conftest import empty_database
from tests.service.everything import PEOPLE, Admin, kept, shown
from tests.service.road import Road


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """On PostgreSQL `make bench` tells these stories, too."""
    yield from empty_database(request, tmp_path)


def new(road: Road, who: str) -> list[int]:
    """Return how much is new to somebody, in each of their discussions."""
    return [line["new"] for line in road.does(who, "GET", "/discussions")["items"]]


def looks(road: Road, who: str, discussion: str) -> list[str]:
    """Let somebody look, and return the words of what was new to them."""
    told = road.does(who, "PUT", f"/discussions/{discussion}/look")["new"]
    return sorted(post["text"] for post in road.sees(who, discussion)["posts"] if post["id"] in told)


def says(road: Road, who: str, discussion: str, text: str, reach: str = "participants") -> str:
    """Let somebody say something, and return the post."""
    posts = road.does(who, "POST", f"/discussions/{discussion}/posts", text=text, reach=reach)["posts"]
    return str(posts[-1]["id"])


class TestWhatIsNew:
    def test_is_what_others_said_since_one_looked(self, road: Road) -> None:
        """Bob never looked: the question is new. Then Alice says two things, and he one himself."""
        discussion = road.asked()
        assert (new(road, "alice"), new(road, "bob")) == ([0], [1])
        assert looks(road, "bob", discussion) == []
        assert new(road, "bob") == [0]
        for text in ("One", "Two"):
            says(road, "alice", discussion, text)
        says(road, "bob", discussion, "Mine")
        assert (new(road, "alice"), new(road, "bob")) == ([1], [2])
        assert looks(road, "bob", discussion) == ["One", "Two"]
        assert (new(road, "alice"), new(road, "bob")) == ([1], [0])

    def test_is_an_edit_and_not_what_was_taken_back(self, road: Road) -> None:
        """What was changed is to be read again; what is gone is nothing."""
        discussion = road.asked()
        looks(road, "bob", discussion)
        path = f"/discussions/{discussion}/posts"
        post = says(road, "alice", discussion, "Hm")
        looks(road, "bob", discussion)
        road.does("alice", "PATCH", f"{path}/{post}", text="Hm, no")
        assert new(road, "bob") == [1]
        road.does("alice", "DELETE", f"{path}/{post}")
        assert new(road, "bob") == [0]

    def test_is_what_was_raised_to_ones_ring_though_it_is_old(self, road: Road) -> None:
        """Bob said it before Carol came; she has looked since. He raises it, and it is new to her."""
        discussion = road.asked()
        post = says(road, "bob", discussion, "Ask Carol", "participants")
        road.does("alice", "POST", f"/discussions/{discussion}/widen")
        says(road, "bob", discussion, "Not for Carol", "participants")
        looks(road, "carol", discussion)
        assert new(road, "carol") == [0]
        road.does("bob", "POST", f"/discussions/{discussion}/posts/{post}/raise", reach="coworkers")
        assert new(road, "carol") == [1]
        assert looks(road, "carol", discussion) == ["Ask Carol"]

    def test_is_nothing_that_one_may_not_see(self, road: Road) -> None:
        """What the inner ring says moves no number of who is further out (law 2)."""
        discussion = road.asked()
        road.does("alice", "POST", f"/discussions/{discussion}/widen")
        looks(road, "carol", discussion)
        before = road.by("carol").get("/v1/discussions").text
        says(road, "bob", discussion, "Among us", "participants")
        assert road.by("carol").get("/v1/discussions").text == before

    def test_is_nobody_elses_to_know(self, road: Road) -> None:
        """Bob looks, and nothing that anybody else gets is other than before; who is outside looks at nothing."""
        discussion = road.asked()
        says(road, "alice", discussion, "Hm")
        others = [person for person in PEOPLE if person != "bob"]

        def told() -> list[str]:
            paths = ("", "/facts", "/posts", "/asks", "/members")
            found = [road.by(who).get(f"/v1/discussions/{discussion}{path}").text for who in others for path in paths]
            return [*found, *(road.by(who).get("/v1/discussions").text for who in others), repr(road.deliveries())]

        before = told()
        looks(road, "bob", discussion)
        assert told() == before
        assert road.refused("eve", "PUT", f"/discussions/{discussion}/look")["code"] == "not_found"
        assert "look" not in shown(road, discussion).lower()

    def test_is_erased_with_its_person(self, road: Road, service: EmbeddedService) -> None:
        """When Bob looked at what is nobody's to keep."""
        discussion = road.asked()
        looks(road, "bob", discussion)
        assert "('looks', [])" not in kept(service)
        Admin(road).does("POST", "/people/bob/erase", how="empty")
        assert "('looks', [])" in kept(service)
