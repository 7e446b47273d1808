"""The element as XML: `<social:socialize>` becomes a `Socialize`, and back.

Strict on purpose. A modeler keeps what it does not know, so a mistyped attribute would look right and quietly mean
the default. Every name and value that is not known is therefore refused, with its place and with what is allowed.
The bare element is a good design and always accepted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NoReturn, TypeVar

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

T = TypeVar("T", bound=Wire)

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
    return _Reader(file, host_id(element)).socialize(element)


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
    """Reads one element; knows which file and which host its errors are about."""

    def __init__(self, file: str | None, host: str | None) -> None:
        self.file = file
        self.host = host

    def socialize(self, element: etree._Element) -> Socialize:
        children: dict[str, list[Wire]] = {name: [] for name in _CHILDREN}
        for child in self._elements(element):
            children[self._child_name(child)].append(self._child(child))
        rings, shares, excludes = children["ring"], children["share"], children["exclude"]
        given = {**self._attributes(element, "socialize"), "rings": rings, "shares": shares, "excludes": excludes}
        return self._build(Socialize, element, "socialize", given)

    def _child(self, child: etree._Element) -> Wire:
        name = self._child_name(child)
        for grandchild in self._elements(child):
            self._fail(
                grandchild, "unknown-child", f"{name} has a child {_short(grandchild.tag)}", "It has no children."
            )
        return self._build(_CHILDREN[name], child, name, self._attributes(child, name))

    def _child_name(self, child: etree._Element) -> str:
        qname = etree.QName(child)
        if qname.namespace == NAMESPACE and qname.localname in _CHILDREN:
            return qname.localname
        hint = f"Use {', '.join(_CHILDREN)}."
        return self._fail(child, "unknown-child", f"socialize has a child {_short(child.tag)} that is not known", hint)

    def _elements(self, parent: etree._Element) -> Iterator[etree._Element]:
        if _has_text(parent):
            self._fail(parent, "unexpected-text", f"{_short(parent.tag)} contains text", "Say it in attributes.")
        return parent.iterchildren("*")

    def _attributes(self, element: etree._Element, name: str) -> dict[str, Any]:
        for attribute, value in element.attrib.items():
            if attribute not in ALLOWED[name]:
                message = f"{name} has an attribute {_short(attribute)} that is not known"
                self._fail(element, "unknown-attribute", message, f"Use {', '.join(ALLOWED[name])}.")
            lexical = _LEXICAL.get((name, str(attribute)))
            if lexical and not lexical.fullmatch(str(value)):
                self._bad_value(element, name, str(attribute))
        given: dict[str, Any] = {str(key): str(value) for key, value in element.attrib.items()}
        if name == "ring" and "who" in given:
            given["who"] = tuple(given["who"].split())
        return given

    def _build(self, model: type[T], element: etree._Element, name: str, given: dict[str, Any]) -> T:
        try:
            return model.model_validate(given)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
        attribute = str(first["loc"][0]) if first["loc"] else ""
        if first["type"] == "missing":
            hint = f"Say {attribute}: {ALLOWED[name][attribute]}."
            return self._fail(element, "missing-attribute", f'{name} needs {attribute}="…"', hint)
        if "-" in first["type"]:  # one of our own rules; it says what to do
            return self._fail(element, first["type"], *_said(first["msg"], name, attribute))
        return self._bad_value(element, name, attribute)

    def _bad_value(self, element: etree._Element, name: str, attribute: str) -> NoReturn:
        message = f'{name} {attribute}="{_clipped(element.get(attribute, ""))}" is not allowed'
        self._fail(element, "bad-value", message, f"Use {ALLOWED[name][attribute]}.")

    def _fail(self, element: etree._Element, code: str, message: str, hint: str) -> NoReturn:
        raise DiagramError(message, file=self.file, line=line_of(element), element=self.host, hint=hint, code=code)


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
