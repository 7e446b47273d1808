"""What a runtime tells the service: `POST /v1/hooks`, CloudEvents in structured JSON, one or a batch."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from socialbpm.contract.attachments import FILES_NEED_A_QUESTION, NewFiles, on_a_question
from socialbpm.contract.base import A_NUMBER, Json, Line, Moment, Wire, demanding
from socialbpm.contract.element import Socialize
from socialbpm.contract.people import TaskPeople
from socialbpm.contract.problems import Problem

Id = Annotated[str, Field(min_length=1, max_length=200)]
LATEST_REVISION = 2**63 - 1
"""Room for a time in nanoseconds."""


class TaskRef(Wire):
    """One human task instance of the calling runtime, and where it stands in its process.

    `revision` only grows for one task; an older snapshot is ignored. The runtime itself is named by its credential.
    """

    task_id: Id
    case_id: Id
    process: Id
    process_version: Line = ""
    element_id: Id
    name: Line = ""
    lane: Line | None = None
    due: Moment | None = None
    revision: Annotated[int, Field(ge=0, le=LATEST_REVISION), A_NUMBER] = 0


class PullReply(Wire):
    """Deliveries wait until the runtime fetches them with `GET /v1/deliveries`."""

    model_config = ConfigDict(json_schema_extra=demanding("kind"))

    kind: Literal["pull"] = "pull"


class CallbackReply(Wire):
    """Each delivery is sent to this URL, too, as it would be fetched. It lies below a base URL of the runtime."""

    kind: Literal["callback"]
    url: str = Field(min_length=1, max_length=2000)


class WebhookReply(Wire):
    """Each delivery is sent to the runtime's webhook, too, as a CloudEvent."""

    kind: Literal["webhook"]


ReplyTo = Annotated[PullReply | CallbackReply | WebhookReply, Field(discriminator="kind")]


class TaskActivated(Wire):
    """The task is ready: it becomes known, nothing is opened.

    `event_id` and `settings` are those of its `socialize` element, so that a page can open a discussion that keeps to
    them; without them it cannot.
    """

    task: TaskRef
    people: TaskPeople = TaskPeople()
    event_id: Id | None = None
    settings: Socialize | None = None


class TaskAssigned(Wire):
    """Claim, reassignment or change of candidates: a full snapshot of the task's people."""

    task: TaskRef
    people: TaskPeople


class TaskSocialize(Wire):
    """The boundary event fired: open a discussion about the task, or join the one that is open.

    `question` is what the asker wrote. Where it is missing the discussion waits in `self` until they ask, with the
    designer's `settings.question` as a draft. `fields` holds the shared variables only; the service drops any other.
    `raised` names the `task.raise` delivery that this firing answers. `files` are what the asker put to `question`.
    """

    model_config = ConfigDict(json_schema_extra=FILES_NEED_A_QUESTION)

    task: TaskRef
    people: TaskPeople = TaskPeople()
    request_id: Id
    event_id: Id
    by: Id
    question: str | None = Field(default=None, max_length=20_000)
    settings: Socialize = Socialize()
    fields: dict[str, Json] = Field(default_factory=dict)
    reply_to: ReplyTo = PullReply()
    raised: Id | None = None
    files: NewFiles = ()

    @model_validator(mode="after")
    def _on_a_question(self) -> Self:
        return on_a_question(self, self.question, self.files)


class TaskOffer(Wire):
    """A timer ran out, or a signal came: offer help to the task's owner. `question` is the designer's wording."""

    task: TaskRef
    people: TaskPeople = TaskPeople()
    request_id: Id
    event_id: Id
    settings: Socialize = Socialize()
    question: str | None = Field(default=None, max_length=20_000)
    fields: dict[str, Json] = Field(default_factory=dict)
    reply_to: ReplyTo = PullReply()


class TaskEnded(Wire):
    """The task was completed (by whom) or cancelled."""

    task: TaskRef
    people: TaskPeople | None = None
    by: Id | None = None


class CaseEnded(Wire):
    """The process instance ended or was terminated: all its tasks are over."""

    case_id: Id


class CloudEvent(Wire):
    """The envelope (CloudEvents 1.0). (`source`, `id`) names the call; a repeat must carry the same body."""

    model_config = ConfigDict(json_schema_extra=demanding("type"))

    specversion: Literal["1.0"] = "1.0"
    id: Id
    source: Id
    subject: Line | None = None
    time: Moment | None = None
    datacontenttype: Literal["application/json"] = "application/json"


class Activated(CloudEvent):
    """`socialbpm.task.activated`."""

    type: Literal["socialbpm.task.activated"] = "socialbpm.task.activated"
    data: TaskActivated


class Assigned(CloudEvent):
    """`socialbpm.task.assigned`."""

    type: Literal["socialbpm.task.assigned"] = "socialbpm.task.assigned"
    data: TaskAssigned


class Socialized(CloudEvent):
    """`socialbpm.task.socialize`."""

    type: Literal["socialbpm.task.socialize"] = "socialbpm.task.socialize"
    data: TaskSocialize


class Offered(CloudEvent):
    """`socialbpm.task.offer`."""

    type: Literal["socialbpm.task.offer"] = "socialbpm.task.offer"
    data: TaskOffer


class Completed(CloudEvent):
    """`socialbpm.task.completed`."""

    type: Literal["socialbpm.task.completed"] = "socialbpm.task.completed"
    data: TaskEnded


class Cancelled(CloudEvent):
    """`socialbpm.task.cancelled`."""

    type: Literal["socialbpm.task.cancelled"] = "socialbpm.task.cancelled"
    data: TaskEnded


class CaseOver(CloudEvent):
    """`socialbpm.case.ended`."""

    type: Literal["socialbpm.case.ended"] = "socialbpm.case.ended"
    data: CaseEnded


Hook = Annotated[
    Activated | Assigned | Socialized | Offered | Completed | Cancelled | CaseOver,
    Field(discriminator="type"),
]


class HookResult(Wire):
    """What a hook did: `created` the first time, `repeated` for the same call again, `ignored` for an old snapshot.

    `discussion` or `offer` is the one that a firing belongs to.
    """

    id: str
    status: Literal["created", "repeated", "ignored"]
    discussion: str | None = None
    offer: str | None = None


HookBatchResult = tuple[HookResult | Problem, ...]
"""What the hooks of a batch did, in their order; one that was refused does not lose the others."""
