"""A diagram with an index of what the rules ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from socialbpm.contract.element import EVENT_NAME, NAMESPACE, Socialize
from socialbpm.contract.xml import ANSWER, SOCIALIZE, try_socialize
from socialbpm.designer.properties import Made, made_of, made_on
from socialbpm.designer.tags import BOUNDARY, BPMN, CATCH, EXTENSIONS, HOSTS, NODES, SCOPES, bpmn
from socialbpm.errors import DiagramError

__all__ = [
    "BOUNDARY",
    "BPMN",
    "CATCH",
    "EXTENSIONS",
    "HOSTS",
    "NODES",
    "SCOPES",
    "SUFFIX",
    "Diagram",
    "Drawn",
    "around",
    "bpmn",
    "extension",
    "is_answer",
    "short",
]

SUFFIX = ".socialize"
"""A task's own event has the id of the task with this behind it."""


@dataclass(frozen=True)
class Drawn:
    """A boundary event that is meant to be a socialize event: by what it waits for, or by its element."""

    event: etree._Element
    host: etree._Element | None
    """None: it is attached to nothing that is there."""
    waits_for: tuple[str | None, ...]
    """For each event definition: what it refers to; its kind, where that is neither escalation nor signal."""
    named: bool
    """Whether one of them is the escalation or signal that stands for socialize."""

    @property
    def host_id(self) -> str:
        """The id of what it is attached to."""
        return str(self.event.get("attachedToRef"))

    @property
    def on_a_task(self) -> bool:
        """Whether somebody works there who can be stuck."""
        return self.host is not None and self.host.tag in HOSTS


class Diagram:
    """One file.

    Args:
        root: the root element, which is not changed.
        file: its name, for messages.
    """

    def __init__(self, root: etree._Element, file: str | None) -> None:
        self.root = root
        self.file = file

    @cached_property
    def made(self) -> dict[etree._Element, Made]:
        """The elements that are not in the file, but spelled as properties there."""
        return {made.element: made for made in made_of(self.root, self.file)}

    def made_on(self, host: etree._Element) -> list[Made]:
        """Return those of one task or event."""
        return self._made_by_host.get(host, [])

    @cached_property
    def _made_by_host(self) -> dict[etree._Element, list[Made]]:
        found: dict[etree._Element, list[Made]] = {}
        for made in self.made.values():
            found.setdefault(made.host, []).append(made)
        return found

    @cached_property
    def elements(self) -> list[etree._Element]:
        """Every `<social:socialize>`, wherever it stands and however it is spelled."""
        return [*self.root.iter(SOCIALIZE), *(element for element in self.made if element.tag == SOCIALIZE)]

    @cached_property
    def answers(self) -> list[etree._Element]:
        """Every `<social:answer>`, likewise."""
        return [*self.root.iter(ANSWER), *(element for element in self.made if element.tag == ANSWER)]

    @cached_property
    def is_socialized(self) -> bool:
        """Whether the plugin is meant at all. Where it is not, most rules are not ours to hold against anybody."""
        return bool(self.elements or self.answers or self.names)

    @cached_property
    def names(self) -> set[str | None]:
        """The ids of the escalations and signals that stand for socialize."""
        return {
            element.get("id")
            for tag, attribute in (("escalation", "escalationCode"), ("signal", "name"))
            for element in self.root.iter(bpmn(tag))
            if element.get(attribute) == EVENT_NAME
        }

    @cached_property
    def nodes_by_process(self) -> list[dict[str, etree._Element]]:
        """For each process, its nodes by id, those of its subprocesses as well: they share one space of names."""
        return [_nodes(process) for process in self.root.iter(bpmn("process"))]

    @cached_property
    def nodes(self) -> dict[str, etree._Element]:
        """The nodes of all processes by id."""
        return {identity: node for nodes in self.nodes_by_process for identity, node in nodes.items()}

    @cached_property
    def drawn(self) -> list[Drawn]:
        """The drawn socialize events, in the order of the file."""
        return [drawn for event in self.root.iter(BOUNDARY) if (drawn := self._drawn(event)) is not None]

    @property
    def hosted(self) -> Iterator[tuple[etree._Element, etree._Element]]:
        """Each element in its right place, with the task or the event that it is about."""
        for element in self.elements:
            host = self.around(element)
            if host is not None and host.tag in (*HOSTS, BOUNDARY):
                yield element, host

    @cached_property
    def socialized(self) -> list[etree._Element]:
        """What has an element or is a drawn event, and the tasks of those events; each once."""
        found = [host for _, host in self.hosted]
        for drawn in self.drawn:
            found += [drawn.event, *([drawn.host] if drawn.host is not None and drawn.on_a_task else [])]
        return list(dict.fromkeys(found))

    @cached_property
    def readings(self) -> dict[etree._Element, tuple[Socialize | None, list[DiagramError]]]:
        """What each element says, and what is wrong with it."""
        return {element: self._read(element) for element in self.elements}

    @cached_property
    def designs(self) -> list[tuple[etree._Element, Socialize]]:
        """Each element that stands where it should and can be read, with what it says."""
        return [(element, said) for element, _ in self.hosted if (said := self.readings[element][0]) is not None]

    def around(self, element: etree._Element) -> etree._Element | None:
        """Return the task or event that an element is about; None where it is outside of `extensionElements`."""
        made = self.made.get(element)
        return around(element) if made is None else made.host

    def extension(self, host: etree._Element) -> etree._Element | None:
        """Return the first `<social:socialize>` of a task or event, however it is spelled."""
        written = extension(host)
        spelled = (made.element for made in self.made_on(host) if made.element.tag == SOCIALIZE)
        return written if written is not None else next(spelled, None)

    def says(self, element: etree._Element) -> Socialize:
        """Return what an element says.

        Raises:
            DiagramError: it says something unknown or impossible.
        """
        said, faults = self.readings[element]
        if said is None:
            raise faults[0]
        return said

    def _read(self, element: etree._Element) -> tuple[Socialize | None, list[DiagramError]]:
        made = self.made.get(element)
        if made is None:
            return try_socialize(element, file=self.file)
        said, faults = try_socialize(element, file=self.file, lines=made.lines)
        return (None if made.faults else said), [*made.faults, *faults]

    def _drawn(self, event: etree._Element) -> Drawn | None:
        waits_for = tuple(_reference(definition) for definition in _definitions(event))
        named = any(reference in self.names for reference in waits_for if reference)
        if not named and self.extension(event) is None:
            return None
        return Drawn(event, self.nodes.get(str(event.get("attachedToRef"))), waits_for, named)


def around(element: etree._Element) -> etree._Element | None:
    """Return the task or event that an element of ours is about; None where it is outside of `extensionElements`."""
    extensions = element.getparent()
    return None if extensions is None or extensions.tag != EXTENSIONS else extensions.getparent()


def extension(host: etree._Element) -> etree._Element | None:
    """Return the first `<social:socialize>` of a task or event."""
    return host.find(f"{EXTENSIONS}/{SOCIALIZE}")


def is_answer(event: etree._Element) -> bool:
    """Whether an intermediate catch event waits for the answer to its own question."""
    made = (made.element.tag for made in made_on(event, None))
    return event.find(f"{EXTENSIONS}/{ANSWER}") is not None or ANSWER in made


def short(element: etree._Element) -> str:
    """Return the name of an element of ours as it is written."""
    return f"<social:{element.tag.removeprefix(f'{{{NAMESPACE}}}')}>"


def _nodes(process: etree._Element) -> dict[str, etree._Element]:
    return {str(node.get("id")): node for node in process.iterdescendants(*NODES) if node.get("id") is not None}


def _definitions(event: etree._Element) -> list[etree._Element]:
    return [child for child in event.iterchildren("*") if child.tag.endswith("EventDefinition")]


def _reference(definition: etree._Element) -> str | None:
    kind = etree.QName(definition).localname
    if kind == "escalationEventDefinition":
        return definition.get("escalationRef")
    return definition.get("signalRef") if kind == "signalEventDefinition" else kind
