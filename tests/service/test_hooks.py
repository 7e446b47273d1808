"""What a runtime may send, once, again and wrongly: `POST /v1/hooks`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from socialbpm.contract.hooks import LATEST_REVISION
from tests.service.road import OWNED, TASK, Road, event, socialize


class TestOnce:
    def test_a_firing_opens_a_discussion(self, road: Road) -> None:
        """201 the first time, with the discussion that the firing belongs to."""
        answer = road.hook(socialize(question="Which account?"))
        assert answer.status_code == 201
        assert answer.json()["status"] == "created"
        assert road.sees("alice", answer.json()["discussion"])["question"] == "Which account?"

    def test_without_a_question_it_waits_for_the_asker(self, road: Road) -> None:
        """The designer's question is Alice's draft, and Bob sees nothing until she asks."""
        discussion = road.fired()
        assert road.sees("alice", discussion)["draft"] == "What is unclear?"
        assert not road.is_in("bob", discussion)
        road.does("alice", "POST", f"/discussions/{discussion}/question", text="Which account?")
        assert road.sees("bob", discussion)["question"] == "Which account?"

    def test_a_repeat_has_the_same_effect(self, road: Road) -> None:
        """The same call again, 200: the same discussion, and one delivery."""
        first, again = road.hook(socialize()), road.hook(socialize())
        assert (again.status_code, again.json()["status"]) == (200, "repeated")
        assert again.json()["discussion"] == first.json()["discussion"]
        assert len(road.deliveries()) == 1

    def test_the_same_request_in_another_call_is_a_repeat(self, road: Road) -> None:
        """A request id names one firing, even if the call got a new id."""
        first = road.hook(socialize())
        again = road.hook({**socialize(), "id": "another"})
        assert (again.status_code, again.json()["discussion"]) == (200, first.json()["discussion"])
        assert len(road.deliveries()) == 1

    def test_a_further_firing_joins(self, road: Road) -> None:
        """Alice fires again while her discussion is open: it is the same one, and each firing gets its deliveries."""
        assert road.fired("r1") == road.fired("r2")
        assert [told["request_id"] for told in road.deliveries()] == ["r1", "r2"]

    def test_only_shared_variables_get_in(self, road: Road) -> None:
        """The IBAN came along and is nowhere; the amount is a band to everybody but Alice (law 4)."""
        discussion = road.asked()
        mine = {field["name"]: field["value"] for field in road.sees("alice", discussion)["fields"]}
        bobs = {field["name"]: field["value"] for field in road.sees("bob", discussion)["fields"]}
        assert mine == {"invoice_no": "R-17", "amount": 4120}
        assert bobs == {"invoice_no": "R-17", "amount": "2000 to 5000"}


class TestTheTask:
    def test_completing_it_ends_the_discussion(self, road: Road) -> None:
        """The lease: the discussion ends with the task, and the firing hears so once, however often that is told."""
        road.asked()
        done = event("task.completed", {"task": {**TASK, "revision": 2}, "by": "alice"}, "done")
        assert road.hook(done).json()["status"] == "created"
        assert road.hook(done).json()["status"] == "repeated"
        assert road.hook({**done, "id": "done-2"}).json()["status"] == "ignored"
        assert [told["outcome"] for told in road.deliveries() if told["type"] == "discussion.ended"] == ["task_ended"]

    def test_who_completes_it_without_having_asked_solved_it_alone(self, road: Road) -> None:
        """Nobody was let in yet, and Alice did it herself."""
        discussion = road.fired()
        road.hook(event("task.completed", {"task": {**TASK, "revision": 2}, "by": "alice"}, "done"))
        seen = road.sees("alice", discussion)
        assert (seen["outcome"], seen["confirmed"]) == ("solved_alone", False)

    def test_the_end_of_the_case_ends_it_too(self, road: Road) -> None:
        """All tasks of the case are over."""
        discussion = road.asked()
        road.hook(event("case.ended", {"case_id": "c1"}, "over"))
        assert road.sees("bob", discussion)["outcome"] == "task_ended"
        assert road.sees("bob", discussion)["fields"] == []

    def test_a_firing_for_a_closed_task_is_refused(self, road: Road) -> None:
        """409 `task_closed`, so that the branch in the process can end."""
        road.hook(event("task.cancelled", {"task": TASK}, "gone"))
        answer = road.hook(socialize())
        assert (answer.status_code, answer.json()["code"]) == (409, "task_closed")
        assert answer.json()["detail"] == "task t1 is over, so nobody can be stuck in it"

    def test_an_older_snapshot_is_ignored(self, road: Road) -> None:
        """Order is not assumed: what an older revision says is old news, also about who may ask."""
        road.hook(event("task.assigned", {"task": {**TASK, "revision": 5}, "people": OWNED}, "new"))
        old = {"task": {**TASK, "revision": 4}, "people": {"actual_owner": "eve"}}
        assert road.hook(event("task.assigned", old, "old")).json()["status"] == "ignored"
        assert road.hook(socialize(by="eve", task={**TASK, "revision": 4})).status_code == 403

    def test_a_new_owner_comes_in(self, road: Road) -> None:
        """Alice hands the task to Eve: Eve is in from the next ring on, Alice stays the asker."""
        discussion = road.asked()
        assert not road.is_in("eve", discussion)
        people = {"actual_owner": "eve"}
        road.hook(event("task.assigned", {"task": {**TASK, "revision": 2}, "people": people}, "handed"))
        assert road.sees("eve", discussion)["ring"] == "participants"
        assert road.sees("alice", discussion)["mine"]

    def test_the_same_people_again_are_no_news(self, road: Road) -> None:
        """A snapshot that changes nothing is taken, and nothing happens in the discussion."""
        discussion = road.asked()
        before = road.does("alice", "GET", f"/discussions/{discussion}/facts")
        for revision in (1, 2, 3):
            snapshot = {"task": {**TASK, "revision": revision}, "people": OWNED}
            road.hook(event("task.assigned", snapshot, f"again-{revision}"))
        assert road.does("alice", "GET", f"/discussions/{discussion}/facts") == before

    def test_who_takes_the_other_half_of_a_pair_is_out(self, road: Road) -> None:
        """Four eyes: Bob begins to approve the invoice whose check Alice asked him about, and is out of it (law 6)."""
        settings = {**socialize()["data"]["settings"], "excludes": [{"who": "task:approve_invoice"}]}
        discussion = road.fired(question="Which account?", settings=settings)
        assert road.is_in("bob", discussion)
        other = {**TASK, "task_id": "t9", "element_id": "approve_invoice"}
        road.hook(event("task.assigned", {"task": other, "people": {"actual_owner": "bob"}}, "approve"))
        assert not road.is_in("bob", discussion)
        last = road.deliveries()[-1]
        assert (last["type"], last["discussion"], last["person"]) == ("discussion.conflict", discussion, "bob")
        assert "Excluded" in str(road.does("alice", "GET", f"/discussions/{discussion}/facts"))


class TestWrongly:
    """Bad input, each with its error text."""

    def test_another_body_under_the_same_id(self, road: Road) -> None:
        """409: an id stands for one body."""
        road.hook(socialize(question="Which account?"))
        answer = road.hook(socialize(question="Another question?"))
        assert (answer.status_code, answer.json()["code"]) == (409, "repeated_with_other_body")
        assert answer.json()["detail"] == "the call fired-r1 from urn:expenses was taken before, with another body"

    def test_the_same_request_for_another_task(self, road: Road) -> None:
        """409: a request id is a firing of one task."""
        road.fired()
        other = {**socialize(task={**TASK, "task_id": "t2"}), "id": "other"}
        answer = road.hook(other)
        assert (answer.status_code, answer.json()["detail"]) == (409, "the request r1 is a firing of task t1")

    def test_an_unknown_person(self, road: Road) -> None:
        """422, and what to do about it."""
        answer = road.hook(socialize(by="mallory"))
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_person")
        assert answer.json()["detail"] == 'there is no person "mallory" here'
        assert "people file" in answer.json()["hint"]

    @pytest.mark.parametrize("by", ["bob", "eve", "frank"])
    def test_somebody_whose_task_it_is_not(self, by: str, road: Road) -> None:
        """403: Bob could have claimed it, but Alice did; Eve has nothing to do with it; Frank is excluded."""
        answer = road.hook(socialize(by=by))
        assert (answer.status_code, answer.json()["code"]) == (403, "not_theirs_to_ask")
        assert answer.json()["detail"] == f"task t1 is not {by}'s to ask about"

    def test_whoever_could_claim_an_unclaimed_task_may_ask(self, road: Road) -> None:
        """Bob may, as one of its potential owners or of its lane; Eve may not; and Frank, who is excluded, may not."""
        people = {"potential_owners": ["group:Accounting", "frank"]}
        assert road.hook(socialize("r1", by="bob", people=people)).status_code == 201
        assert road.hook(socialize("r2", by="bob", people={}, task={**TASK, "task_id": "t2"})).status_code == 201
        assert road.hook(socialize("r3", by="eve", people=people)).status_code == 403
        assert road.hook(socialize("r4", by="frank", people=people)).status_code == 403

    def test_a_task_of_another_runtime(self, road: Road) -> None:
        """A key touches its own runtime only: the task of the same id there is another task."""
        discussion = road.asked()
        other = road.service.http(road.service.key_for("hr"))
        ended = event("task.completed", {"task": {**TASK, "revision": 9}, "by": "alice"}, "done")
        assert other.post("/v1/hooks", json=ended).status_code == 201
        assert road.sees("alice", discussion)["outcome"] is None
        assert other.get("/v1/deliveries").json()["items"] == []

    def test_a_raise_of_another_runtime(self, road: Road) -> None:
        """What was never asked of this runtime cannot be answered by it."""
        answer = road.hook(socialize(raised="a-delivery-of-others"))
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_raise")

    def test_a_ladder_that_is_not_kept(self, road: Road) -> None:
        """422, with those that are."""
        answer = road.hook(socialize(settings={"ladder": "steep"}))
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_ladder")
        assert answer.json()["hint"] == "Use one of default."

    def test_a_way_to_reply_that_is_not_offered(self, road: Road) -> None:
        """422, rather than a firing whose outcome would never reach anybody."""
        answer = road.hook(socialize(reply_to={"kind": "pigeon", "url": "https://erp.example/"}))
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")

    @pytest.mark.parametrize(
        ("change", "at", "says"),
        [
            ({"colour": "red"}, "socialbpm.task.socialize.colour", "Extra inputs are not permitted"),
            ({"id": 7}, "socialbpm.task.socialize.id", "Input should be a valid string"),
            ({"specversion": "0.3"}, "socialbpm.task.socialize.specversion", "Input should be '1.0'"),
            ({"type": "socialbpm.task.party"}, "", "does not match any of the expected tags"),
            ({"data": {}}, "socialbpm.task.socialize.data.task", "Field required"),
        ],
    )
    def test_a_malformed_event(self, change: dict[str, Any], at: str, says: str, road: Road) -> None:
        """422, and each fault with its place; nothing of what was sent is repeated."""
        answer = road.hook({**socialize(), **change})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        found = [error for error in answer.json()["errors"] if error["at"] == at]
        assert found
        assert says in found[0]["says"]

    @pytest.mark.parametrize("value", ["NaN", '"\\ud800"', "[" * 65 + "]" * 65])
    def test_a_value_that_json_cannot_say(self, value: str, road: Road) -> None:
        """422, rather than an answer later that nobody can read."""
        body = json.dumps(socialize(fields={"invoice_no": "HERE"})).replace('"HERE"', value)
        answer = road.runtime.post("/v1/hooks", content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        assert "fields.invoice_no" in answer.json()["detail"]

    def test_a_text_that_not_every_database_can_keep(self, road: Road) -> None:
        """U+0000 is no text to PostgreSQL: a refusal there, a strange name on SQLite, and never an error of ours."""
        taken = road.hook(socialize(task={**TASK, "name": "a\0b"}))
        asked_for = road.by("alice").get("/v1/discussions/%00")
        keeps_it = road.service.settings.database_url.startswith("sqlite")
        assert (taken.status_code, asked_for.status_code) == ((201, 404) if keeps_it else (422, 422))

    def test_the_highest_revision(self, road: Road) -> None:
        """As far as the contract counts, every database does."""
        assert road.hook(socialize(task={**TASK, "revision": LATEST_REVISION})).status_code == 201
        assert road.deliveries(after=str(10**17)) == []

    def test_a_ring_out_of_order(self, road: Road) -> None:
        """The element's own rules hold on the wire too."""
        rings = [{"name": "all", "step": "community"}, {"name": "team", "step": "colleagues"}]
        answer = road.hook(socialize(settings={"rings": rings}))
        assert answer.status_code == 422
        assert "steps never go back" in answer.json()["detail"]

    @pytest.mark.parametrize("body", ["", "no json", "[" * 100_000])
    def test_what_is_not_json(self, body: str, road: Road) -> None:
        """422, also for what would drown a parser."""
        answer = road.runtime.post("/v1/hooks", content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["detail"]) == (422, "the body is not JSON")

    def test_too_much(self, road: Road) -> None:
        """413 above one mebibyte, said or not; nothing of it is taken."""
        body = json.dumps(socialize(fields={"invoice_no": "x" * 1_048_576}))
        for sent in (body, iter([body.encode()])):
            answer = road.runtime.post("/v1/hooks", content=sent, headers={"Content-Type": "application/json"})
            assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
        assert road.deliveries() == []


class TestBatches:
    def test_a_bad_item_does_not_lose_the_others(self, road: Road) -> None:
        """One result or problem for each item, in their order."""
        activated = event("task.activated", {"task": {**TASK, "task_id": "t2"}}, "ready")
        answer = road.hook([activated, socialize(by="eve"), {"type": "nonsense"}, socialize()])
        assert answer.status_code == 200
        first, refused, malformed, last = answer.json()
        assert (first["status"], last["status"]) == ("created", "created")
        assert (refused["status"], refused["code"]) == (403, "not_theirs_to_ask")
        assert malformed["code"] == "invalid"
        assert malformed["errors"][0]["at"].startswith("2")

    def test_what_was_refused_can_be_sent_again(self, road: Road) -> None:
        """A refusal is not remembered as taken: the same call works once the task is Eve's."""
        assert road.hook(socialize(by="eve", people={})).status_code == 403
        people = {"actual_owner": "eve"}
        road.hook(event("task.assigned", {"task": {**TASK, "revision": 2}, "people": people}, "handed"))
        assert road.hook(socialize(by="eve", people={})).status_code == 201

    def test_binary_mode(self, road: Road) -> None:
        """Plain JSON with the envelope in headers is the same call."""
        hook = socialize()
        headers = {f"ce-{name}": hook[name] for name in ("specversion", "id", "source", "type")}
        assert road.runtime.post("/v1/hooks", json=hook["data"], headers=headers).status_code == 201
        assert road.hook(hook).json()["status"] == "repeated"
