"""`check`: everything that is wrong with a diagram, without running it.

It asks the schema of BPMN, and then the rules. The plugin refuses the same errors; warnings are for the designer alone.
"""

from __future__ import annotations

from lxml import etree

from socialbpm.designer.check.finding import Finding, Severity
from socialbpm.designer.check.rules import ERRORS, WARNINGS
from socialbpm.designer.check.schema import against_schema
from socialbpm.designer.diagram import Diagram
from socialbpm.designer.reading import read_diagram
from socialbpm.errors import DiagramError

__all__ = ["Finding", "Severity", "check", "check_root"]


def check(source: bytes, file: str) -> list[Finding]:
    """Find everything that is wrong with a file, in the order of its lines.

    Args:
        source: what is in it.
        file: its name, for the findings.

    >>> print(check(b"<x", "invoice.bpmn")[0])
    invoice.bpmn:1: this is not well-formed XML: Couldn't find end of Start Tag x line 1
      Open it in a modeler and save it again.
      [xml-malformed]
    """
    try:
        root = read_diagram(source, file=file)
    except DiagramError as error:
        return [_finding(error, "error", file)]
    return check_root(root, file)


def check_root(root: etree._Element, file: str) -> list[Finding]:
    """Find everything that is wrong with a diagram that has been read."""
    diagram = Diagram(root, file)
    errors = [_finding(each, "error", file) for rule in ERRORS for each in rule(diagram)]
    warnings = [_finding(each, "warning", file) for rule in WARNINGS for each in rule(diagram)]
    told = {(finding.line, finding.element) for finding in errors}
    schema = [_finding(each, "error", file) for each in against_schema(diagram)]
    errors += [each for each in schema if (each.line, each.element) not in told]  # a rule says it in words that help
    return sorted({*errors, *warnings}, key=lambda found: (found.line or 0, found.severity, found.rule, found.message))


def _finding(error: DiagramError, severity: Severity, file: str) -> Finding:
    return Finding(error.code, severity, file, error.line, error.element, error.message, error.hint)
