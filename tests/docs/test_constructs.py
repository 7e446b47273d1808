"""The table of constructs names a test for each, and each test about a construct is in the table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import TOP, read

PAGE = "docs/constructs.md"
ABOUT_CONSTRUCTS = ("test_places", "test_several", "test_taken_away", "test_families")
"""The files whose every test is about a construct; others have some that are."""
_LINK = re.compile(r"\[`(test_\w+)`\]\(\.\./(tests/[\w/]+\.py)\)")


def linked(page: str) -> set[tuple[str, str]]:
    """The tests that a page names, with their files."""
    return set(_LINK.findall(page))


def named_in(path: Path) -> set[str]:
    return set(re.findall(r"def (test_\w+)\(", path.read_text(encoding="utf-8"))) if path.exists() else set()


def dead(page: str) -> set[str]:
    """What a page calls a test, and is none."""
    return {name for name, path in linked(page) if name not in named_in(TOP / path)}


def rows_without_a_test(page: str) -> list[str]:
    """The rows of the tables that name none."""
    rows = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| construct |")]
    return [row for row in rows if not _LINK.search(row)]


def test_each_construct_names_a_test_that_exists() -> None:
    """A test that is renamed takes its row along."""
    page = read(PAGE)
    assert dead(page) == set()
    assert rows_without_a_test(page) == []
    assert dead("[`test_nothing`](../tests/engine/test_places.py)") == {"test_nothing"}
    assert rows_without_a_test("| construct | what | test |\n|---|---|---|\n| a | b | c |") == ["| a | b | c |"]


@pytest.mark.parametrize("file", ABOUT_CONSTRUCTS)
def test_each_test_about_a_construct_is_in_the_table(file: str) -> None:
    """Whoever decides one more has to say so."""
    path = f"tests/engine/{file}.py"
    known = {name for name, where in linked(read(PAGE)) if where == path}
    assert named_in(TOP / path) - known == set()
