"""Adding: the bytes that are put into a file, and where."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from xml.sax.saxutils import quoteattr

from lxml import etree

from socialbpm.contract.element import EVENT_NAME, NAMESPACE
from socialbpm.designer.check.rules.ad_hoc_host import begins_ad_hoc
from socialbpm.designer.check.rules.unusable_id import LONGEST
from socialbpm.designer.diagram import BPMN, EXTENSIONS, HOSTS, bpmn
from socialbpm.designer.splice.edits import Edit, insert
from socialbpm.designer.splice.file import DC, DI, File, Shape, refuse
from socialbpm.designer.splice.places import Box, Surroundings, place, place_label
from socialbpm.designer.splice.spans import Span

NAME = "Ask around"
ESCALATION = "socialize_escalation"
ESCALATION_NAME = "Socialize"
NC_NAME = re.compile(r"[^\W\d][\w.-]*")


@dataclass(frozen=True)
class Drawing:
    """Where the event is drawn on one shape of its task."""

    shape: Shape
    box: Box
    label: Box | None


def hosts_for(file: File, tasks: Collection[str] | None) -> list[etree._Element]:
    """Return the tasks that get an event: those named, or every one that can have one and has none.

    Raises:
        DiagramError: `no-user-task`, `unknown-task`, or for a named one `two-on-one-task`.
    """
    people = {str(task.get("id")): task for task in file.root.iter(*HOSTS) if task.get("id")}
    taken = {host.get("id") for host in file.diagram.socialized}
    if not people:
        raise refuse(file, "no-user-task", "nobody works in this diagram", "It has no user task and no manual task.")
    for identity in tasks or ():
        if identity not in people:
            hint = f"Its user tasks are: {', '.join(sorted(people))}."
            raise refuse(file, "unknown-task", f"there is no user task {identity}", hint)
        if identity in taken:
            message = f"the task {identity} is socialized already"
            raise refuse(file, "two-on-one-task", message, "Take that away first, with --remove.", identity)
    wanted = people if tasks is None else {identity: people[identity] for identity in tasks}
    return [task for identity, task in wanted.items() if identity not in taken and (tasks is not None or _can(task))]


def _can(task: etree._Element) -> bool:
    return task.get("isForCompensation", "false") == "false" and not begins_ad_hoc(task)


class Adding:
    """One adding to one file: knows which ids it has given away, and the escalation that it uses."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.given: set[str] = set()
        self.escalation: str | None = None
        self.drawn: list[Drawing] = []

    # -- the element alone

    def element(self, host: etree._Element) -> Iterator[Edit]:
        """Put `<social:socialize/>` on the task itself.

        How the white space around it is put tells `remove` what was there before: see `Removing.element`.
        """
        task = self.file.span(host)
        extensions = host.find(EXTENSIONS)
        if extensions is not None:
            yield from self._into_extensions(self.file.span(extensions))
            return
        tag, declared = _tag(task.scope, BPMN, "extensionElements")
        outer = self._line(task.start, 1)
        own = self._line(task.start, 2) + _socialize(task.scope)
        whole = f"<{tag}{declared}>".encode() + own + outer + f"</{tag}>".encode()
        if task.is_empty:
            yield from self._open(task, outer + whole + self._line(task.start, 0))
        else:
            yield insert(self._behind_documentation(host), (b"" if self._is_blank(task) else outer) + whole)

    def _into_extensions(self, extensions: Span) -> Iterator[Edit]:
        own = _socialize(extensions.scope)
        line = self._line(extensions.start, 1)
        if extensions.is_empty:
            yield from self._open(extensions, line + own)
        else:
            yield insert(extensions.opened, (b"" if self._is_blank(extensions) else line) + own)

    def _open(self, span: Span, inside: bytes) -> Iterator[Edit]:
        """Make a start tag and an end tag of a tag that is both."""
        slash = span.opened - 2
        yield Edit(slash, span.opened, b">" + inside + f"</{span.name}>".encode())

    def _is_blank(self, span: Span) -> bool:
        return not self.file.text[span.opened : span.closing].strip(b" \t\r\n")

    def _behind_documentation(self, host: etree._Element) -> int:
        """BPMN wants documentation first."""
        documented = host.findall(bpmn("documentation"))
        return self.file.span(documented[-1]).end if documented else self.file.span(host).opened

    # -- the drawn event

    def event(self, host: etree._Element) -> Iterator[Edit]:
        """Draw an event on the border of the task, in every diagram that shows it.

        Raises:
            DiagramError: `no-room`: there is no free place on its border.
        """
        identity = str(host.get("id"))
        event = self._new_id(f"{identity}_socialize", "socialize_event")
        drawings = [self._drawing(identity, shape) for shape in self.file.shapes_of(identity)]
        is_named = bool(drawings) and all(drawing.label is not None for drawing in drawings)
        yield insert(self.file.span(host).end, self._event(host, event, is_named=is_named))
        for drawing in drawings:
            yield insert(self.file.span(drawing.shape.element).end, self._shape(drawing, event, is_named=is_named))

    def _drawing(self, identity: str, shape: Shape) -> Drawing:
        around = self._surroundings(shape)
        box = place(around)
        if box is None:
            message = f"there is no free place on the border of {identity}"
            hint = "Move what is drawn around it, or add the element alone, with --bare."
            raise refuse(self.file, "no-room", message, hint, identity)
        self.drawn.append(Drawing(shape, box, place_label(around, box)))
        return self.drawn[-1]

    def _surroundings(self, shape: Shape) -> Surroundings:
        """What is drawn there already, with the events that were added a moment ago."""
        around = self.file.surroundings(shape)
        new = [each for each in self.drawn if each.shape.diagram is shape.diagram]
        boxes = [box for each in new for box in (each.box, each.label) if box is not None]
        return replace(around, boxes=[*around.boxes, *boxes])

    def _event(self, host: etree._Element, event: str, *, is_named: bool) -> bytes:
        span = self.file.span(host)
        tag = _Tags(span.around, BPMN)
        name = {"name": NAME} if is_named else {}
        about = {"attachedToRef": str(host.get("id")), "cancelActivity": "false"}
        definition = {"id": self._new_id(f"{event}_definition"), "escalationRef": self._escalation_id()}
        line = [self._line(span.start, depth) for depth in range(3)]
        inside = _socialize({**span.around, **tag.declares})
        return b"".join(
            (
                line[0] + tag.start("boundaryEvent", {"id": event, **name, **about}),
                line[1] + tag.start("extensionElements", {}, declare=False),
                line[2] + inside,
                line[1] + tag.end("extensionElements"),
                line[1] + tag.start("escalationEventDefinition", definition, declare=False, empty=True),
                line[0] + tag.end("boundaryEvent"),
            )
        )

    def _shape(self, drawing: Drawing, event: str, *, is_named: bool) -> bytes:
        span = self.file.span(drawing.shape.element)
        shape, bounds = _Tags(span.around, DI), _Tags(span.around, DC)
        prefix = drawing.shape.element.get("bpmnElement", "").rpartition(":")[0]
        about = f"{prefix}:{event}" if prefix else event
        line = [self._line(span.start, depth) for depth in range(3)]
        parts = [
            line[0] + shape.start("BPMNShape", {"id": self._new_id(f"{event}_shape"), "bpmnElement": about}),
            line[1] + bounds.start("Bounds", _bounds(drawing.box), empty=True),
        ]
        if is_named and drawing.label is not None:
            parts += [
                line[1] + shape.start("BPMNLabel", {}, declare=False),
                line[2] + bounds.start("Bounds", _bounds(drawing.label), empty=True),
                line[1] + shape.end("BPMNLabel"),
            ]
        return b"".join((*parts, line[0] + shape.end("BPMNShape")))

    # -- the escalation that the events wait for

    def _escalation_id(self) -> str:
        if self.escalation is None:
            self.escalation = self._known_escalation() or self._new_id(ESCALATION)
        return self.escalation

    def _known_escalation(self) -> str | None:
        """One of ours that nothing refers to is left alone: taking it away again would be more than was added."""
        used = {
            definition.get("escalationRef") for definition in self.file.root.iter(bpmn("escalationEventDefinition"))
        }
        for escalation in self.file.root.iter(bpmn("escalation")):
            identity = escalation.get("id")
            ours = escalation.get("escalationCode") == EVENT_NAME
            if ours and identity and (identity in used or not made_by_us(escalation)):
                return identity
        return None

    def escalations(self, hosts: Collection[etree._Element]) -> Iterator[Edit]:
        """Declare the escalation behind the process of the first task, if it is a new one."""
        if self.escalation in self.given and self.escalation is not None and hosts:
            process = next(iter(hosts)).iterancestors(bpmn("process"))
            span = self.file.span(next(process))
            tag = _Tags(span.around, BPMN)
            about = {"id": self.escalation, "name": ESCALATION_NAME, "escalationCode": EVENT_NAME}
            yield insert(span.end, self._line(span.start, 0) + tag.start("escalation", about, empty=True))

    # -- what they are made of

    def _line(self, at: int, depth: int) -> bytes:
        return self.file.source.new_line + self.file.indent(at) + b"  " * depth

    def _new_id(self, wish: str, instead: str = "") -> str:
        """Return an id that nothing has; a wish that is no id, or too long for the service, is not granted."""
        base = wish if NC_NAME.fullmatch(wish) and len(wish) <= LONGEST - 20 else instead or "socialize"
        identity, number = base, 1
        while identity in self.file.ids or identity in self.given:
            number += 1
            identity = f"{base}_{number}"
        self.given.add(identity)
        return identity


def made_by_us(escalation: etree._Element) -> bool:
    """Whether an escalation is exactly what we would have added."""
    return (
        escalation.get("id", "").startswith(ESCALATION)
        and escalation.get("name") == ESCALATION_NAME
        and len(escalation.attrib) == 3
        and len(escalation) == 0
        and not escalation.text
    )


class _Tags:
    """Tags of one namespace, with the prefix that the file has for it; or with one of our own, which is declared."""

    def __init__(self, scope: Mapping[str, str], namespace: str) -> None:
        self.prefix, self.declares = _prefix(scope, namespace)

    def start(self, name: str, attributes: Mapping[str, str], *, declare: bool = True, empty: bool = False) -> bytes:
        declared = {f"xmlns:{prefix}": uri for prefix, uri in self.declares.items()} if declare else {}
        given = "".join(f" {key}={quoteattr(value)}" for key, value in {**declared, **attributes}.items())
        return f"<{self.prefix}{name}{given}{'/' if empty else ''}>".encode()

    def end(self, name: str) -> bytes:
        return f"</{self.prefix}{name}>".encode()


def _prefix(scope: Mapping[str, str], namespace: str) -> tuple[str, dict[str, str]]:
    for prefix, uri in scope.items():
        if uri == namespace:
            return (f"{prefix}:" if prefix else "", {})
    new = next(name for name in _prefixes() if name not in scope)
    return f"{new}:", {new: namespace}


def _prefixes() -> Iterator[str]:
    yield "social"
    number = 1
    while True:
        number += 1
        yield f"social{number}"


def _tag(scope: Mapping[str, str], namespace: str, name: str) -> tuple[str, str]:
    prefix, declares = _prefix(scope, namespace)
    return prefix + name, "".join(f" xmlns:{new}={quoteattr(uri)}" for new, uri in declares.items())


def _socialize(scope: Mapping[str, str]) -> bytes:
    return _Tags(scope, NAMESPACE).start("socialize", {}, empty=True)


def _bounds(box: Box) -> dict[str, str]:
    numbers = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return {name: f"{number:.2f}".rstrip("0").rstrip(".") for name, number in numbers.items()}
