"""A workflow host as small as it can be: it starts a process, saves it, restores it, and runs its tasks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.serializer import DEFAULT_CONFIG, BpmnWorkflowSerializer
from SpiffWorkflow.camunda.parser import CamundaParser
from SpiffWorkflow.camunda.serializer import DEFAULT_CONFIG as CAMUNDA_CONFIG
from SpiffWorkflow.dmn.parser import BpmnDmnParser
from SpiffWorkflow.spiff.parser import VALIDATOR, SpiffBpmnParser
from SpiffWorkflow.spiff.serializer import DEFAULT_CONFIG as SPIFF_CONFIG

from socialbpm.contract.deliveries import AnyDelivery
from socialbpm.contract.hooks import Hook
from socialbpm.engine import SocializeBoundaryEvent, SocialRuntime, Transport, socialize, socialize_config
from tests.engine.fakes import FakeService


@dataclass(frozen=True)
class Family:
    """One of SpiffWorkflow's families of parsers and specs."""

    parser: type[Any]
    config: Mapping[type[Any], type[Any]]
    validator: Any

    @property
    def serializer(self) -> Any:
        """A serializer that knows the plugin."""
        return BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(socialize_config(self.config)))

    def workflow(
        self,
        xml: str,
        process: str = "p",
        decisions: str | None = None,
        calls: str | None = None,
        *,
        plain: bool = False,
    ) -> Any:
        """A workflow of a diagram that the schema has found valid, and of the one that it calls; not started.

        A plain one is made by SpiffWorkflow alone.
        """
        parser = (self.parser if plain else socialize(self.parser))(validator=self.validator)
        if decisions is not None:
            parser.add_dmn_str(decisions)
        for each in (xml, calls):
            if each is not None:
                parser.add_bpmn_str(each.encode())
        return BpmnWorkflow(parser.get_spec(process), parser.get_subprocess_specs(process))


FAMILIES = {
    "bpmn": Family(BpmnParser, DEFAULT_CONFIG, BpmnValidator()),
    "spiff": Family(SpiffBpmnParser, SPIFF_CONFIG, VALIDATOR),
    "camunda": Family(CamundaParser, CAMUNDA_CONFIG, BpmnValidator()),
    "dmn": Family(BpmnDmnParser, DEFAULT_CONFIG, BpmnValidator()),
}


class Running:
    """Runs one case, whatever service there is."""

    def __init__(
        self,
        family: Family,
        xml: str,
        transport: Transport,
        data: dict[str, Any] | None = None,
        *,
        process: str = "p",
        decisions: str | None = None,
        calls: str | None = None,
        **options: Any,
    ) -> None:
        self.family = family
        self.transport = transport
        self.options = options
        self.workflow = family.workflow(xml, process, decisions, calls)
        self.workflow.task_tree.data.update(data or {})
        self.runtime = self._runtime()
        self.workflow.do_engine_steps()

    @classmethod
    def of_state(cls, family: Family, saved: str, transport: Any, **options: Any) -> Self:
        """A case that somebody saved."""
        host = cls.__new__(cls)
        host.family, host.transport, host.options = family, transport, options
        host.restore(saved)
        return host

    def _runtime(self) -> SocialRuntime:
        return SocialRuntime(self.workflow, runtime_id="expenses", transport=self.transport, **self.options)

    def save(self) -> str:
        """The state, as the host would store it."""
        return str(self.family.serializer.serialize_json(self.workflow))

    def restore(self, saved: str) -> None:
        """Go on from a saved state, as after a crash."""
        self.workflow = self.family.serializer.deserialize_json(saved)
        self.runtime = self._runtime()

    def restart(self) -> None:
        """Save and restore; the state must not change by it, neither as JSON nor as a dictionary."""
        serializer, saved = self.family.serializer, self.save()
        as_dict = json.loads(json.dumps(serializer.to_dict(self.workflow)))
        assert serializer.to_dict(serializer.from_dict(as_dict)) == serializer.to_dict(self.workflow)
        self.restore(saved)
        if "planned" not in saved:
            assert json.loads(self.save()) == json.loads(saved)

    def tasks(self, name: str | None = None) -> list[Any]:
        """The open tasks, or those of one element."""
        ready = self.workflow.get_tasks(state=TaskState.READY, manual=True)
        return [task for task in ready if name in (None, task.task_spec.bpmn_id)]

    def task(self, name: str | None = None) -> Any:
        """The one open task."""
        (task,) = self.tasks(name)
        return task

    def does(self, name: str | None = None, **data: Any) -> None:
        """Somebody does the one open task."""
        task = self.task(name)
        task.data.update(data)
        task.run()
        self.workflow.do_engine_steps()

    def finish(self) -> None:
        """Do whatever there is to do until the case is over."""
        while tasks := self.tasks():
            tasks[0].run()
            self.workflow.do_engine_steps()
        assert self.workflow.is_completed(), self.workflow.get_dump()

    def events(self, state: int = TaskState.WAITING) -> list[Any]:
        """The socialize events in a state; the armed ones."""
        found: list[Any] = self.workflow.get_tasks(state=state, spec_class=SocializeBoundaryEvent)
        return found


class Host(Running):
    """Runs one case with a service that is a fake."""

    transport: FakeService

    @property
    def service(self) -> FakeService:
        """The service that it talks to."""
        return self.transport

    def asks(self, name: str, by: str = "alice", question: str | None = None) -> Any:
        """Somebody asks about the one open task of an element, and it is sent; returns the request."""
        request_id = self.runtime.socialize(self.task(name), by=by, question=question)
        return self.sent(request_id)

    def sent(self, request_id: str) -> Any:
        """Send what is pending and return one of it."""
        self.runtime.send()
        (hook,) = [hook for hook in self.service.hooks if hook.id == request_id]
        return hook

    def hears(self, hook: Hook, value: Any = None, **outcome: Any) -> tuple[AnyDelivery, ...]:
        """The discussion ends, and the host fetches that."""
        self.service.ends(hook, value=value, **outcome)
        return self.runtime.receive()
