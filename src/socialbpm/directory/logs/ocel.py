"""What the three forms of OCEL 2.0 share: events about objects, some of which are cases, and some people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from socialbpm.directory.logs.choice import Choice
from socialbpm.directory.logs.happened import Happened

Types = dict[str, str]
"""Objects that matter, by id: those whose type is a case, a person, a group or a topic. The others are not kept."""


def matter(choice: Choice) -> frozenset[str]:
    """Return the types of objects that are looked at, if the log has them."""
    return frozenset({choice.case, *choice.person, *choice.group, *choice.topic})


def happened(
    where: str, id_: str, activity: str, at: str, values: Iterable[tuple[str, str]], about: Iterable[str], types: Types,
    choice: Choice,
) -> Happened:  # fmt: skip
    """Return an event with these values of attributes, about these objects."""
    attributes: dict[str, list[str]] = {}
    for name, value in values:
        attributes.setdefault(name, []).append(value)
    cases = []
    for object_ in dict.fromkeys(about):
        kind = types.get(object_)
        if kind == choice.case:
            cases.append(object_)
        elif kind is not None:
            attributes.setdefault(kind, []).append(object_)
    return Happened(where, id_, tuple(cases), activity, at, _fixed(attributes))


def _fixed(attributes: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in attributes.items()}
