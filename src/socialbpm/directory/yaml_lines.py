"""YAML that knows its lines, so that an error can say where; nothing in it is ever executed or expanded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from socialbpm.errors import PeopleFileError

Loader: Any = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # the same language; C is ten times as fast where it is built
DEEPEST = 10
NULL = "tag:yaml.org,2002:null"

Place = Sequence[str | int]
"""Where a value stands: keys and positions from the top, as pydantic's `loc` has it."""


@dataclass(frozen=True)
class Document:
    """One YAML document: `data` holds mappings, lists, texts and None; what a text means, the reader says.

    So `no` is a name and not False, and `0123` keeps its zero.
    """

    file: str
    root: yaml.Node

    @property
    def data(self) -> Any:
        """The values."""
        return _plain(self.root)

    def line(self, place: Place) -> int:
        """Return the line, from 1, of the value at `place`, or of the innermost one around it that is there."""
        node, line = self.root, _line(self.root)
        for step in place:
            found = _within(node, step)
            if found is None:
                break
            key, node = found
            line = _line(key)
        return line

    def error(self, place: Place, message: str, hint: str) -> PeopleFileError:
        """Return the error that names file and line of `place`."""
        return _error(self.file, self.line(place), message, hint)


def parse(text: str, file: str) -> Document:
    """Parse `text`; `file` is what errors call it.

    Raises:
        PeopleFileError: it is empty, malformed or too deep, has aliases, or says one key twice.
    """
    try:
        _refuse_bombs(text, file)
        root = yaml.compose(text, Loader)
    except yaml.YAMLError as error:
        raise _malformed(error, file) from None
    if root is None:
        raise _error(file, 1, "the file is empty", "List people under `people:`.")
    _refuse_twice(root, file)
    return Document(file, root)


def _line(part: yaml.Node | yaml.Event) -> int:
    return part.start_mark.line + 1 if part.start_mark else 1


def _error(file: str, line: int | None, message: str, hint: str) -> PeopleFileError:
    place = f"{file}:{line}" if line else file
    return PeopleFileError(f"{place}: {message}", hint=hint, file=file, line=line)


def _malformed(error: yaml.YAMLError, file: str) -> PeopleFileError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    hint = "Look for a missing quote, colon or bracket, and indent with spaces."
    return _error(file, mark.line + 1 if mark else None, f"this is not YAML: {problem}", hint)


def _refuse_bombs(text: str, file: str) -> None:
    """Refuse what small files can make large: aliases, and nesting that no people file needs."""
    depth = 0
    for event in yaml.parse(text, Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise _error(file, _line(event), f"*{event.anchor} is an alias", "Write the value out.")
        if depth > DEEPEST:
            message = f"this is nested more than {DEEPEST} deep"
            raise _error(file, _line(event), message, "Compare it with examples/people.yaml.")


def _refuse_twice(node: yaml.Node, file: str) -> None:
    """Refuse a key that stands twice: YAML would silently forget the first."""
    seen: set[str] = set()
    for key, value in _children(node):
        if key is not None:
            _refuse_key(key, seen, file)
            seen.add(key.value)
        _refuse_twice(value, file)


def _refuse_key(key: yaml.Node, seen: set[str], file: str) -> None:
    line = _line(key)
    if not isinstance(key, yaml.ScalarNode):
        raise _error(file, line, "a key is a list or a mapping", "Use a plain text as key.")
    if key.value in seen:
        raise _error(file, line, f'the key "{key.value}" stands twice here', "Put both under one key.")


def _children(node: yaml.Node) -> Iterator[tuple[yaml.Node | None, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from node.value
    elif isinstance(node, yaml.SequenceNode):
        yield from ((None, item) for item in node.value)


def _within(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the node that is read first (a mapping's key) and the value at `step`."""
    for position, (key, value) in enumerate(_children(node)):
        if step == (position if key is None else key.value):
            return key or value, value
    return None


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return None if node.tag == NULL else node.value
