"""Missing and forbidden look the same in what they cost, too: the database is asked the same, so it takes as long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import Engine, event

from tests.service.road import HOUR, Road
from tests.service.test_outsiders import about_something, filled

PAIRS, MOST = 400, 0.05
"""How many pairs are timed, and by which share of the time the medians may differ."""


@contextmanager
def asked_of_the_database() -> Iterator[list[str]]:
    """Note each statement."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


READING = sorted({path for method, path, _ in about_something() if method == "GET" and "{ring}" not in path})


@pytest.fixture
def something(road: Road) -> dict[str, str]:
    """A discussion in which much was said."""
    discussion = road.asked()
    for number in range(20):
        road.does("bob", "POST", f"/discussions/{discussion}/posts", text=f"{number}?", reach="participants")
    road.later(2 * HOUR)
    return {"discussion": discussion}


NOTHING = {"discussion": "none"}
OF_DISCUSSIONS = [path for path in READING if "{discussion}" in path]


@pytest.mark.parametrize("path", OF_DISCUSSIONS)
def test_the_database_is_asked_the_same(path: str, something: dict[str, str], road: Road) -> None:
    """Eve reads what is there and not for her, and what is not there: statement for statement the same."""
    told, eve = [], road.by("eve")
    eve.get(filled(path, **NOTHING))  # what is done now and then, for everybody, is done
    for names in (something, NOTHING):
        with asked_of_the_database() as statements:
            assert eve.get(filled(path, **names)).status_code == 404
        told.append(statements)
    assert told[0] == told[1]


@pytest.mark.long
@pytest.mark.parametrize("path", OF_DISCUSSIONS)
def test_it_takes_as_long(path: str, something: dict[str, str], road: Road) -> None:
    """Paired and interleaved, the median difference is lost in the noise."""
    eve = road.by("eve")

    def seconds(names: dict[str, str]) -> float:
        began = perf_counter()
        eve.get(filled(path, **names))
        return perf_counter() - began

    pairs = [(seconds(something), seconds(NOTHING)) for _ in range(PAIRS)]
    differs = median(there - nowhere for there, nowhere in pairs)
    assert abs(differs) < MOST * median(nowhere for _, nowhere in pairs)
