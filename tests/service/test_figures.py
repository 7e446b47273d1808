"""Who answers for a process reads what came of the questions of a quarter that is over; nobody else finds it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from socialbpm.actions.people import Person
from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.service.road import MONDAY, TASK, Road, event

PATH = "/v1/processes/pay_invoice/figures"
ASKERS = ("ann", "ben", "cem", "dot", "eli", "fay")
DIRECTORY = FileDirectory(
    [Person(name, name.title()) for name in (*ASKERS, "eve")] + [Person("olga", "Olga", owns=("pay_invoice",))]
)
HOUR, MONTH = timedelta(hours=1), timedelta(days=31)


@pytest.fixture(scope="module")
def road() -> Iterator[Road]:
    """Six people asked about one task and were answered by Olga within two hours; six more wait; it is April."""
    clock = FrozenClock(MONDAY)
    settings = Settings(database_url="sqlite://", sweep_interval=SELDOM, greatest_age="P300D")
    with EmbeddedService(settings, clock=clock, directory=DIRECTORY) as service:
        road = Road(service, clock)
        asked = [asks(road, person, "check") for person in ASKERS]
        for person in ASKERS[:4]:
            solves(road, person, asks(road, person, "book"))
        clock.advance(2 * HOUR)
        for person, discussion in zip(ASKERS, asked, strict=True):
            answered(road, person, discussion)
        clock.advance(3 * MONTH)
        yield road


def asks(road: Road, person: str, element: str, again: str = "") -> str:
    """Let somebody ask about a task of theirs, and return the discussion; Olga is told."""
    task = f"{element}-{person}{again}"
    about = {**TASK, "task_id": task, "case_id": task, "element_id": element, "lane": None}
    data: dict[str, Any] = {
        "task": about,
        "people": {"actual_owner": person, "potential_owners": ["olga"]},
        "request_id": task,
        "event_id": f"{element}_socialize",
        "by": person,
        "settings": {"rings": [{"name": "participants", "step": "colleagues", "who": ["owners"], "wait": "P900D"}]},
        "question": "Which account?",
    }
    answer = road.hook(event("task.socialize", data, f"fired-{task}"))
    assert answer.is_success, answer.text
    return str(answer.json()["discussion"])


def solves(road: Road, person: str, discussion: str) -> None:
    """Let somebody find it out by themselves."""
    road.does(person, "POST", f"/discussions/{discussion}/solved-alone")


def answered(road: Road, person: str, discussion: str) -> None:
    """Let Olga answer, and whoever asked take it."""
    said = {"kind": "answer", "text": "4730", "reach": "participants"}
    post = road.does("olga", "POST", f"/discussions/{discussion}/posts", **said)["posts"][-1]["id"]
    road.does(person, "POST", f"/discussions/{discussion}/posts/{post}/accept", version=1)


def test_who_answers_for_it_reads_it(road: Road) -> None:
    """In fives and bands; not of the task about which four asked. The last quarter that is over is the first choice."""
    found = road.does("olga", "GET", "/processes/pay_invoice/figures")
    assert found["period"] == found["periods"][0] == "2026-Q1"
    assert found["tasks"] == [
        {
            "element_id": "check",
            "ended": 5,
            "alone": 0,
            "colleagues": 5,
            "community": 0,
            "unsolved": 0,
            "first_answer": "4h",
            "shown": "2",
        }
    ]
    assert road.does("olga", "GET", "/processes/pay_invoice/figures?period=2025-Q4")["tasks"] == []


def test_for_everybody_else_there_is_no_such_process(road: Road) -> None:
    """Also for who asked there, for administrators, and for who answers for another one."""
    for person, roles in (("ann", ()), ("eve", ("admin",)), ("eve", ("process_owner:other",))):
        client = road.service.http(road.service.token_for(person, *roles))
        there, nowhere = client.get(PATH), client.get("/v1/processes/none/figures")
        assert (there.status_code, there.json()["code"]) == (404, "not_found")
        assert there.content == nowhere.content
        assert client.get(f"{PATH}?period=1999-Q1").content == nowhere.content


@pytest.mark.parametrize("period", ["2026-Q2", "2026", "1999-Q1", "2026-Q1 "])
def test_only_quarters_that_are_over_are_told(road: Road, period: str) -> None:
    """One that goes on would tell each question as it ends."""
    olga = road.by("olga")
    assert olga.get(PATH, params={"period": period}).json()["code"] == "no_such_period"


def test_a_later_look_tells_nothing_of_who_asked_since(road: Road) -> None:
    """What is told of a quarter stays; what waits now is told in fives, of five people at least."""
    before = road.by("olga").get(PATH).json()
    late = asks(road, "ann", "check", "-2")
    answered(road, "ann", late)
    waiting = [asks(road, person, "check", "-3") for person in ASKERS[:4]]
    assert road.by("olga").get(PATH).json() == before
    assert before["unanswered"] == []
    asks(road, "eli", "check", "-3")
    after = road.by("olga").get(PATH).json()
    assert (after["tasks"], after["unanswered"]) == (before["tasks"], [{"element_id": "check", "questions": 5}])
    answered(road, "ann", waiting[0])
    assert road.by("olga").get(PATH).json() == before
