"""The OpenAPI document and the service say the same: schemathesis makes calls from the one, and holds the other to it.

Every endpoint gets what the document allows and what it does not, from whoever it is for and from others, about things
that are there and things that are not. There is no chance in it: each run is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import schemathesis
from aiosqlite.core import Connection
from hypothesis import HealthCheck, settings
from schemathesis import BaseSchema, Case, CheckFunction, Config, Response
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service.api import streams
from socialbpm.service.embedded import BASE, SELDOM, EmbeddedService
from socialbpm.service.generated import document
from socialbpm.service.problems import MALFORMED
from socialbpm.service.terms import TAGS
from tests.leaks.house import in_place
from tests.service.carrier import session_of
from tests.service.road import MONDAY, PEOPLE, SEEDS, TASK, Road, event, socialize

FEW, MANY = 4, 100
GRANTED = ["2xx", "401", "403", "404", "409", "412"]
"""What a call gets that the document allows: granted, or refused for who calls, or for the state that things are in."""
OF_RUNTIMES = ["receive_hooks", "list_deliveries"]
LEFT_OUT = [
    {"include-name": "POST /v1/hooks", "phases": {"coverage": {"enabled": False}}},
    {"include-method": "GET", "phases": {"coverage": {"enabled": False}}},
]
"""Going through all that there is takes minutes for hooks, and tells little of what only reads: for the long run."""


def the_document(examples: int, *, whole: bool) -> BaseSchema:
    """Return what schemathesis makes calls from."""
    generation = {"mode": "all", "deterministic": True, "max-examples": examples, "with-security-parameters": False}
    checks = {
        "positive_data_acceptance": {"expected-statuses": GRANTED},
        "negative_data_rejection": {"expected-statuses": ["4xx"]},
        "ignored_auth": {"enabled": False},  # it calls a server by itself; test_outsiders.py looks at this
    }
    said = {"generation": generation, "checks": checks, "operations": [] if whole else LEFT_OUT}
    return schemathesis.openapi.from_dict(document(), config=Config.from_dict(said))


@pytest.fixture(autouse=True)
def named(request: pytest.FixtureRequest) -> None:
    """Schemathesis 4.32 renames a test for each endpoint, by an attribute that pytest 9.2 does not have any more."""
    request.node._nodeid = request.node.nodeid


@pytest.fixture(scope="module")
def few() -> BaseSchema:
    """A few calls of each kind."""
    return the_document(FEW, whole=False)


@pytest.fixture(scope="module")
def many() -> BaseSchema:
    """All calls that schemathesis can think of, and many by chance."""
    return the_document(MANY, whole=True)


class Names:
    """The names of things that are there, made anew for each endpoint, so that none ends what the next one needs."""

    def __init__(self, road: Road) -> None:
        self._road = road
        self._number = count()
        self._made: dict[str, dict[str, str]] = {}

    def of(self, operation: str) -> dict[str, str]:
        """Return the names for an endpoint."""
        if operation not in self._made:
            self._made[operation] = self._make(str(next(self._number)))
        return self._made[operation]

    def _make(self, one: str) -> dict[str, str]:
        task = {**TASK, "task_id": f"t{one}", "case_id": f"c{one}"}  # in a case of its own, or each hook is for all
        discussion = self._road.fired(f"r{one}", task=task, question="Which account do freight costs go to?")
        said = self._said("alice", discussion, "comment")
        answered = self._said("bob", discussion, "answer")
        return {
            "discussion": discussion,
            "post": said,
            "answer": answered,
            "ring": "coworkers",
            "member": "carol",
            "offer": self._offer(one),
            "runtime": "expenses",
            "task_id": f"o{one}",
            "person": "frank",
            **self._of_administrators(discussion),
        }

    def _said(self, person: str, discussion: str, kind: str) -> str:
        body = {"text": "6800?", "reach": "participants", "kind": kind}
        return str(self._road.does(person, "POST", f"/discussions/{discussion}/posts", **body)["posts"][-1]["id"])

    def _offer(self, one: str) -> str:
        data = {key: value for key, value in socialize(f"o{one}")["data"].items() if key != "by"}
        offered = event(
            "task.offer", {**data, "task": {**TASK, "task_id": f"o{one}", "case_id": f"c{one}"}}, f"offer {one}"
        )
        return str(self._road.hook(offered).json()["offer"])

    def _of_administrators(self, discussion: str) -> dict[str, str]:
        admin = self._road.service.http(self._road.service.token_for("carol", "admin"))
        hook = {"name": "Reports", "url": "https://hooks.example.org/", "types": ["discussion.opened"]}
        subscription = admin.post("/v1/subscriptions", json=hook).json()["id"]
        hold = {"kind": "discussion", "ref": discussion, "reason": "audit"}
        return {
            "subscription": subscription,
            "letter": admin.post(f"/v1/subscriptions/{subscription}/ping").json()["id"],
            "hold": admin.post("/v1/holds", json=hold).json()["id"],
            "key": admin.post("/v1/keys", json={"runtime": "another"}).json()["key"]["id"],
        }


class Callers:
    """Sends cases as somebody, and checks what they get."""

    def __init__(self, road: Road) -> None:
        self._session = session_of(road.service)
        self._names = Names(road)
        self._number = count()
        self._tokens = {
            "alice": road.service.token_for("alice"),
            "administrator": road.service.token_for("alice", "admin"),
            "runtime": road.service.key_for("expenses"),
        }

    def hold_some(self, case: Case[Any], who: str) -> None:
        """Do so with every other of the cases that go through all that there is."""
        drawn = case.meta is None or case.meta.phase.name.value != "coverage"
        if drawn or next(self._number) % 2:
            self.hold(case, who)

    def hold(self, case: Case[Any], who: str) -> None:
        """Send a case as somebody, and hold what they get to the document."""
        self._name_what_is_there(case)
        answer = case.call(BASE, self._session, {"Authorization": f"Bearer {self._tokens[who]}"})
        case.validate_response(answer, excluded_checks=list(not_told_by(case, answer)))

    def _name_what_is_there(self, case: Case[Any]) -> None:
        """Let every other case be about something that is there; if what is wrong with it is elsewhere."""
        made = dict(case.path_parameters or {})
        wrong = case.meta is not None and case.meta.is_negative_at(ParameterLocation.PATH)
        if made and not wrong and sum(map(len, map(str, made.values()))) % 2:
            names = self._names.of(case.operation.label)
            case.path_parameters.update({name: names[name] for name in made if name in names})


def not_told_by(case: Case[Any], answer: Response) -> Iterator[CheckFunction]:
    """Yield what an answer cannot be held to.

    There are rules that no JSON Schema can say; the calls of a list of hooks are answered one by one; and
    schemathesis 4.32 now and then sends an If-Match that is none, and takes it for one.
    """
    match = str(dict(case.headers or {}).get("If-Match", "*"))
    if answer.status_code == 422 and (beyond_schemas(answer.json()) or not re.fullmatch(TAGS, match)):
        yield positive_data_acceptance
    if isinstance(case.body, list) and answer.status_code == 200:
        yield negative_data_rejection


def beyond_schemas(problem: dict[str, Any]) -> bool:
    """Whether something is refused by a rule of ours; those have a code, or a name with a hyphen."""
    if problem["code"] != "invalid":
        return problem["code"] in MALFORMED
    return bool(problem["errors"]) and all("-" in error["type"] for error in problem["errors"])


@pytest.fixture(scope="module")
def callers() -> Iterator[Callers]:
    """A service in which much is there, and whoever calls it. A stream says that it is ready, and ends."""
    wishes = Settings(database_url="sqlite://", sweep_interval=SELDOM, outgoing_allowed="hooks.example.org", **FREE)
    clock = FrozenClock(MONDAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "LONGEST", 0.0)
        patch.setattr(Connection, "_execute", in_place)
        with EmbeddedService(wishes, clock=clock, directory=PEOPLE, seeds=SEEDS) as running:
            yield Callers(Road(running, clock))


FREE: dict[str, Any] = dict.fromkeys(("limit_reads", "limit_writes", "limit_hooks", "limit_strangers"), 0)
RUN = settings(deadline=None, suppress_health_check=list(HealthCheck))
OF_FEW, OF_MANY = schemathesis.pytest.from_fixture("few"), schemathesis.pytest.from_fixture("many")


@RUN
@OF_FEW.exclude(operation_id=OF_RUNTIMES).parametrize()
def test_people_and_administrators_get_what_it_says(case: Case[Any], callers: Callers) -> None:
    """Alice, who is in every discussion and an administrator here, calls every endpoint for people."""
    callers.hold_some(case, "administrator")


@RUN
@OF_FEW.include(operation_id=OF_RUNTIMES).parametrize()
def test_a_runtime_gets_what_it_says(case: Case[Any], callers: Callers) -> None:
    """The runtime tells what happened to its tasks, and fetches what waits for it."""
    callers.hold(case, "runtime")


@pytest.mark.long
class TestAtLength:
    """The same with many more calls."""

    @RUN
    @OF_MANY.exclude(operation_id=OF_RUNTIMES).parametrize()
    def test_people_and_administrators_get_what_it_says(self, case: Case[Any], callers: Callers) -> None:
        """As an administrator, and as Alice who is none."""
        callers.hold(case, "administrator")
        callers.hold(case, "alice")

    @RUN
    @OF_MANY.include(operation_id=OF_RUNTIMES).parametrize()
    def test_a_runtime_gets_what_it_says(self, case: Case[Any], callers: Callers) -> None:
        """With everything that a hook can have in it."""
        callers.hold(case, "runtime")
