"""What the runtime hears: `GET /v1/deliveries`."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

from tests.service.road import TASK, Road, event, socialize


class TestOneForEachFiring:
    def test_every_firing_hears_one_end(self, road: Road) -> None:
        """Three firings, one raised again and again, one discussion: each is told the outcome once (law 8)."""
        discussion = road.asked()
        for request in ("r2", "r2", "r3"):
            road.fired(request)
        road.does("alice", "POST", f"/discussions/{discussion}/withdraw")
        ended = [told for told in road.deliveries() if told["type"] == "discussion.ended"]
        assert [(told["request_id"], told["outcome"]) for told in ended] == [
            ("r1", "withdrawn"),
            ("r2", "withdrawn"),
            ("r3", "withdrawn"),
        ]

    def test_the_next_firing_makes_a_new_discussion(self, road: Road) -> None:
        """After the end, being stuck again is a new question."""
        first = road.asked()
        road.does("alice", "POST", f"/discussions/{first}/solved-alone")
        assert road.fired("r2") != first

    def test_no_words_but_the_value(self, road: Road) -> None:
        """What people said stays with them; the value, which may be anything, goes back."""
        discussion = road.asked()
        posted = road.does(
            "bob", "POST", f"/discussions/{discussion}/posts", text="6800, ask Carol", reach="participants"
        )
        path = f"/discussions/{discussion}/posts/{posted['posts'][0]['id']}/accept"
        road.does("alice", "POST", path, version=1, value={"account": 6800})
        told = road.deliveries()
        assert told[-1]["value"] == {"account": 6800}
        assert "Carol" not in str(told)
        assert "freight" not in str(told)


class TestCursor:
    def test_what_was_acknowledged_does_not_come_again(self, road: Road) -> None:
        """Handing the cursor back goes on from there; without it everything comes again, with the same ids."""
        road.asked()
        page = road.runtime.get("/v1/deliveries").json()
        assert road.deliveries(after=page["cursor"]) == []
        assert road.deliveries() == page["items"]

    def test_only_one_case(self, road: Road) -> None:
        """A workflow asks for its own case."""
        road.asked()
        road.hook(socialize("r2", task={**TASK, "task_id": "t2", "case_id": "c2"}))
        assert {told["case_id"] for told in road.deliveries()} == {"c1", "c2"}
        assert {told["case_id"] for told in road.deliveries(case="c2")} == {"c2"}

    def test_a_cursor_that_was_made_up(self, road: Road) -> None:
        """422, with what to do."""
        answer = road.runtime.get("/v1/deliveries", params={"after": "yesterday"})
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


class TestLongPoll:
    def test_it_wakes_up(self, road: Road) -> None:
        """A runtime that waits hears at once, not when its wait is over."""
        with ThreadPoolExecutor() as pool:
            waiting = pool.submit(road.deliveries, wait=20)
            time.sleep(0.2)
            started = time.monotonic()
            road.fired()
            assert [told["type"] for told in waiting.result(timeout=10)] == ["discussion.opened"]
            assert time.monotonic() - started < 5

    def test_it_gives_up(self, road: Road) -> None:
        """Nothing came: an empty page, and the cursor stays where it was."""
        road.asked()
        cursor = road.runtime.get("/v1/deliveries").json()["cursor"]
        page = road.runtime.get("/v1/deliveries", params={"after": cursor, "wait": 0.1}).json()
        assert page == {"items": [], "cursor": cursor}


class TestOffers:
    def offered(self, road: Road) -> str:
        """Let the timer fire."""
        data = socialize("timer")["data"]
        del data["by"]
        answer = road.hook(event("task.offer", data, "timer"))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["offer"])

    def test_only_whose_task_it_is_gets_it(self, road: Road) -> None:
        """Alice gets the designer's wording; Bob, whose task it is not, gets nothing."""
        offer = self.offered(road)
        assert [each["id"] for each in road.does("alice", "GET", "/offers")["items"]] == [offer]
        assert road.does("bob", "GET", "/offers") == {"items": [], "cursor": None}
        assert road.deliveries() == []

    def test_taking_it_up_opens_a_discussion(self, road: Road) -> None:
        """The timer's firing belongs to it, the designer's wording is Alice's draft, the fields came along."""
        offer = self.offered(road)
        opened = road.does("alice", "POST", f"/offers/{offer}/take-up")
        seen = road.sees("alice", opened["discussion"])
        assert seen["draft"] == "What is unclear?"
        assert {field["name"] for field in seen["fields"]} == {"invoice_no", "amount"}
        assert [told["request_id"] for told in road.deliveries()] == ["timer"]

    def test_it_can_be_taken_up_once(self, road: Road) -> None:
        """The second time it is over."""
        offer = self.offered(road)
        road.does("alice", "POST", f"/offers/{offer}/take-up", question="Which account?")
        problem = road.refused("alice", "POST", f"/offers/{offer}/take-up", question="Once more?")
        assert (problem["status"], problem["code"]) == (409, "offer_over")

    def test_simply_asking_takes_it_up(self, road: Road) -> None:
        """Alice asks from the process while the offer is open: both firings belong to her discussion."""
        offer = self.offered(road)
        discussion = road.asked()
        assert road.does("alice", "GET", "/offers") == {"items": [], "cursor": None}
        assert road.refused("alice", "POST", f"/offers/{offer}/take-up", question="?")["code"] == "offer_over"
        road.does("alice", "POST", f"/discussions/{discussion}/withdraw")
        ended = {told["request_id"] for told in road.deliveries() if told["type"] == "discussion.ended"}
        assert ended == {"r1", "timer"}

    def test_the_timer_joins_who_asks_already(self, road: Road) -> None:
        """Alice has asked; the timer makes no offer, and its firing hears the same end."""
        discussion = road.asked()
        data = socialize("timer")["data"]
        del data["by"]
        assert road.hook(event("task.offer", data, "timer")).json()["discussion"] == discussion
        assert road.does("alice", "GET", "/offers") == {"items": [], "cursor": None}

    def test_it_ends_with_the_task(self, road: Road) -> None:
        """Nobody took it up; the firing is released."""
        self.offered(road)
        road.hook(event("task.completed", {"task": TASK, "by": "alice"}, "done"))
        assert [(told["request_id"], told["outcome"]) for told in road.deliveries()] == [("timer", "task_ended")]

    def test_it_expires(self, road: Road) -> None:
        """Nobody took it up for thirty days."""
        self.offered(road)
        road.later(road.service.settings.lifetime)
        assert [(told["request_id"], told["outcome"]) for told in road.deliveries()] == [("timer", "expired")]


class TestFromAPage:
    def known(self, road: Road, **task: str) -> None:
        """Let the runtime tell of Alice's task, or of another one, and its element."""
        hook = socialize(task={**TASK, **task})["data"]
        data = {name: hook[name] for name in ("task", "people", "event_id", "settings")}
        assert road.hook(event("task.activated", data, f"ready {task}")).status_code == 201

    def test_it_opens_at_once_and_asks_the_runtime_to_fire(self, road: Road) -> None:
        """Alice does not wait for the engine; the firing that answers joins what is there, ended or not."""
        self.known(road)
        opened = road.does("alice", "POST", "/tasks/expenses/t1/discussions", question="Which account?")
        (told,) = road.deliveries()
        assert (told["type"], told["event_id"], told["by"]) == ("task.raise", "check_invoice_socialize", "alice")
        assert road.sees("bob", opened["discussion"])["question"] == "Which account?"
        road.does("alice", "POST", f"/discussions/{opened['discussion']}/withdraw")
        assert road.fired("r1", raised=told["id"]) == opened["discussion"]
        assert [each["type"] for each in road.deliveries()[1:]] == ["discussion.opened", "discussion.ended"]

    def test_it_is_the_same_one_the_second_time(self, road: Road) -> None:
        """One open discussion for a task, an event and an asker: 200, and no second raise."""
        self.known(road)
        first = road.by("alice").post("/v1/tasks/expenses/t1/discussions", json={})
        again = road.by("alice").post("/v1/tasks/expenses/t1/discussions", json={"question": "Which account?"})
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json()["discussion"] == again.json()["discussion"]
        assert road.sees("bob", first.json()["discussion"])["question"] == "Which account?"
        assert len([told for told in road.deliveries() if told["type"] == "task.raise"]) == 1

    def test_the_fields_come_with_the_firing(self, road: Road) -> None:
        """The engine alone knows them; once it fired, Bob sees what the designer shared with him."""
        self.known(road)
        opened = road.does("alice", "POST", "/tasks/expenses/t1/discussions", question="Which account?")
        assert road.sees("bob", opened["discussion"])["fields"] == []
        road.fired("r1", raised=road.deliveries()[0]["id"])
        assert {field["name"] for field in road.sees("bob", opened["discussion"])["fields"]} == {"invoice_no", "amount"}

    def test_whatever_the_engine_calls_the_task(self, road: Road) -> None:
        """An id is the engine's own: it may be a path, or a name that an address has to escape."""
        for name in ("case/1/check", "/check?of=R#17", "prüfen 17%2F"):
            self.known(road, task_id=name)
            opened = road.does("alice", "POST", f"/tasks/expenses/{quote(name, safe='')}/discussions", question="?")
            assert road.sees("alice", opened["discussion"])["task"]["task_id"] == name

    def test_nobody_else_can(self, road: Road) -> None:
        """For Bob and Eve Alice's task is not there."""
        self.known(road)
        for who in ("bob", "eve"):
            problem = road.refused(who, "POST", "/tasks/expenses/t1/discussions", question="?")
            assert (problem["status"], problem["code"]) == (404, "not_found")

    def test_a_task_that_is_over(self, road: Road) -> None:
        """Whose task it was hears that it is over."""
        self.known(road)
        road.hook(event("task.completed", {"task": TASK, "by": "alice"}, "done"))
        assert road.refused("alice", "POST", "/tasks/expenses/t1/discussions", question="?")["code"] == "task_closed"
