"""A life of the matrix's host: it looks at what was saved, brings its goal about, and tells each moment it comes to.

It is the host of the examples, on a diagram with a timer: socialize, save, send, save; receive, save.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import time_machine
from examples.durable_host import ASKER, CASE, RUNTIME, Case, Host
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.spiff.parser import SpiffBpmnParser

from socialbpm.contract.deliveries import DeliveryPage
from socialbpm.contract.hooks import Hook, HookResult, Offered, Socialized
from socialbpm.contract.people import TaskPeople
from socialbpm.engine import HttpTransport, SocialRuntime, TransportError, socialize
from socialbpm.engine.memory import of_workflow
from tests.crash import points as p
from tests.crash.orders import Fault, HostOrder
from tests.crash.plan import Event, Goal
from tests.engine.diagrams import answer_event, diagram, drawn, element, end, flow, process, task

Dies = Callable[[str, str], None]
DONE, TO_BE_CONTINUED = "done", "to be continued"
TIMER = "PT4H"
LATER = timedelta(hours=5)
PEOPLE = TaskPeople(actual_owner=ASKER, potential_owners=[ASKER, "bob"])
TOLD = "told"
"""The end of the drawn flow: it comes there once for each firing."""
CERTIFICATES = ssl.create_default_context()
"""Read once and not in each life, where it would take longer than all the rest."""
LEFT = "http11.send_request_body.complete"
"""What the HTTP client says when a request is out and its answer is not in."""


def question(number: int) -> str:
    """What Alice asks in her process, each time something else."""
    return f"Which account do freight costs go to? ({number})"


def drawing(event: Event) -> str:
    """The diagram: Alice checks, and can be stuck in it; then she pays."""
    settings = element(trigger="both", after=TIMER, **({"answer": "advice"} if event == "one variable" else {}))
    if event != "drawn":
        return diagram(process(task("check", settings), task("pay"), path=["check", "pay"]))
    event_flow = (drawn(inside=settings), answer_event(), end(TOLD), flow("stuck", "answered", TOLD))
    return diagram(process(task("check"), task("pay"), *event_flow, path=["check", "pay"]))


def prepare(port: int) -> None:
    """Load what calling a service takes, by calling one that is not there: once, and not in each life."""
    with suppress(httpx2.ConnectError), httpx2.Client(verify=CERTIFICATES) as client:
        client.get(f"http://127.0.0.1:{port}")


class DoomedTransport(HttpTransport):
    """Comes to three moments at each call: before it, when the request is out, and when the answer is in."""

    def __init__(self, url: str, key: str, dies: Dies) -> None:
        self.dies = dies
        self.step = ""
        super().__init__(url, key, client=httpx2.Client(verify=CERTIFICATES, event_hooks={"request": [self._watch]}))

    def _watch(self, request: httpx2.Request) -> None:
        request.extensions["trace"] = self._hears

    def _hears(self, event: str, _: Any) -> None:
        if event == LEFT:
            self.dies(self.step, p.AMID)

    @contextmanager
    def _calling(self, step: str) -> Iterator[None]:
        self.step = step
        self.dies(step, p.BEFORE)
        yield
        self.dies(step, p.AFTER)

    def send(self, hooks: Sequence[Hook]) -> Sequence[HookResult]:
        """Hand over, if it lives to."""
        fired = any(isinstance(hook, Socialized | Offered) for hook in hooks)
        with self._calling(p.SEND if fired else p.TELL):
            return super().send(hooks)

    def deliveries(self, case_id: str, after: str | None, wait: float) -> DeliveryPage:
        """Fetch, if it lives to."""
        with self._calling(p.FETCH):
            return super().deliveries(case_id, after, wait)


class MatrixHost(Host):
    """Comes to three moments at each save: before it, before its commit, and after it."""

    def __init__(self, order: HostOrder, dies: Dies) -> None:
        super().__init__(order.database, DoomedTransport(order.url, order.key, dies))
        self.order = order
        self.dies = dies
        self.what = ""
        self.rows.execute("PRAGMA synchronous=OFF")  # a kill loses nothing that was written; only the power going does
        self.rows.set_trace_callback(self._runs)

    def _runs(self, statement: str) -> None:
        if statement == "COMMIT" and self.what:
            self.dies(self.what, p.AMID)

    def keep(self, case: Case, what: str) -> None:
        """Save, if it lives to."""
        self.what = what
        self.dies(what, p.BEFORE)
        self.save(case)
        self.dies(what, p.AFTER)

    def _case(self, case_id: str, workflow: BpmnWorkflow) -> Case:
        runtime = SocialRuntime(
            workflow, runtime_id=RUNTIME, transport=self.transport, people=lambda _: PEOPLE, case_id=case_id
        )
        return Case(case_id, workflow, runtime)

    def start(self, case_id: str) -> Case:
        """Begin the case, with Alice's task."""
        parser = socialize(SpiffBpmnParser)()
        parser.add_bpmn_str(drawing(self.order.event))
        case = self._case(case_id, BpmnWorkflow(parser.get_spec("p")))
        case.workflow.do_engine_steps()
        self.keep(case, p.SAVE_CASE)
        return case

    def asks(self, case: Case, number: int) -> None:
        """Alice asks, if what was saved does not know that she did."""
        asked = case.workflow.data.setdefault("asked", {})
        if question(number) not in asked:
            asked[question(number)] = case.runtime.socialize(case.task, by=ASKER, question=question(number))
            self.keep(case, p.SAVE_FIRING)

    def lets_time_pass(self, case: Case) -> None:
        """Look at the clock: a timer may have run out."""
        before = case.runtime.pending()
        case.workflow.refresh_timers()
        case.workflow.do_engine_steps()
        if case.runtime.pending() != before:
            self.keep(case, p.SAVE_FIRING)

    def finishes(self, case: Case) -> None:
        """Alice does her task, and what comes after it."""
        while case.task is not None:
            case.runtime.completed(case.task, by=ASKER)
            case.task.run()
            case.workflow.do_engine_steps()
            self.keep(case, p.SAVE_DONE)

    def hands_over(self, case: Case) -> bool:
        """Send and tell, and save that; return whether all was taken."""
        try:
            case.runtime.send()
            case.runtime.sync()
            taken = True
        except TransportError as error:
            print(f"not handed over: {error.message}", flush=True)  # noqa: T201 - the log is shown when a run fails
            taken = False
        self.keep(case, p.SAVE_SENT)
        return taken

    def hears(self, case: Case) -> bool:
        """Fetch a page, and save what came; return whether there may be more, or something to send because of it."""
        fresh = case.runtime.receive()
        self.keep(case, p.SAVE_FETCHED)
        return bool(fresh)

    def exchanges(self, case: Case) -> bool:
        """Hand over and hear, until neither side has anything new; return whether it came to that."""
        try:
            while self.hands_over(case):
                if not self.hears(case):
                    return True
        except TransportError as error:
            print(f"nothing fetched: {error.message}", flush=True)  # noqa: T201
        return False


# --- hosts that are made with a fault


class KeepsApart(MatrixHost):
    """Keeps a firing, and that Alice asked, in two transactions: killed in between, she asks a second time."""

    def keep(self, case: Case, what: str) -> None:
        """Save the firing first, and the rest later."""
        asked = case.workflow.data.pop("asked", {}) if what == p.SAVE_FIRING else None
        super().keep(case, what)
        if asked is not None:
            case.workflow.data["asked"] = asked
            self.save(case)


class AcknowledgesFirst(MatrixHost):
    """Keeps how far it has fetched before it keeps what came: killed in between, it never fetches that again."""

    def keep(self, case: Case, what: str) -> None:
        """Save the cursor first, and the rest later."""
        before = self.restore(case.id) if what == p.SAVE_FETCHED else None
        if before is not None:
            of_workflow(before.workflow)["cursor"] = of_workflow(case.workflow)["cursor"]
            self.save(before)
        super().keep(case, what)


HOSTS: dict[Fault, type[MatrixHost]] = {"keeps apart": KeepsApart, "acknowledges first": AcknowledgesFirst}


def main(order: HostOrder, dies: Dies) -> str:
    """Bring the goal about; say whether the service went along."""
    clock = time_machine.travel(datetime.now(UTC) + LATER) if order.goal.late else nullcontext()
    host = HOSTS.get(order.fault, MatrixHost)(order, dies)
    with clock:
        return DONE if lives_through(host, order.goal) else TO_BE_CONTINUED


def lives_through(host: MatrixHost, goal: Goal) -> bool:
    """Look at what was saved, and take the next steps."""
    case = host.restore(CASE) or host.start(CASE)
    host.lets_time_pass(case)
    for number in range(goal.questions):
        host.asks(case, number)
    if goal.done:
        host.finishes(case)
    return host.exchanges(case)
