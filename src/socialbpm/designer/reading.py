"""Reading diagrams that nobody vouches for: other people's files, uploads, attachments.

The XML may be broken, or an attack: entities that explode, or that read files and fetch pages. `read_diagram` says so
before a single rule of BPMN is looked at.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.parsers import expat

from lxml import etree

from socialbpm.errors import DiagramError

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
        DiagramError: `diagram-too-large`, `doctype-forbidden` or `xml-malformed`.
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
        raise DiagramError(
            f"the diagram has more than {most} bytes", file=file, code="diagram-too-large", hint="Split the process."
        )
    _refuse_doctype(data, encoding, file)
    return _parse(data, encoding, file)


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
        raise DiagramError(
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
        raise DiagramError(
            f"this is not well-formed XML: {_reason(error)}",
            file=file,
            line=getattr(error, "lineno", None) or None,
            code="xml-malformed",
            hint="Open it in a modeler and save it again.",
        ) from None
    info: Any = root.getroottree().docinfo
    if info.doctype:  # expat could not read the encoding, libxml2 could
        raise DiagramError("the diagram has a DOCTYPE, which BPMN never needs", file=file, code="doctype-forbidden")
    return root


def _reason(error: Exception) -> str:
    text = error.msg if isinstance(error, etree.XMLSyntaxError) else str(error)
    return str(text or "it is empty").split(", line ")[0]
