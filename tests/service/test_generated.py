"""What is generated is checked in and equal, and says what the service does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from socialbpm.service.generated import document, generated_files

TOP = Path(__file__).parents[2]
OPERATIONS: list[tuple[str, dict[str, Any]]] = [
    (f"{method.upper()} {path}", about)
    for path, methods in document()["paths"].items()
    for method, about in methods.items()
]


@pytest.mark.parametrize("path", sorted(generated_files()), ids=str)
def test_it_is_up_to_date(path: Path) -> None:
    """`make generate` would change nothing."""
    assert (TOP / path).read_text(encoding="utf-8") == generated_files()[path]


@pytest.mark.parametrize(("name", "about"), OPERATIONS, ids=[name for name, _ in OPERATIONS])
def test_every_endpoint_says_what_it_does(name: str, about: dict[str, Any]) -> None:
    """A summary, a description that is a sentence, and an id to generate clients by."""
    assert about["summary"], name
    assert about["description"].rstrip().endswith("."), name
    assert about["operationId"].isidentifier(), name


def test_ids_are_unique() -> None:
    """Two endpoints of one id would be one method of a generated client."""
    ids = [about["operationId"] for _, about in OPERATIONS]
    assert len(ids) == len(set(ids))


def test_every_reference_leads_somewhere() -> None:
    """No schema is named that is not there."""
    found = document()
    known = found["components"]["schemas"]
    assert {ref for ref in _refs(found) if ref not in known} == set()


def _refs(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"].rpartition("/")[2]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*map(_refs, part.values()))
    return set().union(*map(_refs, part)) if isinstance(part, list) else set()
