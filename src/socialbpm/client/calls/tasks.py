"""One's open tasks, and what would happen if one asked."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from socialbpm.client.call import Call, get, send, to
from socialbpm.client.calls.answers import DISCUSSION, OPENED
from socialbpm.contract.attachments import NewFile
from socialbpm.contract.explaining import DryRun
from socialbpm.contract.requests import OpenDiscussion
from socialbpm.contract.views import OpenedView, WorkList


def list_tasks(*, cursor: str | None = None, limit: int = 100) -> Call[WorkList]:
    """Read one's open tasks of all runtimes, and those that one may take."""
    return get("/v1/tasks", TypeAdapter(WorkList), {"cursor": cursor, "limit": limit})


def open_discussion(
    runtime: str, task_id: str, question: str | None = None, files: Sequence[NewFile] = ()
) -> Call[OpenedView]:
    """Ask about a task of one's own; without a question it is asked later, in the discussion."""
    path = to("/v1/tasks/{runtime}/{task_id}/discussions", runtime=runtime, task_id=task_id)
    return send("POST", path, OPENED, OpenDiscussion(question=question, files=tuple(files)))


def dry_run_task(runtime: str, task_id: str) -> Call[DryRun]:
    """See who would be asked if one asked about a task of one's own."""
    return get(to("/v1/tasks/{runtime}/{task_id}/dry-run", runtime=runtime, task_id=task_id), TypeAdapter(DryRun))


def dry_run_discussion(discussion: str) -> Call[DryRun]:
    """See who would be asked from here on, if nobody helps."""
    return get(to(f"{DISCUSSION}/dry-run", discussion=discussion), TypeAdapter(DryRun))
