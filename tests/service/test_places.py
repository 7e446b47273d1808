"""Where a task is in its process: given by its runtime, seen by the asker and colleagues, and by nobody else."""

from __future__ import annotations

from datetime import timedelta

from socialbpm.assets import shipped
from tests.service.road import PEOPLE, TASK, Road

XML = shipped("purchase_invoice.bpmn").read_bytes()
NOWHERE = "00000000-0000-7000-8000-000000000000"
ASKED = {**TASK, "process": "purchase_invoice"}


def gives(road: Road, content: bytes = XML, process: str = "purchase_invoice") -> int:
    """Let the runtime give a diagram."""
    return road.runtime.put(
        f"/v1/processes/{process}/diagram", content=content, headers={"content-type": "application/xml"}
    ).status_code


def asked(road: Road) -> str:
    """Let Alice ask about a task of the sample process."""
    return road.fired(question="Which account?", task=ASKED)


def test_the_asker_and_colleagues_see_it(road: Road) -> None:
    """In words, and as a diagram that says nothing of who is asked or left out."""
    discussion = asked(road)
    assert gives(road) == 204
    for who in ("alice", "bob"):
        place = road.does(who, "GET", f"/discussions/{discussion}/place")
        assert (place["name"], place["lane"]) == ("Check invoice", "Accounting")
        assert place["before"] == ["Record invoice"]
        assert "BPMNShape" in place["xml"]
        assert "socialize>" not in place["xml"]


def test_for_everybody_else_there_is_none(road: Road) -> None:
    """Dana, whom Alice asks in the community, sees the discussion and no process; Eve sees neither."""
    discussion = asked(road)
    assert gives(road) == 204
    road.later(timedelta(hours=2))
    road.does("alice", "POST", f"/discussions/{discussion}/widen")
    preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/network/preview")
    road.does("alice", "POST", f"/discussions/{discussion}/rings/network/consent", preview=preview["id"])
    assert road.is_in("dana", discussion)
    answers = {
        road.by(who).get(f"/v1/discussions/{of}/place").text for who in ("dana", "eve") for of in (discussion, NOWHERE)
    }
    assert len(answers) == 1
    assert road.by("dana").get(f"/v1/discussions/{discussion}/place").status_code == 404


def test_there_is_none_where_none_was_given(road: Road) -> None:
    """Nor where another process's was, nor of another runtime; and the newest counts."""
    discussion = asked(road)
    path = f"/v1/discussions/{discussion}/place"
    assert road.by("alice").get(path).status_code == 404
    other = road.service.http(road.service.key_for("another"))
    assert other.put("/v1/processes/purchase_invoice/diagram", content=XML).status_code == 204
    assert road.by("alice").get(path).status_code == 404
    assert gives(road) == gives(road, XML.replace(b"Record invoice", b"Write it down")) == 204
    assert road.by("alice").get(path).json()["before"] == ["Write it down"]


def test_what_is_none_is_refused(road: Road) -> None:
    """With what is wrong; and nobody gives one but a runtime, and whoever answers for the process."""
    assert gives(road, b"<html>") == gives(road, XML, "another_process") == 422
    assert road.runtime.put("/v1/processes/p/diagram", content=b"").json()["code"] == "bad_diagram"
    for person in PEOPLE.people():
        answer = road.by(person.id).put("/v1/processes/purchase_invoice/diagram", content=XML)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


class TestWhoeverAnswersForTheProcess:
    PATH = "/v1/processes/purchase_invoice/diagram"

    def test_may_give_it_where_no_runtime_did(self, road: Road) -> None:
        """People see where they are from then on, until the runtime gives its own, and that one stays."""
        discussion = asked(road)
        owner = road.service.http(road.service.token_for("bob", "process_owner:purchase_invoice"))
        assert owner.get(self.PATH).status_code == 404
        for name in (b"Write it down", b"Put it in"):
            assert owner.put(self.PATH, content=XML.replace(b"Record invoice", name)).status_code == 204
        assert road.does("alice", "GET", f"/discussions/{discussion}/place")["before"] == ["Put it in"]
        told = owner.get(self.PATH).json()
        assert (told["by_runtime"], "socialize>" in told["xml"]) == (False, False)
        assert gives(road) == 204
        assert road.does("alice", "GET", f"/discussions/{discussion}/place")["before"] == ["Record invoice"]
        answer = owner.put(self.PATH, content=XML)
        assert (answer.status_code, answer.json()["code"]) == (409, "diagram_known")
        assert owner.get(self.PATH).json()["by_runtime"]

    def test_does_it_for_no_other_process(self, road: Road) -> None:
        """Administrators do it for all; nobody else learns whether there is one, whatever they send."""
        other = road.service.http(road.service.token_for("bob", "process_owner:another"))
        admin = road.service.http(road.service.token_for("eve", "admin"))
        before = [other.get(self.PATH).text, other.put(self.PATH, content=XML).text, other.put(self.PATH).text]
        assert admin.put(self.PATH, content=XML).status_code == 204
        assert [other.get(self.PATH).text, other.put(self.PATH, content=XML).text, other.put(self.PATH).text] == before
        assert admin.get(self.PATH).json()["process"] == "purchase_invoice"
        assert other.get(self.PATH).status_code == other.put(self.PATH).status_code == 404
        assert road.runtime.get(self.PATH).status_code == 403
