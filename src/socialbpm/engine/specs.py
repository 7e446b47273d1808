"""The boundary event itself.

In stock SpiffWorkflow a non-interrupting boundary event fires once. This one arms a twin when it fires, so each firing
is a task of its own, with an id that was saved before; and what a drawn flow does with one firing lives on when the
user task, and with it the armed twin, is gone.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent

from socialbpm.engine.memory import is_live, of_workflow, open_tasks, recall


class SocializeBoundaryEvent(BoundaryEvent):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """A non-interrupting boundary event that fires as often as it is asked to."""

    def _update_hook(self, my_task: Any) -> Any:
        """Look whether it has fired. Called at every step of the engine, so it does nothing else."""
        if not is_live(my_task):  # a reset removes tasks and leaves them listening
            my_task.workflow.top_workflow.event_manager.remove_task(my_task)
            return None
        if was_sent(my_task) and "firing" not in recall(my_task):
            return self._replace(my_task)
        if my_task.state == TaskState.WAITING and not self.event_definition.has_fired(my_task):
            my_task.workflow.top_workflow.event_manager.add_task(my_task)
            return None
        return super()._update_hook(my_task)

    def _replace(self, my_task: Any) -> None:
        """Retire a task that a reset has emptied after its firing was sent: its id means that firing, for ever."""
        split = my_task.parent
        my_task.cancel()
        if not any(task.task_spec is self and task.state == TaskState.WAITING for task in split.children):
            self._arm(split)

    def _on_ready_hook(self, my_task: Any) -> None:
        """Arm the twin now and not when this one runs: the next request may come before the engine's next step."""
        super()._on_ready_hook(my_task)
        if open_tasks(my_task):
            self._arm(my_task.parent)

    def _arm(self, split: Any) -> None:
        twin = split._add_child(self, TaskState.WAITING)
        self._predict(twin, mask=TaskState.NOT_FINISHED_MASK)
        self._update(twin)


def was_sent(event: Any) -> bool:
    """Whether a firing with the id of this event was handed over."""
    return str(event.id) in of_workflow(event.workflow).get("sent", ())


def armed_event(tasks: Any) -> Any | None:
    """Return the first of some boundary events that is a socialize event and armed."""
    return next((task for task in tasks if is_socialize(task) and task.state == TaskState.WAITING), None)


def is_socialize(task: Any) -> bool:
    """Whether a task is a socialize event."""
    return isinstance(task.task_spec, SocializeBoundaryEvent)
