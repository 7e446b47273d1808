"""schema: the file as BPMN's own XML Schema has it.

The schema comes with SpiffWorkflow, which is not loaded for it. Of our own element it knows nothing: the grammar does,
in words that help.
"""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from socialbpm.designer.check.finding import Faults
from socialbpm.designer.diagram import Diagram
from socialbpm.errors import DiagramError

_NAMESPACE = re.compile(r"\{[^}]*/?([^/}]*)\}")
MOST = 100
"""How many are told of one file; one that has more is not BPMN."""


def against_schema(diagram: Diagram) -> Faults:
    """The file is valid against the schema of BPMN 2.0."""
    validator = _validator()
    if validator.validate(diagram.root):
        return
    log: Any = validator.error_log
    lines = _ids_by_line(diagram.root) if len(log) else {}
    for entry in list(log)[:MOST]:
        message = _plain(entry.message)
        yield DiagramError(
            message,
            file=diagram.file,
            line=entry.line or None,
            element=lines.get(entry.line),
            hint="Open the file in a modeler and save it again, or compare with the BPMN 2.0 standard.",
            code="schema",
        )


@cache
def _validator() -> etree.XMLSchema:
    found = importlib.util.find_spec("SpiffWorkflow")  # finds it, and loads nothing
    if found is None or found.origin is None:
        msg = "the schema of BPMN comes with SpiffWorkflow, which is not installed"
        raise DiagramError(msg, hint='Install it: pip install "socialbpm[cli]".', code="schema-missing")
    path = Path(found.origin).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd"
    return etree.XMLSchema(etree.parse(path))


def _ids_by_line(root: etree._Element) -> dict[int, str]:
    """Return, for each line that an element begins on, the id of the first one there, or of what is around it."""
    found: dict[int, str] = {}
    inside: dict[etree._Element, str | None] = {}
    for element in root.iter("*"):
        parent = element.getparent()
        identity = element.get("id") or (None if parent is None else inside.get(parent))
        inside[element] = identity
        line: Any = element.sourceline
        if identity is not None and line is not None:
            found.setdefault(line, identity)
    return found


def _plain(message: str) -> str:
    """Say it without the addresses of namespaces."""
    return _NAMESPACE.sub("", message).rstrip(".")
