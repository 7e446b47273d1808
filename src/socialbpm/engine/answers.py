"""What comes back: results are put where the process finds them."""

from __future__ import annotations

import json
from typing import Any

from socialbpm.contract.deliveries import Ended
from socialbpm.engine.memory import OPEN, find_task, memory, recall
from socialbpm.engine.specs import is_socialize

DEFAULT_VARIABLE = "socialize"


def end_request(workflow: Any, request_id: str, ended: Ended) -> bool:
    """Keep how a request ended: for the drawn flow that may wait for it, and as data of the task if that is open.

    Returns:
        Whether there is such a request that had not ended before.
    """
    event = find_task(workflow, request_id)
    if event is None or not is_socialize(event) or "firing" not in recall(event) or "result" in recall(event):
        return False
    value = harmless(ended.value)
    result = {
        "discussion": ended.discussion,
        "outcome": ended.outcome,
        "value": value,
        "ring": ended.ring,
        "url": ended.url,
    }
    memory(event)["result"] = json.dumps(result)
    task = find_task(workflow, recall(event)["firing"]["task_id"])
    if ended.outcome == "answered" and task is not None and task.has_state(OPEN):
        write_answer(task, event.task_spec.event_definition.settings.answer, request_id, value)
    return True


def write_answer(task: Any, variable: str, request_id: str, value: Any) -> None:
    """Write an accepted answer into the data of its task.

    The default variable holds all answers by request, so that the answers of several instances, and of several
    questions, do not overwrite each other when their data are merged. A new mapping is made each time: the engine may
    share the old one with the data of earlier tasks.
    """
    if variable != DEFAULT_VARIABLE:
        task.data[variable] = value
        return
    answers = task.data.get(variable)
    task.data[variable] = {**(answers if isinstance(answers, dict) else {}), request_id: value}


def harmless(value: Any) -> Any:
    """Return a value that the serializer can restore: JSON text in place of what it would take for an object.

    SpiffWorkflow calls a converter for every mapping with the key `typename`, and an unknown one makes the saved state
    unreadable. An answer comes from outside and must not be able to do that.
    """
    return json.dumps(value) if _has_typename(value) else value


def _has_typename(value: Any) -> bool:
    if isinstance(value, dict):
        return "typename" in value or any(_has_typename(part) for part in value.values())
    return isinstance(value, list | tuple) and any(_has_typename(part) for part in value)
