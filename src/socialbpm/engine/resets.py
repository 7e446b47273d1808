"""What a reset leaves behind: SpiffWorkflow takes tasks out of the case and goes on listening to their events.

The next step of the engine then fails, at an ordinary timer as well as at one of ours. A socialize event looks for
itself whether it is still part of the case; for all other events this is the cure.
"""

from __future__ import annotations

from typing import Any


def stop_listening_to_removed(workflow: Any) -> None:
    """See to it that what is removed from a case does not go on listening; a restored case has to be told again."""
    if not workflow.task_removed_event.is_connected(_forget):
        workflow.task_removed_event.connect(_forget)


def _forget(part: Any, task: Any) -> None:
    part.top_workflow.event_manager.remove_task(task)
