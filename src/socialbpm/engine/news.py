"""What the service has not been told yet about the tasks of a case: the difference of two states, not a log.

Whatever happened in between, and however often telling it failed, the next difference is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from SpiffWorkflow import TaskState

from socialbpm.contract.element import Socialize
from socialbpm.contract.hooks import Cancelled, Completed, Hook
from socialbpm.engine.hooks import Teller
from socialbpm.engine.memory import OPEN, all_tasks, describe, events_around, known_as, memory, of_workflow, recall
from socialbpm.engine.people import PeopleOf, later, note, snapshot
from socialbpm.engine.specs import is_socialize


@dataclass(frozen=True)
class News:
    """Something to tell, and what to remember once it was told."""

    hook: Hook
    told: Callable[[], object]


def is_end(hook: Hook) -> bool:
    """Whether a hook tells that a task is over."""
    return isinstance(hook, Completed | Cancelled)


def news(workflow: Any, teller: Teller, people_of: PeopleOf | None, now: datetime) -> Iterator[News]:
    """Go through what is new: tasks that are ready, have changed hands, have ended, are gone; the case itself."""
    told: dict[str, Any] = of_workflow(workflow).setdefault("told", {})
    gone = set(told)
    for task in all_tasks(workflow):
        if task.task_spec.manual:
            gone.discard(known_as(task))
            yield from _of_task(task, told, teller, people_of, now)
    for task_id in sorted(gone):  # a reset has taken it out of the case
        yield _vanished(task_id, told, teller, now)
    if workflow.is_completed() and not of_workflow(workflow).get("case_ended"):
        yield News(teller.case_ended(), lambda: of_workflow(workflow).update(case_ended=True))


def _of_task(
    task: Any, told: dict[str, Any], teller: Teller, people_of: PeopleOf | None, now: datetime
) -> Iterator[News]:
    known = told.get(known_as(task))
    if task.has_state(OPEN):
        note(task, snapshot(task, people_of), now)
        if known is None or known["revision"] < recall(task)["revision"]:
            yield _open(task, told, teller)
    elif _has_ended(task, known is not None) and not recall(task).get("ended"):
        yield _ended(task, told, teller, now)


def _has_ended(task: Any, told: bool) -> bool:
    """What was done is always told, for the sake of who worked on the case; what came to nothing if it was known."""
    return bool(task.has_state(TaskState.COMPLETED) or (told and task.has_state(TaskState.FINISHED_MASK)))


def _open(task: Any, told: dict[str, Any], teller: Teller) -> News:
    task_id, about = known_as(task), describe(task)
    people, revision = recall(task)["people"], recall(task)["revision"]
    entry = {"about": about, "revision": revision}
    if task_id in told:
        hook = teller.assigned(task_id, about, people, revision)
    else:
        hook = teller.activated(task_id, about, people, revision, _element(task))
    return News(hook, lambda: told.update({task_id: entry}))


def _element(task: Any) -> tuple[str, Socialize] | None:
    """Return the event that a page may ask to fire, and its settings, so that a discussion opened there keeps to them.

    A question that is an expression is left out: what it says depends on when it is looked at.
    """
    spec = next((event.task_spec for event in events_around(task) if is_socialize(event)), None)
    if spec is None or spec.event_definition.settings.trigger == "timer":
        return None
    settings: Socialize = spec.event_definition.settings
    computed = settings.question is not None and settings.question.startswith("=")
    return spec.name, settings.model_copy(update={"question": None}) if computed else settings


def _ended(task: Any, told: dict[str, Any], teller: Teller, now: datetime) -> News:
    task_id, about, revision = known_as(task), describe(task), later(recall(task).get("revision", 0), now)
    if task.has_state(TaskState.COMPLETED):
        hook = teller.completed(task_id, about, revision, recall(task).get("by"))
    else:
        hook = teller.cancelled(task_id, about, revision)

    def remember() -> None:
        told.pop(task_id, None)
        memory(task)["ended"] = True
        of_workflow(task.workflow).setdefault("over", {})[str(task.id)] = True

    return News(hook, remember)


def _vanished(task_id: str, told: dict[str, Any], teller: Teller, now: datetime) -> News:
    entry = told[task_id]
    hook = teller.cancelled(task_id, entry["about"], later(entry["revision"], now))
    return News(hook, lambda: told.pop(task_id, None))
