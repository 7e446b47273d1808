"""`socialbpm check`: what is wrong with diagrams, for people at a terminal and for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track

from socialbpm.designer.check import Finding, check
from socialbpm.designer.check.report import FORMATS
from socialbpm.designer.reading import MOST_BYTES
from socialbpm.errors import Invalid

STDIN = Path("-")
ENDINGS = (".bpmn", ".bpmn20.xml")
"""What is looked for in a folder; a file that is named is read whatever its name."""


def run(paths: Sequence[Path], form: str) -> bool:
    """Check files, folders and, for `-`, what comes on standard input; write what is found to standard output.

    Returns:
        Whether there is no error. Warnings are told, and are no error.

    Raises:
        Invalid: there is no such form, or nothing to check.
        OSError: a file cannot be read.
    """
    if form not in FORMATS:
        msg = f"there is no format {form}"
        raise Invalid(msg, hint=f"Use {', '.join(FORMATS)}.", code="unknown-format")
    files = list(dict.fromkeys(found for path in paths for found in found_in(path)))
    if not files:
        msg = f"no diagram in {', '.join(map(str, paths))}"
        raise Invalid(msg, hint=f"Their names end in {' or '.join(ENDINGS)}.", code="nothing-to-check")
    findings = [finding for path in _shown(files) for finding in _checked(path)]
    sys.stdout.write(FORMATS[form](findings, len(files)))
    return all(finding.severity != "error" for finding in findings)


def found_in(path: Path) -> Iterable[Path]:
    """Return the diagrams of a folder, but for hidden ones; a file is itself."""
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.rglob("*") if each.name.endswith(ENDINGS) and each.is_file())
    return [each for each in found if not any(part.startswith(".") for part in each.relative_to(path).parts)]


def _checked(path: Path) -> list[Finding]:
    if path == STDIN:
        return check(sys.stdin.buffer.read(MOST_BYTES + 1), "<stdin>")
    with path.open("rb") as stream:
        return check(stream.read(MOST_BYTES + 1), str(path))


def _shown(files: Sequence[Path]) -> Iterable[Path]:
    """Show how far it is, where somebody looks and there is something to wait for."""
    console = Console(stderr=True)
    return track(files, "checking", console=console, transient=True, disable=len(files) < 2 or not console.is_terminal)
