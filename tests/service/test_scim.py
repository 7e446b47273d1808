"""People come and go by SCIM."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import pytest
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

from socialbpm.actions.leaving import SETTLED
from socialbpm.actions.people import Person
from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service.embedded import BASE, SELDOM, EmbeddedService
from socialbpm.social.worktime import Calendar
from tests.service.everything import kept
from tests.service.road import Road

OURS = "urn:socialbpm:scim:1.0:Person"
FINE = {Status.SUCCESS, Status.SKIPPED, Status.COMPLIANT, Status.ACCEPTABLE}
CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


@pytest.fixture
def provisioned(database_url: str, clock: FrozenClock) -> Iterator[EmbeddedService]:
    """A service whose people come by SCIM."""
    settings = Settings(database_url=database_url, sweep_interval=SELDOM, base_url=BASE)
    with EmbeddedService(settings, clock=clock) as running:
        yield running


@pytest.fixture
def scim(provisioned: EmbeddedService) -> httpx2.Client:
    """The organisation's identity provider."""
    return provisioned.provisioner()


APPENDED = {f"{OURS}:skills", f"{OURS}:communities", f"{OURS}:away"}
"""The tester adds a whole extension, then adds to each of its lists, and forgets that there is something in it by then:
RFC 7644 (3.5.2.1) has the new value added to the old. `test_adding_to_a_list` holds that."""


@pytest.mark.parametrize("database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)], indirect=True)
def test_scim2_tester_finds_nothing_wrong(provisioned: EmbeddedService) -> None:
    """What the tester of the library's authors checks, from discovery to deletion."""
    results = check_server(SyncSCIMClient(provisioned.provisioner()))
    assert len(results) > 100
    wrong = [each for each in results if each.status not in FINE]
    assert [
        each for each in wrong if not (each.title == "check_add_attribute" and (each.data or {})["urn"] in APPENDED)
    ] == []


def test_adding_to_a_list(scim: httpx2.Client) -> None:
    """Bob learns something and forgets nothing."""
    bob = added(scim, "bob", **{OURS: {"skills": ["invoices"]}})["id"]
    add = {"op": "add", "path": f"{OURS}:skills", "value": ["taxes"]}
    scim.patch(f"/Users/{bob}", json={"schemas": [PATCH], "Operations": [add]})
    assert scim.get(f"/Users/{bob}").json()[OURS]["skills"] == ["invoices", "taxes"]


def user(name: str, **more: Any) -> dict[str, Any]:
    """A user as identity providers send it."""
    return {"schemas": [CORE], "userName": name, "displayName": name.title(), "active": True, **more}


def added(scim: httpx2.Client, name: str, **more: Any) -> Any:
    """Let the identity provider add a user."""
    answer = scim.post("/Users", json=user(name, **more))
    assert answer.status_code == 201, answer.text
    return answer.json()


def patched(scim: httpx2.Client, id_: str, **values: Any) -> httpx2.Response:
    """Let the identity provider change some attributes."""
    body = {"schemas": [PATCH], "Operations": [{"op": "replace", "value": values}]}
    return scim.patch(f"/Users/{id_}", json=body)


def person_id(scim: httpx2.Client, id_: str) -> str:
    """Return by what id somebody is known here, who was provisioned."""
    answer = scim.get(f"/Users/{id_}", params={"attributes": f"{OURS}:personId"})
    return str(answer.json()[OURS]["personId"])


def get_me(service: EmbeddedService, token: str) -> int:
    """Return the status of asking who one is."""
    return service.http(token).get("/v1/me").status_code


class TestWhoIsWho:
    """What is provisioned is who is who, at once."""

    def test_a_new_user_is_a_person(self, provisioned: EmbeddedService, scim: httpx2.Client) -> None:
        """Bob is added, and from then on he is somebody; nobody else is."""
        token = provisioned.token_for("bob")
        assert get_me(provisioned, token) == 401
        added(scim, "bob")
        assert provisioned.http(token).get("/v1/me").json()["name"] == "Bob"

    def test_what_it_says_of_a_person(self, provisioned: EmbeddedService, scim: httpx2.Client) -> None:
        """Groups, also by way of a group in a group, the manager, skills, hours, the zone and the cap."""
        carol = added(scim, "carol")
        ours = {
            "skills": ["invoices"],
            "communities": ["ap"],
            "hours": "Mo-Th 08:00-12:00",
            "cap": 1,
            "away": ["2026-08-03/2026-08-14"],
            "deputy": "carol",
        }
        bob = added(
            scim,
            "bob",
            timezone="Europe/Berlin",
            preferredLanguage="fr-CH",
            emails=[{"value": "old@example.org"}, {"value": "bob@example.org", "primary": True}],
            **{OURS: ours, ENTERPRISE: {"manager": {"value": carol["id"], "$ref": carol["meta"]["location"]}}},
        )
        inner = scim.post("/Groups", json={"displayName": "Invoices", "members": [{"value": bob["id"]}]}).json()
        scim.post("/Groups", json={"displayName": "Accounting", "members": [{"value": inner["id"], "type": "Group"}]})
        get_me(provisioned, provisioned.token_for("bob"))
        found, berlin = provisioned.app.state.composed.world.directory.person("bob"), ZoneInfo("Europe/Berlin")
        assert found == Person(
            id="bob",
            name="Bob",
            role_name="somebody in Invoices",
            groups=("Invoices", "Accounting"),
            manager="carol",
            skills=("invoices",),
            communities=("ap",),
            calendar=Calendar("Mo-Th 08:00-12:00", "Europe/Berlin"),
            cap=1,
            away=((datetime(2026, 8, 3, tzinfo=berlin), datetime(2026, 8, 15, tzinfo=berlin)),),
            deputy="carol",
            email="bob@example.org",
            language="fr",
        )
        assert scim.get(f"/Users/{bob['id']}").json()["groups"][0]["display"] == "Invoices"

    def test_hours_that_nobody_can_read_are_refused(self, scim: httpx2.Client) -> None:
        """Else everybody's patience would run in a calendar that nobody chose."""
        assert scim.post("/Users", json=user("bob", **{OURS: {"hours": "nine to five"}})).status_code == 400

    @pytest.mark.parametrize("days", ["next week", "2026-08-14/2026-08-03", "2026-08-03/", "/"])
    def test_days_away_that_are_none_are_refused(self, days: str, scim: httpx2.Client) -> None:
        """Else somebody would be asked on the beach, and nobody in their place."""
        assert scim.post("/Users", json=user("bob", **{OURS: {"away": [days]}})).status_code == 400

    def test_a_password_is_not_kept(self, provisioned: EmbeddedService, scim: httpx2.Client) -> None:
        """There is nothing here to sign in to with it."""
        added(scim, "bob", password="secret-word")
        assert "secret-word" not in kept(provisioned)


class TestWhoIsAsked:
    """What is provisioned says who comes in, and who of them first."""

    @pytest.fixture
    def road(self, provisioned: EmbeddedService, clock: FrozenClock, scim: httpx2.Client) -> Road:
        """Alice is stuck; Dana and Gina are in Logistics."""
        added(scim, "alice")
        members = [{"value": added(scim, person)["id"]} for person in ("dana", "gina")]
        scim.post("/Groups", json={"displayName": "Logistics", "members": members}).raise_for_status()
        return Road(provisioned, clock)

    def asked(self, road: Road) -> list[tuple[str, str]]:
        """Who would be asked for Alice, in which order, and why."""
        ring = {"name": "logistics", "step": "colleagues", "who": ["group:Logistics"], "batch": 1}
        people = {"actual_owner": "alice", "potential_owners": []}
        discussion = road.fired(people=people, settings={"question": "Which account?", "rings": [ring]})
        (found,) = road.does("alice", "GET", f"/discussions/{discussion}/dry-run")["rings"]
        return [(one["person"]["id"], one["reason"]) for one in found["people"]]

    def says(self, scim: httpx2.Client, person: str, **ours: Any) -> None:
        """Let the provider say something of somebody."""
        (found,) = scim.get("/Users", params={"filter": f'userName eq "{person}"'}).json()["Resources"]
        change = {"op": "add", "path": OURS, "value": ours}
        scim.patch(f"/Users/{found['id']}", json={"schemas": [PATCH], "Operations": [change]}).raise_for_status()

    def test_who_has_the_skill_comes_first(self, road: Road, scim: httpx2.Client) -> None:
        """Nobody has seen either at work: Dana comes first by her name, until Gina says that she knows it."""
        assert [person for person, _ in self.asked(road)] == ["dana", "gina"]
        self.says(scim, "gina", skills=["check_invoice"])
        road.service.learn()
        assert self.asked(road)[0] == ("gina", "is in a group that is asked here and declared a skill for this")

    def test_a_deputy_comes_for_who_is_away(self, road: Road, scim: httpx2.Client) -> None:
        """Dana is on holiday in the week of the question; Hugo, who is in no group, stands in."""
        added(scim, "hugo")
        self.says(scim, "dana", away=["2026-01-05/2026-01-09"], deputy="hugo")
        assert self.asked(road) == [
            ("gina", "is in a group that is asked here"),
            ("hugo", "stands in for somebody who would be asked"),
        ]


class TestWhoMayProvision:
    """A credential of its own."""

    def test_nobody_without(self, provisioned: EmbeddedService) -> None:
        """No token, a made-up one, a person's, a runtime's: none gets in."""
        for token, status in (
            (None, 401),
            ("x", 401),
            (provisioned.token_for("bob"), 403),
            (provisioned.key_for("r"), 403),
        ):
            assert provisioned.http(token).get("/scim/v2/Users").status_code == status

    def test_it_opens_nothing_else(self, scim: httpx2.Client) -> None:
        """The provisioner's token reads no discussion."""
        answer = scim.get(f"{BASE}/v1/discussions")
        assert (answer.status_code, answer.json()["code"]) == (403, "wrong_token")


class TestComingAndGoing:
    """Who is not active has no access, from that moment; who comes later inherits nothing."""

    @pytest.mark.parametrize("gone", ["inactive", "deleted"])
    def test_access_ends_at_once(self, provisioned: EmbeddedService, scim: httpx2.Client, gone: str) -> None:
        """Bob's token is nobody's, and stays so when he is active again."""
        bob, token = added(scim, "bob")["id"], provisioned.token_for("bob")
        assert get_me(provisioned, token) == 200
        answer = patched(scim, bob, active=False) if gone == "inactive" else scim.delete(f"/Users/{bob}")
        assert answer.is_success
        assert get_me(provisioned, token) == 401

    def test_who_is_active_again_needs_a_new_token(
        self, provisioned: EmbeddedService, scim: httpx2.Client, clock: FrozenClock
    ) -> None:
        """Bob comes back: he is let in, but not by what he had before."""
        bob, old = added(scim, "bob")["id"], provisioned.token_for("bob")
        patched(scim, bob, active=False)
        patched(scim, bob, active=True)
        clock.advance(SETTLED)
        provisioned.sweep()
        assert get_me(provisioned, old) == 401
        assert get_me(provisioned, provisioned.token_for("bob")) == 200

    def test_a_login_that_is_used_again_inherits_nothing(
        self, provisioned: EmbeddedService, scim: httpx2.Client
    ) -> None:
        """Another Bob gets the login: he is somebody else here, with another id, and the old id stays nobody's."""
        old = added(scim, "bob")
        token = provisioned.token_for("bob")
        scim.delete(f"/Users/{old['id']}")
        new = added(scim, "bob")
        assert new["id"] != old["id"]
        assert person_id(scim, new["id"]) != "bob"
        assert get_me(provisioned, token) == 401
        assert get_me(provisioned, provisioned.token_for("bob")) == 401
        assert get_me(provisioned, provisioned.token_for(person_id(scim, new["id"]))) == 200

    def test_a_login_that_was_given_up_inherits_nothing_either(self, scim: httpx2.Client) -> None:
        """Bob marries and is robert now: whoever is bob next is not him."""
        robert = added(scim, "bob")["id"]
        patched(scim, robert, userName="robert")
        assert person_id(scim, robert) == "bob"
        assert person_id(scim, added(scim, "bob")["id"]) != "bob"
