"""What a rule has to say: where, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from socialbpm.contract.xml import host_id, line_of
from socialbpm.designer.diagram import Diagram
from socialbpm.errors import DiagramError

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """One fault in one place. An error is refused by the plugin; a warning runs, but hardly as it was meant."""

    rule: str
    severity: Severity
    file: str
    line: int | None
    element: str | None
    message: str
    hint: str

    def __str__(self) -> str:
        return str(self.as_error())

    def as_error(self) -> DiagramError:
        """Return the same as an exception; it reads like a small help page."""
        return DiagramError(
            self.message, file=self.file, line=self.line, element=self.element, hint=self.hint, code=self.rule
        )


Faults = Iterator[DiagramError]
Rule = Callable[[Diagram], Faults]
"""A rule looks at a diagram and yields what it finds. It never raises, whatever the diagram says."""


def fault(
    diagram: Diagram, element: etree._Element, rule: str, message: str, hint: str, *, about: str | None = None
) -> DiagramError:
    """Make what a rule yields.

    Args:
        diagram: where it was found.
        element: the XML element; the fault has its line.
        rule: the rule's id.
        message: what is wrong.
        hint: what to do.
        about: the id that it is about, where that is not the element's own or that of what is around it.
    """
    about = about or element.get("id") or host_id(element)
    return DiagramError(message, file=diagram.file, line=line_of(element), element=about, hint=hint, code=rule)
