"""Who answers for a process accepts an answer in it, and reads nothing for that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx2
import pytest

from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.service.road import HOUR, MONDAY, PEOPLE, SEEDS, Road

MINE = {"process_owner:pay_invoice"}


@pytest.fixture
def answered(road: Road) -> tuple[str, str]:
    """Alice asked, and Carol, who came in with the coworkers, answered: the discussion and the post."""
    discussion = road.asked()
    road.later(2 * HOUR)
    path = f"/discussions/{discussion}/posts"
    posted = road.does("carol", "POST", path, kind="answer", text="6800", reach="coworkers")
    return discussion, posted["posts"][-1]["id"]


def accepts(client: httpx2.Client, answered: tuple[str, str]) -> httpx2.Response:
    """Somebody accepts Carol's answer."""
    discussion, post = answered
    return client.post(f"/v1/discussions/{discussion}/posts/{post}/accept", json={"version": 1})


def test_an_owner_who_is_in_accepts(road: Road, answered: tuple[str, str]) -> None:
    """Bob; the value goes back to the process, and Alice reads who it was."""
    answer = accepts(road.service.http(road.service.token_for("bob", *MINE)), answered)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "answered")
    (outcome,) = [told for told in road.deliveries() if told["type"].endswith("ended")]
    assert outcome["value"] == "6800"
    facts = road.does("alice", "GET", f"/discussions/{answered[0]}/facts")["items"]
    (fact,) = [fact for fact in facts if fact["kind"].lower() == "accepted"]
    assert fact["who"]["id"] == "bob"


@pytest.mark.parametrize("roles", [set(), {"process_owner:other"}, {"admin"}])
def test_nobody_else_who_is_in_does(roles: set[str], road: Road, answered: tuple[str, str]) -> None:
    """Neither for another process, nor as an administrator."""
    answer = accepts(road.service.http(road.service.token_for("bob", *roles)), answered)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_the_asker")


def test_nobody_accepts_their_own(road: Road, answered: tuple[str, str]) -> None:
    """Carol answers for the process, too."""
    answer = accepts(road.service.http(road.service.token_for("carol", *MINE)), answered)
    assert (answer.status_code, answer.json()["code"]) == (403, "own_words")


@pytest.mark.parametrize("roles", [MINE, {"admin"}])
def test_a_role_reads_no_discussion(roles: set[str], road: Road, answered: tuple[str, str]) -> None:
    """For Eve, who is outside, it is as if there were none, whatever she is."""
    eve = road.service.http(road.service.token_for("eve", *roles))
    there, nowhere = accepts(eve, answered), accepts(eve, ("none", "none"))
    assert (there.status_code, there.content) == (404, nowhere.content)
    discussion, _ = answered
    for path in ("", "/posts", "/facts", "/members", "/asks"):
        assert eve.get(f"/v1/discussions/{discussion}{path}").status_code == 404
    assert eve.get("/v1/discussions").json()["items"] == []


@pytest.fixture
def named() -> Iterator[EmbeddedService]:
    """A service whose directory says that Bob answers for the process."""
    people = [replace(who, owns=("pay_invoice",) if who.id == "bob" else ()) for who in PEOPLE.people()]
    settings = Settings(database_url="sqlite://", sweep_interval=SELDOM)
    with EmbeddedService(settings, clock=FrozenClock(MONDAY), directory=FileDirectory(people), seeds=SEEDS) as running:
        yield running


def test_the_directory_names_owners(named: EmbeddedService) -> None:
    """Whatever they sign in with."""
    assert named.person("bob").get("/v1/me").json()["roles"] == ["process_owner:pay_invoice"]
    assert named.person("alice").get("/v1/me").json()["roles"] == []
