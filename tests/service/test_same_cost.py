"""Missing and forbidden look the same in what they cost, too: the database is asked the same, so it takes as long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter

import pytest
from pydantic import BaseModel
from sqlalchemy import Engine
from sqlalchemy import event as of_sqlalchemy

from socialbpm.clock import FrozenClock
from tests.conftest import empty_database
from tests.service.road import HOUR, MONDAY, TASK, Road, event, serving, socialize
from tests.service.test_attachments import attached
from tests.service.test_communities import helped
from tests.service.test_experience import released
from tests.service.test_outsiders import about_something, filled, sent

PAIRS, MOST = 400, 0.05
"""How many pairs are timed, and by which share of the time the medians may differ."""


@contextmanager
def asked_of_the_database() -> Iterator[list[str]]:
    """Note each statement."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    of_sqlalchemy.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        of_sqlalchemy.remove(Engine, "before_cursor_execute", note)


EVERYTHING = about_something()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def road(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    """One service for all of this on each database: everything in here is refused, so nothing changes."""
    for url in empty_database(request, tmp_path_factory.mktemp("same-cost")):
        clock = FrozenClock(MONDAY)
        with serving(url, clock) as running:
            yield Road(running, clock)


@pytest.fixture(scope="module")
def something(road: Road) -> dict[str, str]:
    """A discussion in which much was said, and what came of others."""
    released(road, "r3", task={**TASK, "task_id": "t3", "case_id": "c3"})
    helped(road, "carol", 4)
    community = road.does("bob", "GET", "/communities")["items"][0]["id"]
    experience = road.does("bob", "GET", "/experience")["items"][0]["id"]
    discussion = road.asked()
    for number in range(20):
        road.does("bob", "POST", f"/discussions/{discussion}/posts", text=f"{number}?", reach="participants")
    road.later(2 * HOUR)
    post = road.sees("bob", discussion)["posts"][0]["id"]
    attachment = attached(road, discussion, post)
    offered = {key: value for key, value in socialize("r2")["data"].items() if key != "by"}
    other = event("task.offer", {**offered, "task": {**offered["task"], "task_id": "t2"}}, "offer")
    offer = road.hook(other).json()["offer"]
    about = {"discussion": discussion, "post": post, "offer": offer, "task_id": "t2", "process": TASK["process"]}
    return {**ELSEWHERE, **about, "attachment": attachment, "community": community, "experience": experience}


ELSEWHERE = {"ring": "network", "member": "bob", "runtime": "expenses"}
NAMED = ("discussion", "post", "attachment", "offer", "task_id", "process", "community", "experience")
NOTHING = {**ELSEWHERE, **dict.fromkeys(NAMED, "none")}


@pytest.mark.parametrize(("method", "path", "body"), EVERYTHING)
def test_the_database_is_asked_the_same(
    method: str, path: str, body: type[BaseModel] | None, something: dict[str, str], road: Road
) -> None:
    """Eve asks for what is there and not for her, and for what is not there: statement for statement the same."""
    told, eve = [], road.by("eve")
    eve.request(
        method, filled(path, **NOTHING), **sent(path, body)
    )  # what is done now and then, for everybody, is done
    for names in (something, NOTHING):
        with asked_of_the_database() as statements:
            assert eve.request(method, filled(path, **names), **sent(path, body)).status_code == 404
        told.append(statements)
    assert told[0] == told[1]


@pytest.mark.long
@pytest.mark.parametrize(("method", "path", "body"), EVERYTHING)
def test_it_takes_as_long(
    method: str, path: str, body: type[BaseModel] | None, something: dict[str, str], road: Road
) -> None:
    """Paired and interleaved, the median difference is lost in the noise."""
    eve = road.by("eve")

    def seconds(names: dict[str, str]) -> float:
        began = perf_counter()
        eve.request(method, filled(path, **names), **sent(path, body))
        return perf_counter() - began

    pairs = [(seconds(something), seconds(NOTHING)) for _ in range(PAIRS)]
    differs = median(there - nowhere for there, nowhere in pairs)
    assert abs(differs) < MOST * median(nowhere for _, nowhere in pairs)
