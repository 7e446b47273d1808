"""What is new since one looked, on pages: a number on the desk, a mark in the discussion."""

from __future__ import annotations

from tests.service.pages.conftest import Sits
from tests.service.road import Road
from tests.service.test_looks import new, says

MARK = "new since you looked"


class TestWhatIsNew:
    def test_is_counted_and_marked(self, road: Road, sits: Sits) -> None:
        """Bob looks; Alice says something; he sees a number, then the mark; then neither."""
        discussion = road.asked()
        bob = sits("bob")
        assert "Check invoice 1 new" in bob.text
        path = f"/discussions/{discussion}"
        assert MARK not in bob.goes(path).text
        assert "new" not in bob.goes("/").text
        for text in ("One", "Two"):
            says(road, "alice", discussion, text)
        assert "Check invoice 2 new" in bob.goes("/").text
        assert bob.goes(path).text.count(MARK) == 2
        assert "new" not in bob.goes("/").text
        assert MARK not in bob.goes(path).text

    def test_stays_marked_while_the_page_fetches_itself_anew(self, road: Road, sits: Sits) -> None:
        """What came while Bob looks on is marked, and what was new before is, too."""
        discussion = road.asked()
        bob = sits("bob").goes(f"/discussions/{discussion}")
        says(road, "alice", discussion, "One")
        bob.goes(f"/discussions/{discussion}")
        (live,) = bob.page.xpath("//*[@id='live']/@hx-get")
        assert bob.http.get(live).status_code == 204
        says(road, "alice", discussion, "Two")
        assert bob.goes(live).text.count(MARK) == 2
        assert new(road, "bob") == [0]

    def test_is_not_seen_by_a_browser_that_fetches_ahead(self, road: Road, sits: Sits) -> None:
        """Nobody has looked then."""
        path = f"/discussions/{road.asked()}"
        bob = sits("bob")
        bob.http.get(path, headers={"Sec-Purpose": "prefetch"})
        assert new(road, "bob") == [1]
        bob.goes(path)
        assert new(road, "bob") == [0]
