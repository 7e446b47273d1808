"""unknown-variable: sharing what nobody in the diagram ever mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from socialbpm.contract.element import NAMESPACE
from socialbpm.contract.xml import SHARE, SOCIALIZE
from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import Diagram

FORMS_ELSEWHERE = ("formKey", "formRef", "formJsonSchemaFilename")
"""Where one of these stands, the variables of a task are in another file."""


def unknown_variable(diagram: Diagram) -> Faults:
    """A shared variable is mentioned somewhere else in the diagram: in a form, a script, a condition, a documentation.

    That is no proof that it has a value, but a mistyped name is found. Where forms are in files of their own, nothing
    is said.
    """
    shares = [
        (node, node.get("variable", "")) for element, _ in diagram.designs for node in element.iterchildren(SHARE)
    ]
    if not shares:
        return
    told = "\n".join(_texts(diagram))
    if _mentions(told, *FORMS_ELSEWHERE):
        return
    unknown = {variable for variable in {variable for _, variable in shares} if not _mentions(told, variable)}
    for node, variable in shares:
        if variable in unknown:
            message = f'share variable="{variable}": nothing else in this diagram mentions it'
            hint = "Write it as the form or the script does, or describe it in a task's documentation."
            yield fault(diagram, node, "unknown-variable", message, hint)


def _mentions(told: str, *names: str) -> bool:
    """Whether one of them stands there as a word of its own; the plain search before is many times faster."""
    return any(name in told and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", told) for name in names)


def _texts(diagram: Diagram) -> Iterator[str]:
    """Every text, and every attribute with its name; of our own element only the variable that gets the answer."""
    spelled = {each for made in diagram.made.values() for each in made.properties}
    yield from (element.get("answer", "") for element in diagram.made)
    for element in diagram.root.iter("*"):
        if element in spelled:
            continue
        if not element.tag.startswith(f"{{{NAMESPACE}}}"):
            yield element.text or ""
            for name, value in element.attrib.items():
                yield str(name).rpartition("}")[2]
                yield str(value)
        elif element.tag == SOCIALIZE:
            yield element.get("answer", "")
