"""A file as text, and the same bytes again.

Whatever its encoding, a file is worked on as UTF-8, and written back in its own. One that does not come back as it was
is refused before anything is done to it.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from socialbpm.errors import DiagramError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WITHOUT_BOM = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
NEW_LINE = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True)
class Source:
    """A file in UTF-8, and what it takes to write it back."""

    text: bytes
    encoding: str
    bom: bytes

    @property
    def new_line(self) -> bytes:
        """The end of its first line; a file of one line gets that of most."""
        found = NEW_LINE.search(self.text)
        return found[0] if found else b"\n"

    def write(self, text: bytes) -> bytes:
        """Return a text in the file's own encoding; what that has no character for becomes a reference."""
        return self.bom + text.decode().encode(self.encoding, "xmlcharrefreplace")


def read_source(data: bytes, file: str) -> Source:
    """Read a file that has been parsed, so that it is known to be XML.

    Raises:
        DiagramError: `cannot-be-kept`: it would not come back byte for byte.
    """
    bom, encoding = next(((bom, name) for bom, name in BOMS if data.startswith(bom)), (b"", _declared(data)))
    try:
        text = data[len(bom) :].decode(encoding)
        source = Source(text.encode(), encoding, bom)
        kept = source.write(source.text) == data
    except (UnicodeError, LookupError):
        kept = False
    if not kept:
        msg = f"the file would not come back as it is: its bytes are not one by one those of {encoding}"
        raise DiagramError(msg, file=file, hint="Save it as UTF-8 first.", code="cannot-be-kept")
    return source


def _declared(data: bytes) -> str:
    for beginning, encoding in WITHOUT_BOM:
        if data.startswith(beginning):
            return encoding
    found = DECLARED.match(data)
    return found[1].decode("ascii") if found else "utf-8"
