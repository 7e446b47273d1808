"""Which files may hang on posts and questions.

What a sender says that a file is counts for nothing: its kind is that of its name's ending, its beginning has to look
like it, and it goes out as bytes to be saved, never to be shown.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import EncodedBytes, Field, JsonValue
from pydantic_core import PydanticCustomError

from socialbpm.contract.base import Wire
from socialbpm.errors import Invalid

LONGEST_NAME = 120
LARGEST = 5 * 1024 * 1024
MOST_AT_ONCE = 20
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
Asking = TypeVar("Asking", bound=Wire)
TEXT: tuple[bytes, ...] = ()
"""No beginning of its own: it has to be UTF-8 without control characters."""


class Kind(NamedTuple):
    """A kind of file: its media type, and how one begins."""

    type: str
    begins: tuple[bytes, ...]


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "png": Kind("image/png", (b"\x89PNG\r\n\x1a\n",)),
        "jpg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
        "jpeg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
        "gif": Kind("image/gif", (b"GIF87a", b"GIF89a")),
        "webp": Kind("image/webp", (b"RIFF",)),
        "pdf": Kind("application/pdf", (b"%PDF-",)),
        "txt": Kind("text/plain", TEXT),
        "log": Kind("text/plain", TEXT),
        "md": Kind("text/markdown", TEXT),
        "csv": Kind("text/csv", TEXT),
        "json": Kind("application/json", TEXT),
        "xml": Kind("application/xml", TEXT),
        "bpmn": Kind("application/xml", TEXT),
        "docx": Kind(f"{OFFICE}.wordprocessingml.document", ZIP),
        "xlsx": Kind(f"{OFFICE}.spreadsheetml.sheet", ZIP),
        "pptx": Kind(f"{OFFICE}.presentationml.presentation", ZIP),
        "odt": Kind(f"{OPEN_DOCUMENT}.text", ZIP),
        "ods": Kind(f"{OPEN_DOCUMENT}.spreadsheet", ZIP),
        "zip": Kind("application/zip", ZIP),
    }
)
"""All that can be allowed, by the ending of the name; nothing that a browser or an office program runs by itself."""


class File(NamedTuple):
    """What somebody sends."""

    name: str
    content: bytes


class Found(NamedTuple):
    """A file that may be attached: what is kept of it as words, which can be erased, and its bytes."""

    words: Mapping[str, Any]
    content: bytes


class Base64:
    """Bytes as JSON can say them; what is no base64 is refused, not guessed at."""

    @classmethod
    def decode(cls, data: bytes) -> bytes:
        """Return what was meant."""
        try:
            return base64.b64decode(data, validate=True)
        except ValueError:
            raise PydanticCustomError("not-base64", "this is not base64") from None

    @classmethod
    def encode(cls, value: bytes) -> bytes:
        """Return it as it is sent."""
        return base64.b64encode(value)

    @classmethod
    def get_json_format(cls) -> str:
        """Return what a schema calls it."""
        return "base64"


IN_BASE64 = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
"""What a schema says of it: `format` alone tells a program that makes calls nothing."""


class NewFile(Wire):
    """A file that comes along with a question: what it is called, and its bytes in base64."""

    name: Annotated[str, Field(min_length=1, max_length=400, examples=["bill.txt"])]
    content: Annotated[
        bytes,
        EncodedBytes(encoder=Base64),
        Field(examples=["RnJlaWdodCBpcyBvbiBpdC4="], json_schema_extra={"pattern": IN_BASE64}),
    ]


NewFiles = Annotated[tuple[NewFile, ...], Field(max_length=MOST_AT_ONCE)]
"""What comes along in one call; how many may hang on a question the rules say."""


FILES_NEED_A_QUESTION: dict[str, JsonValue] = {
    "anyOf": [
        {"required": ["question"], "properties": {"question": {"type": "string", "minLength": 1}}},
        {"properties": {"files": {"maxItems": 0}}},
    ]
}
"""What a schema says of the rule below."""


def on_a_question(of: Asking, question: str | None, files: Collection[NewFile]) -> Asking:
    """Return a request, unless it brings files along that hang on nothing."""
    if files and not question:
        raise PydanticCustomError("no-question", "files hang on a question, and there is none")
    return of


@dataclass(frozen=True)
class Files:
    """Which files may be attached: those of some kinds, up to so many bytes."""

    kinds: Collection[str] = tuple(KINDS)
    largest: int = LARGEST

    def look(self, file: File | NewFile) -> Found:
        """Look at what somebody sends.

        Raises:
            Invalid: it is empty, too large, of no kind that is allowed, or not what its name says.
        """
        name = clean(file.name)
        kind = self._kind(name)
        if not 0 < len(file.content) <= self.largest:
            msg = f"an attachment has between 1 and {self.largest} bytes; {name} has {len(file.content)}"
            raise Invalid(msg, hint="Send a smaller one, or say where it can be found.", code="bad_size")
        if not _looks_like(kind, file.content):
            raise Invalid(f"{name} is not what its ending says", hint="Send it as what it is.", code="bad_kind")
        told = {"name": name, "type": kind.type, "size": len(file.content)}
        return Found({**told, "sha256": hashlib.sha256(file.content).hexdigest()}, file.content)

    def _kind(self, name: str) -> Kind:
        ending = PurePosixPath(name).suffix.lower().removeprefix(".")
        if ending not in self.kinds:
            allowed = ", ".join(sorted(self.kinds))
            raise Invalid(f"{name} is of no kind that may be attached", hint=f"Allowed: {allowed}.", code="bad_kind")
        return KINDS[ending]


def clean(name: str) -> str:
    r"""Return a file's name without folders, and without characters that are not seen or turn the others round.

    >>> clean("C:\\temp\\bill.pdf"), clean("../../etc/a\u202egnp.exe"), clean(" ")
    ('bill.pdf', 'agnp.exe', 'file')
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(" " if char.isspace() else char for char in last if _is_seen(char))
    plain = " ".join(unicodedata.normalize("NFC", seen).split()).lstrip(".")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[-LONGEST_NAME:] or "file"


def _is_seen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char)[0] != "C"


def _looks_like(kind: Kind, content: bytes) -> bool:
    return content.startswith(kind.begins) if kind.begins else _is_text(content)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return all(char.isprintable() or char.isspace() for char in text[:LARGEST])
