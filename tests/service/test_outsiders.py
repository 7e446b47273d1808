"""Eve is outside: for her a discussion that exists is the same as one that does not, on every endpoint (law 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from socialbpm.clock import FrozenClock
from socialbpm.contract import requests as r
from socialbpm.service.embedded import EmbeddedService
from socialbpm.service.generated import document
from tests.service.road import HOUR, MONDAY, PEOPLE, SEEDS, TASK, Road, event, socialize
from tests.service.test_attachments import attached
from tests.service.test_communities import helped
from tests.service.test_experience import released

BODIES: dict[type[BaseModel], dict[str, Any]] = {
    r.OpenDiscussion: {"question": "Is there anything?"},
    r.AskQuestion: {"text": "Is there anything?"},
    r.NewPost: {"text": "Hello", "reach": "participants", "kind": "comment"},
    r.EditPost: {"text": "Hello"},
    r.RaisePost: {"reach": "network"},
    r.AcceptPost: {"version": 1},
    r.SayIfHelped: {"helped": True},
    r.PassAsk: {},
    r.ByPreview: {"preview": "p"},
    r.DeclineRing: {},
    r.WordRing: {"text": "Hello"},
    r.SolvedAlone: {},
    r.ReleaseWords: {"named": True},
    r.LookUp: {"text": "freight"},
    r.ChangeCommunity: {"title": "Freight"},
}
"""A well-formed body for each model."""


GIVEN_BY_RUNTIMES = ("PUT", "/v1/processes/{process}/diagram")
"""A person hears that they are no runtime, whatever the process."""


def about_something() -> list[tuple[str, str, type[BaseModel] | None]]:
    """Method, path and body of every endpoint whose path names something that not everybody may see."""
    return [
        each
        for each in endpoints()
        if re.search(r"\{(discussion|offer|task_id|experience|community|process)\}", each[1])
        and (each[0], each[1]) != GIVEN_BY_RUNTIMES
    ]


def endpoints() -> list[tuple[str, str, type[BaseModel] | None]]:
    """Method, path and body model of every endpoint, from the OpenAPI document."""
    found: list[tuple[str, str, type[BaseModel] | None]] = []
    for path, methods in document()["paths"].items():
        for method, about in methods.items():
            content = about.get("requestBody", {}).get("content", {}).get("application/json", {})
            name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
            found.append((method.upper(), path, getattr(r, name, None)))
    return found


def filled(path: str, **names: str) -> str:
    """Put names into a path's places; a file that is sent has a name."""
    there = re.sub(r"\{(\w+)\}", lambda found: names[found[1]], path)
    return f"{there}?name=hello.txt" if there.endswith("/attachments") else there


def sent(path: str, body: type[BaseModel] | None) -> dict[str, Any]:
    """What is sent to an endpoint: a file, or a well-formed body."""
    if path.endswith("/attachments"):
        return {"content": b"Hello"}
    return {"json": None if body is None else BODIES[body]}


@pytest.fixture(scope="module")
def road() -> Iterator[Road]:
    """One service for all of this: everything in here is refused, so nothing changes."""
    clock = FrozenClock(MONDAY)
    with EmbeddedService(clock=clock, directory=PEOPLE, seeds=SEEDS) as running:
        yield Road(running, clock)


@pytest.fixture(scope="module")
def something(road: Road) -> dict[str, str]:
    """All there is: an experience, a discussion in which Carol is asked, an offer, a task that Alice may ask about."""
    released(road, "r3", task={**TASK, "task_id": "t3", "case_id": "c3"})
    helped(road, "carol", 4)
    community = road.does("bob", "GET", "/communities")["items"][0]["id"]
    experience = road.does("bob", "GET", "/experience")["items"][0]["id"]
    discussion = road.asked()
    posted = road.does("bob", "POST", f"/discussions/{discussion}/posts", text="6800?", reach="participants")
    post = posted["posts"][0]["id"]
    attachment = attached(road, discussion, post)
    road.later(2 * HOUR)
    offered = socialize("r2")["data"]
    del offered["by"]
    task = {**offered["task"], "task_id": "t2"}
    offer = road.hook(event("task.offer", {**offered, "task": task}, "offer")).json()["offer"]
    return {
        "discussion": discussion,
        "post": post,
        "attachment": attachment,
        "ring": "network",
        "member": "bob",
        "offer": offer,
        "experience": experience,
        "community": community,
        "process": TASK["process"],
        "runtime": "expenses",
        "key": "none",
        "task_id": "t2",
        "person": "bob",
        "hold": "none",
        "letter": "l1",
        "subscription": "s1",
    }


NOTHING = {
    "discussion": "none",
    "post": "none",
    "attachment": "none",
    "ring": "network",
    "member": "bob",
    "offer": "none",
    "experience": "none",
    "community": "none",
    "process": "none",
    "runtime": "expenses",
    "task_id": "none",
}


@pytest.mark.parametrize(("method", "path", "body"), about_something())
@pytest.mark.parametrize("who", ["eve", "dana"])
def test_who_is_outside_cannot_tell_whether_it_exists(
    method: str, path: str, body: type[BaseModel] | None, who: str, something: dict[str, str], road: Road
) -> None:
    """Byte for byte the same 404, headers too; also for Dana, who is in a pool but was not asked."""
    as_one = {"X-Request-Id": "the-same"}
    there = road.by(who).request(method, filled(path, **something), headers=as_one, **sent(path, body))
    not_there = road.by(who).request(method, filled(path, **NOTHING), headers=as_one, **sent(path, body))
    assert there.status_code == not_there.status_code == 404
    assert there.content == not_there.content
    assert there.headers == not_there.headers


def test_there_is_something_to_hide(something: dict[str, str], road: Road) -> None:
    """The same paths answer those who are in: what Eve does not get is there."""
    assert road.sees("bob", something["discussion"])["posts"][0]["id"] == something["post"]
    assert road.does("alice", "GET", f"/offers/{something['offer']}")["question"] == "What is unclear?"
    assert len(about_something()) > 30


def test_lists_are_empty_for_eve(something: dict[str, str], road: Road) -> None:
    """No line, no count, no cursor."""
    assert something
    assert road.does("eve", "GET", "/discussions") == {"items": [], "cursor": None}
    assert road.does("eve", "GET", "/offers") == {"items": [], "cursor": None}
    assert road.does("eve", "GET", "/listings") == {"items": [], "cursor": None}


def test_a_runtime_reads_no_discussion(something: dict[str, str], road: Road) -> None:
    """A runtime gets deliveries; what people say is not for it, whether the discussion exists or not."""
    there = road.runtime.get(f"/v1/discussions/{something['discussion']}")
    not_there = road.runtime.get("/v1/discussions/none")
    assert there.content == not_there.content
    assert there.json()["code"] == "wrong_token"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [each for each in endpoints() if each[1] not in ("/health", "/ready", "/problems/{code}")],
)
def test_nothing_is_told_without_a_token(
    method: str, path: str, body: type[BaseModel] | None, something: dict[str, str], road: Road
) -> None:
    """Whoever has no token, or one that nobody issued, hears so, whatever they ask for."""
    for token in (None, "made-up"):
        answer = road.service.http(token).request(method, filled(path, **something), **sent(path, body))
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
        assert answer.headers["www-authenticate"] == "Bearer"
