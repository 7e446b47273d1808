"""A second runtime: npm's `bpmn-engine`, driven through the REST hooks, and nothing of ours inside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from socialbpm.contract.element import Socialize
from socialbpm.contract.xml import SOCIALIZE, read_socialize
from tests.doom import ROOT
from tests.examples.between import Between
from tests.node import installed, program
from tests.serving import HOST, RUNTIME, SECONDS, Serving, free_port

EXAMPLE = ROOT / "examples" / "bpmn-engine"
QUESTION = "Which account do freight costs go to?"
ACCOUNT = {"account": 6800}


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, with bpmn-engine installed beside it, and the element's descriptor where it looks for it."""
    top = tmp_path_factory.mktemp("bpmn-engine")
    shutil.copytree(ROOT / "extensions" / "schema", top / "extensions" / "schema")
    return installed(EXAMPLE, top / "examples")


class Invoice:
    """The program that runs one invoice in bpmn-engine. It can be started again, as whoever operates it would do.

    Args:
        project: where it is installed.
        file: where it keeps its case.
        service: who is told, at `url` and with `key`, which can be made wrong.
    """

    def __init__(self, project: Path, file: Path, service: Serving) -> None:
        self.project = project
        self.file = file
        self.service = service
        self.url = service.url
        self.key = service.key
        self.process: subprocess.Popen[str] | None = None

    def start(self, question: str = QUESTION, rounds: int = 60) -> subprocess.Popen[str]:
        """Start it; it ends by itself when its case is over, or after so many fetches without an outcome."""
        asked = [question] if question else []
        command = [program("node"), "story.js", str(self.file), f"--rounds={rounds}", *asked]
        environment = {**os.environ, "SOCIALBPM_URL": self.url, "SOCIALBPM_KEY": self.key}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=self.project, env=environment, text=True, stdout=pipe, stderr=pipe)
        return self.process

    def kill(self) -> None:
        """End it without a warning, if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()

    def close(self) -> None:
        """End it, and leave nothing of it open."""
        self.kill()
        if self.process is not None:
            with self.process:
                pass  # its exit waits for the process, and closes what that wrote to

    def lines(self) -> list[str]:
        """Return what it said, once it has ended by itself."""
        said, returncode = self._ended()
        assert returncode == 0
        return said

    def killed(self) -> list[str]:
        """Return what it said, once it was killed."""
        said, returncode = self._ended()
        assert returncode == -9
        return said

    def _ended(self) -> tuple[list[str], int]:
        assert self.process is not None
        said, errors = self.process.communicate(timeout=SECONDS)
        assert errors == ""
        return [line.removeprefix("engine     ") for line in said.splitlines()], self.process.returncode

    # -- what it keeps

    def saved(self) -> Any:
        """Return what its file holds."""
        return json.loads(self.file.read_text())

    def waits_in(self) -> list[str]:
        """Return the elements that bpmn-engine itself says it is in, as last saved."""
        (process,) = self.saved()["state"]["definitions"][0]["execution"]["processes"]
        children = process["execution"]["children"]
        return [child["id"] for child in children if child.get("status") == "executing"]

    def output(self) -> Any:
        """Return the process's output, as bpmn-engine keeps it."""
        return self.saved()["state"]["environment"]["output"]

    def case(self) -> str:
        """Return by what name the service knows the case."""
        return str(self.saved()["memory"]["caseId"])

    def task_id(self) -> str:
        """Return by what name the service knows Alice's task."""
        tasks = self.saved()["memory"]["tasks"].values()
        return next(str(task["ref"]["task_id"]) for task in tasks if task["ref"]["element_id"] == "check_invoice")

    # -- what the people do, and what there is on the service's side

    def discussions(self, person: str) -> list[str]:
        """Return the discussions about Alice's task that a person is in."""
        if not self.file.exists():
            return []
        lines = self.service.discussions(person)
        return [str(line["id"]) for line in lines if line["task"]["task_id"] == self.task_id()]

    def question(self) -> str:
        """Return the one discussion about Alice's task, as soon as Bob is in it."""
        (discussion,) = until(lambda: self.discussions("bob"))
        return str(discussion)

    def asked_on_a_page(self) -> str | None:
        """Let Alice ask about her task; None as long as it is not known to be hers."""
        path = f"/tasks/{RUNTIME}/{self.task_id()}/discussions"
        answer = self.service.call(self.service.token("alice"), "POST", path, json={"question": QUESTION})
        return str(answer.json()["discussion"]) if answer.is_success else None

    def bob_answers(self, discussion: str, value: Any) -> None:
        """Bob answers, and Alice accepts it with a value for the process."""
        path = f"/discussions/{discussion}/posts"
        said = {"kind": "answer", "text": "As always.", "reach": "participants"}
        post = self.service.does("bob", "POST", path, **said)["posts"][-1]["id"]
        self.service.does("alice", "POST", f"{path}/{post}/accept", version=1, value=value)

    def deliveries(self, kind: str) -> list[Any]:
        """Return all deliveries of a kind that were ever made for the case."""
        return [each for each in self.service.deliveries(kind) if each["case_id"] == self.case()]

    def ends(self) -> list[tuple[str, Any]]:
        """Return the outcomes that the engine was told of, and their values."""
        return [(each["outcome"], each["value"]) for each in self.deliveries("discussion.ended")]


def until(true: Callable[[], Any]) -> Any:
    """Return what is looked for, as soon as it is there."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.05)
    return pytest.fail("it did not come")


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The real service, for all the invoices of this file: each is a case of its own."""
    with Serving(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture
def wire(serving: Serving) -> Iterator[Between]:
    """Hears what the engine tells the service."""
    with Between(serving.url) as between:
        yield between


@pytest.fixture
def invoice(project: Path, tmp_path: Path, wire: Between, serving: Serving) -> Iterator[Invoice]:
    """An invoice that nobody has looked at; whatever happens, its program is ended with the test."""
    invoice = Invoice(project, tmp_path / "case.json", serving)
    invoice.url = wire.url
    wire.cut = invoice.kill
    yield invoice
    invoice.close()


# --- the story


def test_an_answer_comes_back_into_another_engine(invoice: Invoice) -> None:
    """Alice asks, her task stays open, what she accepts is in the process's data, and Frank approves."""
    invoice.start()
    discussion = invoice.question()
    assert invoice.waits_in() == ["check_invoice"]
    invoice.bob_answers(discussion, ACCOUNT)
    assert invoice.lines() == [
        "starts a case: invoice R-17",
        "Alice is stuck in “Check invoice” and asks",
        "tells socialbpm.task.activated: created",
        "tells socialbpm.task.assigned: created",
        "tells socialbpm.task.socialize: created",
        "gets discussion.opened",
        "gets discussion.widened",
        "gets discussion.ended",
        "tells socialbpm.task.completed: created",
        "tells socialbpm.task.activated: created",
        "tells socialbpm.task.assigned: created",
        "tells socialbpm.task.completed: created",
        "tells socialbpm.case.ended: created",
        'is done, with {"advice":{"account":6800}}',
    ]
    assert invoice.output() == {"advice": ACCOUNT}
    assert invoice.ends() == [("answered", ACCOUNT)]


def test_the_answer_decides_where_the_process_goes(invoice: Invoice, wire: Between) -> None:
    """The gateway behind the task reads it: advised to return the invoice, nobody is asked to approve it."""
    invoice.start()
    invoice.bob_answers(invoice.question(), "return it")
    assert invoice.lines()[-1] == 'is done, with {"advice":"return it"}'
    (activated,) = wire.hooks("task.activated")
    assert activated["data"]["task"]["element_id"] == "check_invoice"


def test_nothing_but_what_is_shared_leaves_the_engine(invoice: Invoice, wire: Between) -> None:
    """The supplier's account is in the process, and in nothing that was told; what is shared is there as it is."""
    invoice.start()
    invoice.bob_answers(invoice.question(), ACCOUNT)
    invoice.lines()
    for secret in ("supplier_iban", "DE02120300000000202051"):
        assert secret in invoice.file.read_text()
        assert secret not in json.dumps(wire.told)
    (fired,) = wire.hooks("task.socialize")
    assert fired["data"]["fields"] == {"invoice_no": "R-17", "amount": 4120}


# --- restarts

KILLED_AT = [
    "socialbpm.task.activated",
    "socialbpm.task.assigned",
    "socialbpm.task.socialize",
    "discussion.opened",
    "discussion.ended",
    "socialbpm.task.completed",
    "socialbpm.case.ended",
]
"""Calls that the service has taken, each of whose answers is lost together with the engine."""


def test_an_engine_that_is_killed_at_every_call_doubles_nothing(invoice: Invoice, wire: Between) -> None:
    """It recovers, sends again what it does not know to be taken, and goes on: one discussion, one end, one value."""
    for call in KILLED_AT:
        wire.cut_at = call
        invoice.start()
        if call == "discussion.ended":
            invoice.bob_answers(invoice.question(), ACCOUNT)
        invoice.killed()
    assert invoice.start().wait(SECONDS) == 0
    said = invoice.lines()
    assert said[:2] == ["recovers the case from its file", "tells socialbpm.case.ended: repeated"]
    assert invoice.output() == {"advice": ACCOUNT}
    assert invoice.ends() == [("answered", ACCOUNT)]
    assert len(invoice.discussions("alice")) == 1
    assert len(wire.hooks("task.socialize")) == 2
    sent = {hook["id"]: hook for hook in wire.told}
    assert [sent[hook["id"]] for hook in wire.told] == wire.told


def test_a_repeated_hook_is_the_same_hook(invoice: Invoice, wire: Between) -> None:
    """Killed between firing and the answer, the engine fires with the same id and the same body, and it is known."""
    invoice.start(question="", rounds=0)
    assert invoice.lines()[-2] == "tells socialbpm.task.assigned: created"
    wire.cut_at = "socialbpm.task.socialize"
    invoice.start()
    assert invoice.killed()[-1] == "Alice is stuck in “Check invoice” and asks"
    invoice.start(rounds=1)
    assert invoice.lines() == [
        "recovers the case from its file",
        "tells socialbpm.task.socialize: repeated",
        "gets discussion.opened",
        "gets discussion.widened",
        "waits in “Check invoice”, which is still open",
    ]
    first, again = wire.hooks("task.socialize")
    assert first == again
    assert invoice.waits_in() == ["check_invoice"]
    assert len(invoice.discussions("alice")) == 1


def test_the_work_goes_on_without_the_service(invoice: Invoice) -> None:
    """Nobody answers; the engine waits in Alice's task as before, and asks for her once somebody does."""
    there, invoice.url = invoice.url, f"http://{HOST}:{free_port()}"
    invoice.start()
    assert invoice.lines()[-2:] == [
        f"goes on without: no answer from {invoice.url}",
        "waits in “Check invoice”, which is still open",
    ]
    invoice.url = there
    invoice.start()
    invoice.bob_answers(invoice.question(), ACCOUNT)
    assert invoice.lines()[-1] == 'is done, with {"advice":{"account":6800}}'
    assert invoice.ends() == [("answered", ACCOUNT)]


def test_a_wrong_key_loses_nothing(invoice: Invoice) -> None:
    """Nobody's, or a person's: what was not taken is kept, until somebody gives the right one."""
    right = invoice.key
    for wrong, code in (("none", "unauthorized"), (invoice.service.token("alice"), "wrong_token")):
        invoice.key = wrong
        invoice.start()
        assert invoice.lines()[-2].endswith(f"[{code}]")
    invoice.key = right
    invoice.start(rounds=1)
    assert "tells socialbpm.task.socialize: created" in invoice.lines()


# --- the other ways


def test_what_was_asked_on_a_page_is_fired_by_the_engine(invoice: Invoice, wire: Between) -> None:
    """Alice asks on a page: the engine fires for her, is killed, fires again as before, and joins what is there."""
    wire.cut_at = "socialbpm.task.socialize"
    invoice.start(question="")
    until(lambda: wire.hooks("task.assigned"))
    opened = until(invoice.asked_on_a_page)
    invoice.killed()
    invoice.start(question="")
    invoice.bob_answers(opened, ACCOUNT)
    assert invoice.lines()[-1] == 'is done, with {"advice":{"account":6800}}'
    (raised,) = invoice.deliveries("task.raise")
    fired, again = wire.hooks("task.socialize")
    assert fired == again
    assert fired["data"]["raised"] == fired["data"]["request_id"] == raised["id"]
    assert invoice.discussions("alice") == [opened]
    assert invoice.ends() == [("answered", ACCOUNT)]


def test_a_question_that_is_refused_for_good_holds_nobody_up(invoice: Invoice, wire: Between) -> None:
    """The service holds the task for over: the engine is told so, and Alice does her task without an answer."""
    invoice.start(question="", rounds=0)
    assert invoice.lines()[-1] == "waits in “Check invoice”, which is still open"
    (activated,) = wire.hooks("task.activated")
    over = {**activated, "id": "over", "type": "socialbpm.task.cancelled"}
    over["data"] = {"task": {**activated["data"]["task"], "revision": 99}}
    assert invoice.service.call(invoice.key, "POST", "/hooks", json=over).status_code == 201
    invoice.start()
    said = invoice.lines()
    assert said[2].startswith("tells socialbpm.task.socialize: refused, ")
    assert said[2].endswith(" [task_closed]")
    assert said[-1] == "is done, with {}"


# --- what the example is made of


def test_both_engines_read_the_same_from_a_diagram(invoice: Invoice, wire: Between) -> None:
    """The settings that the example tells are those that our own parser reads."""
    invoice.start(rounds=0)
    invoice.lines()
    element = etree.parse(EXAMPLE / "check_invoice.bpmn").find(f".//{SOCIALIZE}")
    assert element is not None
    for hook in (*wire.hooks("task.activated"), *wire.hooks("task.socialize")):
        assert Socialize.model_validate_json(json.dumps(hook["data"]["settings"])) == read_socialize(element)
    assert [hook["data"]["event_id"] for hook in wire.told if "event_id" in hook["data"]] == [
        "check_invoice_socialize"
    ] * 2


def test_the_example_needs_nothing_but_the_engine() -> None:
    """In the version that its lock file has."""
    packages = json.loads((EXAMPLE / "package-lock.json").read_text())["packages"]
    assert packages[""]["dependencies"] == {"bpmn-engine": packages["node_modules/bpmn-engine"]["version"]}
