"""What the two kinds of events wait for: to be fired for one task, and for the answer to one question.

Both are `TimerEventDefinition`s for one reason only: these are what `BpmnWorkflow.refresh_timers` looks at, and so what
an event-based gateway looks at, too.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.util import PendingBpmnEvent
from SpiffWorkflow.exceptions import SpiffWorkflowException

from socialbpm.clock import Clock, SystemClock
from socialbpm.contract.durations import After, after, elapsed
from socialbpm.contract.element import EVENT_NAME, Socialize
from socialbpm.engine.memory import as_json, asking_event, describe, known_as, memory, open_tasks, recall

logger = logging.getLogger(__name__)

CLOCK: Clock = SystemClock()
"""The engine's own timers go by the machine's time, like SpiffWorkflow's; they run where no runtime is at hand."""

REQUEST = "socialize_request"
"""The variable that a drawn event hands on to its flow: {request_id, task_id, trigger, by, question}."""
RESULT = "socialize_result"
"""The variable that a drawn answer event hands on to its flow: {discussion, outcome, value, ring, url}."""

_LONGEST_QUESTION = 20_000


class SocializeEventDefinition(TimerEventDefinition):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """Fires for one task instance at a time: when its people ask for it, or when the task has been open for long.

    A firing is a record in the event's own task, whose id was saved before it fired. That makes it the request id: a
    host that crashes, restores and fires again gets the same one.

    Args:
        settings: what the designer said.
        button: the id of the drawn event, where it waits for our signal. Hosts that show a waiting signal as a button
            send the definition itself when it is pressed, and nothing else: not who pressed it, nor about which task.
    """

    def __init__(self, settings: Socialize, button: str | None = None) -> None:
        super().__init__("socialize" if button is None else EVENT_NAME, None, description="Socialize")
        self.settings = settings
        self.button = button

    @property
    def has_timer(self) -> bool:
        """Whether it may fire by itself."""
        return self.settings.after is not None and self.settings.trigger != "manual"

    def record(self, task: Any, *, trigger: str, at: datetime, **said: str | None) -> dict[str, Any]:
        """Make the record of a firing: all that will be told of it, with the values of this moment.

        `said` is what is known of a manual firing only: `by`, `question`, `raised`.
        """
        known = recall(task)
        return {
            "task_id": known_as(task),
            "trigger": trigger,
            "at": at.isoformat(),
            "task": describe(task),
            "draft": draft(self.settings, task),
            "fields": shared_fields(self.settings, task),
            "people": known.get("people", {}),
            "revision": known.get("revision", 0),
            **said,
        }

    def catches(self, my_task: Any, event: Any) -> bool:
        """Nothing that travels through the engine fires it, but our signal, where it is drawn to wait for that."""
        return self.button is not None and self._is_called(event.event_definition) and bool(open_tasks(my_task))

    def _is_called(self, sent: Any) -> bool:
        if isinstance(sent, SocializeEventDefinition):
            return sent.button == self.button
        return isinstance(sent, SignalEventDefinition) and sent.name == EVENT_NAME

    def catch(self, my_task: Any, event: Any = None) -> None:
        """Remember that help is to be offered at each of its tasks: who called, no signal says (law 5)."""
        for task in open_tasks(my_task):
            memory(task)["called"] = True

    def has_fired(self, my_task: Any) -> bool:
        """Whether there is a firing; looks at the clock where it may fire by itself."""
        if "firing" in recall(my_task):
            return True
        now = CLOCK.now()
        for task in open_tasks(my_task) if self.has_timer or self.button is not None else ():
            trigger = self._trigger(task, now)
            if trigger is not None:
                memory(my_task)["firing"] = self.record(task, trigger=trigger, at=now)
                return True
        return False

    def _trigger(self, task: Any, now: datetime) -> str | None:
        """Say what fires it for this task now, if anything does, and count it."""
        if self.button is not None and memory(task).pop("called", False):
            return "signal"
        if self.has_timer and self._is_due(task, now):
            self._rewind(task, now)
            return "timer"
        return None

    def _is_due(self, task: Any, now: datetime) -> bool:
        due = self.timer(task)["due"]
        return due is not None and datetime.fromisoformat(due) <= now

    def _rewind(self, task: Any, now: datetime) -> None:
        """Count a firing. Where there are more to come, time begins anew: none are made up for, all at once."""
        timer, wait = self.timer(task), self.wait(task)
        timer.update(fired=timer["fired"] + 1, due=None)
        if wait is not None and timer["fired"] < wait.times:
            timer.update(ready=now.isoformat(), due=(now + elapsed(wait.duration)).isoformat(), planned=False)

    def timer(self, task: Any) -> dict[str, Any]:
        """Return the timer of one task: {ready, due, fired}, fixed at the first look; `due` None never comes.

        `ready` is from when it counts, ISO 8601 like `due`; `fired` is how often it did. It lies with the task and not
        with the event, so that it fires as often as it should, however often the event is armed.
        """
        known = memory(task)
        if "timer" not in known:
            ready = datetime.fromtimestamp(task.last_state_change, UTC)
            wait = self.wait(task)
            known["timer"] = {
                "ready": ready.isoformat(),
                "due": None if wait is None else (ready + elapsed(wait.duration)).isoformat(),
                "fired": 0,
            }
        timer: dict[str, Any] = known["timer"]
        return timer

    def wait(self, task: Any) -> After | None:
        """Return after how long the timer fires, and how often.

        An expression that fails gives None. It must not stop the engine: the work goes on (law 9).
        """
        try:
            return after(_as_duration(_evaluated(task, self.settings.after)))
        except ValueError as error:
            logger.warning("%s: the timer never fires: %s", task.task_spec.name, error)
            return None

    def update_task_data(self, my_task: Any) -> None:
        """Hand the request on to a drawn flow."""
        if len(my_task.task_spec.outputs) > 1:
            firing = recall(my_task)["firing"]
            told = {name: firing.get(name) for name in ("task_id", "trigger", "by", "question")}
            my_task.data[REQUEST] = {"request_id": str(my_task.id), **told}

    def reset(self, my_task: Any) -> None:
        """Keep the firing: it is the record of what is to be sent, not a flag."""

    def details(self, my_task: Any) -> Any:
        """Say what is waited for, as JSON values."""
        waiting = [str(task.id) for task in open_tasks(my_task)]
        return PendingBpmnEvent(self.name, type(self).__name__, {"task_ids": waiting, "trigger": self.settings.trigger})

    __eq__ = object.__eq__
    __hash__ = object.__hash__


class AnswerEventDefinition(TimerEventDefinition):  # type: ignore[misc]
    """Waits until the discussion that the flow began with has ended, whatever its outcome.

    The result lies with the socialize event, so it is found also where the flow comes here later than the answer. Where
    it comes here on a way on which nobody asked, there is nothing to wait for: it goes on, with the result None.
    """

    def __init__(self) -> None:
        super().__init__("socialize answer", None, description="Socialize Answer")

    def catches(self, my_task: Any, event: Any) -> bool:
        """Take the answer to its own question and no event that travels through the engine."""
        return False

    def has_fired(self, my_task: Any) -> bool:
        """Whether there is a result, or none to come."""
        event = asking_event(my_task)
        return event is None or "result" in recall(event)

    def update_task_data(self, my_task: Any) -> None:
        """Hand the result on to the flow."""
        event = asking_event(my_task)
        result = None if event is None else recall(event).get("result")
        my_task.data[RESULT] = result and json.loads(result)

    def reset(self, my_task: Any) -> None:
        """Forget nothing: the result stays what it is."""

    __hash__ = object.__hash__


def draft(settings: Socialize, task: Any) -> str | None:
    """Return the designer's wording for this task; None where there is none, or where its expression fails."""
    said = _evaluated(task, settings.question)
    return None if said is None else str(said).encode(errors="replace").decode()[:_LONGEST_QUESTION]


def shared_fields(settings: Socialize, task: Any) -> str:
    """Return the shared variables as JSON text, with their values of now; what JSON does not have is left out (law 4).

    Text, because a value might look to the serializer like something of its own.
    """
    shared = {share.variable for share in settings.shares if share.variable in task.data}
    values = {name: as_json(task.data[name]) for name in sorted(shared)}
    return json.dumps({name: json.loads(value) for name, value in values.items() if value is not None})


def _evaluated(task: Any, text: str | None) -> Any:
    if text is None or not text.startswith("="):
        return text
    try:
        return task.workflow.script_engine.evaluate(task, text[1:])
    except SpiffWorkflowException as error:
        logger.warning("%s: %r cannot be evaluated: %s", task.task_spec.name, text, error)
        return None


def _as_duration(value: Any) -> str:
    return f"P{value.days}DT{value.seconds}S" if isinstance(value, timedelta) else str(value)
