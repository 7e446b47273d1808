"""Saving and restoring the plugin's specs with `BpmnWorkflowSerializer`.

A state that was saved with the plugin can only be restored with it: SpiffWorkflow does not know the names otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from SpiffWorkflow.bpmn.serializer.default.task_spec import BoundaryEventConverter, BpmnTaskSpecConverter
from SpiffWorkflow.bpmn.serializer.helpers import EventDefinitionConverter

from socialbpm.contract.element import Socialize
from socialbpm.engine.events import AnswerEventDefinition, SocializeEventDefinition
from socialbpm.engine.memory import VERSION, check_version
from socialbpm.engine.specs import SocializeBoundaryEvent, SocializeEvents
from socialbpm.errors import EngineError


def socialize_config(config: Mapping[type[Any], type[Any]]) -> dict[type[Any], type[Any]]:
    """Add the plugin's classes to a serializer's configuration.

    Args:
        config: SpiffWorkflow's `DEFAULT_CONFIG` of the parser's family, or a host's own. It is not changed.

    Returns:
        What `BpmnWorkflowSerializer.configure` takes.

    Raises:
        EngineError: a class of the host has the name of one of the plugin's.
    """
    ours = {
        SocializeBoundaryEvent: _BoundaryConverter,
        SocializeEvents: BpmnTaskSpecConverter,
        SocializeEventDefinition: _SocializeConverter,
        AnswerEventDefinition: _AnswerConverter,
    }
    _check_names(config, ours)
    return {**config, **ours}


def _check_names(config: Iterable[type[Any]], ours: Iterable[type[Any]]) -> None:
    """Refuse a namesake: the serializer knows classes by their bare names, and the one registered last wins."""
    known = {known.__name__: known for known in ours}
    for given in config:
        own = known.get(given.__name__, given)
        if own is not given:
            theirs, its = (f"{cls.__module__}.{cls.__qualname__}" for cls in (given, own))
            msg = f"the serializer would take {theirs} for {its}"
            raise EngineError(msg, hint="Give your class another name.")


class _BoundaryConverter(BoundaryEventConverter):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """Keeps which task an event was added to. SpiffWorkflow restores specs in the order in which they were saved.

    A store that sorts keys, by letters or by length, keeps the host before its event: the name of the one begins that
    of the other.
    """

    def to_dict(self, spec: SocializeBoundaryEvent) -> dict[str, Any]:
        saved: dict[str, Any] = super().to_dict(spec)
        return saved if spec.host is None else {**saved, "host": spec.host}


class _SocializeConverter(EventDefinitionConverter):  # type: ignore[misc]
    def to_dict(self, definition: SocializeEventDefinition) -> dict[str, Any]:
        settings = definition.settings
        kept = settings.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return {"version": VERSION, "settings": {**kept, "trigger": settings.trigger}}  # its default hangs on `after`

    def from_dict(self, dct: dict[str, Any]) -> SocializeEventDefinition:
        check_version(dct["version"])
        return SocializeEventDefinition(Socialize.model_validate(dct["settings"]))


class _AnswerConverter(EventDefinitionConverter):  # type: ignore[misc]
    def to_dict(self, definition: AnswerEventDefinition) -> dict[str, Any]:
        return {"version": VERSION}

    def from_dict(self, dct: dict[str, Any]) -> AnswerEventDefinition:
        check_version(dct["version"])
        return AnswerEventDefinition()
