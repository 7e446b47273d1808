"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import socialbpm

PACKAGE = Path(socialbpm.__file__).parent
WITH_EXAMPLES = [path for path in sorted(PACKAGE.rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]


def module_of(path: Path) -> str:
    return ".".join(("socialbpm", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=module_of)
def test_the_examples_of_a_module_are_true(path: Path) -> None:
    """Each in a namespace of its own module; one that is not found would not be run."""
    outcome = doctest.testmod(importlib.import_module(module_of(path)))
    assert (outcome.failed, outcome.attempted > 0) == (0, True)


def test_a_wrong_example_is_found() -> None:
    """What is held against the modules above can fail."""
    wrong = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, None)
    said: list[str] = []
    assert doctest.DocTestRunner().run(wrong, out=said.append).failed == 1
    assert "Got:" in "".join(said)
