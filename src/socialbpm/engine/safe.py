"""Reading diagrams that nobody vouches for: other people's files, uploads, attachments.

Three things can go wrong before a single rule of BPMN is looked at. The XML is broken; the XML is an attack (entities
that explode, or that read files and fetch pages); or the diagram is such that SpiffWorkflow never comes back from
parsing it. `read_diagram` takes care of the first two, `load` of the third as well.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.parsers import expat

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser

from socialbpm.engine.faults import InvalidDiagram

MOST_BYTES = 10_000_000
"""A diagram with a thousand tasks has about one megabyte."""

_ENCODING = re.compile(r"^(<\?xml[^>]*?)\s+encoding\s*=\s*(\"[^\"]*\"|'[^']*')")


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
    if isinstance(source, Path):
        file = file or str(source)
        data = _read_file(source, most)
    else:
        data = (
            _without_declared_encoding(source).encode("utf-8", "surrogatepass") if isinstance(source, str) else source
        )
    encoding = "utf-8" if isinstance(source, str) else None
    if len(data) > most:
        raise InvalidDiagram(
            f"the diagram has more than {most} bytes", file=file, code="diagram-too-large", hint="Split the process."
        )
    _refuse_doctype(data, encoding, file)
    return _parse(data, encoding, file)


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


def _read_file(path: Path, most: int) -> bytes:
    with path.open("rb") as stream:
        return stream.read(most + 1)


def _without_declared_encoding(text: str) -> str:
    """Text is decoded already; what its declaration says of bytes no longer holds."""
    return _ENCODING.sub(r"\1", text.removeprefix("\ufeff"))


class _PrologOver(Exception):  # not an error: expat is left at the first element
    pass


def _refuse_doctype(data: bytes, encoding: str | None, file: str | None) -> None:
    """Look at the prolog only, with a parser that has expanded nothing yet when it meets a DOCTYPE."""
    parser = expat.ParserCreate(encoding)

    def doctype(*_: object) -> None:
        raise InvalidDiagram(
            "the diagram has a DOCTYPE, which BPMN never needs",
            file=file,
            line=parser.CurrentLineNumber,
            code="doctype-forbidden",
            hint="Remove it; entities and external files are not read.",
        )

    def first_element(*_: object) -> None:
        raise _PrologOver

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = first_element
    try:
        parser.Parse(data, True)  # noqa: FBT003  # expat names no arguments
    except (_PrologOver, expat.ExpatError, LookupError, ValueError):
        return  # what is malformed is found, with a better message, by the parser proper


def _parse(data: bytes, encoding: str | None, file: str | None) -> etree._Element:
    parser = etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_blank_text=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise InvalidDiagram(
            f"this is not well-formed XML: {_reason(error)}",
            file=file,
            line=getattr(error, "lineno", None) or None,
            code="xml-malformed",
            hint="Open it in a modeler and save it again.",
        ) from None
    info: Any = root.getroottree().docinfo
    if info.doctype:  # expat could not read the encoding, libxml2 could
        raise InvalidDiagram("the diagram has a DOCTYPE, which BPMN never needs", file=file, code="doctype-forbidden")
    return root


def _reason(error: Exception) -> str:
    text = error.msg if isinstance(error, etree.XMLSyntaxError) else str(error)
    return str(text or "it is empty").split(", line ")[0]
