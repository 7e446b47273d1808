"""Reading diagrams that nobody vouches for, with an engine that may never come back from parsing one.

`read_diagram` refuses what is broken or an attack, `load` also what SpiffWorkflow cannot parse in time.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser

from socialbpm.designer import reading
from socialbpm.designer.reading import MOST_BYTES
from socialbpm.engine.faults import InvalidDiagram, as_invalid_diagram


def read_diagram(source: bytes | str | Path, *, file: str | None = None, most: int = MOST_BYTES) -> etree._Element:
    """Read XML without touching disk (but for a `Path`) or network, and without expanding anything.

    Args:
        source: the XML as bytes in the encoding that it declares, or as text; a `Path` is read.
        file: the name for error messages; a `Path` names itself.
        most: how many bytes are accepted.

    Returns:
        The root element. Its nodes know their lines.

    Raises:
        InvalidDiagram: `diagram-too-large`, `doctype-forbidden` or `xml-malformed`.
        OSError: the file cannot be read.
    """
    with as_invalid_diagram():
        return reading.read_diagram(source, file=file, most=most)


def load(parser: Any, path: Path, *, seconds: float = 10.0) -> Any:
    """Add the diagram at `path` to `parser`, unless SpiffWorkflow cannot parse it within `seconds`.

    The diagram is first parsed by a new Python process, which is killed when its time is up. Nothing less is safe: the
    known hang (and the next one) is a loop in Python code, which a thread cannot be stopped from running; a signal
    reaches only the main thread, and a service parses in others; a fork of a threaded process can inherit a held lock.
    The price is the start of an interpreter, about half a second, so this is for files that are not trusted.

    Args:
        parser: a parser made from a class that `socialize` returned.
        path: the file.
        seconds: how long the trial may take, start of the process included.

    Returns:
        The parser.

    Raises:
        InvalidDiagram: as `read_diagram`, what the parser says, or `diagram-too-slow`.
        OSError: the file cannot be read.
    """
    root = read_diagram(path)
    try_out(root, type(parser), file=str(path), seconds=seconds)
    parser.add_bpmn_xml(root, str(path))
    return parser


def try_out(root: etree._Element, parser_class: type[Any], *, file: str, seconds: float = 10.0) -> None:
    """Let another process parse a diagram first, as `load` does.

    Raises:
        InvalidDiagram: `diagram-too-slow`; any other fault is left to whoever parses it for good.
    """
    command = [sys.executable, "-m", "socialbpm.engine.trial", trial_base(parser_class)]
    try:
        subprocess.run(  # noqa: S603  # our own interpreter and module; the diagram goes in as data
            command, input=etree.tostring(root), capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise InvalidDiagram(
            f"the diagram could not be parsed within {seconds:g} seconds",
            file=file,
            code="diagram-too-slow",
            hint="Look for references that cannot be resolved, or load it in parts.",
        ) from None


def trial_base(parser_class: type[Any]) -> str:
    """Name the nearest class behind `parser_class` that a new process can import, as `module:name`."""
    for cls in parser_class.__mro__:
        module = sys.modules.get(cls.__module__)
        importable = cls.__module__ != "__main__" and getattr(module, cls.__qualname__, None) is cls
        if importable and issubclass(cls, BpmnParser):  # what is mixed in is no parser by itself
            return f"{cls.__module__}:{cls.__qualname__}"
    msg = f"{parser_class!r} has no importable base class"
    raise TypeError(msg)
