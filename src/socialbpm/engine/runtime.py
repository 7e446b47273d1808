"""What a host does with a running case: ask, save, send, receive.

    runtime.socialize(task, by="alice")   the event fires, in memory
    save(workflow)                        the host's own storage
    runtime.send()                        the request goes to the service
    save(workflow)                        that it went is part of the state

Nothing in the engine waits for the service. If the host crashes anywhere in this, it restores what it saved last and
goes on; the service sees the same request id with the same body and does nothing twice (law 8). If the service is
down, `send` raises, everything stays pending, and the work goes on (law 9).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from pydantic import ValidationError
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask

from socialbpm.clock import Clock, SystemClock
from socialbpm.contract.deliveries import AnyDelivery, Ended, Raise
from socialbpm.contract.hooks import CaseOver, Hook, HookResult
from socialbpm.engine.answers import end_request
from socialbpm.engine.hooks import Firing, Teller
from socialbpm.engine.memory import (
    OPEN,
    all_tasks,
    events_around,
    find_task,
    known_as,
    memory,
    of_workflow,
    open_tasks,
    recall,
)
from socialbpm.engine.news import News, is_end, news
from socialbpm.engine.people import PeopleOf, may_ask, note, snapshot, takes_ownership
from socialbpm.engine.resets import stop_listening_to_removed
from socialbpm.engine.specs import armed_event, is_socialize, was_sent
from socialbpm.engine.transport import Transport
from socialbpm.errors import Invalid, NotSocialized, NotTheirsToAsk, TaskClosed, TransportError

Working = Callable[[datetime, str], datetime]
"""From a start and an ISO 8601 duration to when that much working time has passed."""

LOG = logging.getLogger(__name__)
TAKEN_BEFORE = "repeated_with_other_body"
"""The service's code for a request that it took already: a host that sends before it saves, crashes, and asks anew."""

_BATCH = 50
_REMEMBERED_DELIVERIES = 500


class SocialRuntime:
    """One case, seen by socialbpm. Make one whenever a workflow was started or restored; it holds no state itself.

    Args:
        workflow: the top `BpmnWorkflow`.
        runtime_id: the id under which this runtime is registered with the service.
        transport: the way to the service.
        people: who stands around a task. Without it only `claimed` is known, and whoever asks first about a task of
            nobody, in no lane, is taken for its owner.
        case_id: the host's own id of the case; the id of the workflow's first task where it has none. It must not
            change over the life of the case, nor must `runtime_id` and `process_version`.
        process_version: the version of the process, as the host counts.
        working: computes working time for `after="… working"`. The engine has no calendar; without this function such
            a duration counts as elapsed time.
        clock: tells when people asked. The engine's timers go by the machine's clock.

    Raises:
        EngineError: the workflow's state was saved by a later version of socialbpm.
    """

    def __init__(
        self,
        workflow: Any,
        *,
        runtime_id: str,
        transport: Transport,
        people: PeopleOf | None = None,
        case_id: str | None = None,
        process_version: str = "",
        working: Working | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.workflow = workflow
        self.transport = transport
        self.people = people
        self.working = working
        self.clock = clock or SystemClock()
        self.teller = Teller(runtime_id, case_id or str(workflow.task_tree.id), process_version)
        of_workflow(workflow)  # refuses what a later version saved
        stop_listening_to_removed(workflow)
        self._plan_timers()

    # -- what people do

    def socialize(self, task: Any, *, by: str, question: str | None = None) -> str:
        """Fire the event of one task: somebody is stuck and asks for help.

        Only records; nothing is sent before `send`. Runs the engine's steps afterwards, for a drawn flow.

        Args:
            task: the task that `by` is stuck in; with several instances, theirs.
            by: the person's id.
            question: what they wrote; None leaves it to a page of the service, with the designer's wording as a draft.

        Returns:
            The request id.

        Raises:
            TaskClosed: the task is over, or not reached.
            NotSocialized: it has no socialize event, or one that only its timer fires.
            NotTheirsToAsk: `by` is neither the owner nor a candidate of an unclaimed task, or is excluded.
            Invalid: an id or the question is empty or too long.
        """
        task = self._open(task)
        event = self._event(task)
        people = snapshot(task, self.people)
        if not may_ask(people, by):
            msg = f"{by} may not ask about {task.task_spec.bpmn_name or task.task_spec.bpmn_id}"
            raise NotTheirsToAsk(msg, hint="Its owner may, or while it has none somebody who can take it.")
        if takes_ownership(people, task.task_spec.lane):
            memory(task)["owner"] = by
            people = snapshot(task, self.people)
        note(task, people, self.clock.now())
        self._fire(event, task, by=by, question=question, raised=None)
        self.workflow.do_engine_steps()
        return str(event.id)

    def claimed(self, task: Any, *, by: str | None) -> None:
        """Note whose task it is now; None: nobody's any more. Goes before what `people` says of its owner.

        Raises:
            TaskClosed: the task is over, or not reached.
        """
        task = self._open(task)
        memory(task)["owner"] = by
        note(task, snapshot(task, self.people), self.clock.now())

    def completed(self, task: Any, *, by: str) -> None:
        """Note who did the task; before or after the host runs it, which this does not do.

        Raises:
            TaskClosed: the case has no such task.
        """
        memory(self._found(task))["by"] = by

    # -- what goes out

    def pending(self) -> tuple[Firing, ...]:
        """Return what fired and was not handed over yet, oldest first. `id` is the request id."""
        return tuple(self._hook(event) for event in self._unsent())

    def send(self) -> tuple[HookResult, ...]:
        """Hand over what is pending, each once. Call it when the state is saved, and save again afterwards.

        A firing for a task that the service knows to be over is refused for good: it is not sent again, and a flow that
        waits for its answer goes on with the outcome `task_ended`. One that the service took already with another body,
        because the host sent before it saved and crashed, belongs to what was opened then: the first body counts.

        Returns:
            What the service did with each that it took.

        Where the designer excludes who does another task, or another instance, `sync` goes first.

        Raises:
            TransportError: at least one was not taken; it is still pending, and so is everything after it if the
                service cannot be reached. What was taken is remembered.
        """
        results: list[HookResult] = []
        failures: list[TransportError] = []
        unsent = self._unsent()
        if any(event.task_spec.event_definition.settings.depends_on_others for event in unsent):
            self._tell_the_case({recall(event)["firing"]["task_id"] for event in unsent})
        for event in unsent:
            try:
                results += self._send_one(event)
            except TransportError as error:
                failures.append(error)
                if error.details.get("temporary"):
                    break
        self._go_on()
        if failures:
            raise failures[0]
        return tuple(results)

    def sync(self) -> int:
        """Tell the service which tasks became ready, changed hands, ended, and whether the case is over.

        It is the difference to what was told last, so it can be called as seldom or as often as suits the host; after
        the state is saved, and saved again afterwards.

        Returns:
            How many things were told.

        Raises:
            TransportError: something was not taken; it is told again next time.
        """
        return self._tell_news(lambda _: True)

    def _tell_news(self, wanted: Callable[[Hook], bool]) -> int:
        self._plan_timers()
        whole = news(self.workflow, self.teller, self.people, self.clock.now())
        upcoming = (item for item in whole if wanted(item.hook))
        batches = iter(lambda: list(islice(upcoming, _BATCH)), [])
        failures: list[TransportError] = []
        count = sum(self._tell(batch, failures) for batch in batches)
        if failures:
            raise failures[0]
        return count

    # -- what comes back

    def receive(self, *, wait: float = 0.0) -> tuple[AnyDelivery, ...]:
        """Fetch a page of deliveries and apply it: answers go into the data, drawn answer events are released.

        Save the state before calling it again: the next call acknowledges this page.

        Args:
            wait: how many seconds the service may wait for something to come.

        Returns:
            What was applied, without repeats. An empty page does not mean that there will be no more.

        Raises:
            TransportError: the service was not reached, or refused.
        """
        known = of_workflow(self.workflow)
        page = self.transport.deliveries(self.teller.case_id, known.get("cursor"), wait)
        applied: list[str] = known.setdefault("applied", [])
        fresh: list[AnyDelivery] = []
        for delivery in page.items:
            if delivery.id not in applied:
                self._apply(delivery)
                applied.append(delivery.id)
                fresh.append(delivery)
        known.update(cursor=page.cursor, applied=applied[-_REMEMBERED_DELIVERIES:])
        if fresh:
            self._go_on()
        return tuple(fresh)

    # -- inside

    def _found(self, task: Any) -> Any:
        """Find the task by its id: after a restore a host may still hold the one from before."""
        found = find_task(self.workflow, str(task.id))
        if found is None:
            msg = f"the case has no task {task.id} (any more)"
            raise TaskClosed(msg, hint="Look it up again, with workflow.get_tasks().")
        return found

    def _open(self, task: Any) -> Any:
        found = self._found(task)
        if not found.has_state(OPEN):
            name = found.task_spec.bpmn_name or found.task_spec.bpmn_id or found.task_spec.name
            msg = f"{name} is {TaskState.get_name(found.state).lower()}, so nobody can be stuck in it"
            raise TaskClosed(msg, hint="Look for tasks that are ready.")
        return found

    def _event(self, task: Any) -> Any:
        if isinstance(task.task_spec, LoopTask):
            msg = f"{task.task_spec.bpmn_id} stands for several instances, and nobody is stuck in all of them"
            raise NotSocialized(msg, hint="Name one of them: a task that is ready and has it for its parent.")
        event = armed_event(events_around(task))
        if event is None:
            msg = f"{task.task_spec.bpmn_id or task.task_spec.name} has no socialize event"
            raise NotSocialized(msg, hint="Add <social:socialize/> to it in the diagram.")
        if event.task_spec.event_definition.settings.trigger == "timer":
            msg = f"only its timer fires the socialize event of {task.task_spec.bpmn_id}"
            raise NotSocialized(msg, hint='Use trigger="both" in the diagram.')
        return event

    def _fire(self, event: Any, task: Any, **said: str | None) -> None:
        """Record a firing that is known to be well-formed, and let the engine see it."""
        definition = event.task_spec.event_definition
        firing = definition.record(task, trigger="manual", at=self.clock.now(), **said)
        try:
            self.teller.firing(str(event.id), event.task_spec.name, definition.settings, firing)
        except ValidationError as error:
            first = error.errors()[0]
            raise Invalid(f"{first['loc'][-1]}: {first['msg']}", hint="Nothing was fired.") from None
        memory(event)["firing"] = firing
        event.task_spec._update(event)

    def _unsent(self) -> Sequence[Any]:
        fired = (task for task in all_tasks(self.workflow) if is_socialize(task) and "firing" in recall(task))
        return sorted(
            (task for task in fired if not was_sent(task)), key=lambda task: str(recall(task)["firing"]["at"])
        )

    def _hook(self, event: Any) -> Firing:
        settings, firing = event.task_spec.event_definition.settings, recall(event)["firing"]
        if not firing["people"]:
            firing = {**firing, "people": self._people_now(firing["task_id"])}
        return self.teller.firing(str(event.id), event.task_spec.name, settings, firing)

    def _people_now(self, task_id: str) -> dict[str, Any]:
        """Return the people for a firing without any: its timer ran out before `sync` was called for the first time."""
        task = find_task(self.workflow, task_id)
        return snapshot(task, self.people).model_dump(mode="json") if task is not None and task.has_state(OPEN) else {}

    def _send_one(self, event: Any) -> Sequence[HookResult]:
        results: Sequence[HookResult] = ()
        try:
            results = self.transport.send([self._hook(event)])
        except TransportError as error:
            self._settle_refusal(event, error)
        of_workflow(self.workflow).setdefault("sent", {})[str(event.id)] = True
        return results

    def _tell_the_case(self, asked: set[str]) -> None:
        """Tell who has which task before anybody is asked: whoever must not be asked is known by what they do (law 6).

        That a task in `asked` is over comes after the question about it.

        Raises:
            TransportError: the service cannot be reached. A refusal is left to `sync`, which does not hang on a firing.
        """
        try:
            self._tell_news(
                lambda hook: not isinstance(hook, CaseOver) and not (is_end(hook) and hook.subject in asked)
            )
        except TransportError as error:
            if error.details.get("temporary"):
                raise

    def _settle_refusal(self, event: Any, error: TransportError) -> None:
        """Take a refusal for an end where sending again could never change it; else raise it."""
        problem, request = error.details.get("problem"), str(event.id)
        if problem == TaskClosed.code:
            task_id, case_id = recall(event)["firing"]["task_id"], self.teller.case_id
            over = Ended(id=request, task_id=task_id, case_id=case_id, request_id=request, outcome="task_ended")
            end_request(self.workflow, request, over)
        elif problem == TAKEN_BEFORE:
            LOG.warning("request %s was sent before it was saved, with another body; the first one counts", request)
        else:
            raise error

    def _tell(self, batch: Sequence[News], failures: list[TransportError]) -> int:
        """Tell a batch as one; one by one if the service refuses it, so that one bad item does not hold up the rest."""
        if any(failure.details.get("temporary") for failure in failures):
            return 0
        try:
            self.transport.send([item.hook for item in batch])
        except TransportError as error:
            if len(batch) == 1 or error.details.get("temporary"):
                failures.append(error)
                return 0
            return sum(self._tell([item], failures) for item in batch)
        for item in batch:
            item.told()
        return len(batch)

    def _apply(self, delivery: AnyDelivery) -> None:
        if isinstance(delivery, Ended):
            end_request(self.workflow, delivery.request_id, delivery)
        elif isinstance(delivery, Raise):
            self._raise(delivery)

    def _raise(self, delivery: Raise) -> None:
        """Fire the event for somebody who asked from a page; the service has checked that they may.

        A task that is over meanwhile, or has no such event, is no error: the people have their discussion.
        """
        task = find_task(self.workflow, delivery.task_id)
        is_open = task is not None and task.has_state(OPEN) and known_as(task) == delivery.task_id
        event = armed_event(events_around(task)) if is_open else None
        if event is None or event.task_spec.name != delivery.event_id:
            return
        if event.task_spec.event_definition.settings.trigger != "timer":
            with suppress(Invalid):  # one odd delivery must not keep all later ones from coming in
                self._fire(event, task, by=delivery.by, question=None, raised=delivery.id)

    def _go_on(self) -> None:
        """Let flows that waited for an answer go on."""
        self.workflow.refresh_timers()
        self.workflow.do_engine_steps()
        self._plan_timers()

    def _plan_timers(self) -> None:
        """Put timers that count working time where the host's calendar says, once each."""
        for event, task in self._timed() if self.working else ():
            definition = event.task_spec.event_definition
            timer, wait = definition.timer(task), definition.wait(task)
            if self.working and wait and wait.working and timer["due"] and not timer.get("planned"):
                due = self.working(datetime.fromisoformat(timer["ready"]), wait.duration)
                timer.update(due=due.astimezone(UTC).isoformat(), planned=True)

    def _timed(self) -> Iterator[tuple[Any, Any]]:
        for event in all_tasks(self.workflow):
            if is_socialize(event) and event.state == TaskState.WAITING and event.task_spec.event_definition.has_timer:
                yield from ((event, task) for task in open_tasks(event))
