"""Each body that can be sent has an example in the OpenAPI document, and each example is taken as it stands there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx2

from socialbpm.service import examples
from tests.service.road import Road
from tests.settings import REPOSITORY

OF_RUNTIMES = frozenset({"receive_hooks", "issue_widget_token", "put_diagram"})
DOCUMENT = json.loads((REPOSITORY / "api" / "openapi.json").read_text(encoding="utf-8"))
NOBODY = "nothing"
"""Stands in every path, so that nothing is found; a body is looked at before that."""


def bodies() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield every body: of which operation, how it is sent, where to, and what is said of it."""
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            for media, content in operation.get("requestBody", {}).get("content", {}).items():
                yield f"{operation['operationId']} {method.upper()}", path, media, content


def test_each_body_has_one() -> None:
    """And no operation that is gone has one still."""
    assert [name for name, _, _, content in bodies() if not content["examples"]] == []
    assert {name.split()[0] for name, *_ in bodies()} == set(examples.OF)


def test_each_is_taken(road: Road) -> None:
    """It may be about nothing that is there, or not for this caller; it is nothing that could not be said."""
    wrong = {}
    for name, path, media, content in bodies():
        operation, method = name.split()
        for what, example in content["examples"].items():
            complaint = _complaint(_sent(road, operation, method, path, media, example["value"]))
            if complaint:
                wrong[f"{name}, {media}: {what}"] = complaint
    assert wrong == {}


def test_one_that_could_not_be_said_is_found(road: Road) -> None:
    """Or the test above would hold nothing."""
    body = {"text": "", "reach": "participants"}
    answer = _sent(road, "create_post", "POST", "/v1/discussions/{discussion}/posts", "application/json", body)
    assert "invalid" in _complaint(answer)


def _sent(road: Road, operation: str, method: str, path: str, media: str, value: Any) -> httpx2.Response:
    """Send a body about nothing, as whoever may."""
    service = road.service
    client = road.runtime if operation in OF_RUNTIMES else service.http(service.token_for("frank", "admin"))
    content = value if isinstance(value, str) else json.dumps(value)
    params = {"name": "bill.txt"} if operation == "attach" else None
    return client.request(
        method, re.sub("{[^}]+}", NOBODY, path), content=content, headers={"Content-Type": media}, params=params
    )


def _complaint(answer: httpx2.Response) -> str:
    """Return what is said against a body; nothing, if it is only about nothing, or not for this caller."""
    said = answer.json() if answer.content else {}
    codes = {item.get("code") for item in (said if isinstance(said, list) else [said])}
    return answer.text if answer.status_code >= 500 or "invalid" in codes else ""
