"""HTML as a tree that a script can build: `["p", {"class": "when"}, ["on ", ["time", {}, ["Monday"]]]]`.

A page that wants to be safe lets no script make HTML of a text (Trusted Types), and the widget need not: it makes each
element by its name. What comes in is what our templates wrote and what was cleaned before; what goes out is still only
what is named here, so that a fault in either is not one of the page that has the widget.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from socialbpm.service.pages.markdown import SCHEMES, TAGS

Node: TypeAlias = "str | list[Any]"
"""A text, or an element: its name, its attributes, and what is in it."""

OURS = frozenset(
    {"section", "article", "header", "footer", "div", "span", "b", "h2", "h3", "h4", "dl", "dt", "dd", "time"}
    | {"form", "label", "textarea", "button", "input", "select", "option", "fieldset", "legend", "details", "summary"}
)
ALLOWED = OURS | TAGS
ALONE = frozenset({"br", "hr", "input"})
"""Elements that have no end."""
ATTRIBUTES = frozenset(
    {"id", "class", "part", "for", "name", "type", "value", "rows", "maxlength", "required", "checked", "selected"}
    | {"hidden", "href", "target", "rel", "datetime", "lang", "role", "tabindex", "start", "open"}
)


def tree(html: str) -> list[Node]:
    """Return the elements of a piece of HTML, from the outermost on.

    >>> tree('<p class="a">Do <b>this</b><br>now</p>')
    [['p', {'class': 'a'}, ['Do ', ['b', {}, ['this']], ['br', {}, []], 'now']]]
    >>> tree('<script>alert(1)</script><p onclick="x()"><a href="javascript:x()">a</a></p>')
    [['p', {}, [['a', {}, ['a']]]]]
    """
    made = _Tree()
    made.feed(html)
    made.close()
    return made.root


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list[Node] = []
        self._open: list[tuple[str, list[Node]]] = []

    @property
    def _here(self) -> list[Node]:
        return self._open[-1][1] if self._open else self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside: list[Node] = []
        if tag in ALLOWED:
            self._here.append([tag, _kept(attrs), inside])
        if tag not in ALONE:
            self._open.append((tag, inside))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        verbatim = any(tag == "pre" for tag, _ in self._open)
        text = data if verbatim or data.strip() else " " * bool(self._open)
        if text:
            self._here.append(text)


def _kept(attributes: list[tuple[str, str | None]]) -> dict[str, str]:
    return {name: value or "" for name, value in attributes if _may_stay(name, value or "")}


def _may_stay(name: str, value: str) -> bool:
    if name == "href":
        return urlsplit(value).scheme in SCHEMES
    return name in ATTRIBUTES or name.startswith(("aria-", "data-"))
