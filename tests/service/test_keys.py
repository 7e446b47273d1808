"""Keys of runtimes are issued, change and end while the service runs, on all nodes at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.service.road import HOUR, PEOPLE, Road


@pytest.fixture
def frank(service: EmbeddedService) -> httpx2.Client:
    """Frank, who runs the service."""
    return service.http(service.token_for("frank", "admin"))


def issued(admin: httpx2.Client, **body: Any) -> dict[str, Any]:
    """A new key."""
    answer = admin.post("/v1/keys", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def status(service: EmbeddedService, token: str) -> int:
    """What the service says to whoever has a token."""
    return service.http(token).get("/v1/me").status_code


def test_a_new_key_is_that_runtimes_alone(service: EmbeddedService, frank: httpx2.Client) -> None:
    """It is shown once; the list has its id."""
    new = issued(frank, runtime="billing")
    assert service.http(new["token"]).get("/v1/me").json()["id"] == "billing"
    listed = frank.get("/v1/keys", params={"kind": "runtime", "subject": "billing"})
    assert [key["id"] for key in listed.json()["items"]] == [new["key"]["id"]]
    assert new["token"] not in listed.text


def test_keys_change_while_the_runtime_works(road: Road, frank: httpx2.Client, clock: FrozenClock) -> None:
    """The old one goes on for an hour, beside the new one; who uses it is seen in the list."""
    old = issued(frank, runtime="billing")
    new = issued(frank, runtime="billing", others_end_in="PT1H")
    both = [old["token"], new["token"]]
    assert [status(road.service, token) for token in both] == [200, 200]
    listed = frank.get("/v1/keys", params={"subject": "billing"}).json()["items"]
    assert [key["used_at"] is not None for key in listed] == [True, True]
    assert {key["expires_at"] is None for key in listed} == {True, False}
    clock.advance(HOUR)
    assert [status(road.service, token) for token in both] == [401, 200]


def test_a_key_that_was_given_a_time_ends(service: EmbeddedService, frank: httpx2.Client, clock: FrozenClock) -> None:
    """By itself."""
    new = issued(frank, runtime="billing", expires_in="P1D")
    assert status(service, new["token"]) == 200
    clock.advance(timedelta(days=1))
    assert status(service, new["token"]) == 401


@pytest.fixture
def other_node(database_url: str, clock: FrozenClock, service: EmbeddedService) -> Iterator[EmbeddedService]:
    """A second service on the same database."""
    assert service
    with EmbeddedService(
        Settings(database_url=database_url, sweep_interval=SELDOM), clock=clock, directory=PEOPLE
    ) as node:
        yield node


def test_a_revoked_key_is_nobodys_on_every_node(
    service: EmbeddedService, other_node: EmbeddedService, frank: httpx2.Client
) -> None:
    """From that moment: nothing of a key is remembered between two calls."""
    new = issued(frank, runtime="billing")
    assert [status(node, new["token"]) for node in (service, other_node)] == [200, 200]
    assert frank.delete(f"/v1/keys/{new['key']['id']}").status_code == 204
    assert [status(node, new["token"]) for node in (service, other_node)] == [401, 401]
    assert frank.delete(f"/v1/keys/{new['key']['id']}").json()["code"] == "not_found"


def test_a_persons_token_is_listed_and_revoked_and_not_issued(service: EmbeddedService, frank: httpx2.Client) -> None:
    """Whoever could issue one for Alice would read what is hers."""
    token = service.token_for("alice")
    (key,) = frank.get("/v1/keys", params={"kind": "person", "subject": "alice"}).json()["items"]
    assert frank.post("/v1/keys", json={"person": "alice"}).json()["code"] == "invalid"
    assert frank.delete(f"/v1/keys/{key['id']}").status_code == 204
    assert status(service, token) == 401


def test_the_list_has_pages(service: EmbeddedService, frank: httpx2.Client) -> None:
    """Which hold each key once."""
    for runtime in ("a", "b", "c", "d"):
        service.key_for(runtime)
    first = frank.get("/v1/keys", params={"limit": 3}).json()
    second = frank.get("/v1/keys", params={"limit": 3, "cursor": first["cursor"]}).json()
    assert second["cursor"] is None
    assert sorted(key["subject"] for key in first["items"] + second["items"]) == ["a", "b", "c", "d", "frank"]


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", ""), ("DELETE", "/any")])
def test_keys_are_for_administrators(method: str, path: str, road: Road) -> None:
    """Neither for Alice nor for a runtime."""
    for client in (road.by("alice"), road.runtime):
        answer = client.request(method, f"/v1/keys{path}", json={"runtime": "billing"})
        assert (answer.status_code, answer.json()["code"]) == (403, "not_admin")
