"""A service in memory, which keeps the contract of hooks and deliveries and nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from socialbpm.contract.deliveries import AnyDelivery, DeliveryPage, Ended, Outcome, Raise
from socialbpm.contract.hooks import Hook, HookResult, Offered, Socialized
from socialbpm.errors import TransportError


class FakeService:
    """Takes hooks like the service: a repeat must be the same body, a closed task is a conflict."""

    def __init__(self) -> None:
        self.bodies: dict[tuple[str, str], str] = {}
        self.hooks: list[Any] = []  # of any type, so that a test can look into it
        self.calls: list[int] = []
        self.deliverable: list[AnyDelivery] = []
        self.acknowledged: list[str | None] = []
        self.down = False
        self.over: set[str] = set()
        self.refused: set[str] = set()

    def send(self, hooks: Sequence[Hook]) -> Sequence[HookResult]:
        """Take all or none."""
        self.calls.append(len(hooks))
        if self.down:
            raise TransportError("the service is down", temporary=True)
        for hook in hooks:
            self._check(hook)
        return [self._take(hook) for hook in hooks]

    def _check(self, hook: Hook) -> None:
        if hook.subject in self.over and isinstance(hook, Socialized | Offered):
            raise TransportError("the task is closed", status=409, problem="task_closed", temporary=False)
        if hook.id in self.refused or hook.subject in self.refused:
            raise TransportError(f"{hook.id} is refused", status=422, problem="invalid", temporary=False)
        if self.bodies.get((hook.source, hook.id), _body(hook)) != _body(hook):
            problem = "repeated_with_other_body"
            raise TransportError(f"{hook.id} has another body", status=409, problem=problem, temporary=False)

    def _take(self, hook: Hook) -> HookResult:
        repeated = (hook.source, hook.id) in self.bodies
        self.bodies[hook.source, hook.id] = _body(hook)
        if not repeated:
            self.hooks.append(hook)
        return HookResult(id=hook.id, status="repeated" if repeated else "created")

    def deliveries(self, case_id: str, after: str | None, wait: float) -> DeliveryPage:
        """Return what came after the cursor, which is a count."""
        del wait
        if self.down:
            raise TransportError("the service is down", temporary=True)
        self.acknowledged.append(after)
        begin = int(after or 0)
        items = tuple(item for item in self.deliverable[begin:] if item.case_id == case_id)
        return DeliveryPage(items=items, cursor=str(len(self.deliverable)))

    # -- what the tests say

    def of_type(self, name: str) -> list[Any]:
        """What was taken of one type, e.g. `task.activated`."""
        return [hook for hook in self.hooks if hook.type == f"socialbpm.{name}"]

    @property
    def requests(self) -> list[Socialized]:
        """The requests that were taken."""
        return self.of_type("task.socialize")

    def ends(self, hook: Hook, outcome: Outcome = "answered", value: Any = None) -> None:
        """Deliver how the discussion of a request ended."""
        assert isinstance(hook, Socialized | Offered)
        self.deliverable.append(
            Ended(
                id=f"{hook.id}:ended",
                task_id=hook.data.task.task_id,
                case_id=hook.data.task.case_id,
                request_id=hook.data.request_id,
                discussion="d1",
                outcome=outcome,
                value=value,
                ring="coworkers",
                people=3,
                url="https://help.example/d1",
            )
        )

    def raises(self, task: Any, case_id: str, event_id: str, *, by: str, identity: str = "raise-1") -> None:
        """Deliver that somebody asked from a page."""
        self.deliverable.append(
            Raise(id=identity, task_id=str(task.id), case_id=case_id, discussion="d2", event_id=event_id, by=by)
        )


class FileService(FakeService):
    """The same, in a file, so that it outlives the host that is killed."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        for line in path.read_text().splitlines() if path.exists() else ():
            source, identity, body = json.loads(line)
            self.bodies[source, identity] = body

    def _take(self, hook: Hook) -> HookResult:
        result = super()._take(hook)
        if result.status == "created":
            with self.path.open("a") as lines:
                lines.write(json.dumps([hook.source, hook.id, _body(hook)]) + "\n")
        return result


def _body(hook: Hook) -> str:
    return hook.model_dump_json(by_alias=True)
