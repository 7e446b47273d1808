"""What is written in JavaScript has its own tests, which run here as `npm test` runs them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from socialbpm.designer.check import check
from tests.designer import corpus
from tests.docs.pages import read, section
from tests.engine.diagrams import diagram, process, properties, task
from tests.extensions.test_schema import ATTRIBUTES, OTHERS, SAMPLES
from tests.node import SECONDS, program
from tests.settings import REPOSITORY

STATIC = REPOSITORY / "src" / "socialbpm" / "service" / "modeler" / "static"
PAGES = sorted(REPOSITORY.glob("extensions/bpmnlint-plugin-socialbpm/docs/rules/*.md"))


def test_the_tests_of_the_workspace_pass(workspace: Path) -> None:
    """All of them, and there are some."""
    command = [program("npm"), "test", "--silent"]
    ended = subprocess.run(command, cwd=workspace, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "# pass 0" not in ended.stdout


def test_what_the_package_ships_of_others_and_of_the_rules_is_what_the_build_makes(workspace: Path) -> None:
    """Byte for byte: bpmn-js as it is published, and the rules as they are now. `npm run build` makes it again."""
    command = [program("node"), "build.mjs", str(workspace / "built")]
    ended = subprocess.run(command, cwd=workspace, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ended.returncode == 0, ended.stderr
    built = {path.relative_to(workspace / "built"): path for path in (workspace / "built").rglob("*") if path.is_file()}
    assert len(built) > 8
    assert {path.relative_to(STATIC) for path in STATIC.glob("vendor/**/*") if path.is_file()} < set(built)
    assert [str(name) for name, path in built.items() if path.read_bytes() != (STATIC / name).read_bytes()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_rule_of_the_linter_is_described_as_everywhere(page: Path) -> None:
    """In the words of the reference of errors, with all of its diagrams in the corpus."""
    told = page.read_text(encoding="utf-8")
    described = section(read("docs/errors.md"), f"`{page.stem}`").strip()
    assert described
    assert described in told
    known = {name for name, said in corpus.expected().items() if said["code"] == page.stem}
    assert {name for name in corpus.FILES if f"({'../' * 4}bpmn/invalid/{name})" in told} == known


LINT = """
const { lint } = require('./bpmnlint-plugin-socialbpm/test/lint.js');
const descriptor = process.argv[1] === 'true';
const xml = require('node:fs').readFileSync(0, 'utf8');
lint(xml, { descriptor }).then(({ found }) => console.log(JSON.stringify(found.map(({ rule, id }) => [rule, id]))));
"""


@pytest.mark.parametrize(("descriptor", "spelling"), [("false", ""), ("true", ""), ("false", "zeebe")])
def test_both_checkers_say_the_same_of_every_value(workspace: Path, descriptor: str, spelling: str) -> None:
    """Each sample value of each attribute, on a task of its own, in one large diagram; as an element, as properties."""
    given = [(element_, attribute, value) for element_, attribute in ATTRIBUTES for value in SAMPLES]
    made = [_properties(*said, spelling) if spelling else _extension(*said) for said in given]
    tasks = [task(f"task_{number}", inside) for number, inside in enumerate(made)]
    text = diagram(process(*tasks, path=["task_0"]))
    command = [program("node"), "-e", LINT, descriptor]
    ended = subprocess.run(command, cwd=workspace, input=text, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    linted = sorted((rule, element_) for rule, element_ in json.loads(ended.stdout))
    assert len(linted) > 500
    assert linted == sorted((found.rule, found.element) for found in check(text.encode(), "x"))


def _extension(name: str, attribute: str, value: str) -> str:
    """An element with this attribute, and else as little as it needs."""
    said = {**OTHERS.get(name, {}), attribute: value}
    own = "".join(f" {key}={quoteattr(text)}" for key, text in said.items())
    element_ = f"<social:{name}{own}/>"
    inside = element_ if name == "socialize" else f"<social:socialize>{element_}</social:socialize>"
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


def _properties(name: str, attribute: str, value: str, spelling: str) -> str:
    """The same as properties."""
    said = {**OTHERS.get(name, {}), attribute: value}
    part = "" if name == "socialize" else f"{name}.1."
    return properties(*((f"social:{part}{key}", text) for key, text in said.items()), spelling=spelling)
