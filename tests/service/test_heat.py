"""Who answers for a process sees where help is asked for, and nothing of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from socialbpm.actions.people import Person
from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.service.road import MONDAY, TASK, Road, event

PATH = "/v1/processes/pay_invoice/heat"
ASKERS = ("ann", "ben", "cem", "dot", "eli", "fay")
DIRECTORY = FileDirectory([Person(name, name.title()) for name in (*ASKERS, "olga", "eve")])


@pytest.fixture(scope="module")
def road() -> Iterator[Road]:
    """Six people ask about one task and find it out themselves; four about another."""
    clock = FrozenClock(MONDAY)
    settings = Settings(database_url="sqlite://", sweep_interval=SELDOM)
    with EmbeddedService(settings, clock=clock, directory=DIRECTORY) as service:
        road = Road(service, clock)
        for number, person in enumerate(ASKERS):
            _asks(road, person, f"check-{number}", "check_invoice")
            if number < 4:
                _asks(road, person, f"book-{number}", "book_invoice")
        yield road


def _asks(road: Road, person: str, task: str, element: str) -> None:
    about = {**TASK, "task_id": task, "case_id": task, "element_id": element, "lane": None}
    data: dict[str, Any] = {
        "task": about,
        "people": {"actual_owner": person, "potential_owners": ["olga"]},
        "request_id": task,
        "event_id": f"{element}_socialize",
        "by": person,
        "settings": {"rings": [{"name": "participants", "step": "colleagues", "who": ["owners"]}]},
        "question": "Which account?",
    }
    answer = road.hook(event("task.socialize", data, f"fired-{task}"))
    assert answer.is_success, answer.text
    road.does(person, "POST", f"/discussions/{answer.json()['discussion']}/solved-alone")


@pytest.mark.parametrize("role", ["admin", "process_owner:pay_invoice"])
def test_owners_and_administrators_read_it(road: Road, role: str) -> None:
    """Six asked and solved it: in fives. A task with four people who asked is not told of."""
    olga = road.service.http(road.service.token_for("olga", role))
    assert olga.get(PATH).json() == {
        "process": "pay_invoice",
        "tasks": [{"element_id": "check_invoice", "asked": 5, "solved": 5, "widened": None}],
    }


@pytest.mark.parametrize("roles", [set(), {"process_owner:other"}])
def test_for_everybody_else_there_is_no_such_process(road: Road, roles: set[str]) -> None:
    """Whether there is one does not matter; for who asked about it neither."""
    for person in ("eve", "ann"):
        client = road.service.http(road.service.token_for(person, *roles))
        there, nowhere = client.get(PATH), client.get("/v1/processes/none/heat")
        assert (there.status_code, there.json()["code"]) == (404, "not_found")
        assert there.content == nowhere.content


def test_a_runtime_is_no_person(road: Road) -> None:
    """Its key opens other doors."""
    assert road.runtime.get(PATH).json()["code"] == "wrong_token"


def test_who_answers_for_a_process_learns_not_whether_there_are_questions(road: Road) -> None:
    """None at all, and too few, look the same."""
    olga = road.service.http(road.service.token_for("olga", "process_owner:empty"))
    assert olga.get("/v1/processes/empty/heat").json() == {"process": "empty", "tasks": []}
