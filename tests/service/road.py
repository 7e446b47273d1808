"""The road over HTTP, in words: what people and the runtime do, one line each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

from socialbpm.actions.people import Person
from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.directory.seeded_history import Seeds
from socialbpm.service.embedded import SELDOM, EmbeddedService
from socialbpm.service.generated import document

PEOPLE = FileDirectory(
    [
        Person("alice", "Alice", groups=("Accounting",)),
        Person("bob", "Bob", groups=("Accounting",)),
        Person("carol", "Carol", groups=("Purchasing",), role_name="somebody in Purchasing"),
        Person("dana", "Dana", groups=("Logistics",), skills=("check_invoice",)),
        Person("eve", "Eve", groups=("Marketing",)),
        Person("frank", "Frank", groups=("Approvers",)),
    ],
    lanes={"Accounting": ("alice", "bob")},
)
SEEDS = Seeds(ties={"alice": {"carol": 4}, "carol": {"alice": 4}}, did={("pay_invoice", "check_invoice"): {"dana": 2}})
TASK = {
    "task_id": "t1",
    "case_id": "c1",
    "process": "pay_invoice",
    "element_id": "check_invoice",
    "name": "Check invoice",
    "lane": "Accounting",
    "revision": 1,
}
OWNED = {"actual_owner": "alice", "potential_owners": ["group:Accounting"]}
COLLEAGUES = [
    {"name": "participants", "step": "colleagues"},
    {"name": "coworkers", "step": "colleagues", "who": ["worked-with"]},
    {"name": "network", "step": "community"},
]
SETTINGS = {
    "question": "What is unclear?",
    "rings": COLLEAGUES,
    "shares": [
        {"variable": "invoice_no", "with": "network"},
        {"variable": "amount", "with": "coworkers", "as": "band"},
    ],
    "excludes": [{"who": "person:frank"}],
}
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@contextmanager
def serving(database_url: str, clock: FrozenClock) -> Iterator[EmbeddedService]:
    """Run the whole service in this process, with these people, for the block."""
    settings = Settings(database_url=database_url, sweep_interval=SELDOM, outgoing_allowed="hooks.example.org")
    with EmbeddedService(settings, clock=clock, directory=PEOPLE, seeds=SEEDS) as running:
        yield running


def event(kind: str, data: dict[str, Any], id_: str = "e1") -> dict[str, Any]:
    """A CloudEvent as a runtime sends it."""
    return {"specversion": "1.0", "id": id_, "source": "urn:expenses", "type": f"socialbpm.{kind}", "data": data}


def socialize(request: str = "r1", **more: Any) -> dict[str, Any]:
    """Alice fired the event of her task."""
    data: dict[str, Any] = {
        "task": TASK,
        "people": OWNED,
        "request_id": request,
        "event_id": "check_invoice_socialize",
        "by": "alice",
        "settings": SETTINGS,
        "fields": {"invoice_no": "R-17", "amount": 4120, "iban": "DE02"},
        **more,
    }
    return event("task.socialize", data, f"fired-{request}")


def by_contract(response: httpx2.Response) -> None:
    """See that a refusal is one that the OpenAPI document names for its endpoint, and leads to the page of its code."""
    if response.is_error:
        response.read()
        problem = response.json()
        operation = operation_of(response.request)
        assert problem["type"] == f"/problems/{problem['code']}"
        if operation is not None:
            documented = operation["responses"].get(str(response.status_code), {}).get("x-codes", ())
            assert problem["code"] in documented, (operation["operationId"], problem)


def operation_of(request: httpx2.Request) -> dict[str, Any] | None:
    """Return the operation that a request is for, if there is one."""
    for path, methods in DOCUMENT["paths"].items():
        shape = re.sub(r"\\{task_id\\}", ".+", re.sub(r"\\{(?!task_id)\w+\\}", "[^/]+", re.escape(path)))
        if request.method.lower() in methods and re.fullmatch(shape, request.url.path):
            return dict(methods[request.method.lower()])
    return None


DOCUMENT = document()


class Road:
    """People, each with a client of their own, and the runtime `expenses`."""

    def __init__(self, service: EmbeddedService, clock: FrozenClock) -> None:
        self.service = service
        self.clock = clock
        self.runtime = service.http(service.key_for("expenses"))
        self.runtime.event_hooks = {"response": [by_contract]}
        self.people: dict[str, httpx2.Client] = {}

    def by(self, person: str) -> httpx2.Client:
        """Return the client of a person."""
        if person not in self.people:
            self.people[person] = self.service.person(person)
            self.people[person].event_hooks = {"response": [by_contract]}
        return self.people[person]

    def hook(self, hook: Any) -> httpx2.Response:
        """Let the runtime tell something."""
        return self.runtime.post("/v1/hooks", json=hook)

    def fired(self, request: str = "r1", **more: Any) -> str:
        """Let Alice's event fire, and return the discussion."""
        answer = self.hook(socialize(request, **more))
        assert answer.is_success, answer.text
        return str(answer.json()["discussion"])

    def asked(self) -> str:
        """Let Alice ask her question, and return the discussion: Bob is informed."""
        return self.fired(question="Which account do freight costs go to?")

    def does(self, person: str, method: str, path: str, **body: Any) -> Any:
        """Let a person do something that is granted, and return the answer."""
        client = self.by(person)
        answer = client.request(method, f"/v1{path}", json=body) if method != "GET" else client.get(f"/v1{path}")
        assert answer.is_success, f"{person} {method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def refused(self, person: str, method: str, path: str, **body: Any) -> dict[str, Any]:
        """Let a person try something that is refused, and return the problem."""
        answer = self.by(person).request(method, f"/v1{path}", json=body or None)
        assert answer.is_error, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        return dict(answer.json())

    def sees(self, person: str, discussion: str) -> Any:
        """Return the discussion as a person sees it."""
        return self.does(person, "GET", f"/discussions/{discussion}")

    def is_in(self, person: str, discussion: str) -> bool:
        """Whether a person sees anything of the discussion."""
        return self.by(person).get(f"/v1/discussions/{discussion}").is_success

    def later(self, time: timedelta) -> None:
        """Let time go by, and what is due happen."""
        self.clock.advance(time)
        self.service.sweep()

    def deliveries(self, after: str = "", **more: Any) -> list[dict[str, Any]]:
        """Return what waits for the runtime."""
        answer = self.runtime.get("/v1/deliveries", params={"after": after, **more})
        assert answer.is_success, answer.text
        return list(answer.json()["items"])
