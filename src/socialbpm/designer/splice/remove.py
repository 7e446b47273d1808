"""Removing: what `add` put into a file, and what somebody drew like it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lxml import etree

from socialbpm.designer.diagram import BOUNDARY, EXTENSIONS, bpmn, extension
from socialbpm.designer.splice.add import made_by_us
from socialbpm.designer.splice.edits import Edit, with_line
from socialbpm.designer.splice.file import File, drawn_id, refuse
from socialbpm.designer.splice.spans import Span

BLANK = b" \t\r\n"
MEMBER = bpmn("flowNodeRef")
"""A modeler may have put the event into the lane of its task."""


def hosts_with(file: File, tasks: Collection[str] | None) -> list[str]:
    """Return the ids of the tasks that are to lose what they have.

    Raises:
        DiagramError: `nothing-to-remove`: a named one has nothing, or none has.
    """
    own = {str(host.get("id")) for _, host in file.diagram.hosted if host.tag != BOUNDARY}
    found = sorted(own | {drawn.host_id for drawn in file.diagram.drawn})
    for identity in found if tasks is None else tasks:
        if identity not in found:
            message = f"the task {identity} is not socialized"
            raise refuse(file, "nothing-to-remove", message, f"Those that are: {', '.join(found) or 'none'}.")
    if not found:
        raise refuse(file, "nothing-to-remove", "no task of this file is socialized", "There is nothing to remove.")
    return found if tasks is None else list(tasks)


class Removing:
    """One removing from one file."""

    def __init__(self, file: File, hosts: Collection[str]) -> None:
        self.file = file
        self.events = [drawn.event for drawn in file.diagram.drawn if drawn.host_id in hosts]
        self.tasks = [host for _, host in file.diagram.hosted if host.tag != BOUNDARY and host.get("id") in hosts]

    def edits(self) -> Iterator[Edit]:
        """Return all that is taken away.

        Raises:
            DiagramError: `event-in-use`: something else leads to or from the event.
        """
        for task in dict.fromkeys(self.tasks):
            yield from self.element(task)
            yield from self._properties(task)
        for event in self.events:
            yield from self._event(event)
        yield from self._escalations()

    def element(self, host: etree._Element) -> Iterator[Edit]:
        """Take the element from the task, and what was made for it.

        `add` leaves a trace in white space. Where it made `extensionElements`, the element stands in them on a line of
        its own, and the end tag on another. Where it had to open an empty tag, what it put in begins with a line break;
        where there was nothing but white space, it does not.
        """
        extensions = host.find(EXTENSIONS)
        element = extension(host)
        if extensions is None or element is None:
            return
        outer, own, task = self.file.span(extensions), self.file.span(element), self.file.span(host)
        if self._is_alone(outer, own) and self._breaks(outer.opened) and self._breaks(own.end):
            if self._is_alone(task, outer) and self._breaks(task.opened) and self._breaks(outer.end):
                yield from self._close(task)
            else:
                yield self._whole(outer)
        elif self._is_alone(outer, own) and self._breaks(outer.opened) and own.end == outer.closing:
            yield from self._close(outer)
        else:
            yield self._whole(own)

    def _properties(self, host: etree._Element) -> Iterator[Edit]:
        """Take away the properties that spell an element, and what holds them where it holds nothing else."""
        for made in self.file.diagram.made_on(host):
            bag = made.properties[0].getparent()
            gone = made.properties if bag is None or len(bag) > len(made.properties) else (bag,)
            yield from (self._whole(self.file.span(each)) for each in gone)

    def _is_alone(self, outer: Span, inner: Span) -> bool:
        """Whether nothing but white space is in `outer` beside `inner`."""
        text = self.file.text
        return not text[outer.opened : inner.start].strip(BLANK) and not text[inner.end : outer.closing].strip(BLANK)

    def _breaks(self, at: int) -> bool:
        return self.file.text[at : at + 1] in {b"\r", b"\n"}

    def _close(self, span: Span) -> Iterator[Edit]:
        """Make one empty tag of a start tag and an end tag."""
        yield Edit(span.opened - 1, span.end, b"/>")

    def _whole(self, span: Span) -> Edit:
        return Edit(with_line(self.file.text, span.start), span.end)

    def _event(self, event: etree._Element) -> Iterator[Edit]:
        identity = event.get("id")
        inside = set(event.iter("*"))
        yield self._whole(self.file.span(event))
        for element in self.file.root.iter("*"):
            if identity is None or element in inside or not _refers(element, identity):
                continue
            if drawn_id(element) != identity and element.tag != MEMBER:
                message = f"{element.get('id') or etree.QName(element).localname} leads to or from the event {identity}"
                raise refuse(self.file, "event-in-use", message, "Remove that first, in a modeler.", identity)
            yield self._whole(self.file.span(element))

    def _escalations(self) -> Iterator[Edit]:
        """Take away an escalation of ours that only what is removed has waited for."""
        definitions = set(self.file.root.iter(bpmn("escalationEventDefinition")))
        gone = {each for event in self.events for each in event.iter(bpmn("escalationEventDefinition"))}
        still = {each.get("escalationRef") for each in definitions - gone}
        for identity in sorted({str(each.get("escalationRef")) for each in gone} - still):
            escalation = self.file.by_id.get(identity)
            if escalation is not None and escalation.tag == bpmn("escalation") and made_by_us(escalation):
                yield self._whole(self.file.span(escalation))


def _refers(element: etree._Element, identity: str) -> bool:
    """Whether an attribute, or the text, of an element is this id, with or without a prefix."""
    values = [value for name, value in element.attrib.items() if name != "id"]
    return any(str(value).rpartition(":")[2] == identity for value in (*values, (element.text or "").strip()))
