"""The request examples of `api/examples/` run, as they stand there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.service.road import Road

EXAMPLES = sorted((Path(__file__).parents[2] / "api" / "examples").glob("*.json"))


def at(body: Any, place: str) -> Any:
    """Return what stands at a place like `items.-1.type`."""
    for part in place.split("."):
        body = body[int(part)] if isinstance(body, list) else body[part]
    return body


def caller(who: str, road: Road) -> httpx2.Client:
    """Return the client of a person, of the runtime, or of an administrator, who is no person of the story."""
    if who == "administrator":
        return road.service.http(road.service.token_for("frank", "admin"))
    return road.runtime if who == "runtime" else road.by(who)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_example_runs(path: Path, road: Road) -> None:
    """Every step is answered as the file says."""
    kept: dict[str, str] = {}
    for step in json.loads(path.read_text(encoding="utf-8"))["steps"]:
        client = caller(step["as"], road)
        answer = client.request(step["method"], step["path"].format_map(kept), json=step.get("json"))
        assert answer.status_code == step["status"], f"{step['says']} {answer.text}"
        for place, expected in step["expect"].items():
            wanted = expected.format_map(kept) if isinstance(expected, str) else expected
            assert at(answer.json(), place) == wanted, step["says"]
        kept.update({name: at(answer.json(), place) for name, place in step.get("keep", {}).items()})


def test_there_are_examples() -> None:
    """The parametrised test above is not empty."""
    assert EXAMPLES
