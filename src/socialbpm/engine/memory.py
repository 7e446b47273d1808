"""What the plugin remembers, and where: in the `internal_data` of SpiffWorkflow's own tasks.

That dictionary is saved and restored with the workflow, whatever the host's storage, and is never shown to scripts or
forms. So there is no second store that could disagree with the first. Only plain JSON values are kept, and never a
dictionary from outside: the serializer would take a key `typename` in it for one of its own.

    task        a user task: its people, revision, owner, timer
    event       a socialize event: the task it belongs to; where it has fired, the firing, and how it ended
    root        the workflow: what was sent, told and received, and the version of all this

Ids of which there can be many are keys, not items of a list: they are looked up at every step of the engine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.parser.spec_description import SPEC_DESCRIPTIONS
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import CallActivity

from socialbpm.engine.formats import VERSION, bring_up

KEY = "socialbpm"
LONGEST_ID = 200
"""What the service takes; a longer id of a task that is not socialized is cut, as nothing hangs on it."""
AGAIN = "~"
"""Between the id of a task and how often it was opened again."""
OPEN = TaskState.READY | TaskState.STARTED
"""A task that somebody can work on, and be stuck in."""
_SUBPROCESS = SPEC_DESCRIPTIONS[full_tag("subProcess")]


def memory(task: Any) -> dict[str, Any]:
    """Return what is remembered with a task, to be changed."""
    remembered: dict[str, Any] = task.internal_data.setdefault(KEY, {})
    return remembered


def recall(task: Any) -> Mapping[str, Any]:
    """Return what is remembered with a task, to be read; leaves no trace where there is nothing."""
    remembered: Mapping[str, Any] = task.internal_data.get(KEY, {})
    return remembered


def of_workflow(workflow: Any) -> dict[str, Any]:
    """Return what is remembered with the whole case; whoever looks first brings all of it up to the format of today.

    Raises:
        EngineError: a later version saved it.
    """
    known = memory(workflow.top_workflow.task_tree)
    if known.setdefault("version", VERSION) != VERSION:
        for task in all_tasks(workflow.top_workflow):
            if KEY in task.internal_data:
                bring_up(memory(task), "task", known["version"])
        known["version"] = VERSION
    return known


def all_tasks(workflow: Any) -> Iterator[Any]:
    """Go through every task of the case, those of subprocesses included, by a look at each and not by the tree."""
    for part in (workflow, *list(workflow.subprocesses.values())):
        yield from list(part.tasks.values())


def find_task(workflow: Any, task_id: str) -> Any | None:
    """Find a task by its id as text, or by what the service knows it as, anywhere in the case."""
    try:
        identity = UUID(task_id.partition(AGAIN)[0])
    except ValueError:
        return None
    parts = (workflow, *workflow.subprocesses.values())
    return next((part.tasks[identity] for part in parts if identity in part.tasks), None)


def known_as(task: Any) -> str:
    """Return the id that the service knows a task by.

    That is its own, until a reset opens it again after its end was told. For the service what has ended stays ended, so
    it is another task there from then on.
    """
    known, identity = of_workflow(task.workflow), str(task.id)
    if task.has_state(OPEN) and identity in known.get("over", ()):
        del known["over"][identity]
        again = known.setdefault("again", {})
        again[identity] = again.get(identity, 0) + 1
    times = known.get("again", {}).get(identity, 0)
    return f"{identity}{AGAIN}{times}" if times else identity


def is_live(task: Any) -> bool:
    """Whether a task is still part of its case; a reset takes tasks out of it that others still hold."""
    part, top = task.workflow, task.workflow.top_workflow
    return task.id in part.tasks and (part is top or top.subprocesses.get(part.parent_task_id) is part)


def link(event: Any, host: str) -> None:
    """Remember whose event this is, where the tree does not say it: it is not the only one beside its host."""
    memory(event)["host"] = host


def host_id(event: Any) -> str | None:
    """Return the id of the task that an event was linked to; None for one that stands under a split with its host."""
    linked: str | None = recall(event).get("host")
    return linked


def host_of_instance(task: Any) -> Any:
    """Return the task that boundary events belong to: the task itself, or the one that it is an instance of."""
    around = task.parent
    is_instance = isinstance(around.task_spec, LoopTask) and around.task_spec.task_spec == task.task_spec.name
    return around if is_instance else task


def open_tasks(event: Any) -> list[Any]:
    """Return the open tasks that a boundary event speaks for: its host, or each instance where it has several."""
    host = host_of(event)
    if host is None:
        return []
    several = isinstance(host.task_spec, LoopTask)
    tasks = [task for task in host.children if task.task_spec.name == host.task_spec.task_spec] if several else [host]
    return [task for task in tasks if task.has_state(OPEN)]


def host_of(event: Any) -> Any | None:
    """Return the task that a boundary event belongs to, or the one around its instances; None if it is gone."""
    linked = host_id(event)
    if linked is not None:
        return event.workflow.tasks.get(UUID(linked))
    siblings = event.parent.children if event.parent is not None else ()
    return next((task for task in siblings if not isinstance(task.task_spec, BoundaryEvent)), None)


def events_around(task: Any) -> Iterator[Any]:
    """Go through the boundary events of a task, also where the task is one of several instances."""
    host = host_of_instance(task)
    under_split = isinstance(host.parent.task_spec, BoundaryEventSplit)
    for sibling in host.parent.children:
        if isinstance(sibling.task_spec, BoundaryEvent) and (under_split or host_id(sibling) == str(host.id)):
            yield sibling


def asking_event(task: Any) -> Any | None:
    """Walk back from a task in a drawn flow to the socialize event that the flow began with.

    A block that was passed on the way is stepped over as a whole: it may have had a socialize event of its own, whose
    branch the engine happened to continue from.
    """
    step = task.parent
    while step is not None:
        if recall(step).get("firing"):
            return step
        if isinstance(step.task_spec, BoundaryEventJoin):
            step = step.find_ancestor(step.task_spec.split_task)
        step = _before(step)
    return None


def _before(step: Any) -> Any | None:
    if step is None or step.parent is not None:
        return None if step is None else step.parent
    workflow = step.workflow
    return None if workflow.parent_workflow is None else find_task(workflow.top_workflow, str(workflow.parent_task_id))


def process_of(task: Any) -> str:
    """Name the process that a task is drawn in; an embedded subprocess belongs to the one around it."""
    workflow = task.workflow
    while workflow.parent_workflow is not None:
        caller = find_task(workflow.top_workflow, str(workflow.parent_task_id))
        if caller is None or _calls(caller.task_spec):
            break
        workflow = caller.workflow
    return str(workflow.spec.name)


def _calls(spec: Any) -> bool:
    """Whether it runs a process of its own; the Camunda family makes call activities of embedded subprocesses, too."""
    embedded = spec.spec == spec.bpmn_id and spec.description == _SUBPROCESS
    return isinstance(spec, CallActivity) and not embedded


def describe(task: Any) -> dict[str, Any]:
    """Say what a task is in the diagram, in the words of a `TaskRef`."""
    spec = task.task_spec
    element = str(spec.bpmn_id or spec.name)
    return {
        "process": process_of(task)[:LONGEST_ID],
        "element_id": element[:LONGEST_ID],
        "name": spec.bpmn_name or element,
        "lane": spec.lane,
    }


def as_json(value: object) -> str | None:
    """Return a value as JSON text that can be sent; None where it is not one that JSON has."""
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        text.encode()  # half a character can be held in a string, and not be sent
    except (TypeError, ValueError, RecursionError):
        return None
    return text
