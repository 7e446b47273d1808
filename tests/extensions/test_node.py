"""What is written in JavaScript has its own tests, which run here as `npm test` runs them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.designer import corpus
from tests.docs.pages import read, section
from tests.node import SECONDS, program
from tests.settings import REPOSITORY

PAGES = sorted(REPOSITORY.glob("extensions/bpmnlint-plugin-socialbpm/docs/rules/*.md"))


def test_the_tests_of_the_workspace_pass(workspace: Path) -> None:
    """All of them, and there are some."""
    command = [program("npm"), "test", "--silent"]
    ended = subprocess.run(command, cwd=workspace, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "# pass 0" not in ended.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_rule_of_the_linter_is_described_as_everywhere(page: Path) -> None:
    """In the words of the reference of errors, with all of its diagrams in the corpus."""
    told = page.read_text(encoding="utf-8")
    described = section(read("docs/errors.md"), f"`{page.stem}`").strip()
    assert described
    assert described in told
    known = {name for name, said in corpus.expected().items() if said["code"] == page.stem}
    assert {name for name in corpus.FILES if f"({'../' * 4}bpmn/invalid/{name})" in told} == known
