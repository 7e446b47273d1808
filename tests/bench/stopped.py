"""The work goes on (law 9): `python -m tests.bench.stopped [TASKS [TURNS]]`.

Alice asks in every task of a process, her host tries to send what she asked, and she finishes the task: once with the
service running, once with it stopped, in turns. `engine` is what the engine takes of the processor for its tasks,
`whole` what passes on the clock with the sending. Then the service is started again, and what it got is counted: each
request once, each with its end.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.spiff.parser import SpiffBpmnParser

from socialbpm.engine import HttpTransport, SocialRuntime, TransportError, socialize
from tests.bench.engine import in_sequence, say
from tests.engine.diagrams import element, task
from tests.serving import RUNTIME, Serving

BAR = 1.1
"""How many times as long the engine may take for its tasks while the service is stopped; a tenth is noise."""
RUNNING, STOPPED = "running", "stopped"


@dataclass
class Took:
    """Seconds for the tasks of each case: of the processor for the engine alone, and by the clock with the sending."""

    engine: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)


class Host:
    """Plays one case after the other; none waits for the service."""

    def __init__(self, tasks: int, transport: HttpTransport) -> None:
        names = [f"t{number}" for number in range(tasks)]
        parser = socialize(SpiffBpmnParser)()
        parser.add_bpmn_str(in_sequence(names, [task(name, element()) for name in names]))
        self.specs = parser.get_spec("p"), parser.get_subprocess_specs("p")
        self.transport = transport
        self.cases = count(1)

    def play(self, took: Took) -> SocialRuntime:
        """Let Alice be stuck in each task of a new case, and finish it all the same."""
        workflow = BpmnWorkflow(*self.specs)
        case = f"case-{next(self.cases)}"
        runtime = SocialRuntime(workflow, runtime_id=RUNTIME, transport=self.transport, case_id=case)
        workflow.do_engine_steps()
        engine, begin = 0.0, time.perf_counter()
        while ready := workflow.get_next_task(state=TaskState.READY, manual=True):
            engine += _timed(lambda ready=ready: runtime.socialize(ready, by="alice", question="Which account?"))
            with suppress(TransportError):
                runtime.send()
            engine += _timed(lambda ready=ready: _finish(ready, runtime))
        took.engine.append(engine)
        took.whole.append(time.perf_counter() - begin)
        return runtime


def _finish(ready: Any, runtime: SocialRuntime) -> None:
    runtime.completed(ready, by="alice")
    ready.run()
    runtime.workflow.do_engine_steps()


def _timed(do: Any) -> float:
    begin = time.process_time()
    do()
    return time.process_time() - begin


def compare(service: Serving, tasks: int, turns: int) -> tuple[dict[str, Took], int]:
    """Play a case with the service running and one with it stopped, in turns; return how many requests were kept."""
    took = {RUNNING: Took(), STOPPED: Took()}
    transport = HttpTransport(service.url, service.key, timeout=30.0)
    host, kept = Host(tasks, transport), 0
    for turn in range(turns):
        for state in (RUNNING, STOPPED) if turn % 2 else (STOPPED, RUNNING):
            if state == STOPPED:
                service.kill()
            runtime = host.play(took[state])
            kept += len(runtime.pending())
            if state == STOPPED:
                service.start()
            runtime.send()
            runtime.sync()
    transport.close()
    return took, kept


def arrived(service: Serving) -> dict[str, Counter[int]]:
    """Count of how many requests the service told what it does when it takes one up, and when it ends, how often."""
    found: dict[str, Counter[str]] = {"discussion.opened": Counter(), "discussion.ended": Counter()}
    after: str | None = None
    while True:
        query = {"after": after} if after else {}
        page = service.call(service.key, "GET", "/deliveries", params=query).json()
        if not page["items"]:
            return {kind: Counter(each.values()) for kind, each in found.items()}
        for told in page["items"]:
            if told["type"] in found:
                found[told["type"]].update([told["request_id"]])
        after = page["cursor"]


def main(tasks: int = 50, turns: int = 4) -> bool:
    """Print both rates and what arrived; return whether the bar holds and all did."""
    with TemporaryDirectory() as folder, Serving(Path(folder)) as service:
        took, kept = compare(service, tasks, turns)
        told = arrived(service)
    for state, each in took.items():
        engine, whole = (tasks / median(seconds) for seconds in (each.engine, each.whole))
        say(f"service {state}: {engine:7,.0f} user tasks/s by the engine's own time, {whole:7,.0f}/s with sending")
    ratio = min(took[STOPPED].engine) / min(took[RUNNING].engine)
    asked = 2 * turns * tasks
    say(f"  the engine takes {ratio:.2f} times as long while it is stopped; {kept} of {asked} requests waited for it")
    say(f"  requests taken up, and ended, by how often: {told}")
    return ratio <= BAR and all(each == {1: asked} for each in told.values())


if __name__ == "__main__":
    sys.exit(not main(*map(int, sys.argv[1:])))
