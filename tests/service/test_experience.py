"""Experience: what was answered before helps whoever is stuck at the same task, before anybody is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from socialbpm.service.embedded import EmbeddedService
from tests.conftest import empty_database
from tests.service.everything import Admin, kept
from tests.service.road import OWNED, SETTINGS, TASK, Road, event, socialize

QUESTION, ANSWER = "Which account do freight costs go to?", "Freight goes to 6800."
Found = list[dict[str, Any]]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """On PostgreSQL `make bench` tells these stories, too; `make test` has those of the store."""
    yield from empty_database(request, tmp_path)


def activate(road: Road, task_id: str, owner: str = "alice", **more: Any) -> str:
    """Let somebody have a task of the same element, in a case of its own, and return its path."""
    task = {**TASK, "task_id": task_id, "case_id": f"case of {task_id}", **more}
    people = {"actual_owner": owner, "potential_owners": ["group:Accounting"]}
    data = {"task": task, "people": people, "event_id": f"{task['element_id']}_socialize", "settings": SETTINGS}
    road.hook(event("task.activated", data, f"activated {task_id} {owner}")).raise_for_status()
    return f"/tasks/expenses/{task_id}"


def accepted(road: Road, request: str = "r1", question: str = QUESTION, answer: str = ANSWER, **more: Any) -> str:
    """Let Alice ask, Bob answer, and Alice accept; return the discussion."""
    discussion = road.fired(request, question=question, **more)
    path = f"/discussions/{discussion}/posts"
    seen = road.does("bob", "POST", path, text=answer, reach="participants", kind="answer")
    road.does("alice", "POST", f"{path}/{seen['posts'][0]['id']}/accept", version=1)
    return discussion


def released(road: Road, request: str = "r1", question: str = QUESTION, answer: str = ANSWER, **more: Any) -> str:
    """Let both release question and answer, Alice by name and Bob without; return the discussion."""
    discussion = accepted(road, request, question, answer, **more)
    road.does("alice", "POST", f"/discussions/{discussion}/release", named=True)
    road.does("bob", "POST", f"/discussions/{discussion}/release", named=False)
    return discussion


def found(road: Road, who: str, path: str, text: str | None = None) -> Found:
    """Return what somebody finds for a task of theirs."""
    return list(road.does(who, "POST", f"{path}/experience", **({"text": text} if text else {}))["items"])


class TestReleasing:
    def test_there_is_nothing_before_both_agree(self, road: Road) -> None:
        """The question is Alice's, the answer Bob's: each releases their own."""
        discussion, task = accepted(road), activate(road, "t2")
        assert found(road, "alice", task) == []
        road.does("bob", "POST", f"/discussions/{discussion}/release", named=False)
        assert found(road, "alice", task) == []
        road.does("alice", "POST", f"/discussions/{discussion}/release", named=True)
        (experience,) = found(road, "alice", task)
        assert experience["question"] == QUESTION
        assert experience["answer"] == ANSWER
        assert experience["asked_by"] == {"id": "alice", "name": "Alice"}
        assert experience["answered_by"] is None
        assert experience["same_task"]
        assert experience["stale"] is None

    def test_an_author_chooses_the_words(self, road: Road) -> None:
        """What is released is a copy; it need not name the supplier."""
        discussion, task = accepted(road), activate(road, "t2")
        road.does("alice", "POST", f"/discussions/{discussion}/release", named=False, question="Where does freight go?")
        road.does("bob", "POST", f"/discussions/{discussion}/release", named=False, question="not mine to say")
        assert found(road, "alice", task)[0]["question"] == "Where does freight go?"
        assert road.sees("alice", discussion)["question"] == QUESTION

    def test_who_was_handed_the_question_does_not_release_it(self, road: Road) -> None:
        """Alice's words stay hers, whoever asks now."""
        discussion = road.asked()
        seen = road.does("bob", "POST", f"/discussions/{discussion}/posts", text="6800", reach="participants")
        road.does("alice", "PUT", f"/discussions/{discussion}/members/carol")
        path = f"/discussions/{discussion}/rings/self/preview?person=carol"
        preview = road.does("alice", "GET", path)["id"]
        road.does("alice", "POST", f"/discussions/{discussion}/members/carol/hand-over", preview=preview)
        road.does("carol", "POST", f"/discussions/{discussion}/posts/{seen['posts'][0]['id']}/accept", version=1)
        refused = road.refused("carol", "POST", f"/discussions/{discussion}/release", named=True)
        assert refused["code"] == "not_the_author"
        road.does("alice", "POST", f"/discussions/{discussion}/release", named=True)


class TestTakingBack:
    @pytest.mark.parametrize("who", ["alice", "bob"])
    def test_either_author_takes_it_back(self, who: str, road: Road) -> None:
        """It is gone at once, and their copy is erased; the same call again finds nothing."""
        released(road)
        task, experience = activate(road, "t2"), road.does(who, "GET", "/experience")["items"][0]
        assert experience["readable"]
        assert len(found(road, "alice", task)) == 1
        road.does(who, "DELETE", f"/experience/{experience['id']}")
        assert found(road, "alice", task) == []
        assert road.does(who, "GET", "/experience")["items"] == []
        assert road.refused(who, "DELETE", f"/experience/{experience['id']}")["code"] == "not_found"
        other = "bob" if who == "alice" else "alice"
        assert not road.does(other, "GET", "/experience")["items"][0]["readable"]

    def test_who_has_left_takes_theirs_back_too(self, road: Road) -> None:
        """They need not be in the discussion for that."""
        discussion = road.asked()
        seen = road.does("bob", "POST", f"/discussions/{discussion}/posts", text=ANSWER, reach="participants")
        road.does("alice", "POST", f"/discussions/{discussion}/posts/{seen['posts'][0]['id']}/accept", version=1)
        for who in ("alice", "bob"):
            road.does(who, "POST", f"/discussions/{discussion}/release", named=True)
        (mine,) = road.does("bob", "GET", "/experience")["items"]
        road.does("bob", "DELETE", f"/experience/{mine['id']}")
        assert road.does("bob", "GET", "/experience")["items"] == []

    def test_it_can_be_released_again(self, road: Road) -> None:
        """Under the name that it had."""
        discussion, task = released(road), activate(road, "t2")
        (before,) = found(road, "alice", task)
        road.does("bob", "DELETE", f"/experience/{before['id']}")
        road.does("bob", "POST", f"/discussions/{discussion}/release", named=True)
        (after,) = found(road, "alice", task)
        assert after["id"] == before["id"]
        assert after["answered_by"] == {"id": "bob", "name": "Bob"}


class TestErasing:
    @pytest.mark.parametrize("who", ["alice", "bob"])
    def test_whoever_is_erased_takes_their_part_along(self, who: str, road: Road, service: EmbeddedService) -> None:
        """Nobody finds it any more, and no word of the copy is kept."""
        released(road, question="Freight of ACME?", answer="Zebra 6800")
        task = activate(road, "t2", "carol")
        assert len(found(road, "carol", task, "freight")) == 1
        Admin(road).does("POST", f"/people/{who}/erase")
        service.sweep()
        assert found(road, "carol", task, "freight zebra") == []
        assert ("ACME" if who == "alice" else "Zebra") not in kept(service)

    def test_a_pseudonym_replaces_a_name_in_the_copy(self, road: Road, service: EmbeddedService) -> None:
        """And beside it; the words stay to be found."""
        discussion = accepted(road, answer="Freight: ask Bob for 6800.")
        for who in ("alice", "bob"):
            road.does(who, "POST", f"/discussions/{discussion}/release", named=True)
        task = activate(road, "t2")
        Admin(road).does("POST", "/people/bob/erase", how="pseudonymise")
        service.sweep()
        (experience,) = found(road, "alice", task, "freight")
        assert "Bob" not in str(experience)
        assert experience["answered_by"]["id"] is None


class TestWhoMayRead:
    def test_who_may_not_ask_gets_what_there_is_of_no_task(self, road: Road) -> None:
        """Bob owns another task; Eve owns none; Frank is excluded by the designer though the task is his."""
        released(road)
        task, excluded = activate(road, "t2"), activate(road, "t3", "frank")
        nothing = road.by("eve").post("/v1/tasks/expenses/none/experience", json={})
        for who, path in (("eve", task), ("bob", task), ("frank", excluded)):
            answer = road.by(who).post(f"/v1{path}/experience", json={})
            assert answer.status_code == 404
            assert answer.content == nothing.content

    def test_other_elements_are_for_who_has_a_task_there(self, road: Road) -> None:
        """Alice is stuck in another task. While she has an open task of this element, too, it helps there."""
        released(road)
        elsewhere = activate(road, "t5", element_id="book_invoice", name="Book invoice")
        (experience,) = found(road, "alice", elsewhere, "freight account")
        assert not experience["same_task"]
        road.hook(event("task.completed", {"task": {**TASK, "revision": 9}, "by": "alice"}, "done")).raise_for_status()
        assert found(road, "alice", elsewhere, "freight account") == []

    def test_what_others_released_elsewhere_changes_nothing(self, road: Road) -> None:
        """However much lies where Carol may not read, her answer is the same, byte by byte."""
        released(road)
        task = activate(road, "t2", "carol")
        before = road.by("carol").post(f"/v1{task}/experience", json={"text": "freight account costs"}).content
        for number in range(4):
            other = {**TASK, "task_id": f"x{number}", "case_id": f"cx{number}", "element_id": "book_invoice"}
            released(road, f"x{number}", "Freight account costs?", "Freight costs: account 1.", task=other)
        after = road.by("carol").post(f"/v1{task}/experience", json={"text": "freight account costs"}).content
        assert after == before

    def test_members_of_a_discussion_read_what_they_may(self, road: Road) -> None:
        """Alice, who asks, gets it with her draft; Carol, who was brought in, may not ask at this task."""
        released(road)
        task = {**TASK, "task_id": "t2", "case_id": "c2"}
        discussion = road.fired("r2", task=task, question="Freight again?")
        road.does("alice", "PUT", f"/discussions/{discussion}/members/carol")
        assert len(road.does("alice", "GET", f"/discussions/{discussion}/experience")["items"]) == 1
        assert road.does("carol", "GET", f"/discussions/{discussion}/experience")["items"] == []
        assert road.refused("eve", "GET", f"/discussions/{discussion}/experience")["code"] == "not_found"

    def test_an_offer_brings_it_along(self, road: Road) -> None:
        """Before anybody asks: the timer fired, and this was answered before."""
        released(road)
        data = {**socialize("r2")["data"], "task": {**TASK, "task_id": "t2", "case_id": "c2"}, "people": OWNED}
        del data["by"]
        offer = road.hook(event("task.offer", data, "offer")).json()["offer"]
        assert len(road.does("alice", "GET", f"/offers/{offer}/experience")["items"]) == 1
        assert road.refused("eve", "GET", f"/offers/{offer}/experience")["code"] == "not_found"


class TestStale:
    def test_a_new_version_of_the_process_is_said(self, road: Road) -> None:
        """What was true of the old one may not hold; what is of this one comes first."""
        released(road)
        released(road, "r7", "New?", "Yes", task={**TASK, "task_id": "t7", "case_id": "c7", "process_version": "2"})
        task = activate(road, "t2", process_version="2")
        assert [one["stale"] for one in found(road, "alice", task, QUESTION)] == [None, "process_changed"]

    def test_an_old_answer_is_said_to_be_old(self, road: Road) -> None:
        """After a year, unless the setting says otherwise."""
        released(road)
        task = activate(road, "t2")
        road.clock.advance(timedelta(days=364))
        assert found(road, "alice", task)[0]["stale"] is None
        road.clock.advance(timedelta(days=2))
        assert found(road, "alice", task)[0]["stale"] == "old"


class TestThisSolvedIt:
    def solved(self, road: Road, number: int, who: str = "alice") -> str:
        """Let somebody be stuck, read it, and need nobody; return the experience."""
        task = {**TASK, "task_id": f"s{number}", "case_id": f"cs{number}"}
        people = {"actual_owner": who, "potential_owners": ["group:Accounting"]}
        discussion = road.fired(f"s{number}", task=task, people=people, by=who)
        (experience,) = road.does(who, "GET", f"/discussions/{discussion}/experience")["items"]
        ended = road.does(who, "POST", f"/discussions/{discussion}/solved-alone", experience=experience["id"])
        assert ended["outcome"] == "solved_alone"
        return str(experience["id"])

    def test_it_is_counted_and_the_authors_hear(self, road: Road) -> None:
        """Not who it was. Others see a figure only once it is of five people."""
        discussion = released(road)
        experience = self.solved(road, 1)
        assert road.does("bob", "GET", "/experience")["items"][0]["solved"] == 1
        heard = road.does("bob", "GET", f"/discussions/{discussion}/facts")["items"]
        assert heard[-1] == {**heard[-1], "kind": "ExperienceUsed", "who": None, "ring": None, "post": None}
        task = activate(road, "t2")
        assert found(road, "alice", task)[0]["solved"] is None
        for number, who in enumerate(("bob", "carol", "dana", "eve"), 2):
            assert self.solved(road, number, who) == experience
        assert found(road, "alice", task)[0]["solved"] == 5

    def test_a_made_up_one_is_the_same_as_one_that_is_not_theirs(self, road: Road) -> None:
        """Carol cannot try out ids."""
        released(road)
        (mine,) = road.does("bob", "GET", "/experience")["items"]
        other = {**TASK, "task_id": "t8", "case_id": "c8", "element_id": "ship", "name": "Ship"}
        people = {"actual_owner": "carol", "potential_owners": ["carol"]}
        discussion = road.fired("r8", task=other, people=people, by="carol")
        there, nowhere = (
            road.refused("carol", "POST", f"/discussions/{discussion}/solved-alone", experience=id_)
            for id_ in (mine["id"], "none")
        )
        assert there == nowhere
        assert there["code"] == "no_such_experience"

    def test_who_took_it_back_hears_no_more(self, road: Road) -> None:
        """Bob took his part back: there is nothing to be used, and nothing to be told."""
        discussion = released(road)
        (mine,) = road.does("bob", "GET", "/experience")["items"]
        self.solved(road, 1)
        road.does("bob", "DELETE", f"/experience/{mine['id']}")
        kinds = [fact["kind"] for fact in road.does("bob", "GET", f"/discussions/{discussion}/facts")["items"]]
        assert "ExperienceUsed" not in kinds
