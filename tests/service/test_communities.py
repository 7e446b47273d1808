"""Communities grow: proposed to who helped on one kind of task, joined by consent, gone through by who leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from socialbpm.service.embedded import EmbeddedService
from tests.conftest import empty_database
from tests.service.everything import Admin, kept
from tests.service.road import HOUR, SETTINGS, TASK, Road
from tests.service.test_experience import activate, found, released

MINUTE = timedelta(minutes=1)
LATER = "Which account do freight costs go to?"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """On PostgreSQL `make bench` tells these stories, too; `make test` has those of the store."""
    yield from empty_database(request, tmp_path)


def helped(road: Road, who: str, number: int, **more: Any) -> str:
    """Let Alice be stuck, somebody who was brought in answer, and Alice accept; return the discussion."""
    task = {**TASK, "task_id": f"h{number}", "case_id": f"ch{number}"}
    discussion = road.fired(f"h{number} by {who}", task=task, question=LATER, **more)
    if who != "bob":
        road.does("alice", "PUT", f"/discussions/{discussion}/members/{who}")
    path = f"/discussions/{discussion}/posts"
    posts = road.does(who, "POST", path, text="6800", reach="participants", kind="answer")["posts"]
    road.does("alice", "POST", f"{path}/{posts[-1]['id']}/accept", version=1)
    return discussion


def communities(road: Road, who: str) -> list[dict[str, Any]]:
    """Return the communities that somebody may know of."""
    return list(road.does(who, "GET", "/communities")["items"])


def founded(road: Road, *who: str) -> str:
    """Let these help once each, and join; return the community."""
    for number, person in enumerate(who):
        helped(road, person, number)
    community = str(communities(road, who[0])[0]["id"])
    for person in who:
        road.clock.advance(MINUTE)
        road.does(person, "POST", f"/communities/{community}/join")
    return community


class TestGrowing:
    def test_two_who_helped_make_one_by_their_consent(self, road: Road) -> None:
        """Bob and Dana helped Alice. Nobody is in it unasked, and until both agree nobody hears of the other."""
        first = helped(road, "bob", 1)
        assert communities(road, "bob") == []
        second = helped(road, "dana", 2)
        (proposed,) = communities(road, "bob")
        assert proposed["standing"] == "proposed"
        assert (proposed["members"], proposed["founded_at"], proposed["steward"]) == ([], None, None)
        for who, discussion in (("bob", first), ("dana", second)):
            facts = road.does(who, "GET", f"/discussions/{discussion}/facts")["items"]
            assert [fact["who"]["id"] for fact in facts if fact["kind"] == "CommunityProposed"] == [who]
            assert "CommunityProposed" not in str(road.does("alice", "GET", f"/discussions/{discussion}/facts"))
        community = f"/communities/{proposed['id']}"
        joined = road.does("bob", "POST", f"{community}/join")
        assert [member["id"] for member in joined["members"]] == ["bob"]
        assert joined["founded_at"] is None
        assert road.does("dana", "GET", community)["members"] == []
        both = road.does("dana", "POST", f"{community}/join")
        assert [member["id"] for member in both["members"]] == ["bob", "dana"]
        assert both["steward"]["id"] == "bob"
        assert both["founded_at"] is not None

    def test_helping_twice_is_not_two_people(self, road: Road) -> None:
        """Bob alone makes no community, and neither does a word that did not help."""
        helped(road, "bob", 1)
        helped(road, "bob", 2)
        assert communities(road, "bob") == []

    def test_one_who_says_no_is_not_in_it_and_not_asked_again(self, road: Road) -> None:
        """Dana declines; the next one who helps is asked, too, and with Bob makes it."""
        helped(road, "bob", 1)
        helped(road, "dana", 2)
        community = f"/communities/{communities(road, 'dana')[0]['id']}"
        road.does("dana", "POST", f"{community}/decline")
        road.does("bob", "POST", f"{community}/join")
        helped(road, "dana", 3)
        assert communities(road, "dana") == []
        helped(road, "carol", 4)
        assert road.does("carol", "POST", f"{community}/join")["founded_at"] is not None

    def test_the_ladder_finds_it_by_its_name(self, road: Road) -> None:
        """`community:check_invoice` names Carol and Dana from then on; not before, and not who left."""
        rings = [{"name": "guild", "step": "community", "who": ["community:check_invoice"]}]

        def suggested(number: int) -> list[str]:
            task = {**TASK, "task_id": f"g{number}", "case_id": f"cg{number}"}
            settings = {**SETTINGS, "rings": rings, "shares": []}
            discussion = road.fired(f"g{number}", task=task, settings=settings, question="Who knows?")
            preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/guild/preview")
            return [each["person"]["id"] for each in preview["first"]]

        helped(road, "carol", 1)
        helped(road, "dana", 2)
        assert suggested(1) == []
        community = f"/communities/{communities(road, 'dana')[0]['id']}"
        road.does("carol", "POST", f"{community}/join")
        assert suggested(2) == []
        road.does("dana", "POST", f"{community}/join")
        assert sorted(suggested(3)) == ["carol", "dana"]
        road.does("carol", "POST", f"{community}/leave")
        assert suggested(4) == ["dana"]


class TestWhoSeesIt:
    def test_who_may_ask_there_sees_who_is_in_it(self, road: Road) -> None:
        """Alice has such a task; Eve has none, and gets what there is of no community."""
        community = founded(road, "bob", "dana")
        assert [member["id"] for member in road.does("alice", "GET", f"/communities/{community}")["members"]] == [
            "bob",
            "dana",
        ]
        there, nowhere = (road.by("eve").get(f"/v1/communities/{id_}") for id_ in (community, "none"))
        assert there.status_code == nowhere.status_code == 404
        assert there.content == nowhere.content
        assert communities(road, "eve") == []
        assert road.refused("alice", "POST", f"/communities/{community}/join")["code"] == "not_proposed"

    def test_it_shows_the_experience_to_who_may_read_that(self, road: Road) -> None:
        """Alice may ask there; Dana, who is in it, has no such task."""
        community = founded(road, "bob", "dana")
        released(road)
        activate(road, "t2")
        assert len(road.does("alice", "GET", f"/communities/{community}/experience")["items"]) == 1
        assert road.does("dana", "GET", f"/communities/{community}/experience")["items"] == []


class TestSteward:
    def test_the_steward_says_what_it_is_about(self, road: Road) -> None:
        """And hands on to a member; then it is theirs to say."""
        community = f"/communities/{founded(road, 'bob', 'dana')}"
        said = road.does("bob", "PATCH", community, title="Freight", about="Ask us.", steward="dana")
        assert (said["title"], said["about"], said["steward"]["id"]) == ("Freight", "Ask us.", "dana")
        assert road.refused("bob", "PATCH", community, title="Mine")["code"] == "not_the_steward"
        assert road.refused("dana", "PATCH", community, steward="eve")["code"] == "not_in_community"

    def test_who_leaves_hands_on(self, road: Road) -> None:
        """Bob goes: Dana has been in longest."""
        community = f"/communities/{founded(road, 'bob', 'dana', 'carol')}"
        road.does("bob", "POST", f"{community}/leave")
        seen = road.does("carol", "GET", community)
        assert [member["id"] for member in seen["members"]] == ["dana", "carol"]
        assert seen["steward"]["id"] == "dana"


class TestGoing:
    def test_who_is_off_boarded_is_out_at_once(self, road: Road) -> None:
        """Also as steward."""
        community = f"/communities/{founded(road, 'bob', 'dana', 'carol')}"
        Admin(road).does("POST", "/people/bob/off-board")
        seen = road.does("carol", "GET", community)
        assert [member["id"] for member in seen["members"]] == ["dana", "carol"]
        assert seen["steward"]["id"] == "dana"

    def test_who_is_erased_takes_their_words_along(self, road: Road, service: EmbeddedService) -> None:
        """The title is that of the task again."""
        community = f"/communities/{founded(road, 'bob', 'dana')}"
        road.does("bob", "PATCH", community, title="Zebra", about="Zebras welcome.")
        Admin(road).does("POST", "/people/bob/erase")
        service.sweep()
        assert "Zebra" not in kept(service)
        assert road.does("dana", "GET", community)["title"] == "check_invoice"


class TestWhoKnowsWhat:
    def test_a_reader_sees_what_they_were_there_for(self, road: Road) -> None:
        """Alice saw Dana help twice; Eve saw nothing, and gets what there is of nobody."""
        helped(road, "dana", 1)
        helped(road, "dana", 2)
        page = road.does("alice", "GET", "/people/dana")
        assert page["person"] == {"id": "dana", "name": "Dana"}
        assert [(each["element_id"], each["times"]) for each in page["helped"]] == [("check_invoice", 2)]
        assert road.does("dana", "GET", "/people/dana")["helped"] == page["helped"]
        there, nowhere = (road.by("eve").get(f"/v1/people/{who}") for who in ("dana", "nobody"))
        assert there.status_code == nowhere.status_code == 404
        assert there.content == nowhere.content

    def test_who_was_taken_out_knows_nothing_of_it(self, road: Road) -> None:
        """Bob was there when Dana helped the first time, and not the second."""
        helped(road, "dana", 1)
        discussion = road.fired("h2", task={**TASK, "task_id": "h2", "case_id": "ch2"}, question=LATER)
        road.does("alice", "DELETE", f"/discussions/{discussion}/members/bob")
        helped(road, "dana", 2)
        assert road.does("alice", "GET", "/people/dana")["helped"][0]["times"] == 2
        assert road.does("bob", "GET", "/people/dana")["helped"][0]["times"] == 1

    def test_members_know_each_other_by_the_community(self, road: Road) -> None:
        """Bob and Dana never met in a discussion."""
        community = founded(road, "bob", "dana")
        assert road.does("carol", "GET", "/people/carol")["communities"] == []
        (shared,) = road.does("bob", "GET", "/people/dana")["communities"]
        assert shared["id"] == community


def test_experience_and_community_of_a_task_come_with_the_next_one_who_is_stuck(road: Road) -> None:
    """The journey's end: what was answered is there before anybody is asked, and so are those who know."""
    founded(road, "bob", "dana")
    released(road)
    road.later(HOUR)
    task = activate(road, "t9")
    assert found(road, "alice", task)[0]["answer"] == "Freight goes to 6800."
    (community,) = communities(road, "alice")
    assert community["standing"] is None
    assert [member["name"] for member in community["members"]] == ["Bob", "Dana"]
