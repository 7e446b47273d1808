"""A service that lets the pages of one task list have the widget, and guests at that list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.service.road import OWNED, PEOPLE, SEEDS, SETTINGS, TASK, Road, event

ORIGIN = "https://tasks.example"
OTHER = "https://other.example"


class Guest:
    """Somebody at a page of the task list: their browser has a token, and says where it is."""

    def __init__(self, road: Road, token: str, task: str, origin: str = ORIGIN, language: str = "en") -> None:
        self.http = road.service.http(token)
        self.http.headers.update({"Origin": origin, "Accept-Language": language})
        self.task = task

    def looks(self, task: str | None = None) -> httpx2.Response:
        """Look at the discussion about a task: their own, unless another is named."""
        return self.http.get("/widget/discussion", params={"task": task or self.task})

    def sees(self) -> str:
        """Return what they read, with single blanks."""
        answer = self.looks()
        assert answer.is_success, answer.text
        return " ".join(" ".join(texts(answer.json()["parts"])).split())

    def does(self, what: str, key: str = "", **said: str) -> httpx2.Response:
        """Send a form."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.http.post(f"/widget/discussion/{what}", params={"task": self.task}, json=said, headers=headers)


def texts(nodes: list[Any]) -> Iterator[str]:
    """Yield all texts of a tree."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        else:
            yield from texts(node[2])


def elements(nodes: list[Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield all elements of a tree, each with its attributes."""
    for node in nodes:
        if not isinstance(node, str):
            yield node[0], node[1]
            yield from elements(node[2])


def let_in(road: Road, person: str, task: str = "t1", **more: Any) -> httpx2.Response:
    """Let the task list's server ask for a token."""
    body = {"task_id": task, "person": person, "origin": ORIGIN, **more}
    return road.runtime.post("/v1/widget-tokens", json=body)


def guest(road: Road, person: str, task: str = "t1", **how: str) -> Guest:
    """Let somebody be at the task list's page."""
    answer = let_in(road, person, task)
    assert answer.status_code == 201, answer.text
    return Guest(road, answer.json()["token"], task, **how)


@pytest.fixture
def service(clock: FrozenClock) -> Iterator[EmbeddedService]:
    """The whole service; the widget may be at two places."""
    origins = f"{ORIGIN}, {OTHER}"
    settings = Settings(database_url="sqlite://", sweep_interval=SELDOM, widget_origins=origins)
    with EmbeddedService(settings, clock=clock, directory=PEOPLE, seeds=SEEDS) as running:
        yield running


@pytest.fixture
def road(service: EmbeddedService, clock: FrozenClock) -> Road:
    """What the people of the stories can do; Alice has her task, and one is free for Bob, too."""
    made = Road(service, clock)
    data = {"task": TASK, "people": OWNED, "event_id": "check_invoice_socialize", "settings": SETTINGS}
    assert made.hook(event("task.activated", data, "ready")).is_success
    free = {"potential_owners": ["group:Accounting"]}
    second = {**data, "task": {**TASK, "task_id": "t2", "case_id": "c2"}, "people": free}
    assert made.hook(event("task.activated", second, "ready-2")).is_success
    return made
