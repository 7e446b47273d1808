"""A service in memory, which keeps the contract of hooks and deliveries and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from socialbpm.contract.deliveries import AnyDelivery, DeliveryPage, Ended, Outcome, Raise
from socialbpm.contract.hooks import (
    Activated,
    Assigned,
    Cancelled,
    CaseOver,
    Completed,
    Hook,
    HookResult,
    Offered,
    Socialized,
    TaskRef,
)
from socialbpm.errors import TransportError


class FakeService:
    """A `Transport` for the tests of a host: it takes hooks like the service, and delivers what a test tells it to.

    A repeat must have the same body, what is over stays over, an old snapshot of a task is ignored. There are no
    people in it, no rings and no time: each request is a discussion of its own, and ends when the test says so. A test
    holds it to the real service, hook by hook.

    Attributes:
        hooks: what was taken, in order, repeats left out; of any type, so that a test can look into it.
        bodies: the same by (source, id), as JSON.
        calls: how many hooks came with each call of `send`.
        acknowledged: the cursor that came with each fetch of deliveries.
        down: whether it cannot be reached.
        over: the ids of tasks that ended; a request or an offer for one is a conflict. `task.completed` and its like
            add to it, and so may a test, for a service that heard of it first.
        refused: ids of hooks, or of tasks whose hooks it does not take.
        deliverable: what it has delivered or will, in order.

    >>> service = FakeService()
    >>> service.down = True
    >>> service.send([])
    Traceback (most recent call last):
    socialbpm.errors.TransportError: the service is down
      This is a FakeService; set `down = False`, and send again.
    """

    def __init__(self) -> None:
        self.hooks: list[Any] = []
        self.calls: list[int] = []
        self.acknowledged: list[str | None] = []
        self.down = False
        self.over: set[str] = set()
        self.refused: set[str] = set()
        self.deliverable: list[AnyDelivery] = []
        self.bodies: dict[tuple[str, str], str] = {}
        self._tasks: dict[str, TaskRef] = {}

    # -- what a runtime calls

    def send(self, hooks: Sequence[Hook]) -> Sequence[HookResult]:
        """Take each hook that can be taken.

        Raises:
            TransportError: it is down, or at least one was not taken; the others were.
        """
        self.calls.append(len(hooks))
        self._be_there()
        results = [self._outcome(hook) for hook in hooks]
        for result in results:
            if isinstance(result, TransportError):
                raise result
        return [result for result in results if isinstance(result, HookResult)]

    def deliveries(self, case_id: str, after: str | None, wait: float) -> DeliveryPage:
        """Return what came for a case after a cursor. It does not wait.

        Raises:
            TransportError: it is down.
        """
        del wait
        self._be_there()
        self.acknowledged.append(after)
        items = tuple(item for item in self.deliverable[int(after or 0) :] if item.case_id == case_id)
        return DeliveryPage(items=items, cursor=str(len(self.deliverable)))

    # -- what a test looks at

    def of_type(self, name: str) -> list[Any]:
        """Return what was taken of one type, e.g. `task.activated`."""
        return [hook for hook in self.hooks if hook.type == f"socialbpm.{name}"]

    @property
    def requests(self) -> list[Socialized]:
        """The requests that were taken, in order."""
        return self.of_type("task.socialize")

    # -- what a test says

    def answers(self, request: str | Hook, value: Any) -> None:
        """Deliver the accepted answer of a request. The request is one of `requests`, or the id of one.

        Raises:
            AssertionError: no such request was taken.
        """
        self.ends(request, "answered", value)

    def ends(self, request: str | Hook, outcome: Outcome = "answered", value: Any = None) -> None:
        """Deliver how the discussion of a request, or an offer, ended. A second end of one is a repeat to a runtime.

        Raises:
            AssertionError: no such request was taken.
        """
        hook = self._fired(request)
        discussion = _discussion(hook)
        self.deliverable.append(
            Ended(
                id=f"{hook.id}:ended",
                task_id=hook.data.task.task_id,
                case_id=hook.data.task.case_id,
                request_id=hook.data.request_id,
                discussion=discussion,
                outcome=outcome,
                value=value,
                ring="coworkers",
                people=3,
                url=f"https://help.example/{discussion}" if discussion else None,
            )
        )

    def raises(
        self,
        task: Any,
        case_id: str | None = None,
        event_id: str | None = None,
        *,
        by: str,
        identity: str | None = None,
    ) -> None:
        """Deliver that somebody asked on a page: the runtime is to fire the event of the task.

        Args:
            task: the engine's task, or its id.
            case_id: the case; by default as the service was told.
            event_id: the event; by default as the service was told.
            by: who asked.
            identity: the delivery's id, to deliver one twice.

        Raises:
            AssertionError: the service was not told of the task.
        """
        task_id = str(getattr(task, "id", task))
        if case_id is None or event_id is None:
            told = self._activated(task_id).data
            case_id, event_id = case_id or told.task.case_id, event_id or told.event_id
        identity = identity or f"raise-{len(self.deliverable) + 1}"
        self.deliverable.append(
            Raise(
                id=identity,
                task_id=task_id,
                case_id=case_id,
                discussion=f"about-{identity}",
                event_id=event_id,
                by=by,
            )
        )

    # -- inside

    def _be_there(self) -> None:
        if self.down:
            hint = "This is a FakeService; set `down = False`, and send again."
            raise TransportError("the service is down", hint=hint, temporary=True)

    def _outcome(self, hook: Hook) -> HookResult | TransportError:
        try:
            return self._known(hook) or self._take(hook)
        except TransportError as error:
            return error

    def _known(self, hook: Hook) -> HookResult | None:
        """Return what a repeat is answered."""
        if hook.id in self.refused or hook.subject in self.refused:
            raise TransportError(f"{hook.id} is refused", status=422, problem="invalid", temporary=False)
        body = self.bodies.get((hook.source, hook.id))
        if body is None:
            return None
        if body != _body(hook):
            problem = "repeated_with_other_body"
            raise TransportError(f"{hook.id} had another body", status=409, problem=problem, temporary=False)
        return _result(hook, "repeated")

    def _take(self, hook: Hook) -> HookResult:
        """Take a hook that is new: keep it, and what it says of its task."""
        news = self._note(hook)
        self.bodies[hook.source, hook.id] = _body(hook)
        self.hooks.append(hook)
        return _result(hook, "created" if news else "ignored")

    def _note(self, hook: Hook) -> bool:
        """Keep what a hook says of its task or case; whether that is news."""
        if isinstance(hook, CaseOver):
            self.over |= {task_id for task_id, task in self._tasks.items() if task.case_id == hook.data.case_id}
            return True
        task = hook.data.task
        ended = task.task_id in self.over
        if isinstance(hook, Socialized | Offered) and ended and not _answers_a_raise(hook):
            raise TransportError("the task is closed", status=409, problem="task_closed", temporary=False)
        known = self._tasks.get(task.task_id)
        old = known is not None and task.revision < known.revision
        if not old:
            self._tasks[task.task_id] = task
        if isinstance(hook, Completed | Cancelled):
            self.over.add(task.task_id)
            return not ended
        return not (isinstance(hook, Activated | Assigned) and (old or ended))

    def _fired(self, request: str | Hook) -> Socialized | Offered:
        if isinstance(request, Socialized | Offered):
            return request
        fired: list[Socialized | Offered] = [*self.requests, *self.of_type("task.offer")]
        for hook in fired:
            if hook.data.request_id == request:
                return hook
        taken = ", ".join(hook.data.request_id for hook in fired) or "none"
        msg = f"the service took no request {request}; it took {taken}. Does the host call `send` after `socialize`?"
        raise AssertionError(msg)

    def _activated(self, task_id: str) -> Any:
        for hook in self.of_type("task.activated"):
            if hook.data.task.task_id == task_id and hook.data.event_id:
                return hook
        msg = f"the service was not told of an event of task {task_id}. Does the host call `sync`?"
        raise AssertionError(msg)


def _body(hook: Hook) -> str:
    return hook.model_dump_json(by_alias=True)


def _result(hook: Hook, status: Literal["created", "repeated", "ignored"]) -> HookResult:
    if isinstance(hook, Socialized):
        return HookResult(id=hook.id, status=status, discussion=_discussion(hook))
    return HookResult(id=hook.id, status=status, offer=f"offer-{hook.id}" if isinstance(hook, Offered) else None)


def _discussion(hook: Socialized | Offered) -> str | None:
    """Name the discussion of a request; an offer that nobody took up has none."""
    return f"about-{hook.data.raised or hook.data.request_id}" if isinstance(hook, Socialized) else None


def _answers_a_raise(hook: Socialized | Offered) -> bool:
    """Whether a firing belongs to the discussion that raised it, ended or not."""
    return isinstance(hook, Socialized) and hook.data.raised is not None
