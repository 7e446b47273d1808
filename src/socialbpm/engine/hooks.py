"""From what is remembered to what is told: the CloudEvents of a case.

A body is made of saved state only, and an id stands for one body. So a host that crashes between telling and saving
tells the same again, and the service knows it for a repeat.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from socialbpm.contract.element import Socialize
from socialbpm.contract.hooks import (
    Activated,
    Assigned,
    Cancelled,
    CaseEnded,
    CaseOver,
    Completed,
    Hook,
    Offered,
    Socialized,
    TaskActivated,
    TaskAssigned,
    TaskEnded,
    TaskOffer,
    TaskRef,
    TaskSocialize,
)
from socialbpm.contract.people import TaskPeople

Firing = Socialized | Offered
"""What a fired event is told as: a request, or an offer."""


@dataclass(frozen=True)
class Teller:
    """Speaks for one case of one runtime. What it is made with must stay the same over the life of the case."""

    runtime_id: str
    case_id: str
    process_version: str = ""

    @property
    def source(self) -> str:
        """Name the runtime as CloudEvents do."""
        return f"/runtimes/{self.runtime_id}"

    def firing(self, request_id: str, event_id: str, settings: Socialize, firing: Mapping[str, Any]) -> Firing:
        """Tell that an event fired: a request, or an offer where nobody asked by name."""
        common = {
            "task": self._ref(firing["task_id"], firing["task"], firing["revision"]),
            "people": TaskPeople.model_validate(firing["people"]),
            "request_id": request_id,
            "event_id": event_id,
            "settings": settings.model_copy(update={"question": firing["draft"]}),
            "fields": json.loads(firing["fields"]),
        }
        envelope = self._envelope(request_id, firing["task_id"], datetime.fromisoformat(firing["at"]))
        if firing["trigger"] != "manual":
            return Offered(**envelope, data=TaskOffer(**common, question=firing["draft"]))
        said = {name: firing[name] for name in ("by", "question", "raised")}
        return Socialized(**envelope, data=TaskSocialize(**common, **said))

    def activated(
        self,
        task_id: str,
        about: Mapping[str, Any],
        people: Mapping[str, Any],
        revision: int,
        element: tuple[str, Socialize] | None = None,
    ) -> Hook:
        """Tell that a task is ready; `element` is its socialize event and what that says, where it has one."""
        event_id, settings = element or (None, None)
        data = TaskActivated(
            task=self._ref(task_id, about, revision),
            people=TaskPeople.model_validate(people),
            event_id=event_id,
            settings=settings,
        )
        return Activated(**self._revised(task_id, "activated", revision), data=data)

    def assigned(self, task_id: str, about: Mapping[str, Any], people: Mapping[str, Any], revision: int) -> Hook:
        """Tell whose task it is now."""
        data = TaskAssigned(task=self._ref(task_id, about, revision), people=TaskPeople.model_validate(people))
        return Assigned(**self._revised(task_id, "assigned", revision), data=data)

    def completed(self, task_id: str, about: Mapping[str, Any], revision: int, by: str | None) -> Hook:
        """Tell that a task was done, and by whom."""
        data = TaskEnded(task=self._ref(task_id, about, revision), by=by)
        return Completed(**self._revised(task_id, "completed", revision), data=data)

    def cancelled(self, task_id: str, about: Mapping[str, Any], revision: int) -> Hook:
        """Tell that a task is gone without being done."""
        data = TaskEnded(task=self._ref(task_id, about, revision))
        return Cancelled(**self._revised(task_id, "cancelled", revision), data=data)

    def case_ended(self) -> Hook:
        """Tell that the case is over."""
        envelope = {"id": f"{self.case_id}:ended", "source": self.source, "subject": self.case_id}
        return CaseOver(**envelope, data=CaseEnded(case_id=self.case_id))

    def _ref(self, task_id: str, about: Mapping[str, Any], revision: int) -> TaskRef:
        own = {"task_id": task_id, "case_id": self.case_id, "process_version": self.process_version}
        return TaskRef(**own, **about, revision=revision)

    def _revised(self, task_id: str, what: str, revision: int) -> dict[str, Any]:
        """Revisions are times, so the event needs no other."""
        return self._envelope(f"{task_id}:{what}:{revision}", task_id, datetime.fromtimestamp(revision / 1000, UTC))

    def _envelope(self, identity: str, task_id: str, time: datetime) -> dict[str, Any]:
        return {"id": identity, "source": self.source, "subject": task_id, "time": time}
