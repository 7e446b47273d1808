"""Files that are shipped with the package: sample diagrams, the demo's people, what errors mean."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
REPOSITORY = PACKAGE.parent.parent

_PLACES = {
    "purchase_invoice.bpmn": ("shipped/bpmn/purchase_invoice.bpmn", "bpmn/purchase_invoice.bpmn"),
    "errors.md": ("shipped/errors.md", "docs/errors.md"),
    "people.yaml": ("shipped/people.yaml", "examples/people.yaml"),
}


def shipped(name: str) -> Path:
    """Return where a shipped file is: in the installed package, else in the checkout that it is built from.

    Raises:
        FileNotFoundError: the package was built without it.
    """
    in_package, in_repository = _PLACES[name]
    for path in (PACKAGE / in_package, REPOSITORY / in_repository):
        if path.is_file():
            return path
    msg = f"{name} is missing from this installation of socialbpm; install it again"
    raise FileNotFoundError(msg)
