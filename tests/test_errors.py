"""Every stable code is documented, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic_core.core_schema import ErrorType

from socialbpm.service.problems import BY_CODE, HTTP_CODES, STATUS, problem_of

TOP = Path(__file__).parents[1]
PAGE = (TOP / "docs" / "errors.md").read_text(encoding="utf-8")
DOCUMENTED = re.findall(r"^### `([\w-]+)`", PAGE, re.MULTILINE)
WITH_STATUS = re.findall(r"^### `([\w-]+)` \((\d+)\)", PAGE, re.MULTILINE)


OF_A_FUNCTION = {"PydanticCustomError": 0, "fault": 2, "refuse": 1}
OF_A_METHOD = {"_fault": 1}
"""Which argument is the code: of a validation error, of what a rule finds, of a refusal; of who reads the element."""


def codes_in(path: Path) -> Iterator[str]:
    """Codes that a module gives: `code="…"` in a call or class, or an argument of those above."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield from _codes_of(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == "code" for target in targets):
                yield from _text(node.value)


def _codes_of(call: ast.Call) -> Iterator[str]:
    yield from (text for key in call.keywords if key.arg == "code" for text in _text(key.value))
    if isinstance(call.func, ast.Name) and call.func.id in OF_A_FUNCTION:
        yield from _text(call.args[OF_A_FUNCTION[call.func.id]])
    if isinstance(call.func, ast.Attribute) and call.func.attr in OF_A_METHOD:
        yield from _text(call.args[OF_A_METHOD[call.func.attr]])


def _text(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def test_every_code_is_documented_and_no_other() -> None:
    """docs/errors.md has one section for each code that the package gives, and that is not one of pydantic's own."""
    given = {code for path in (TOP / "src").rglob("*.py") for code in codes_in(path)} | {*HTTP_CODES.values(), "http"}
    assert sorted(DOCUMENTED) == sorted(given - {"", *get_args(ErrorType)})


@pytest.mark.parametrize(("code", "status"), WITH_STATUS)
def test_the_documented_status_is_the_one_that_is_sent(code: str, status: str) -> None:
    """What the page says about the HTTP status holds."""
    if code in HTTP_CODES.values():
        assert HTTP_CODES[int(status)] == code
        return
    possible = {problem_of(kind("", code=code)).status for kind in STATUS} if code not in BY_CODE else {BY_CODE[code]}
    assert int(status) in possible
