"""Lists come in pages, and with filters; neither a cursor nor what is left out tells of what a reader cannot see."""

from __future__ import annotations

from typing import Any

import pytest

from tests.service.road import HOUR, TASK, Road


@pytest.fixture
def discussion(road: Road) -> str:
    """Alice asked; Bob is informed, and said three things; Alice keeps notes in between."""
    found = road.asked()
    for number in range(3):
        path = f"/discussions/{found}/posts"
        road.does("bob", "POST", path, text=f"bob {number}", reach="participants")
        road.does("alice", "POST", path, text=f"note {number}", kind="note")
    return found


def pages(road: Road, person: str, path: str, limit: int) -> list[list[Any]]:
    """Return all pages of a list."""
    found, cursor = [], ""
    while cursor is not None:
        page = road.does(person, "GET", f"{path}?limit={limit}" + (f"&cursor={cursor}" if cursor else ""))
        found.append(page["items"])
        cursor = page["cursor"]
    return found


@pytest.mark.parametrize("what", ["posts", "facts", "members", "asks"])
@pytest.mark.parametrize("person", ["alice", "bob"])
def test_pages_are_the_list_in_pieces(road: Road, discussion: str, what: str, person: str) -> None:
    """Each item once, in order; the last page says that there is no more."""
    path = f"/discussions/{discussion}/{what}"
    (whole,) = pages(road, person, path, 100)
    pieces = pages(road, person, path, 2)
    assert [item for page in pieces for item in page] == whole
    assert all(len(page) == 2 for page in pieces[:-1])


def test_what_comes_in_before_moves_nothing(road: Road, discussion: str) -> None:
    """Bob turns a page; what is said meanwhile comes on a later one, and what he had does not come again."""
    path = f"/discussions/{discussion}/posts"
    first = road.does("bob", "GET", f"{path}?limit=2")
    road.does("alice", "POST", path, text="alice", reach="participants")
    rest = road.does("bob", "GET", f"{path}?limit=9&cursor={first['cursor']}")
    assert [post["text"] for post in (*first["items"], *rest["items"])] == ["bob 0", "bob 1", "bob 2", "alice"]


def test_a_cursor_says_nothing_and_is_nobody_elses(road: Road, discussion: str) -> None:
    """Two of the same place differ, all are of one length, and Alice cannot use Bob's, nor he it in another list."""
    posts, facts = (f"/discussions/{discussion}/{what}" for what in ("posts", "facts"))
    cursors = [road.does("bob", "GET", f"{facts}?limit={limit}")["cursor"] for limit in (1, 1, 2)]
    assert len(set(cursors)) == 3
    assert len({len(cursor) for cursor in cursors}) == 1
    for person, path in (("alice", facts), ("bob", posts)):
        assert road.refused(person, "GET", f"{path}?cursor={cursors[0]}")["code"] == "bad_cursor"


class TestFilters:
    @pytest.fixture
    def two(self, road: Road) -> tuple[str, str]:
        """Alice asked about two tasks, and took the second question back; Carol is asked in the first."""
        second = {**TASK, "task_id": "t2", "case_id": "c2", "process": "other"}
        first = road.asked()
        withdrawn = road.fired("r2", question="And this?", task=second)
        road.later(3 * HOUR)
        road.does("alice", "POST", f"/discussions/{withdrawn}/withdraw")
        return first, withdrawn

    @pytest.mark.parametrize(
        ("person", "wanted", "found"),
        [
            ("alice", "state=open", [0]),
            ("alice", "state=ended", [1]),
            ("alice", "role=mine", [0, 1]),
            ("bob", "role=mine", []),
            ("carol", "role=asked", [0]),
            ("alice", "role=asked", []),
            ("alice", "process=other", [1]),
            ("bob", "task=t1&runtime=expenses", [0]),
            ("bob", "runtime=another", []),
            ("alice", "case=c2", [1]),
            ("alice", "since=2026-01-05T10:00:00Z", [0, 1]),
            ("alice", "since=2027-01-01T00:00:00Z", []),
        ],
    )
    def test_find_what_is_wanted(
        self, road: Road, two: tuple[str, str], person: str, wanted: str, found: list[int]
    ) -> None:
        """And only of what somebody is in."""
        items = road.does(person, "GET", f"/discussions?{wanted}")["items"]
        assert sorted(item["id"] for item in items) == sorted(two[number] for number in found)

    def test_do_not_find_out_what_is_not_shown(self, road: Road, two: tuple[str, str]) -> None:
        """Carol is in, and is not told which case it is of: guessing finds nothing, right or wrong."""
        assert len(road.does("carol", "GET", "/discussions")["items"]) == 2
        assert [road.does("carol", "GET", f"/discussions?case={case}")["items"] for case in ("c1", "c9")] == [[], []]
