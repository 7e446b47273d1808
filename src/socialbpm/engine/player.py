"""Plays a diagram that was not made for it: everything but the people's work is done by itself.

It is a host like any other, for demonstrations and tests. Diagrams that modelers exchange are seldom complete enough to
run, so it first makes a copy that is, and says what it changed:

- user and manual tasks get a bare `socialize` element where they have none;
- send, service, script and business rule tasks, and receive tasks without a message, become tasks that do nothing;
- data stores and data associations are left out, as nothing is behind them;
- calls of processes that are not in the file become tasks that do nothing, too;
- loops over nothing are done once;
- gateways whose conditions are missing, or not in Python, take their first way out;
- ISO 8601 literals in timers become the expressions that SpiffWorkflow wants;
- processes that are not marked executable are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.spiff.parser import SpiffBpmnParser

from socialbpm.contract.element import NAMESPACE
from socialbpm.designer.diagram import Diagram, bpmn
from socialbpm.engine.events import SocializeEventDefinition
from socialbpm.engine.faults import InvalidDiagram
from socialbpm.engine.parser import socialize
from socialbpm.engine.safe import read_diagram, try_out

PEOPLES = (bpmn("userTask"), bpmn("manualTask"))
MADE_PLAIN = ("sendTask", "serviceTask", "scriptTask", "businessRuleTask")
DATA = (
    "dataStore",
    "dataInputAssociation",
    "dataOutputAssociation",
    "ioSpecification",
    "dataStoreReference",
    "dataObjectReference",
    "dataObject",
    "property",
)
TIMES = ("timeDuration", "timeCycle", "timeDate")
MOST_ROUNDS, MOST_ROUNDS_OF_PEOPLE = 25, 6
"""A process that does one task so often is taken to go round in circles; people, in a story, tire sooner."""


@dataclass(frozen=True)
class Playable:
    """A copy of a diagram that can be played. `tasks` are the user tasks by id; `notes` say what was changed."""

    root: etree._Element
    file: str
    process: str
    tasks: dict[str, str]
    notes: tuple[str, ...]


def playable(path: Path, *, only: Collection[str] | None = None) -> Playable:
    """Read a diagram and make it playable.

    Args:
        path: the file.
        only: ids of the user tasks that get a `socialize` element if they have none; None: all of them.

    Raises:
        InvalidDiagram: it cannot be read, has no user task, or none of an id in `only`.
        OSError: the file cannot be read.
    """
    root = read_diagram(path)
    tasks = {str(task.get("id")): str(task.get("name") or task.get("id")) for task in root.iter(*PEOPLES)}
    process = _process_with_tasks(root, str(path))
    unknown = sorted(set(only or ()) - set(tasks))
    if unknown:
        raise InvalidDiagram(
            f"there is no user task {unknown[0]}",
            file=str(path),
            hint=f"Its user tasks are: {', '.join(sorted(tasks))}.",
            code="unknown-task",
        )
    notes = tuple(note for change in CHANGES for note in change(root))
    notes = (*_socialize(root, only), *notes)
    return Playable(root, str(path), process, tasks, notes)


def _process_with_tasks(root: etree._Element, file: str) -> str:
    """Return the process to play: the first executable one that people work in, else the first of those."""
    processes = [process for process in root.iter(bpmn("process")) if next(process.iter(*PEOPLES), None) is not None]
    if not processes:
        raise InvalidDiagram(
            "nobody works in this diagram: it has no user task",
            file=file,
            hint="Choose a diagram with a bpmn:userTask.",
            code="no-user-task",
        )
    ready = [process for process in processes if process.get("isExecutable") == "true"]
    return str((ready or processes)[0].get("id"))


def _mark_executable(root: etree._Element) -> Iterator[str]:
    for process in root.iter(bpmn("process")):
        if process.get("isExecutable") != "true":
            process.set("isExecutable", "true")
            yield f"took the process {_name(process)} for executable"


def _name(node: etree._Element) -> str:
    return f'"{" ".join(str(node.get("name") or node.get("id")).split())}"'


def _socialize(root: etree._Element, only: Collection[str] | None) -> Iterator[str]:
    taken = set(Diagram(root, None).socialized)
    for task in root.iter(*PEOPLES):
        wanted = only is None or task.get("id") in only
        if wanted and task not in taken:
            extensions = task.find(bpmn("extensionElements"))
            if extensions is None:
                extensions = etree.Element(bpmn("extensionElements"))
                task.insert(len(task.findall(bpmn("documentation"))), extensions)
            etree.SubElement(extensions, f"{{{NAMESPACE}}}socialize")
            yield f"put a socialize element on {_name(task)}"


def _make_plain(root: etree._Element) -> Iterator[str]:
    """Let what machines do be done by itself: scripts of a stranger's diagram are not run, nothing is sent."""
    for node in root.iter(*(bpmn(tag) for tag in (*MADE_PLAIN, "receiveTask"))):
        kind = etree.QName(node).localname
        if kind != "receiveTask" or not node.get("messageRef"):
            node.tag = bpmn("task")
            for child in node.findall(bpmn("script")):
                node.remove(child)
            yield f"will complete the {kind.removesuffix('Task')} task {_name(node)} by itself"


def _drop_data(root: etree._Element) -> Iterator[str]:
    found = [node for tag in DATA for node in root.iter(bpmn(tag))]
    for node in found:
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)
    if found:
        yield "left out its data stores and data associations"


def _quote_times(root: etree._Element) -> Iterator[str]:
    for node in root.iter(*(bpmn(tag) for tag in TIMES)):
        text = (node.text or "").strip()
        if text[:1] in {"P", "R"} or text[:4].isdigit():
            node.text = repr(text)
            yield f"read the timer {text} as a literal"


def _drop_calls(root: etree._Element) -> Iterator[str]:
    here = {process.get("id") for process in root.iter(bpmn("process"))}
    for node in root.iter(bpmn("callActivity")):
        if node.get("calledElement") not in here:
            node.tag = bpmn("task")
            yield f"will complete the call activity {_name(node)} by itself: what it calls is not in this file"


def _drop_loops(root: etree._Element) -> Iterator[str]:
    for loop in list(root.iter(bpmn("multiInstanceLoopCharacteristics"))):
        task = loop.getparent()
        if task is not None and loop.find(bpmn("loopCardinality")) is None:
            task.remove(loop)
            yield f"will do {_name(task)} once: what it loops over is not in this file"


def _replace_conditions(root: etree._Element) -> Iterator[str]:
    """A gateway that nobody can decide takes its first way out; it is as good as any."""
    flows = list(root.iter(bpmn("sequenceFlow")))
    for gateway in root.iter(bpmn("exclusiveGateway"), bpmn("inclusiveGateway")):
        leaving = [flow for flow in flows if flow.get("sourceRef") == gateway.get("id")]
        undecided = [flow for flow in leaving if flow.get("id") != gateway.get("default")]
        if len(leaving) > 1 and any(_is_foreign(flow.find(bpmn("conditionExpression"))) for flow in undecided):
            for number, flow in enumerate(undecided):
                _condition(flow).text = "False" if number else "True"
            yield f"will take the first way out of {_name(gateway)}, which has no conditions in Python"


def _condition(flow: etree._Element) -> etree._Element:
    found = flow.find(bpmn("conditionExpression"))
    return etree.SubElement(flow, bpmn("conditionExpression")) if found is None else found


def _is_foreign(condition: etree._Element | None) -> bool:
    try:
        compile(("" if condition is None else condition.text or "").strip(), "condition", "eval")
    except (SyntaxError, ValueError):
        return True
    return False


CHANGES = (
    _mark_executable,
    _make_plain,
    _drop_calls,
    _drop_data,
    _drop_loops,
    _replace_conditions,
    _quote_times,
)


class Player:
    """One case of a playable diagram."""

    def __init__(self, diagram: Playable) -> None:
        self.diagram = diagram
        self.rounds: Counter[str] = Counter()
        with self._naming():
            parser = socialize(SpiffBpmnParser)()
            try_out(diagram.root, SpiffBpmnParser, file=diagram.file)
            parser.add_bpmn_xml(diagram.root, diagram.file)
            spec = parser.get_spec(diagram.process)
            self.workflow = BpmnWorkflow(spec, parser.get_subprocess_specs(diagram.process))

    def _naming(self) -> _Naming:
        return _Naming(self.diagram.file)

    @property
    def completed(self) -> bool:
        """Whether the case is over."""
        return bool(self.workflow.completed)

    @property
    def open_tasks(self) -> list[Any]:
        """The user tasks that people can work on now."""
        ready = self.workflow.get_tasks(state=TaskState.READY | TaskState.STARTED)
        return [task for task in ready if task.task_spec.bpmn_id in self.diagram.tasks]

    def advance(self) -> list[str]:
        """Do all that needs nobody, and say what it was.

        Raises:
            InvalidDiagram: the diagram cannot be run; it names the element.
        """
        done: list[str] = []
        with self._naming():
            self.workflow.refresh_timers()
            self.workflow.do_engine_steps()
            while plain := self._plain_task():
                self._count(plain, MOST_ROUNDS)
                plain.run()
                done.append(plain.task_spec.bpmn_name or plain.task_spec.bpmn_id)
                self.workflow.do_engine_steps()
        return done

    def _plain_task(self) -> Any | None:
        ready = self.workflow.get_tasks(state=TaskState.READY)
        return next((task for task in ready if task.task_spec.bpmn_id not in self.diagram.tasks), None)

    def complete(self, task: Any) -> None:
        """Complete a person's task."""
        with self._naming():
            self._count(task, MOST_ROUNDS_OF_PEOPLE)
            task.run()
            self.workflow.do_engine_steps()

    def _count(self, task: Any, most: int) -> None:
        element = str(task.task_spec.bpmn_id)
        self.rounds[element] += 1
        if self.rounds[element] > most:
            raise InvalidDiagram(
                f"the process goes round in circles: this was done {most} times",
                file=self.diagram.file,
                element=element,
                hint="Nobody decides at its gateways here; give them conditions in Python.",
                code="endless-process",
            )

    def next_timer(self) -> datetime | None:
        """Return when the next timer of the process runs out, of those that are not ours."""
        times = [self._due(task) for task in self._waiting()]
        return min((time for time in times if time is not None), default=None)

    def _waiting(self) -> list[Any]:
        waiting = self.workflow.get_tasks(state=TaskState.WAITING)
        definitions = ((task, getattr(task.task_spec, "event_definition", None)) for task in waiting)
        return [task for task, event in definitions if event and not isinstance(event, SocializeEventDefinition)]

    def _due(self, task: Any) -> datetime | None:
        value = task.internal_data.get("event_value")
        text = value.get("next") if isinstance(value, dict) else value
        return datetime.fromisoformat(text).astimezone(UTC) if isinstance(text, str) else None

    def deliver(self) -> str | None:
        """Let the first event that somebody outside would send arrive, and say which; None if nothing waits for one."""
        for task in self._waiting():
            if self._due(task) is None:
                with self._naming():
                    self.workflow.catch(BpmnEvent(task.task_spec.event_definition, payload={}))
                    self.workflow.do_engine_steps()
                return str(task.task_spec.bpmn_name or task.task_spec.bpmn_id)
        return None


class _Naming:
    """Turns what SpiffWorkflow raises into an error that names the file and the element."""

    def __init__(self, file: str) -> None:
        self.file = file

    def __enter__(self) -> None:
        """Nothing has gone wrong yet."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Name what has."""
        if isinstance(error, RecursionError):
            raise self._refusal("it loops without a way out") from None
        if isinstance(error, SpiffWorkflowException) and not isinstance(error, InvalidDiagram):
            spec = getattr(error, "task_spec", None)
            element = getattr(spec, "bpmn_id", None) or getattr(error, "id", None) or None
            line = getattr(error, "line_number", None) if isinstance(error, ValidationException) else None
            said = str(error).splitlines()[0].strip(" .")
            raise self._refusal(said, element, line if isinstance(line, int) else None) from error

    def _refusal(self, said: str, element: str | None = None, line: int | None = None) -> InvalidDiagram:
        return InvalidDiagram(
            f"this cannot be played: {said}",
            file=self.file,
            line=line,
            element=element,
            hint="Give it what SpiffWorkflow needs, or take it out.",
            code="cannot-be-played",
        )
