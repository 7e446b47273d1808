"""`socialize(Parser)`: a parser class that knows the element, made from any of SpiffWorkflow's.

The plugin lets the parsers it was given do their work, whatever they are, and adds the spec of an event to what they
made of a task. No spec of a user task is replaced, so it composes with whatever else a host has overridden, before or
after.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from socialbpm.contract.element import Socialize
from socialbpm.designer.diagram import BOUNDARY, CATCH, HOSTS, SUFFIX, bpmn, is_answer
from socialbpm.engine.diagram import read_designs, settings_by_node
from socialbpm.engine.events import AnswerEventDefinition, SocializeEventDefinition
from socialbpm.engine.safe import read_diagram
from socialbpm.engine.specs import SocializeBoundaryEvent, SocializeEvents


def socialize(parser_class: type[Any]) -> type[Any]:
    """Return a subclass of `parser_class` that gives tasks their socialize events.

    Args:
        parser_class: `BpmnParser`, `BpmnDmnParser`, `SpiffBpmnParser`, `CamundaParser` or a subclass of one, with its
            own overrides.

    Returns:
        The subclass; the same one for the same class, and the class itself if it is one already. Its `add_bpmn_*`
        methods raise `InvalidDiagram`, which is a `DiagramError` and SpiffWorkflow's `ValidationException`, and read
        files without expanding entities or fetching anything.

    >>> from SpiffWorkflow.spiff.parser import SpiffBpmnParser
    >>> Parser = socialize(SpiffBpmnParser)
    >>> Parser is socialize(SpiffBpmnParser) is socialize(Parser)
    True
    """
    if issubclass(parser_class, SocializeParser):
        return parser_class
    return _subclass(parser_class)  # type: ignore[arg-type]  # a class is hashable


@functools.cache
def _subclass(parser_class: type[Any]) -> type[Any]:
    mixins = (SocializeParser, SafeDmn) if hasattr(parser_class, "add_dmn_xml") else (SocializeParser,)
    return type(f"Socialize{parser_class.__name__}", (*mixins, parser_class), {"__doc__": SocializeParser.__doc__})


class SocializeParser:
    """What is added to a parser class."""

    validator: Any
    settings_of: Mapping[etree._Element, Socialize]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settings_of = {}

    def add_bpmn_files(self, filenames: Iterable[str | Path]) -> None:
        """Add BPMN files, in the encoding that each declares."""
        for filename in filenames:
            self.add_bpmn_xml(read_diagram(Path(filename)), str(filename))

    def add_bpmn_io(self, file_like_object: Any, filename: str | None = None) -> None:
        """Add what a file-like object holds, text or bytes."""
        self.add_bpmn_str(file_like_object.read(), filename)

    def add_bpmn_str(self, bpmn_str: str | bytes, filename: str | None = None) -> None:
        """Add a diagram given as text, or as bytes in the encoding that they declare."""
        self.add_bpmn_xml(read_diagram(bpmn_str, file=filename), filename)

    def add_bpmn_xml(self, bpmn: Any, filename: str | None = None) -> None:
        """Add a parsed diagram, an element or a tree, which is not changed.

        The schema is asked first, and once: what it finds is more basic than what the plugin does.
        """
        root = bpmn.getroot() if hasattr(bpmn, "getroot") else bpmn
        if self.validator:
            self.validator.validate(bpmn, filename)
        self.settings_of = {**self.settings_of, **settings_by_node(read_designs(root, filename))}
        self._add_validated(bpmn, filename)

    def _add_validated(self, bpmn: Any, filename: str | None) -> None:
        validator, self.validator = self.validator, None
        try:
            super().add_bpmn_xml(bpmn, filename)  # type: ignore[misc]  # the parser class stands behind the mixin
        finally:
            self.validator = validator

    def _get_parser_class(self, tag: str) -> tuple[Any, Any]:
        """Put ours in front of whatever parses tasks and events, at the moment it is looked up.

        So an override that comes later, in a subclass or in the class dictionary, is composed with and not lost. Where
        no diagram has the element, nothing is put anywhere.
        """
        parser, spec = super()._get_parser_class(tag)  # type: ignore[misc]
        mixin = _PARSERS.get(tag) if self.settings_of else None
        if mixin and parser:
            parser = _composed(mixin, parser)  # type: ignore[arg-type]  # classes are hashable
        return parser, spec


class SafeDmn:
    """A decision table is XML from the same hands as the diagram, so it is read as carefully."""

    def add_dmn_files(self, filenames: Iterable[str | Path]) -> None:
        """Add DMN files, in the encoding that each declares."""
        for filename in filenames:
            self._add_dmn(read_diagram(Path(filename)), str(filename))

    def add_dmn_io(self, file_like_object: Any, filename: str | None = None) -> None:
        """Add what a file-like object holds, text or bytes."""
        self.add_dmn_str(file_like_object.read(), filename)

    def add_dmn_str(self, dmn_str: str | bytes, filename: str | None = None) -> None:
        """Add a decision given as text, or as bytes in the encoding that they declare."""
        self._add_dmn(read_diagram(dmn_str, file=filename), filename)

    def _add_dmn(self, root: etree._Element, filename: str | None) -> None:
        self.add_dmn_xml(root, filename)  # type: ignore[attr-defined]


class HostParser:
    """Adds the spec of an event to a task that has the element; the task is parsed as ever."""

    node: Any
    process_parser: Any
    lane: str | None

    def parse_node(self) -> Any:
        """Return what the parser of the task does: the spec that a flow to the task leads to."""
        first = super().parse_node()  # type: ignore[misc]  # a parser stands behind the mixin
        settings = self.process_parser.parser.settings_of.get(self.node)
        if settings is not None:
            spec, identity = self.process_parser.spec, self.node.get("id")
            event = SocializeBoundaryEvent(
                spec,
                identity + SUFFIX,
                event_definition=SocializeEventDefinition(settings),
                host=identity,
                bpmn_name="Socialize",
                description="Socialize",
                lane=self.lane,
            )
            event.extensions = {}  # as on everything that SpiffWorkflow parses
            SocializeEvents.of(spec).add(event)
        return first


class BoundaryEventParser:
    """Makes the spec of a drawn socialize event; leaves every other boundary event alone."""

    node: Any
    process_parser: Any
    lane: str | None

    def create_task(self) -> Any:
        """Return the spec of this event."""
        settings = self.process_parser.parser.settings_of.get(self.node)
        if settings is None:
            return super().create_task()  # type: ignore[misc]
        if self.lane is None:  # an event may be drawn into no lane, its task into one
            self.lane = self.process_parser.get_lane_name(self.node.get("attachedToRef"))
        attributes = {**self.bpmn_attributes, "description": "Socialize"}  # type: ignore[attr-defined]
        return SocializeBoundaryEvent(
            self.process_parser.spec,
            self.node.get("id"),
            event_definition=SocializeEventDefinition(settings, self._button()),
            cancel_activity=False,
            **attributes,
        )

    def _button(self) -> str | None:
        return None if self.node.find(bpmn("signalEventDefinition")) is None else str(self.node.get("id"))


class CatchEventParser:
    """Makes the spec of an event that waits for the answer; leaves every other catch event alone."""

    node: Any

    def create_task(self) -> Any:
        """Return the spec of this event."""
        if is_answer(self.node):
            return self._create_task(AnswerEventDefinition())  # type: ignore[attr-defined]
        return super().create_task()  # type: ignore[misc]


_PARSERS: Mapping[str, type[Any]] = {
    BOUNDARY: BoundaryEventParser,
    CATCH: CatchEventParser,
    **dict.fromkeys(HOSTS, HostParser),
}


@functools.cache
def _composed(mixin: type[Any], parser: type[Any]) -> type[Any]:
    return parser if issubclass(parser, mixin) else type(f"Socialize{parser.__name__}", (mixin, parser), {})
