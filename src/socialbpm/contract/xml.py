"""The element as XML: `<social:socialize>` becomes a `Socialize`, and back.

Strict on purpose. A modeler keeps what it does not know, so a mistyped attribute would look right and quietly mean
the default. Every name and value that is not known is therefore refused, with its place and with what is allowed.
The bare element is a good design and always accepted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from lxml import etree
from pydantic import ValidationError

from socialbpm.contract.base import Wire
from socialbpm.contract.element import (
    EXCLUDE_PREFIXES,
    NAMESPACE,
    WHO_PREFIXES,
    WHO_WORDS,
    Exclude,
    Ring,
    Share,
    Socialize,
)
from socialbpm.errors import DiagramError

SOCIALIZE = f"{{{NAMESPACE}}}socialize"
ANSWER = f"{{{NAMESPACE}}}answer"
RING = f"{{{NAMESPACE}}}ring"
SHARE = f"{{{NAMESPACE}}}share"
EXCLUDE = f"{{{NAMESPACE}}}exclude"

T = TypeVar("T", bound=Wire)
Lines = Mapping[tuple[etree._Element, str], int]
"""Element and attribute -> line."""

_DURATION = "a duration like PT4H, P3D or P1DT30M"
ALLOWED: Mapping[str, Mapping[str, str]] = {
    "socialize": {
        "ladder": "the name of a ladder: letters, digits, '.', '_' and '-', at most 64",
        "trigger": "manual, timer or both",
        "after": f'{_DURATION}, optionally with R3/ before it or " working" behind it, or "=" and an expression',
        "question": 'text of at most 20000 characters, or "=" and an expression',
        "answer": "the name of a variable: letters, digits and '_', at most 128",
    },
    "ring": {
        "name": "a name that begins with a letter: letters, digits, '.', '_' and '-', at most 64",
        "step": "colleagues or community",
        "who": f"any of {', '.join(WHO_WORDS)}, or {' '.join(WHO_PREFIXES)} with a name, separated by spaces",
        "batch": "all, or a number from 1 to 1000",
        "most": "a number from 1 to 1000",
        "patience": _DURATION,
        "wait": _DURATION,
        "widen": "auto, propose or manual",
        "open": "true or false",
        "asker": "named or role",
    },
    "share": {
        "variable": "the name of a process variable, at most 200 characters",
        "with": "the name of a ring",
        "as": "is, masked or band",
    },
    "exclude": {"who": f"{' '.join(EXCLUDE_PREFIXES)} with a name, or other-instances"},
}
"""Element -> attribute -> what may stand there, in words. Nothing else may stand in the element."""

REQUIRED: Mapping[str, tuple[str, ...]] = {"ring": ("name", "step"), "share": ("variable",), "exclude": ("who",)}
"""Element -> attributes that have no default."""

_LEXICAL = {
    ("ring", "batch"): re.compile(r"all|[0-9]{1,4}"),
    ("ring", "most"): re.compile(r"[0-9]{1,4}"),
    ("ring", "open"): re.compile(r"true|false"),
}
_CHILDREN: Mapping[str, type[Wire]] = {"ring": Ring, "share": Share, "exclude": Exclude}


def read_socialize(element: etree._Element, *, file: str | None = None) -> Socialize:
    """Read a `<social:socialize>` element.

    Args:
        element: the element itself, in its place in the diagram, so that an error can name its line and host.
        file: the name of the diagram, for error messages.

    Raises:
        DiagramError: it says something unknown or impossible; names file, line and the id of its host.

    >>> element = etree.fromstring('<s:socialize xmlns:s="urn:socialbpm:bpmn:1.0" after="PT4H"/>')
    >>> read_socialize(element).trigger
    'both'
    """
    said, faults = try_socialize(element, file=file)
    if said is None:
        raise faults[0]
    return said


def try_socialize(
    element: etree._Element, *, file: str | None = None, lines: Lines | None = None
) -> tuple[Socialize | None, list[DiagramError]]:
    """Read a `<social:socialize>` element, and say everything that is wrong with it, where reading stops at the first.

    What one part says of another is looked at once each part by itself is right. `lines` are those of attributes that
    do not stand where their element begins.
    """
    reader = _Reader(file, host_id(element), lines or {})
    return reader.socialize(element), reader.faults


def faults_of_answer(element: etree._Element, *, file: str | None = None) -> list[DiagramError]:
    """Say everything that is wrong with a `<social:answer>` element."""
    reader = _Reader(file, host_id(element))
    reader.answer(element)
    return reader.faults


def write_socialize(socialize: Socialize) -> etree._Element:
    """Make the element that reads back as `socialize`; what is a default is left out.

    >>> etree.tostring(write_socialize(Socialize(after="PT4H"))).decode()
    '<social:socialize xmlns:social="urn:socialbpm:bpmn:1.0" after="PT4H"/>'
    """
    element = etree.Element(SOCIALIZE, nsmap={"social": NAMESPACE})
    _set(element, socialize, without={"trigger", "rings", "shares", "excludes"})
    if socialize.trigger != ("both" if socialize.after else "manual"):
        element.set("trigger", socialize.trigger)
    for name, children in (("ring", socialize.rings), ("share", socialize.shares), ("exclude", socialize.excludes)):
        for child in children:
            _set(etree.SubElement(element, f"{{{NAMESPACE}}}{name}"), child)
    return element


def host_id(element: etree._Element) -> str | None:
    """Return the id of the nearest element around `element` that has one: the task or event that it speaks of."""
    return next((node.get("id") for node in element.iterancestors() if node.get("id")), None)


def line_of(element: etree._Element) -> int | None:
    """Return the line that an element begins on; None where it was not read from text."""
    line: Any = element.sourceline
    return line if isinstance(line, int) else None


class _Reader:
    """Reads one element; knows which file and which host its errors are about, and keeps those it found."""

    def __init__(self, file: str | None, host: str | None, lines: Lines | None = None) -> None:
        self.file = file
        self.host = host
        self.lines = lines or {}
        self.faults: list[DiagramError] = []

    def socialize(self, element: etree._Element) -> Socialize | None:
        """Read the whole element; None where anything in it is wrong."""
        self._no_text(element)
        own = self._attributes(element, "socialize")
        before = len(self.faults)
        children: dict[str, list[Wire | None]] = {name: [] for name in _CHILDREN}
        for child in element.iterchildren("*"):
            self._child(child, children)
        if len(self.faults) == before:
            own |= {"rings": children["ring"], "shares": children["share"], "excludes": children["exclude"]}
        read = self._build(Socialize, element, "socialize", own)
        return None if self.faults else read

    def answer(self, element: etree._Element) -> None:
        """Read an element that only marks its event."""
        self._empty(element)
        for attribute in element.attrib:
            self._unknown(element, "answer", str(attribute), "It has no attributes.")

    def _child(self, child: etree._Element, children: dict[str, list[Wire | None]]) -> None:
        qname = etree.QName(child)
        if qname.namespace != NAMESPACE or qname.localname not in _CHILDREN:
            hint = f"Use {', '.join(_CHILDREN)}."
            self._fault(child, "unknown-child", f"socialize has a child {_short(child.tag)} that is not known", hint)
            return
        name = qname.localname
        self._empty(child)
        children[name].append(self._build(_CHILDREN[name], child, name, self._attributes(child, name)))

    def _empty(self, element: etree._Element) -> None:
        self._no_text(element)
        for child in element.iterchildren("*"):
            message = f"{_short(element.tag)} has a child {_short(child.tag)}"
            self._fault(child, "unknown-child", message, "It has no children.")

    def _no_text(self, element: etree._Element) -> None:
        if _has_text(element):
            self._fault(element, "unexpected-text", f"{_short(element.tag)} contains text", "Say it in attributes.")

    def _attributes(self, element: etree._Element, name: str) -> dict[str, Any]:
        """Return what is given, without what cannot be: that is a fault, and no reason to look no further."""
        given: dict[str, Any] = {}
        for attribute, value in ((str(key), str(value)) for key, value in element.attrib.items()):
            lexical = _LEXICAL.get((name, attribute))
            if attribute not in ALLOWED[name]:
                self._unknown(element, name, attribute, f"Use {', '.join(ALLOWED[name])}.")
            elif lexical and not lexical.fullmatch(value):
                self._bad_value(element, name, attribute)
            else:
                given[attribute] = tuple(value.split()) if (name, attribute) == ("ring", "who") else value
        return given

    def _build(self, model: type[T], element: etree._Element, name: str, given: dict[str, Any]) -> T | None:
        try:
            return model.model_validate(given)
        except ValidationError as error:
            found = {str(each["loc"][0]) if each["loc"] else "": each for each in reversed(error.errors())}
        for attribute, each in reversed(found.items()):  # the first of what a union says of one attribute
            self._refused(element, name, attribute, each["type"], each["msg"])
        return None

    def _refused(self, element: etree._Element, name: str, attribute: str, kind: str, said: str) -> None:
        if kind == "missing":
            if attribute not in REQUIRED[name]:
                return  # its default depends on another one, which is missing or wrong
            hint = f"Say {attribute}: {ALLOWED[name][attribute]}."
            self._fault(element, "missing-attribute", f'{name} needs {attribute}="…"', hint)
        elif "-" in kind:  # one of our own rules; it says what to do
            self._fault(element, kind, *_said(said, name, attribute), attribute=attribute)
        else:
            self._bad_value(element, name, attribute)

    def _unknown(self, element: etree._Element, name: str, attribute: str, hint: str) -> None:
        message = f"{name} has an attribute {_short(attribute)} that is not known"
        self._fault(element, "unknown-attribute", message, hint)

    def _bad_value(self, element: etree._Element, name: str, attribute: str) -> None:
        message = f'{name} {attribute}="{_clipped(element.get(attribute, ""))}" is not allowed'
        self._fault(element, "bad-value", message, f"Use {ALLOWED[name][attribute]}.", attribute=attribute)

    def _fault(self, element: etree._Element, code: str, message: str, hint: str, *, attribute: str = "") -> None:
        line = self.lines.get((element, attribute)) or line_of(element)
        self.faults.append(DiagramError(message, file=self.file, line=line, element=self.host, hint=hint, code=code))


def _said(rule: str, name: str, attribute: str) -> tuple[str, str]:
    """Split what a rule says into what is wrong and what to do."""
    message, _, hint = rule.partition("; ")
    if attribute and not message.startswith((name, f"{attribute}=", f"{attribute}:")):
        message = f"{name} {attribute}: {message}"
    return message, f"{hint[0].upper()}{hint[1:]}." if hint else ""


def _has_text(element: etree._Element) -> bool:
    return any(text and text.strip() for text in (element.text, *(child.tail for child in element)))


def _short(name: object) -> str:
    return str(name).removeprefix(f"{{{NAMESPACE}}}")


def _clipped(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _set(element: etree._Element, model: Wire, *, without: Collection[str] = ()) -> None:
    for name, value in model.model_dump(by_alias=True, exclude_defaults=True, exclude=set(without)).items():
        element.set(name, _text(value))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
