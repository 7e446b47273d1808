"""How each kind of block in a page is checked."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer
from fastapi.routing import APIRoute
from lxml import etree
from pydantic import TypeAdapter
from SpiffWorkflow.spiff.parser import SpiffBpmnParser

from socialbpm.cli import app as cli
from socialbpm.config import Settings
from socialbpm.contract.deliveries import AnyDelivery, DeliveryPage
from socialbpm.contract.events import Event
from socialbpm.contract.hooks import Hook, HookResult
from socialbpm.contract.problems import Problem
from socialbpm.designer.diagram import BPMN, Diagram
from socialbpm.directory import ladders_file, people_file
from socialbpm.engine import socialize
from socialbpm.service.app import create_app
from socialbpm.service.embedded import EmbeddedService
from socialbpm.service.widget import script
from tests.docs.pages import TOP, Block, all_blocks
from tests.receiving import Receiver

OTHER_VARIABLES = {
    "SOCIALBPM_CRASH_SEED",
    "SOCIALBPM_DATA",
    "SOCIALBPM_KEY",
    "SOCIALBPM_NODES_SEED",
    "SOCIALBPM_TOKEN",
    "SOCIALBPM_URL",
}
"""Of the tests, of the examples, and of the pages themselves."""


def python(blocks: Iterable[Block], names: dict[str, Any]) -> None:
    """Run the blocks of one page as one program, so that a failure names the line in the page."""
    for block in blocks:
        exec(compile("\n" * (block.line - 1) + block.text, block.page, "exec"), names)  # noqa: S102 - our own pages


def as_tests(blocks: Iterable[Block], folder: Path) -> str:
    """Run the blocks of one page as a file of tests, and return what pytest says; a warning is an error.

    Raises:
        AssertionError: a test failed, or there is none.
    """
    lines: list[str] = []
    for block in blocks:  # each line where it stands in the page
        lines += [""] * (block.line - 1 - len(lines)) + block.text.splitlines()
    (folder / "test_page.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-W",
        "error",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "test_page.py",
    ]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


# --- what a page may have set up before its first block: <!-- setup: name -->


def host(stack: ExitStack) -> dict[str, Any]:
    """A host of workflows: with the service at hand, and a place to save them in."""
    settings = Settings(database_url="sqlite://", people=TOP / "examples" / "people.yaml")
    return {"service": stack.enter_context(EmbeddedService(settings)), "saved": {}}


def webhook(stack: ExitStack) -> dict[str, Any]:
    """A receiver that was called: with what came, and the secret that it was given."""
    receiver = stack.enter_context(Receiver())
    settings = Settings(
        database_url="sqlite://", people=TOP / "examples" / "people.yaml", outgoing_allowed=receiver.url
    )
    service = stack.enter_context(EmbeddedService(settings))
    admin = service.http(service.token_for("bob", "admin"))
    wanted = {"url": receiver.url, "types": ["discussion.opened"]}
    secret = admin.post("/v1/subscriptions", json=wanted).json()["secret"]
    fired = next(block for block in all_blocks() if '"socialbpm.task.socialize"' in block.text)
    assert service.http(service.key_for("expenses")).post("/v1/hooks", json=json.loads(fired.text)).is_success
    (call,) = receiver.wait_for(1)
    return {"secret": secret, "body": call.body, "headers": dict(call.headers)}


SETUPS: Mapping[str, Callable[[ExitStack], dict[str, Any]]] = {"host": host, "webhook": webhook}


# --- commands


def commands(block: Block) -> None:
    lines = [line.removeprefix("$ ") for line in block.text.replace("\\\n", "").splitlines()]
    for line in lines:
        if words := shlex.split(line, comments=True):
            command(words)


def command(words: list[str]) -> None:
    """Whether there is such a command, with such options."""
    words = [word for word in words if word != "export"]
    while words and (setting := re.match(r"(SOCIALBPM_\w+)=", words[0])):
        assert setting[1] in OTHER_VARIABLES | variables(), setting[1]
        words = words[1:]
    if words:
        name, *arguments = words
        COMMANDS[name.rpartition("/")[2]](arguments)


def variables() -> set[str]:
    return {f"SOCIALBPM_{name.upper()}" for name in Settings.model_fields}


def subcommands() -> dict[str, set[str]]:
    """Return the subcommands of `socialbpm`, each with its options; arguments have no names to be given."""
    group: Any = typer.main.get_command(cli)
    return {
        name: {option for param in found.params for option in param.opts if option.startswith("-")}
        for name, found in group.commands.items()
    }


def endpoints() -> set[tuple[str, str]]:
    described = create_app(Settings.model_construct()).openapi()["paths"]
    return {(method.upper(), path) for path, methods in described.items() for method in methods}


def _socialbpm(words: list[str]) -> None:
    options = {word.partition("=")[0] for word in words[1:] if word.startswith("-")}
    assert options <= {*subcommands()[words[0]], "--help"}, words


def _make(words: list[str]) -> None:
    targets = set(re.findall(r"^([a-z]+):", (TOP / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(words) <= targets, words


def _python(words: list[str]) -> None:
    if words[0] == "-m":
        assert find_spec(words[1]), words
    for word in words:
        assert "/" not in word or (TOP / word).exists(), word


def _npm(words: list[str]) -> None:
    command, folder = words[0], words[words.index("--prefix") + 1]
    assert command == "ci", words
    assert (TOP / folder / "package-lock.json").exists(), folder


def _node(words: list[str]) -> None:
    assert (TOP / words[0]).exists(), words[0]


def _curl(words: list[str]) -> None:
    method = words[words.index("-X") + 1] if "-X" in words else "GET"
    path = next(re.sub(r"^https?://[^/]+|\?.*", "", word) for word in words if word.startswith("http"))
    assert any(_serves(endpoint, method, path) for endpoint in endpoints()), (method, path)


def _serves(endpoint: tuple[str, str], method: str, path: str) -> bool:
    pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(endpoint[1]))
    return endpoint[0] == method and re.fullmatch(pattern, path) is not None


COMMANDS: Mapping[str, Callable[[list[str]], None]] = {
    "socialbpm": _socialbpm,
    "make": _make,
    "python": _python,
    "npm": _npm,
    "node": _node,
    "curl": _curl,
}


# --- diagrams, calls and files

NAMESPACES = (
    f'xmlns:bpmn="{BPMN}" xmlns:social="urn:socialbpm:bpmn:1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" targetNamespace="urn:docs"'
)


def xml(block: Block) -> None:
    """The element can be read; a block with a whole process can be parsed."""
    diagram = f"<bpmn:definitions {NAMESPACES}>{block.text}</bpmn:definitions>"
    root = etree.fromstring(diagram)
    found = Diagram(root, str(block))
    assert [*found.elements, *found.answers], "no element of ours in it"
    for element in found.elements:
        found.says(element)
    if processes := [str(process.get("id")) for process in root.iter(f"{{{BPMN}}}process")]:
        parser = socialize(SpiffBpmnParser)()
        parser.add_bpmn_str(diagram, str(block))
        parser.get_spec(processes[0])


CALLS: Mapping[str, TypeAdapter[Any]] = {
    "specversion": TypeAdapter(Hook | Event),
    "code": TypeAdapter(Problem),
    "type": TypeAdapter(AnyDelivery),
    "cursor": TypeAdapter(DeliveryPage),
    "id": TypeAdapter(HookResult),
}
"""By the first of these keys that is there, what a JSON object is."""


def calls(block: Block) -> list[Any]:
    """Return the hooks, deliveries, results and problems of a block, validated."""
    found = json.loads(block.text)
    return [_call(item) for item in (found if isinstance(found, list) else [found])]


def _call(item: dict[str, Any]) -> Any:
    return next(adapter for key, adapter in CALLS.items() if key in item).validate_python(item)


def modules(block: Block) -> None:
    """What it imports of ours has that name; the rest is the reader's own."""
    if any(block.text in path.read_text(encoding="utf-8") for path in TOP.glob("examples/*/*.js")):
        return  # an example, which is run elsewhere
    named = [json.loads(path.read_text(encoding="utf-8"))["name"] for path in TOP.glob("extensions/*/package.json")]
    ours = re.findall(r"from '(socialbpm[^'/]*|bpmnlint-plugin-socialbpm)", block.text)
    assert ours, "nothing of ours in it"
    assert set(ours) <= set(named), ours


def html(block: Block) -> None:
    """The script that it loads is served, and defines the element that it has."""
    loaded = re.findall(r'src="https://social\.example([^"]+)"', block.text)
    assert loaded == [route.path for route in script.router.routes if isinstance(route, APIRoute)]
    elements = set(re.findall(r"</(\w+-[\w-]+)>", block.text))
    assert elements == set(re.findall(r'customElements\.define\("([^"]+)"', script.FILE.read_text(encoding="utf-8")))


def yaml(block: Block) -> None:
    """It is a people file, or a file of ladders."""
    if re.search(r"^people:", block.text, re.MULTILINE):
        people_file.loads(block.text, str(block))
    else:
        assert ladders_file.loads(block.text, str(block))


def text(block: Block) -> None:
    """Say nothing: what a program prints, or a form to fill in."""


CHECKS: Mapping[str, Callable[[Block], object]] = {
    "bash": commands,
    "console": commands,
    "html": html,
    "js": modules,
    "json": calls,
    "text": text,
    "xml": xml,
    "yaml": yaml,
}
