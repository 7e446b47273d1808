"""What runs behind `socialbpm serve --demo`: cases of the sample process in SpiffWorkflow, and the list of their tasks.

It is a host as anybody's would be, but for its size: it keeps its cases in memory, and talks to the service over HTTP
with a key of its own. A page of the service shows who is stuck; to do a task one comes here.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from socialbpm.assets import shipped
from socialbpm.cli.casting import Cast
from socialbpm.cli.serve import DEMO_RUNTIME
from socialbpm.client import Client, calls
from socialbpm.engine import HttpTransport, SocialRuntime
from socialbpm.engine.player import Playable, Player, playable
from socialbpm.errors import TransportError
from socialbpm.service.workshop import Job

CASES: tuple[Mapping[str, Any], ...] = (
    {"invoice_no": "RE-2026-0417", "amount": 4120.5, "supplier": "Nordfracht GmbH", "advice": None},
    {"invoice_no": "INV-88213", "amount": 865.0, "supplier": "Pine Valley Tools", "advice": None},
)
"""What the cases know. The supplier is shared with nobody: the designer did not say so. That there is no advice yet the
process says in a script, which the player does not run."""
PROCESS = "purchase_invoice"
FIRST_TASK = "record_invoice"
"""Done already when the demo begins: the invoices are in."""
PAUSE = 0.25
LOG = logging.getLogger(__name__)


@dataclass
class Case:
    """One running case."""

    player: Player
    runtime: SocialRuntime
    cast: Cast
    heard: list[str] = field(default_factory=list)


class Workshop:
    """Runs the demo's cases; whoever asks from another thread waits their turn."""

    def __init__(self, url: str, key: str, directory: Any) -> None:
        self._transport = HttpTransport(url, key)
        self._client = Client(url, key, tries=1)
        self._file, self._given = shipped("purchase_invoice.bpmn").read_bytes(), False
        self._turn = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        drawn = playable(shipped("purchase_invoice.bpmn"), only=())
        self._cases = [self._begin(drawn, data, directory) for data in CASES]

    def _begin(self, drawn: Playable, data: Mapping[str, Any], directory: Any) -> Case:
        player, cast = Player(drawn), Cast(drawn.root, directory)
        runtime = SocialRuntime(
            player.workflow,
            runtime_id=DEMO_RUNTIME,
            transport=self._transport,
            people=cast.people_of,
            case_id=str(data["invoice_no"]),
        )
        player.workflow.task_tree.data.update(data)
        player.advance()
        for task in [task for task in player.open_tasks if task.task_spec.bpmn_id == FIRST_TASK]:
            player.complete(task)
        player.advance()
        return Case(player, runtime, cast)

    # -- in the background

    def start(self) -> None:
        """Begin to talk with the service."""
        self._thread.start()

    def stop(self) -> None:
        """End it; what it holds is gone."""
        self._stop.set()
        self._thread.join(timeout=10)
        self._transport.close()
        self._client.close()

    def _run(self) -> None:
        while not self._stop.wait(PAUSE):
            with self._turn:
                for case in self._cases:
                    self._talk(case)

    def _talk(self, case: Case) -> None:
        """Tell what is new, and fetch what came: a service that is not up yet, or busy, hears it next time."""
        try:
            self._give_diagram()
            case.runtime.sync()
            case.runtime.receive()
            case.runtime.send()
        except TransportError as error:
            LOG.debug("the service was not reached: %s", error)
        case.player.advance()

    def _give_diagram(self) -> None:
        """Tell once how the process is drawn, so that people see where they are stuck."""
        if not self._given:
            self._client.send(calls.put_diagram(PROCESS, self._file))
            self._given = True

    # -- for the page

    def jobs(self, person: str) -> list[Job]:
        """Return the open tasks of somebody, with what their cases know."""
        with self._turn:
            return [
                Job(
                    str(task.id),
                    _name(task),
                    case.runtime.teller.case_id,
                    {key: value for key, value in task.data.items() if _is_plain(value)},
                )
                for case in self._cases
                for task in case.player.open_tasks
                if case.cast.people_of(task).actual_owner == person
            ]

    def complete(self, task_id: str, person: str) -> bool:
        """Let somebody do a task of theirs; the case moves on. Return whether there is one."""
        with self._turn:
            for case in self._cases:
                for task in case.player.open_tasks:
                    if str(task.id) == task_id and case.cast.people_of(task).actual_owner == person:
                        case.runtime.completed(task, by=person)
                        case.player.complete(task)
                        case.player.advance()
                        self._talk(case)
                        return True
        return False


def _name(task: Any) -> str:
    return " ".join((task.task_spec.bpmn_name or task.task_spec.bpmn_id).split())


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float)
