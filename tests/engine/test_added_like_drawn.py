"""An added event is not built like a drawn one; whoever looks from outside cannot tell the difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from SpiffWorkflow import TaskState

from socialbpm.engine import TaskClosed
from tests.engine.diagrams import diagram, drawn, element, embedded, flow, several, task, timer_event
from tests.engine.fakes import FakeService
from tests.engine.host import FAMILIES, Host

LOOP = (
    '<bpmn:standardLoopCharacteristics loopMaximum="2" testBefore="false">'
    '<bpmn:loopCondition xsi:type="bpmn:tFormalExpression">True</bpmn:loopCondition></bpmn:standardLoopCharacteristics>'
)
KINDS: dict[str, Callable[[str, str, str], str]] = {
    "task": lambda name, inside, beside: task(name, inside) + beside,
    "all at once": lambda name, inside, beside: task(name, inside + several(count=2)) + beside,
    "one by one": lambda name, inside, beside: task(name, inside + several(sequential=True, count=2)) + beside,
    "loop": lambda name, inside, beside: task(name, inside + LOOP) + beside,
    "beside a timer": lambda name, inside, beside: (
        task(name, inside) + beside + timer_event(name, f"{name}_late", interrupting="true")
    ),
    "embedded": lambda name, inside, beside: embedded(f"{name}_part", task(name, inside) + beside, path=[name]),
    "side by side": lambda name, inside, beside: (
        f'<bpmn:parallelGateway id="{name}_split"/><bpmn:parallelGateway id="{name}_join"/>'
        f"{task(name, inside)}{beside}{task(f'{name}_other')}"
        f"{flow(f'{name}_split', name, f'{name}_join')}{flow(f'{name}_split', f'{name}_other', f'{name}_join')}"
    ),
}
ASKED = '<bpmn:escalationEventDefinition id="{}_asked" escalationRef="ask"/>'
ENDS = {"embedded": ("_part", "_part"), "side by side": ("_split", "_join")}
ACTIONS = st.lists(st.tuples(st.sampled_from(["ask", "answer", "do", "restart"]), st.integers(0, 3)), max_size=12)


def way(kinds: list[str], *, added: bool) -> str:
    """A process that goes through blocks of these kinds, with events that are added, or drawn without a flow."""
    blocks, steps = [], []
    for number, kind in enumerate(kinds):
        name = f"t{number}"
        inside, beside = (
            (element(), "") if added else ("", drawn(name, identity=f"{name}.event", definition=ASKED.format(name)))
        )
        blocks.append(KINDS[kind](name, inside, beside))
        steps.append(ENDS.get(kind, ("", "")))
    joined = "".join(
        flow(f"t{number}{steps[number][1]}", f"t{number + 1}{steps[number + 1][0]}") for number in range(len(kinds) - 1)
    )
    first, last = f"t0{steps[0][0]}", f"t{len(kinds) - 1}{steps[-1][1]}"
    ends = '<bpmn:startEvent id="begin"/><bpmn:endEvent id="over"/>' + flow("begin", first) + flow(last, "over")
    return diagram(f'<bpmn:process id="p" isExecutable="true">{ends}{"".join(blocks)}{joined}</bpmn:process>')


class Watched(Host):
    """A case, and what can be seen of it from outside. Ids are left out: they are of chance."""

    def act(self, action: str, number: int) -> str | None:
        """Do one thing, if it can be done; returns how it was refused."""
        tasks, requests = self.in_order(), self.service.requests
        if action == "ask" and tasks:
            try:
                self.sent(self.runtime.socialize(tasks[number % len(tasks)], by="alice", question=str(number)))
            except TaskClosed as refused:
                return str(refused)
            except Exception as refused:  # noqa: BLE001 - what is refused, whatever it is, must be refused alike
                return type(refused).__name__
        elif action == "answer" and requests:
            self.hears(requests[number % len(requests)], f"answer {number}")
        elif action == "do" and tasks:
            tasks[number % len(tasks)].run()
            self.workflow.do_engine_steps()
        elif action == "restart":
            self.restart()
        self.runtime.sync()
        return None

    def in_order(self) -> list[Any]:
        """The open tasks, by name: what is open at the same time has no order of its own."""
        return sorted(self.tasks(), key=lambda task: str(task.task_spec.bpmn_id))

    def seen(self) -> Any:
        """What is open with which data, what was told, who is listened for, and whether it is over."""
        open_tasks = [(task.task_spec.bpmn_id, _without_ids(task.data)) for task in self.in_order()]
        told = sorted((hook.type, _about(hook)) for hook in self.service.hooks)
        waiting = len(self.events(TaskState.WAITING))
        fired = len(self.events(TaskState.COMPLETED))
        return open_tasks, told, waiting, fired, len(self.runtime.pending()), self.workflow.is_completed()


def _about(hook: Any) -> str:
    return "" if hook.type == "socialbpm.case.ended" else str(hook.data.task.element_id)


def _without_ids(data: dict[str, Any]) -> dict[str, Any]:
    answers = data.get("socialize")
    return {**data, "socialize": sorted(answers.values())} if isinstance(answers, dict) else data


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=3), ACTIONS, st.sampled_from(list(FAMILIES)))
def test_what_is_seen_is_the_same(kinds: list[str], actions: list[tuple[str, int]], family: str) -> None:
    """Whatever is drawn, and whatever people and the host do in it, then and to the end."""
    both = [Watched(FAMILIES[family], way(kinds, added=added), FakeService()) for added in (True, False)]
    added, built = both
    assert added.seen() == built.seen()
    for action, number in actions:
        assert added.act(action, number) == built.act(action, number)
        assert added.seen() == built.seen()
    while added.tasks():
        for case in both:
            case.act("do", 0)
        assert added.seen() == built.seen()
    assert added.workflow.is_completed()
    assert added.workflow.event_manager.tasks == {}
