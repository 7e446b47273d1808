"""A discussion in somebody else's task list: from being stuck to the answer, and nothing that is not for its person."""

from __future__ import annotations

import json

from tests.service.pages.test_safety import ATTACKS
from tests.service.road import Road, socialize
from tests.service.widget.conftest import elements, guest, texts

NOT_MADE = {"script", "iframe", "img", "svg", "object", "embed", "style", "link", "base", "meta", "video", "math"}


def asked(road: Road, question: str = "Which account do **freight costs** go to?") -> str:
    """Let Alice ask in the widget, and return her discussion."""
    alice = guest(road, "alice")
    assert alice.does("stuck").is_success
    (line,) = road.does("alice", "GET", "/discussions")["items"]
    road.fired()
    assert alice.does("question", discussion=line["id"], text=question).is_success
    return str(line["id"])


def test_the_road_goes_through_it(road: Road) -> None:
    """Alice is stuck, sees who would be asked, asks; Bob answers on his page; she takes it, and it is over."""
    alice = guest(road, "alice")
    assert "I'm stuck" in alice.sees()
    assert "Who would see it, and when" in " ".join(texts(alice.does("stuck").json()["parts"]))
    assert "Bob" in alice.sees()
    discussion = asked(road)
    assert "You asked" in alice.sees()
    post = road.does(
        "bob", "POST", f"/discussions/{discussion}/posts", kind="answer", text="4730", reach="participants"
    )
    said = post["posts"][-1]["id"]
    assert "There is an answer. Is it what you need?" in alice.sees()
    taken = alice.does("accept", discussion=discussion, post=said, version="1", text="4730")
    assert "Answered" in " ".join(texts(taken.json()["parts"]))
    assert road.deliveries()[-1]["value"] == "4730"


def test_everybody_reads_it_in_their_language(road: Road) -> None:
    """What the page asks for decides."""
    asked(road)
    assert "Vous avez demandé" in guest(road, "alice", language="fr-CH, en;q=0.5").sees()


def test_a_form_that_is_sent_twice_is_carried_out_once(road: Road) -> None:
    """By a double click, or because the answer was lost."""
    discussion, alice = asked(road), guest(road, "alice")
    for _ in range(2):
        assert alice.does("post", key="k1", discussion=discussion, text="Freight", reach="participants").is_success
    assert [post["text"] for post in road.sees("alice", discussion)["posts"]] == ["Freight"]


def test_nothing_is_done_in_another_discussion(road: Road) -> None:
    """Also where it is her own: the token is for one task. That of a task and one that is not there look the same."""
    discussion = asked(road)
    elsewhere = guest(road, "alice", "t2")
    answers = [
        elsewhere.does("post", discussion=name, text="x", reach="participants") for name in (discussion, "nothing")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert road.sees("alice", discussion)["posts"] == []


def test_a_person_sees_no_more_than_on_their_page(road: Road) -> None:
    """Bob, who may take the second task, sees nothing of what Alice asks about it alone."""
    alice, bob = guest(road, "alice", "t2"), guest(road, "bob", "t2")
    assert alice.does("stuck").is_success
    (line,) = road.does("alice", "GET", "/discussions")["items"]
    assert "I'm stuck" in bob.sees()
    refused = bob.does("post", discussion=line["id"], text="x", reach="participants")
    nothing = bob.does("post", discussion="nothing", text="x", reach="participants")
    assert (refused.status_code, refused.content) == (404, nothing.content)


def test_what_cannot_be_done_is_said_in_words(road: Road) -> None:
    """A problem with its code for programs, and a sentence for whoever reads, in their language."""
    discussion = asked(road)
    alice = guest(road, "alice", language="fr")
    problem = alice.does("question", discussion=discussion, text="Again?")
    assert (problem.status_code, problem.json()["code"]) == (409, "asked_already")
    assert problem.json()["says"] == "La question a déjà été posée."
    assert alice.does("dance", discussion=discussion).status_code == 404
    assert alice.does("accept", discussion=discussion, post="p", version="x").status_code == 422


def test_what_people_write_makes_nothing(road: Road) -> None:
    """A corpus of attempts, as question and as answer: no element, attribute or address that could do something."""
    discussion = asked(road, "\n\n".join(ATTACKS))
    for attempt in ATTACKS:
        road.does("bob", "POST", f"/discussions/{discussion}/posts", kind="answer", text=attempt, reach="participants")
    made = list(elements(guest(road, "alice").looks().json()["parts"]))
    assert not NOT_MADE & {name for name, _ in made}
    attributes = [(name, value) for _, found in made for name, value in found.items()]
    assert not [name for name, _ in attributes if name.startswith("on") or name in {"style", "src", "srcdoc", "action"}]
    assert all(value.startswith(("http://", "https://", "mailto:")) for name, value in attributes if name == "href")


def test_after_the_task_is_over_nothing_is_asked(road: Road) -> None:
    """Who asked reads what they could read; who did not finds nothing."""
    discussion = asked(road)
    done = socialize()["data"]
    told = {"task": {**done["task"], "revision": 9}, "by": "alice"}
    alice = guest(road, "alice")
    assert road.hook({**socialize(), "id": "done", "type": "socialbpm.task.completed", "data": told}).is_success
    assert "I'm stuck" not in alice.sees()
    assert json.loads(alice.looks().content)["follows"] is False
    assert discussion
