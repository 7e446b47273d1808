"""What the plugin sees in a diagram, before SpiffWorkflow gets to parse it.

Everything that can be wrong is found here, on the XML as the designer wrote it, because here the lines and the names
are still theirs. What is left for the parser is to make specs of what `read_designs` found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NoReturn

from lxml import etree

from socialbpm.contract.element import EVENT_NAME, NAMESPACE, Socialize
from socialbpm.contract.xml import ANSWER, SOCIALIZE, host_id, line_of, read_socialize
from socialbpm.engine.faults import InvalidDiagram, as_invalid_diagram

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SUFFIX = ".socialize"
"""A task's own event has the id of the task with this behind it."""


def bpmn(name: str) -> str:
    """Return the full tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"


BOUNDARY, CATCH, EXTENSIONS = bpmn("boundaryEvent"), bpmn("intermediateCatchEvent"), bpmn("extensionElements")
HOSTS = (bpmn("userTask"), bpmn("manualTask"))
_PROCESSES = (bpmn("process"), bpmn("subProcess"), bpmn("transaction"), bpmn("adHocSubProcess"))
_NODES = frozenset(
    bpmn(name)
    for name in (
        *("startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"),
        *("task", "userTask", "manualTask", "scriptTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask"),
        *("subProcess", "transaction", "adHocSubProcess", "callActivity"),
        *("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"),
    )
)
_GENERATED = {"Start", "End", "StartEventSplit", "StartEventJoin"}
_GENERATED_AFTER = (".EndJoin", ".BoundaryEventSplit", ".BoundaryEventJoin", " [child]")
_LONGEST_ID = 200 - len(SUFFIX)  # the service takes 200, of the made event as well


@dataclass(frozen=True)
class Design:
    """A `socialize` event that a task is to have. `event` is the drawn one; None: it is to be added."""

    host: etree._Element
    settings: Socialize
    event: etree._Element | None


def read_designs(root: etree._Element, file: str | None) -> list[Design]:
    """Find the socialize events of a diagram.

    Raises:
        InvalidDiagram: something in the diagram cannot run, be it about socialize or about ids that SpiffWorkflow
            would take for its own.
    """
    with as_invalid_diagram():
        return _Reader(root, file).designs()


def settings_by_node(designs: list[Design]) -> dict[etree._Element, Socialize]:
    """Say which element of the diagram gets which settings: a drawn event its own, else the task that gets an event."""
    return {design.host if design.event is None else design.event: design.settings for design in designs}


def is_answer(event: etree._Element) -> bool:
    """Whether an intermediate catch event waits for the answer to its own question."""
    return event.find(f"{EXTENSIONS}/{ANSWER}") is not None


class _Reader:
    """One reading of one diagram."""

    def __init__(self, root: etree._Element, file: str | None) -> None:
        self.root = root
        self.file = file
        self.nodes: dict[str, etree._Element] = {}
        self.shared: set[str] = set()

    def designs(self) -> list[Design]:
        if not self._is_socialized():
            self._check_taken()
            self._check_data_objects()
            return []
        for process in self.root.iter(bpmn("process")):
            self._index(process)
        for process in self.root.iter(*_PROCESSES):
            self._check_reserved(process)
        self._check_data_objects()
        drawn = self._drawn()
        own = list(self._own(drawn))
        self._check_answers([design.event for design in drawn.values() if design.event is not None])
        return [*drawn.values(), *own]

    def _is_socialized(self) -> bool:
        """Whether the plugin is meant. If not, nothing is refused but what would run empty, or never come back."""
        return next(self.root.iter(SOCIALIZE, ANSWER), None) is not None or bool(self._names())

    def _names(self) -> set[str | None]:
        """Return the ids of the escalations and signals that stand for socialize."""
        return {
            element.get("id")
            for tag, attribute in (("escalation", "escalationCode"), ("signal", "name"))
            for element in self.root.iter(bpmn(tag))
            if element.get(attribute) == EVENT_NAME
        }

    # -- ids

    def _check_taken(self) -> None:
        """Refuse what would run empty: an element with such an id is left out without a word."""
        for element in self.root.iter(*_NODES):
            if element.get("id") in _GENERATED:
                self._reserved(element)

    def _index(self, process: etree._Element) -> None:
        nodes: dict[str, etree._Element] = {}
        others: set[str] = set()
        for element in process.iterdescendants("*"):
            identity = element.get("id")
            if identity is None:
                continue
            is_node = element.tag in _NODES
            if identity in nodes or (is_node and identity in others):
                message = f"the id {identity} is given twice in this process; SpiffWorkflow would drop one of them"
                self._fail(element, "duplicate-id", message, "Give one of them another id.")
            if is_node:
                nodes[identity] = element
            else:
                others.add(identity)
        self.shared |= nodes.keys() & self.nodes.keys()
        self.nodes.update(nodes)

    def _check_reserved(self, process: etree._Element) -> None:
        for element in process:
            identity = element.get("id")
            if identity in self.nodes and self._is_generated(identity, process):
                self._reserved(element)

    def _reserved(self, element: etree._Element) -> NoReturn:
        message = f"SpiffWorkflow uses the id {element.get('id')} itself, and would leave this element out"
        self._fail(element, "reserved-id", message, "Give it another id.")

    def _is_generated(self, identity: str, process: etree._Element) -> bool:
        if identity in _GENERATED or not identity.endswith(_GENERATED_AFTER):
            return identity in _GENERATED
        owners = (identity.removesuffix(suffix) for suffix in _GENERATED_AFTER if identity.endswith(suffix))
        return any(owner in self.nodes or owner == process.get("id") for owner in owners)

    def _check_data_objects(self) -> None:
        """SpiffWorkflow looks for a data object in a process and in the one around it, and then for ever."""
        references = {ref.get("id"): ref.get("dataObjectRef") for ref in self.root.iter(bpmn("dataObjectReference"))}
        if not references:
            return
        for tag, end in (("dataInputAssociation", "sourceRef"), ("dataOutputAssociation", "targetRef")):
            for link in self.root.iterfind(f".//{bpmn(tag)}/{bpmn(end)}"):
                wanted = references.get((link.text or "").strip())
                if wanted is not None and not self._within_reach(link, wanted):
                    message = f"SpiffWorkflow cannot find the data object {wanted} from here"
                    hint = "Declare it in this subprocess or in the one directly around it."
                    about = next((node.get("id") for node in link.iterancestors() if node.tag in _NODES), None)
                    self._fail(link, "data-object-out-of-reach", message, hint, about)

    @staticmethod
    def _within_reach(link: etree._Element, wanted: str) -> bool:
        scopes = list(link.iterancestors(*_PROCESSES))
        return (
            len(scopes) < 2
            or any(  # in the process itself it looks once, and gives up
                scope.find(f'{bpmn("dataObject")}[@id="{wanted}"]') is not None for scope in scopes[:2]
            )
        )

    # -- drawn events

    def _drawn_events(self) -> Iterator[etree._Element]:
        ours = self._names()
        for event in self.root.iter(BOUNDARY):
            waits_for = [_reference(definition) for definition in _definitions(event)]
            named = any(reference in ours for reference in waits_for if reference)
            if named or _extension(event) is not None:
                self._check_definition(event, named or waits_for == [None], len(waits_for))
                yield event

    def _check_definition(self, event: etree._Element, is_ours: bool, count: int) -> None:
        """Where the element marks the event, its code may be left open; it may not mean something else."""
        if not is_ours or count != 1:
            message = "this event is marked as socialize, but waits for something else"
            hint = f"Use one escalation with the code {EVENT_NAME}, or one signal of that name."
            self._fail(event, "wrong-event-definition", message, hint)

    def _drawn(self) -> dict[str, Design]:
        designs: dict[str, Design] = {}
        for event in self._drawn_events():
            identity = str(event.get("attachedToRef"))
            host = self.nodes.get(identity)
            if host is None or host.tag not in HOSTS:
                self._wrong_host(event)
            if event.get("cancelActivity", "true").strip() in {"true", "1"}:
                message = "a socialize event must not interrupt its task: the work goes on while people are asked"
                self._fail(event, "interrupting-event", message, 'Set cancelActivity="false".')
            self._check_identity(event)
            self._check_identity(host)
            self._check_reached(host)
            self._check_place(host)
            if identity in designs:
                self._twice(event, f"the task {identity} has more than one socialize event")
            designs[identity] = Design(host, self._settings(event, host), event)
        return designs

    def _settings(self, event: etree._Element, host: etree._Element) -> Socialize:
        """The drawn event's own element wins; one without takes what its task says; none at all is a good design."""
        element = _extension(event)
        element = element if element is not None else _extension(host)
        return Socialize() if element is None else read_socialize(element, file=self.file)

    # -- the element on a task

    def _own(self, drawn: dict[str, Design]) -> Iterator[Design]:
        for element in self.root.iter(SOCIALIZE):
            host = self._around(element)
            if host.tag not in (*HOSTS, BOUNDARY):
                self._wrong_host(element)
            if _extension(host) is not element:
                self._twice(element, f"{host.get('id')} has more than one socialize element")
            self._check_identity(host)
            self._check_reached(host)
            settings = read_socialize(element, file=self.file)
            if host.tag != BOUNDARY and host.get("id") not in drawn:
                self._check_room(host)
                yield Design(host, settings, None)

    def _around(self, element: etree._Element) -> etree._Element:
        extensions = element.getparent()
        host = None if extensions is None or extensions.tag != EXTENSIONS else extensions.getparent()
        if host is None:
            name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
            message = f"<social:{name}> stands where nobody looks for it"
            hint = "Put it into <bpmn:extensionElements> of the task or event that it is about."
            self._fail(element, "misplaced-element", message, hint)
        return host

    def _check_identity(self, element: etree._Element) -> None:
        """Both the service and this reading know tasks and events by their ids."""
        identity = element.get("id", "")
        if not 0 < len(identity) <= _LONGEST_ID:
            message = f"what is socialized needs an id of at most {_LONGEST_ID} characters"
            self._fail(element, "unusable-id", message, "Give it a short one.")
        if identity in self.shared:
            message = f"the id {identity} is given in two processes of this file, and one of them is socialized"
            self._fail(element, "duplicate-id", message, "Give one of them another id.")

    def _check_room(self, host: etree._Element) -> None:
        identity = host.get("id", "")
        if identity + SUFFIX in self.nodes:
            message = f"the id {identity}{SUFFIX} is needed for the socialize event of {identity}"
            self._fail(self.nodes[identity + SUFFIX], "reserved-id", message, "Give this element another id.")

    def _check_reached(self, host: etree._Element) -> None:
        """SpiffWorkflow knows no compensation, and leaves out a task that is only there for it."""
        if host.get("isForCompensation", "false").strip() in {"true", "1"}:
            message = "SpiffWorkflow would leave this task out: it knows no compensation, so nobody ever comes here"
            self._fail(host, "compensation-host", message, "Draw it as an ordinary task that a flow leads to.")

    def _check_place(self, host: etree._Element) -> None:
        """SpiffWorkflow begins an ad hoc subprocess with the tasks that nothing leads to, if they have no events."""
        around = host.getparent()
        if around is not None and around.tag == bpmn("adHocSubProcess") and host.find(bpmn("incoming")) is None:
            message = "SpiffWorkflow would leave this task out: it begins an ad hoc subprocess and has a drawn event"
            self._fail(host, "ad-hoc-host", message, "Put the element on the task itself, or let a flow lead to it.")

    def _wrong_host(self, element: etree._Element) -> NoReturn:
        message = "only a user task or a manual task can be socialized: somebody has to be there who is stuck"
        self._fail(element, "wrong-host", message, "Move it to a user task.")

    def _twice(self, element: etree._Element, message: str) -> NoReturn:
        self._fail(element, "two-on-one-task", message, "Keep one.")

    # -- answers

    def _check_answers(self, drawn: list[etree._Element]) -> None:
        waiting = list(self.root.iter(ANSWER))
        reached = self._downstream(drawn) if waiting else set()
        for answer in waiting:
            event = self._around(answer)
            if event.tag != CATCH:
                hint = "Move it to an intermediate catch event."
                self._fail(answer, "wrong-answer-host", "only an intermediate catch event can wait for an answer", hint)
            places = (event, *event.iterancestors())
            if not any(place.get("id") in reached for place in places):
                message = "this waits for the answer to a question that nobody asks on the way to it, so for ever"
                self._fail(event, "answer-without-question", message, "Draw it behind a socialize event.")

    def _downstream(self, starts: Iterable[etree._Element]) -> set[str | None]:
        flows: dict[str | None, list[str | None]] = {}
        for flow in self.root.iter(bpmn("sequenceFlow")):
            flows.setdefault(flow.get("sourceRef"), []).append(flow.get("targetRef"))
        for event in self.root.iter(BOUNDARY):
            flows.setdefault(event.get("attachedToRef"), []).append(event.get("id"))
        reached: set[str | None] = set()
        ahead = [target for start in starts for target in flows.get(start.get("id"), [])]
        while ahead:
            if (node := ahead.pop()) not in reached:
                reached.add(node)
                ahead.extend(flows.get(node, []))
        return reached

    def _fail(self, element: etree._Element, code: str, message: str, hint: str, about: str | None = None) -> NoReturn:
        about = about or element.get("id") or host_id(element)
        raise InvalidDiagram(message, file=self.file, line=line_of(element), element=about, hint=hint, code=code)


def _extension(host: etree._Element) -> etree._Element | None:
    return host.find(f"{EXTENSIONS}/{SOCIALIZE}")


def _definitions(event: etree._Element) -> list[etree._Element]:
    return [child for child in event.iterchildren("*") if child.tag.endswith("EventDefinition")]


def _reference(definition: etree._Element) -> str | None:
    """Return the escalation or signal that a definition names; for another kind of definition, its kind."""
    kind = etree.QName(definition).localname
    if kind == "escalationEventDefinition":
        return definition.get("escalationRef")
    return definition.get("signalRef") if kind == "signalEventDefinition" else kind
