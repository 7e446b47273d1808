"""Cases as releases saved them: a small corpus in `states/`, one folder for each version.

A folder is written once, by the release it is named after, and never again: it is what hosts have in their databases.

    SOCIALBPM_REGENERATE=1 python -m pytest tests/engine/test_saved_states.py

writes the folder of the version that is installed where there is none yet, and leaves all others alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from pydantic import TypeAdapter

import socialbpm
from socialbpm.contract.hooks import Hook
from tests.engine.diagrams import answer_event, diagram, drawn, element, end, flow, process, several, task
from tests.engine.fakes import FakeService
from tests.engine.host import FAMILIES, Host

STATES = Path(__file__).parent / "states"
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""When all of them were saved."""
HOOK: TypeAdapter[Hook] = TypeAdapter(Hook)


def next_morning(begin: datetime, duration: str) -> datetime:
    """A calendar by which any working time is over the next day."""
    del duration
    return begin + timedelta(days=1)


@dataclass(frozen=True)
class Scene:
    """How a case comes to where it is saved: what of, in which families, and what happened in it."""

    about: str
    xml: str
    happens: Callable[[Host], object]
    families: tuple[str, ...]


def plain(**attributes: str) -> str:
    """Two tasks, of which the first is socialized."""
    return diagram(process(task("check", element(**attributes)), task("pay"), path=["check", "pay"]))


DRAWN = diagram(
    process(
        task("check", element(answer="advice")),
        drawn(),
        answer_event(),
        task("review"),
        end("e2"),
        flow("stuck", "answered", "review", "e2"),
        path=["check"],
    )
)
CALLED = diagram(
    process('<bpmn:callActivity id="call" calledElement="q"/>', path=["call"]),
    process(task("approve", element()), path=["approve"], identity="q"),
)
SEVERAL = diagram(process(task("check", element() + several()), task("pay"), path=["check", "pay"]))


def _offered(host: Host) -> None:
    with time_machine.travel(MONDAY + timedelta(hours=4), tick=False):
        host.workflow.refresh_timers()
        host.workflow.do_engine_steps()
        host.runtime.send()


def _answered(host: Host) -> None:
    request = host.asks("check")
    host.runtime.sync()
    host.hears(request, "6800")


SCENES = {
    "armed": Scene(
        "The task is open and its event armed; nobody has asked.", plain(), lambda host: host, ("bpmn", "spiff")
    ),
    "fired": Scene(
        "Alice asked, and the host died before it sent that.",
        plain(question="What is unclear?"),
        lambda host: host.runtime.socialize(host.task("check"), by="alice", question="Which account?"),
        ("bpmn", "spiff"),
    ),
    "waiting": Scene(
        "Sent; the flow of a drawn event waits for the answer.", DRAWN, lambda host: host.asks("check"), ("bpmn",)
    ),
    "planned": Scene(
        "A timer in working time, which the host's calendar has put on Tuesday nine o'clock.",
        plain(after="PT4H working", question="Shall we ask?"),
        lambda host: host.runtime.sync(),
        ("spiff",),
    ),
    "offered": Scene(
        "The timer fired and that was sent; it has no more to do.", plain(after="PT4H"), _offered, ("spiff",)
    ),
    "several": Scene(
        "Three instances; Alice asked about the second, and that was sent.",
        SEVERAL,
        lambda host: host.sent(host.runtime.socialize(host.tasks("check")[1], by="alice")),
        ("spiff",),
    ),
    "called": Scene(
        "Alice asked in a called process; not sent.",
        CALLED,
        lambda host: host.runtime.socialize(host.task("approve"), by="alice"),
        ("bpmn",),
    ),
    "answered": Scene("Asked, told who has the task, and answered; it is still open.", plain(), _answered, ("spiff",)),
}


def path_of(version: str, name: str, family: str) -> Path:
    """Where a state lies."""
    return STATES / version / f"{name}.{family}.json"


def save_all() -> None:
    """Write the folder of the version that is installed; one that is there stays what its release wrote."""
    if (STATES / socialbpm.__version__).exists():
        return
    for name, scene in SCENES.items():
        for family in scene.families:
            service = FakeService()
            host = Host(FAMILIES[family], scene.xml, service, working=next_morning)
            scene.happens(host)
            told = [HOOK.dump_python(hook, mode="json", by_alias=True) for hook in service.hooks]
            path = path_of(socialbpm.__version__, name, family)
            path.parent.mkdir(parents=True, exist_ok=True)
            kept = {"about": scene.about, "told": told, "state": json.loads(host.save())}
            path.write_text(json.dumps(kept, separators=(",", ":")) + "\n")


def saved_host(path: Path) -> Host:
    """A host that goes on with a saved case, and the service that knows what it was told."""
    kept: dict[str, Any] = json.loads(path.read_text())
    _, family, _ = path.name.split(".")
    host = Host.of_state(FAMILIES[family], json.dumps(kept["state"]), FakeService(), working=next_morning)
    for hook in kept["told"]:
        host.service.send([HOOK.validate_python(hook)])
    return host
