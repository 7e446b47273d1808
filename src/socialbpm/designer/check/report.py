"""What was found, for people and for programs: as text, JSON, SARIF, or as GitHub's annotations."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from socialbpm import __version__
from socialbpm.designer.check.finding import Finding


def as_text(findings: Sequence[Finding], files: int) -> str:
    """Write a small help page for each, and a line that counts them."""
    told = [f"{found}" if found.severity == "error" else f"{found} (warning)" for found in findings]
    return "\n".join([*told, f"{_counted(findings)} in {_number(files, 'file')}"]) + "\n"


def as_json(findings: Sequence[Finding], files: int) -> str:
    """Write an object with the findings, in the words of `Finding`."""
    return json.dumps({"files": files, "findings": [asdict(found) for found in findings]}, indent=2) + "\n"


def as_sarif(findings: Sequence[Finding], _files: int) -> str:
    """Write SARIF 2.1.0, which code scanners and editors read."""
    rules = [{"id": rule} for rule in sorted({found.rule for found in findings})]
    driver = {"name": "socialbpm check", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "results": [_result(found) for found in findings]}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def as_github(findings: Sequence[Finding], _files: int) -> str:
    """Write workflow commands, which GitHub shows beside the lines of a pull request."""
    return "".join(f"{_command(found)}\n" for found in findings)


FORMATS: Mapping[str, Callable[[Sequence[Finding], int], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}


def _counted(findings: Sequence[Finding]) -> str:
    found = Counter(each.severity for each in findings)
    return f"{_number(found['error'], 'error')}, {_number(found['warning'], 'warning')}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _result(found: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": found.file}}
    if found.line:
        place["region"] = {"startLine": found.line}
    where: dict[str, Any] = {"physicalLocation": place}
    if found.element:
        where["logicalLocations"] = [{"name": found.element, "kind": "element"}]
    message = {"text": f"{found.message}\n{found.hint}".rstrip()}
    return {"ruleId": found.rule, "level": found.severity, "message": message, "locations": [where]}


def _command(found: Finding) -> str:
    about = f"{found.element}: " if found.element else ""
    properties = {"file": found.file, **({"line": str(found.line)} if found.line else {}), "title": found.rule}
    given = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
    return f"::{found.severity} {given}::{_escaped(f'{about}{found.message} {found.hint}'.rstrip())}"


def _escaped(text: str, more: str = "") -> str:
    """Write as %XX what would end a command, or a property of it."""
    return "".join(f"%{ord(sign):02X}" if sign in f"%\r\n{more}" else sign for sign in text)
