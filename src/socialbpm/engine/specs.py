"""The boundary event itself.

In stock SpiffWorkflow a non-interrupting boundary event fires once. This one arms a twin when it fires, so each firing
is a task of its own, with an id that was saved before; and what a drawn flow does with one firing lives on when the
user task, and with it the armed twin, is gone.

A drawn event is built into the tree as SpiffWorkflow builds it, as its flow must be predicted and joined. One
that the plugin adds has no flow, so nothing of it has to be there before somebody can be stuck: it is put beside
its host when that becomes ready, and taken away when the host is over. What has fired stays, as the record that it is.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask

from socialbpm.engine.memory import (
    OPEN,
    host_id,
    host_of,
    host_of_instance,
    is_live,
    link,
    of_workflow,
    open_tasks,
    recall,
)


class SocializeEvents(BpmnTaskSpec):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """What leads to the specs of all added events of a process, so that they can be found from its beginning.

    SpiffWorkflow compares two versions of a process, and moves a case to the newer one, by following its flows; a spec
    that no flow leads to would stop it. This one stands behind the end, where nothing runs any more.
    """

    NAME = "socialize events"  # no id in a diagram has a space in it

    @classmethod
    def of(cls, wf_spec: Any) -> SocializeEvents:
        """Return the one of a process, which is made for its first event."""
        found: SocializeEvents | None = wf_spec.task_specs.get(cls.NAME)
        if found is None:
            found = cls(wf_spec, cls.NAME)
            wf_spec.task_specs["End"].connect(found)
        return found

    def add(self, event: SocializeBoundaryEvent) -> None:
        """Lead to one more event, which stays the follower of its host, and leads back here.

        An ad hoc subprocess would take an event that leads nowhere for the end of a path, and do at each firing what it
        does when a task of its own is done.
        """
        self._outputs.append(event.name)
        event._outputs = [self.name]

    def _predict_hook(self, my_task: Any) -> None:
        """Expect none of the events: each comes when its host is ready."""

    def _update_hook(self, my_task: Any) -> None:
        """Vanish at the end: all is done, and this was never to be run."""
        my_task.workflow._remove_task(my_task.id)

    def _on_cancel(self, my_task: Any) -> None:
        """Vanish likewise where what is left of an ad hoc subprocess is cancelled."""
        super()._on_cancel(my_task)
        if is_live(my_task):
            my_task.workflow._remove_task(my_task.id)


class SocializeBoundaryEvent(BoundaryEvent):  # type: ignore[misc]
    """A non-interrupting boundary event that fires as often as it is asked to.

    Args:
        host: the spec of the task that it is added to, by name, which must be in `wf_spec` already; None for an event
            that is drawn, or was added by version 0.1, and is connected like a stock one.
    """

    def __init__(
        self,
        wf_spec: Any,
        bpmn_id: str,
        event_definition: Any,
        cancel_activity: bool = False,
        host: str | None = None,
        **attributes: Any,
    ) -> None:
        super().__init__(wf_spec, bpmn_id, event_definition, cancel_activity, **attributes)
        self.host = host
        if host is not None:
            self._inputs = [host]  # one way only: for the engine, nothing follows the host but what is drawn
            self._watch(wf_spec.task_specs[host])

    def _watch(self, host: Any) -> None:
        """Follow the host by its signals. They are not saved, but each spec that is restored connects its own again.

        A host with several instances is over when they all are; each of them can be the first that is ready.
        """
        instance = self._wf_spec.task_specs[host.task_spec] if isinstance(host, LoopTask) else host
        instance.ready_event.connect(self._host_ready)
        for over in (host.completed_event, host.cancelled_event, host.error_event):
            over.connect(self._host_over)

    def _predict_hook(self, my_task: Any) -> None:
        """Expect nothing of an added event: what it leads to is there for others."""
        if self.host is None:
            super()._predict_hook(my_task)

    # -- an added event comes and goes with its host

    def _host_ready(self, _: Any, my_task: Any) -> None:
        host = host_of_instance(my_task)
        if not self._armed_for(host):
            self._update(self._arm(host.parent, str(host.id)))

    def _host_over(self, _: Any, host: Any) -> None:
        for event in self._armed_for(host):
            self._take_away(event)

    def _take_away(self, event: Any) -> None:
        event.workflow.top_workflow.event_manager.remove_task(event)
        event.workflow._remove_task(event.id)

    def _armed_for(self, host: Any) -> list[Any]:
        if host.parent is None:  # what is cancelled as a whole falls apart before each of its tasks hears of it
            return []
        beside = [task for task in host.parent.children if task.task_spec is self]
        return [task for task in beside if task.state == TaskState.WAITING and host_id(task) == str(host.id)]

    # -- firing

    def _update(self, my_task: Any) -> None:
        """Look at this one, and where it fires at its twin, and so on: hundreds of instances can be due at once."""
        super()._update(my_task)
        while my_task.state == TaskState.READY:
            newest = my_task.parent.children[-1]
            if newest is my_task or newest.task_spec is not self:
                break
            super()._update(newest)
            my_task = newest

    def _update_hook(self, my_task: Any) -> Any:
        """Look whether it has fired. Called at every step of the engine, so it does nothing else."""
        if not is_live(my_task):  # a reset removes tasks and leaves them listening
            my_task.workflow.top_workflow.event_manager.remove_task(my_task)
            return None
        if self._is_emptied(my_task):
            return self._retire(my_task)
        if my_task.state == TaskState.READY:  # its parent is a cycle timer, which completes after what it began
            return None
        if self._is_left(my_task):
            return self._take_away(my_task)
        if my_task.state == TaskState.WAITING and not self.event_definition.has_fired(my_task):
            my_task.workflow.top_workflow.event_manager.add_task(my_task)
            return None
        return super()._update_hook(my_task)

    def _is_emptied(self, my_task: Any) -> bool:
        """Whether a reset took away what was remembered with this task."""
        if self.host is not None:
            return host_id(my_task) is None
        return "firing" not in recall(my_task) and was_sent(my_task)

    def _is_left(self, my_task: Any) -> bool:
        """Whether the host is over and has not said so: the hooks of a custom spec may be silent, the work goes on."""
        if self.host is None:
            return False
        host = host_of(my_task)
        return host is None or (host.has_state(TaskState.FINISHED_MASK) and not open_tasks(my_task))

    def _retire(self, my_task: Any) -> None:
        """Replace a task that a reset has emptied: if its firing was sent, its id means that firing, for ever."""
        parent = my_task.parent
        if my_task.workflow.spec.task_specs.get(self.name) is not self:
            return self._take_away(my_task)  # the case was moved to a version without the element
        my_task.cancel()
        beside = parent.children
        if self.host is None:
            if not any(task.task_spec is self and task.state == TaskState.WAITING for task in beside):
                self._update(self._arm(parent, None))
            return None
        for host in beside:
            if host.task_spec.name == self.host and host.has_state(OPEN) and not self._armed_for(host):
                self._update(self._arm(parent, str(host.id)))
        return None

    def _on_ready_hook(self, my_task: Any) -> None:
        """Arm the twin now and not when this one runs: the next request may come before the engine's next step."""
        super()._on_ready_hook(my_task)
        if open_tasks(my_task):
            self._arm(my_task.parent, host_id(my_task))

    def _arm(self, parent: Any, host: str | None) -> Any:
        event = parent._add_child(self, TaskState.WAITING)
        if host is None:
            self._predict(event, mask=TaskState.NOT_FINISHED_MASK)
        else:
            event.triggered = True  # or the engine would remove it, as it follows from no flow
            link(event, host)
        return event


def was_sent(event: Any) -> bool:
    """Whether a firing with the id of this event was handed over."""
    return str(event.id) in of_workflow(event.workflow).get("sent", ())


def armed_event(tasks: Any) -> Any | None:
    """Return the first of some boundary events that is a socialize event and armed."""
    return next((task for task in tasks if is_socialize(task) and task.state == TaskState.WAITING), None)


def is_socialize(task: Any) -> bool:
    """Whether a task is a socialize event."""
    return isinstance(task.task_spec, SocializeBoundaryEvent)
