"""A host that keeps its workflows in a database and may be killed at any moment.

    python examples/durable_host.py                                    plays a crash, with the service inside
    python examples/durable_host.py --url URL --key KEY --database FILE  goes on where it was, until the answer is there

The order is all there is to it:

    socialize, save, send, save     what is sent was saved before, so that it can be sent again as it was
    receive, save                   what is saved was received, so that the next `receive` may acknowledge it

Killed before the first save, nothing has happened: Alice asks again. Killed anywhere later, what was saved is sent or
fetched once more, and the service knows it for a repeat: one discussion, one answer.
"""

from __future__ import annotations

import argparse
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer import DEFAULT_CONFIG

from socialbpm.contract.hooks import HookResult
from socialbpm.engine import HttpTransport, SocialRuntime, Transport, TransportError, socialize, socialize_config

if TYPE_CHECKING:
    from socialbpm.service.embedded import EmbeddedService  # a host with a service elsewhere does without it

ROOT = Path(__file__).resolve().parents[1]
DIAGRAM = ROOT / "bpmn" / "purchase_invoice.bpmn"
SERIALIZER = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(socialize_config(DEFAULT_CONFIG)))
RUNTIME = "expenses"
CASE = "invoice-17"
ASKER = "alice"
ROUNDS = 60
QUESTION = "Which account do freight costs go to?"


@dataclass(frozen=True)
class Case:
    """A workflow in memory, and what socialbpm does with it."""

    id: str
    workflow: BpmnWorkflow
    runtime: SocialRuntime

    @property
    def task(self) -> Any:
        """The one task that somebody can work on now."""
        return self.workflow.get_next_task(state=TaskState.READY, manual=True)


class Host:
    """Keeps every case as one row: its id, and its whole state as JSON, with all that socialbpm remembers in it."""

    def __init__(self, database: Path, transport: Transport) -> None:
        self.transport = transport
        self.rows = sqlite3.connect(database)
        self.rows.execute("CREATE TABLE IF NOT EXISTS cases (id TEXT PRIMARY KEY, state TEXT NOT NULL)")

    def close(self) -> None:
        """Let go of the database; what was not saved is lost, as in a crash."""
        self.rows.close()

    def start(self, case_id: str) -> Case:
        """Begin a case. Its first save gives the boundary event the id that its firing will have."""
        parser = socialize(SpiffBpmnParser)()
        parser.add_bpmn_file(str(DIAGRAM))
        case = self._case(case_id, BpmnWorkflow(parser.get_spec("purchase_invoice")))
        case.workflow.do_engine_steps()
        self.do(case, invoice_no="R-17", amount=4120)  # Record invoice; Check invoice is next
        return case

    def restore(self, case_id: str) -> Case | None:
        """Return a case as it was saved last; None where it never was."""
        row = self.rows.execute("SELECT state FROM cases WHERE id = ?", [case_id]).fetchone()
        return None if row is None else self._case(case_id, SERIALIZER.deserialize_json(row[0]))

    def _case(self, case_id: str, workflow: BpmnWorkflow) -> Case:
        return Case(
            case_id,
            workflow,
            SocialRuntime(workflow, runtime_id=RUNTIME, transport=self.transport, case_id=case_id),
        )

    def save(self, case: Case) -> None:
        """Keep the whole case, in one transaction."""
        with self.rows:
            state = SERIALIZER.serialize_json(case.workflow)
            self.rows.execute("INSERT OR REPLACE INTO cases VALUES (?, ?)", [case.id, state])

    def do(self, case: Case, **data: Any) -> None:
        """Somebody does the case's task."""
        task = case.task
        task.data.update(data)
        task.run()
        case.workflow.do_engine_steps()
        self.save(case)

    def ask(self, case: Case, by: str, question: str) -> Sequence[HookResult]:
        """Somebody is stuck in the case's task: socialize, save, send, save.

        That they asked is kept in the same row as the firing, so that neither is there without the other.
        """
        case.workflow.data["asked"] = case.runtime.socialize(case.task, by=by, question=question)
        self.save(case)
        return self.send(case)

    def send(self, case: Case) -> Sequence[HookResult]:
        """Hand over what was saved and not sent, or not saved as sent; a service that knows it does nothing twice.

        A service that is down is nobody's problem here: Alice has asked, her task goes on, the next call sends it.
        """
        results: Sequence[HookResult] = ()
        try:
            results = case.runtime.send()
            case.runtime.sync()  # and which tasks came, went and changed hands since it was told last
        except TransportError as error:
            print(f"Not handed over: {error.message}")
        self.save(case)
        return results

    def hear(self, case: Case, wait: float = 0.0) -> None:
        """Fetch what came, and keep it before the next call tells the service that it can forget it."""
        try:
            case.runtime.receive(wait=wait)
            self.save(case)
        except TransportError as error:
            print(f"Nothing fetched: {error.message}")
            time.sleep(wait)


def carry_on(host: Host, case_id: str, *, rounds: int = ROUNDS, wait: float = 1.0) -> Any:
    """Bring a case from wherever it is to its answer; None if nobody answered in time.

    It is the same for the first start and after a crash: look at what was saved, and take the next step.
    """
    case = host.restore(case_id) or host.start(case_id)
    if "asked" not in case.workflow.data:
        host.ask(case, ASKER, QUESTION)
    for _ in range(rounds):
        if case.task.data["advice"] is not None:
            break
        host.send(case)
        host.hear(case, wait)
    return case.task.data["advice"]


def play_a_crash(service: EmbeddedService, database: Path) -> None:
    """Lose everything in memory at the worst moment: it was sent, and that it was sent was not saved."""
    host = Host(database, service.transport(RUNTIME))
    case = host.start(CASE)
    case.workflow.data["asked"] = case.runtime.socialize(case.task, by=ASKER, question=QUESTION)
    host.save(case)
    (first,) = case.runtime.send()
    host.close()
    print(f"Alice asked, it was saved and sent: the service has {first.status} a discussion. Then the host crashed.")
    go_on(service, Host(database, service.transport(RUNTIME)), first)


def go_on(service: EmbeddedService, host: Host, before: HookResult) -> None:
    """A new host restores what was saved, and sends what it does not know to be sent."""
    case = host.restore(CASE)
    assert case is not None
    (again,) = host.send(case)
    same = "the same" if again.discussion == before.discussion else "another"
    print(f"The new host sends what it finds unsent: {again.status}, {same} discussion.")
    answer(service, f"/v1/discussions/{again.discussion}")
    print(f"The answer in the task's data: {carry_on(host, CASE)}")
    host.close()


def answer(service: EmbeddedService, discussion: str) -> None:
    """Let Bob answer and Alice accept, as they would on the service's pages."""
    said = {"kind": "answer", "text": "6800, as for all carriers.", "reach": "participants"}
    post = service.person("bob").post(f"{discussion}/posts", json=said).json()["posts"][-1]
    service.person(ASKER).post(f"{discussion}/posts/{post['id']}/accept", json={"version": 1}).raise_for_status()
    print("Bob answers, and Alice accepts.")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="A host that survives being killed.")
    parser.add_argument("--url", help="where the service is; without it, it runs inside this program")
    parser.add_argument("--key", default="", help="the key of the runtime")
    parser.add_argument("--database", type=Path, default=Path("cases.sqlite"), help="where the cases are kept")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often it looks for the answer")
    return parser.parse_args()


def work(given: argparse.Namespace) -> None:
    """Work for a service elsewhere, until the answer is there."""
    transport = HttpTransport(given.url, given.key)
    host = Host(given.database, transport)
    print(f"The answer in the task's data: {carry_on(host, CASE, rounds=given.rounds)}")
    host.close()
    transport.close()


def play() -> None:
    """Play the crash, with the service inside this program."""
    from socialbpm.config import Settings
    from socialbpm.service.embedded import EmbeddedService

    settings = Settings(database_url="sqlite://", people=ROOT / "examples" / "people.yaml")
    with EmbeddedService(settings) as service, TemporaryDirectory() as folder:
        play_a_crash(service, Path(folder) / "cases.sqlite")


if __name__ == "__main__":
    options = arguments()
    if options.url:
        work(options)
    else:
        play()
