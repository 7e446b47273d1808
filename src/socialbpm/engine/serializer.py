"""Saving and restoring the plugin's specs with `BpmnWorkflowSerializer`.

A state that was saved with the plugin can only be restored with it: SpiffWorkflow looks up the classes by name, and
fails with `TypeError: 'NoneType' object is not callable` where one is missing. From outside the engine that cannot be
changed; `restore` says it better, and `needs_plugin` tells beforehand.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from SpiffWorkflow.bpmn.serializer.default.task_spec import BoundaryEventConverter, BpmnTaskSpecConverter
from SpiffWorkflow.bpmn.serializer.helpers import EventDefinitionConverter

from socialbpm.contract.element import Socialize
from socialbpm.engine.events import AnswerEventDefinition, SocializeEventDefinition
from socialbpm.engine.formats import VERSION, bring_up
from socialbpm.engine.specs import SocializeBoundaryEvent, SocializeEvents
from socialbpm.errors import EngineError, PluginMissing

Saved = str | bytes | Mapping[str, Any]
"""A saved workflow: JSON text, compressed JSON, or the dictionary."""


def socialize_config(config: Mapping[type[Any], type[Any]]) -> dict[type[Any], type[Any]]:
    """Add the plugin's classes to a serializer's configuration.

    Args:
        config: SpiffWorkflow's `DEFAULT_CONFIG` of the parser's family, or a host's own. It is not changed.

    Returns:
        What `BpmnWorkflowSerializer.configure` takes.

    Raises:
        EngineError: a class of the host has the name of one of the plugin's.
    """
    _check_names(config, _CONVERTERS)
    return {**config, **_CONVERTERS}


def restore(serializer: Any, saved: Saved) -> Any:
    """Restore a workflow with a `BpmnWorkflowSerializer`, whatever form it was saved in.

    Raises:
        PluginMissing: there are socialize events in it, and the serializer does not know them.
        EngineError: a later version of socialbpm saved it.
    """
    if not set(_CONVERTERS) <= set(serializer.registry.typenames) and needs_plugin(saved):
        hint = "Make it with BpmnWorkflowSerializer.configure(socialize_config(config))."
        raise PluginMissing("this state was saved with socialbpm, and the serializer does not know it", hint=hint)
    if isinstance(saved, Mapping):
        return serializer.from_dict(saved)
    return serializer.deserialize_json(saved, use_gzip=isinstance(saved, bytes))


def needs_plugin(saved: Saved) -> bool:
    """Whether a saved workflow can only be restored with the plugin: it, or a process that it may call, has its events.

    >>> needs_plugin('{"typename": "BpmnWorkflow", "spec": {"task_specs": {}}}')
    False
    """
    if not isinstance(saved, Mapping):
        saved = json.loads(gzip.decompress(saved) if isinstance(saved, bytes) else saved)
    ours = {known.__name__ for known in _CONVERTERS}
    return not ours.isdisjoint(_typenames(saved))


def _typenames(saved: Any) -> Iterator[str]:
    """Go through the names of all that is to be restored; a string in somebody's data is none."""
    ahead = [saved]
    while ahead:
        part = ahead.pop()
        if isinstance(part, Mapping):
            yield str(part.get("typename"))
            ahead.extend(part.values())
        elif isinstance(part, list | tuple):
            ahead.extend(part)


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
    """Gives a name to what waits for a signal: hosts that show such events as buttons look for it in what is saved."""

    def to_dict(self, definition: SocializeEventDefinition) -> dict[str, Any]:
        settings = definition.settings
        kept = settings.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        told = {"version": VERSION, "settings": {**kept, "trigger": settings.trigger}}  # its default hangs on `after`
        return told if definition.button is None else {**told, "name": definition.name, "button": definition.button}

    def from_dict(self, dct: dict[str, Any]) -> SocializeEventDefinition:
        bring_up(dct, "event", dct["version"])
        return SocializeEventDefinition(Socialize.model_validate(dct["settings"]), dct.get("button"))


class _AnswerConverter(EventDefinitionConverter):  # type: ignore[misc]
    def to_dict(self, definition: AnswerEventDefinition) -> dict[str, Any]:
        return {"version": VERSION}

    def from_dict(self, dct: dict[str, Any]) -> AnswerEventDefinition:
        bring_up(dct, "event", dct["version"])
        return AnswerEventDefinition()


_CONVERTERS: Mapping[type[Any], type[Any]] = {
    SocializeBoundaryEvent: _BoundaryConverter,
    SocializeEvents: BpmnTaskSpecConverter,
    SocializeEventDefinition: _SocializeConverter,
    AnswerEventDefinition: _AnswerConverter,
}
